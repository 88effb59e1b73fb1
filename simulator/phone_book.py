"""The list of phones: those that have had or sent an SMS, and below them those that are only known by name."""

import json
import sqlite3
from collections.abc import Mapping
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
# Of the numbers in a JSON list, those without an SMS.
SILENT = """
SELECT value AS number, coalesce(phone.label, '') AS label
  FROM json_each(?) LEFT JOIN phone ON phone.number = value
 WHERE NOT EXISTS (SELECT 1 FROM sms WHERE sms.phone = value)
"""
LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class Phone:
    """One line of the list: a person's number, the name for it, and its newest SMS when it has had any."""

    number: str
    label: str
    newest: Sms | None
    unread: bool


class PhoneBook:
    def __init__(self, connection: sqlite3.Connection, sms: SmsLog) -> None:
        self.connection, self.sms = connection, sms

    def phones(self, names: Mapping[str, str], limit: int) -> list[Phone]:
        """The one with the newest SMS first; below, by name, those of `names` without any. A name given here wins."""
        rows = self.connection.execute(PHONES, (limit,)).fetchall()
        texted = [
            Phone(row["phone"], row["label"] or names.get(row["phone"], ""), from_row(row), bool(row["unread"]))
            for row in rows
        ]
        return [*texted, *self._silent(names)][:limit]

    def count(self, names: Mapping[str, str]) -> int:
        texted = self.connection.execute("SELECT count(DISTINCT phone) FROM sms").fetchone()[0]
        return int(texted) + len(self._silent(names))

    def _silent(self, names: Mapping[str, str]) -> list[Phone]:
        rows = self.connection.execute(SILENT, (json.dumps(list(names)),)).fetchall()
        phones = [Phone(row["number"], row["label"] or names[row["number"]], None, unread=False) for row in rows]
        return sorted(phones, key=lambda phone: (phone.label.casefold(), phone.number))

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
