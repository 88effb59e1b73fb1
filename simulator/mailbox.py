"""SMTP in: every mail is taken, kept as it came, and read when somebody asks."""

import email
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session

from simulator.demo_clock import DemoClock
from simulator.live import Live
from simulator.storage import read_instant, stored

LARGEST_MAIL = 10_000_000


@dataclass(frozen=True, slots=True)
class Mail:
    id: int
    arrived_at: datetime
    subject: str
    sender: str
    recipient: str
    text: str
    html: str
    headers: tuple[tuple[str, str], ...]


class Mailbox:
    def __init__(self, connection: sqlite3.Connection, demo_clock: DemoClock, live: Live) -> None:
        self.connection, self.demo_clock, self.live = connection, demo_clock, live

    async def take(self, source: bytes) -> None:
        await self.demo_clock.sharpen()
        arrived_at = stored(self.demo_clock.clock.now())
        self.connection.execute("INSERT INTO mail (arrived_at, source) VALUES (?, ?)", (arrived_at, source))
        self.live.announce()

    def find(self, number: int) -> Mail | None:
        row = self.connection.execute("SELECT * FROM mail WHERE id = ?", (number,)).fetchone()
        return read_mail(row["id"], read_instant(row["arrived_at"]), row["source"]) if row else None

    def newest(self, limit: int = -1) -> Iterator[Mail]:
        rows = self.connection.execute("SELECT * FROM mail ORDER BY id DESC LIMIT ?", (limit,)).fetchall()
        return (read_mail(row["id"], read_instant(row["arrived_at"]), row["source"]) for row in rows)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's name
        await self.take(envelope.original_content or b"")
        return "250 OK"


def read_mail(number: int, arrived_at: datetime, source: bytes) -> Mail:
    parsed = email.message_from_bytes(source, policy=default)
    return Mail(
        id=number,
        arrived_at=arrived_at,
        subject=str(parsed.get("Subject", "")),
        sender=str(parsed.get("From", "")),
        recipient=str(parsed.get("To", "")),
        text=_part(parsed, "plain"),
        html=_part(parsed, "html"),
        headers=tuple((name, str(value)) for name, value in parsed.items()),
    )


def smtp_for(mailbox: Mailbox) -> SMTP:
    """The protocol of one connection."""
    return SMTP(mailbox, data_size_limit=LARGEST_MAIL, enable_SMTPUTF8=True, hostname="localhost", ident="simulator")


def _part(parsed: EmailMessage, kind: str) -> str:
    part = parsed.get_body(preferencelist=(kind,))
    if part is None:
        return ""
    try:
        content = str(part.get_content())
    except (LookupError, UnicodeError):  # an unknown character set: show what can be shown
        content = bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace")
    return content.replace("\r\n", "\n")
