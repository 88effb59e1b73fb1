"""Everything that one running simulator is made of."""

import sqlite3
from dataclasses import dataclass
from datetime import timedelta

from simulator.callbacks import Callbacks
from simulator.carrier import Carrier
from simulator.clock import Clock
from simulator.demo_clock import DemoClock
from simulator.live import Live
from simulator.mailbox import Mailbox
from simulator.names import Names
from simulator.options import Options
from simulator.phone_book import PhoneBook
from simulator.sms_log import SmsLog
from simulator.storage import open_storage


@dataclass(frozen=True, slots=True)
class World:
    options: Options
    storage: sqlite3.Connection
    clock: Clock
    live: Live
    callbacks: Callbacks
    carrier: Carrier
    phone_book: PhoneBook
    mailbox: Mailbox
    demo_clock: DemoClock
    names: Names

    async def close(self) -> None:
        self.carrier.close()
        self.live.close()
        await self.demo_clock.close()
        await self.names.close()
        await self.callbacks.close()
        self.storage.close()


async def make_world(options: Options) -> World:
    """OSError or sqlite3.Error when the folder cannot be used."""
    storage = open_storage(options.data)
    clock, live = Clock(kept_offset(storage) if options.clock_url else timedelta()), Live()
    log = SmsLog(storage)
    callbacks = Callbacks(options.account.auth_token)
    carrier = Carrier(options.account, clock, log, callbacks, live, options.delays)
    phone_book = PhoneBook(storage, log)
    for number, label in options.labels.items():
        phone_book.name(number, label)

    def clock_changed() -> None:
        keep_offset(storage, clock)
        live.announce()

    demo_clock = DemoClock(options.clock_url, clock, clock_changed)
    world = World(
        options,
        storage,
        clock,
        live,
        callbacks,
        carrier,
        phone_book,
        Mailbox(storage, demo_clock, live),
        demo_clock,
        Names(options.phones_url),
    )
    carrier.resume()
    return world


def kept_offset(storage: sqlite3.Connection) -> timedelta:
    """The demo clock as it last stood: the right guess until the other side answers."""
    row = storage.execute("SELECT value FROM setting WHERE name = 'offset_seconds'").fetchone()
    return timedelta(seconds=float(row["value"])) if row else timedelta()


def keep_offset(storage: sqlite3.Connection, clock: Clock) -> None:
    storage.execute("INSERT OR REPLACE INTO setting VALUES ('offset_seconds', ?)", (str(clock.offset.total_seconds()),))
