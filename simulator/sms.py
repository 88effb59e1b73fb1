"""One SMS, out or in, as the provider knows it."""

import secrets
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from simulator.fate import Status
from simulator.keywords import OptOutType
from simulator.segments import Measured, measure
from simulator.storage import read_instant

Direction = Literal["outbound-api", "outbound-reply", "inbound"]


@dataclass(frozen=True, slots=True)
class Sms:
    """`id` is its place in the order of creation; `webhook` is how the inbound webhook ended (`200`, `refused` …)."""

    id: int
    sid: str
    direction: Direction
    sender: str
    recipient: str
    body: str
    status: Status
    error_code: int | None
    created_at: datetime
    updated_at: datetime
    sent_at: datetime | None
    status_callback: str | None
    sending_group: str | None
    opt_out_type: OptOutType | None
    webhook: str | None

    @property
    def phone(self) -> str:
        """The person's number."""
        return self.sender if self.direction == "inbound" else self.recipient

    @property
    def number(self) -> str:
        """The account's number."""
        return self.recipient if self.direction == "inbound" else self.sender

    @property
    def length(self) -> Measured:
        return measure(self.body)


@dataclass(frozen=True, slots=True)
class Draft:
    """An SMS that the provider is about to create."""

    direction: Direction
    sender: str
    recipient: str
    body: str
    status: Status
    status_callback: str | None = None
    sending_group: str | None = None
    opt_out_type: OptOutType | None = None


def new_sid() -> str:
    return "SM" + secrets.token_hex(16)


def from_row(row: sqlite3.Row) -> Sms:
    return Sms(
        id=row["id"],
        sid=row["sid"],
        direction=row["direction"],
        sender=row["sender"],
        recipient=row["recipient"],
        body=row["body"],
        status=row["status"],
        error_code=row["error_code"],
        created_at=read_instant(row["created_at"]),
        updated_at=read_instant(row["updated_at"]),
        sent_at=read_instant(row["sent_at"]) if row["sent_at"] else None,
        status_callback=row["status_callback"],
        sending_group=row["sending_group"],
        opt_out_type=row["opt_out_type"],
        webhook=row["webhook"],
    )
