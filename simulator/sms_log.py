"""All SMS that were ever created, and the provider's block list."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from simulator.fate import Status
from simulator.sms import Draft, Sms, from_row, new_sid
from simulator.storage import stored

INSERT = """
INSERT INTO sms (sid, direction, sender, recipient, phone, body, status, created_at, updated_at, sent_at,
                 status_callback, sending_group, opt_out_type)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to. `sent_from` is inclusive, `sent_before` exclusive; what was not yet sent has no such time."""

    to: str | None = None
    sender: str | None = None
    sent_from: datetime | None = None
    sent_before: datetime | None = None

    def conditions(self) -> list[tuple[str, str]]:
        possible = [
            ("recipient = ?", self.to),
            ("sender = ?", self.sender),
            ("sent_at >= ?", stored(self.sent_from) if self.sent_from else None),
            ("sent_at < ?", stored(self.sent_before) if self.sent_before else None),
        ]
        return [(condition, value) for condition, value in possible if value is not None]


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of the list, newest first: rows older than `before`, or the nearest ones newer than `after`; ids."""

    size: int
    before: int | None = None
    after: int | None = None
    skip: int = 0


class SmsLog:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def add(self, draft: Draft, at: datetime) -> Sms:
        inbound = draft.direction == "inbound"
        row = self.connection.execute(
            INSERT,
            (
                new_sid(),
                draft.direction,
                draft.sender,
                draft.recipient,
                draft.sender if inbound else draft.recipient,
                draft.body,
                draft.status,
                stored(at),
                stored(at),
                stored(at) if inbound else None,  # Twilio: for an inbound one, when it called the webhook
                draft.status_callback,
                draft.sending_group,
                draft.opt_out_type,
            ),
        ).fetchone()
        return from_row(row)

    def move(self, sid: str, status: Status, error_code: int | None, at: datetime) -> Sms:
        sent_at = stored(at) if status == "sent" else None
        row = self.connection.execute(
            "UPDATE sms SET status = ?, error_code = ?, updated_at = ?, sent_at = coalesce(sent_at, ?) WHERE sid = ? RETURNING *",
            (status, error_code, stored(at), sent_at, sid),
        ).fetchone()
        return from_row(row)

    def note_webhook(self, sid: str, outcome: str) -> None:
        self.connection.execute("UPDATE sms SET webhook = ? WHERE sid = ?", (outcome, sid))

    def find(self, sid: str) -> Sms | None:
        row = self.connection.execute("SELECT * FROM sms WHERE sid = ?", (sid,)).fetchone()
        return from_row(row) if row else None

    def page(self, wanted: Wanted, window: Window) -> list[Sms]:
        """Newest first."""
        where = wanted.conditions()
        if window.before is not None:
            where.append(("id < ?", str(window.before)))
        if window.after is not None:
            where.append(("id > ?", str(window.after)))
        order = "ASC" if window.after is not None else "DESC"
        text = " AND ".join(condition for condition, _ in where) or "1"
        rows = self.connection.execute(
            f"SELECT * FROM sms WHERE {text} ORDER BY id {order} LIMIT ? OFFSET ?",  # noqa: S608 -- only our own words
            (*(value for _, value in where), window.size, window.skip),
        )
        return sorted(map(from_row, rows), key=lambda sms: sms.id, reverse=True)

    def everything(self, to: str | None = None, sender: str | None = None) -> list[Sms]:
        """Oldest first."""
        return self.page(Wanted(to=to, sender=sender), Window(size=-1))[::-1]

    def conversation(self, phone: str, last: int) -> list[Sms]:
        """The last ones with this phone, oldest first."""
        rows = self.connection.execute("SELECT * FROM sms WHERE phone = ? ORDER BY id DESC LIMIT ?", (phone, last))
        return [from_row(row) for row in rows][::-1]

    def under_way(self) -> Iterable[Sms]:
        """Outbound ones whose last news has not come."""
        rows = self.connection.execute("SELECT * FROM sms WHERE status IN ('queued', 'sent') ORDER BY id").fetchall()
        return map(from_row, rows)

    def is_blocked(self, number: str, phone: str) -> bool:
        found = self.connection.execute("SELECT 1 FROM block WHERE number = ? AND phone = ?", (number, phone))
        return found.fetchone() is not None

    def block(self, number: str, phone: str) -> None:
        self.connection.execute("INSERT OR IGNORE INTO block VALUES (?, ?)", (number, phone))

    def unblock(self, number: str, phone: str) -> None:
        self.connection.execute("DELETE FROM block WHERE number = ? AND phone = ?", (number, phone))
