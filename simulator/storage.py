"""The simulator's file: what was texted and mailed, so that phones keep their conversations over a restart."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

FILE_NAME = "simulator.sqlite3"

SCHEMA = """
CREATE TABLE IF NOT EXISTS sms (
    id INTEGER PRIMARY KEY,            -- the order of creation
    sid TEXT NOT NULL UNIQUE,
    direction TEXT NOT NULL,
    sender TEXT NOT NULL,
    recipient TEXT NOT NULL,
    phone TEXT NOT NULL,               -- whichever of the two is not our number
    body TEXT NOT NULL,
    status TEXT NOT NULL,
    error_code INTEGER,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    sent_at TEXT,
    status_callback TEXT,
    sending_group TEXT,
    opt_out_type TEXT,
    webhook TEXT
);
CREATE INDEX IF NOT EXISTS sms_by_phone ON sms (phone, id);           -- a conversation; a list narrowed to one number
CREATE INDEX IF NOT EXISTS sms_by_recipient ON sms (recipient, id);   -- the list narrowed by To
CREATE INDEX IF NOT EXISTS sms_under_way ON sms (id) WHERE status IN ('queued', 'sent');   -- what a restart takes up again
CREATE TABLE IF NOT EXISTS block (number TEXT NOT NULL, phone TEXT NOT NULL, PRIMARY KEY (number, phone));
CREATE TABLE IF NOT EXISTS phone (number TEXT PRIMARY KEY, label TEXT NOT NULL DEFAULT '', read_up_to INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS mail (id INTEGER PRIMARY KEY, arrived_at TEXT NOT NULL, source BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


def open_storage(folder: Path) -> sqlite3.Connection:
    """Opens or makes the file in this folder. OSError or sqlite3.Error when that cannot be.

    Each statement commits by itself. WAL with NORMAL outlives a killed process, which is all that a demo needs.
    """
    folder.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.executescript(SCHEMA)
    return connection


def stored(instant: datetime) -> str:
    """UTC in one width, so that text order is time order."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def read_instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
