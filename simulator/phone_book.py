"""The phones that have had or sent an SMS: what the list of phones shows."""

import sqlite3
from dataclasses import dataclass

from simulator.sms import Sms, from_row
from simulator.sms_log import SmsLog

PHONES = """
SELECT sms.*, coalesce(phone.label, '') AS label,
       EXISTS (SELECT 1 FROM sms AS later WHERE later.phone = sms.phone AND later.id > coalesce(phone.read_up_to, 0)
               AND later.direction <> 'inbound') AS unread
  FROM (SELECT phone, max(id) AS newest FROM sms GROUP BY phone) AS last
  JOIN sms ON sms.id = last.newest
  LEFT JOIN phone ON phone.number = sms.phone
 ORDER BY sms.id DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Phone:
    """One line of the list: a person's number, the name it was given, and its newest SMS."""

    number: str
    label: str
    newest: Sms
    unread: bool


class PhoneBook:
    def __init__(self, connection: sqlite3.Connection, sms: SmsLog) -> None:
        self.connection, self.sms = connection, sms

    def phones(self, limit: int) -> list[Phone]:
        """The one with the newest SMS first."""
        rows = self.connection.execute(PHONES, (limit,)).fetchall()
        return [Phone(row["phone"], row["label"], from_row(row), bool(row["unread"])) for row in rows]

    def count(self) -> int:
        return int(self.connection.execute("SELECT count(DISTINCT phone) FROM sms").fetchone()[0])

    def label(self, number: str) -> str:
        row = self.connection.execute("SELECT label FROM phone WHERE number = ?", (number,)).fetchone()
        return row["label"] if row else ""

    def name(self, number: str, label: str) -> None:
        self.connection.execute(
            "INSERT INTO phone (number, label) VALUES (?, ?) ON CONFLICT (number) DO UPDATE SET label = excluded.label",
            (number, label),
        )

    def mark_read(self, number: str) -> None:
        self.connection.execute(
            "INSERT INTO phone (number, read_up_to) VALUES (?, (SELECT coalesce(max(id), 0) FROM sms WHERE phone = ?))"
            " ON CONFLICT (number) DO UPDATE SET read_up_to = excluded.read_up_to",
            (number, number),
        )
