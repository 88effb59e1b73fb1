"""The command ``ledger``: whether everything that was planned is accounted for, once."""

import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from coaching.actions.keep_ledger import keep_ledger
from coaching.actions.send_due import timing
from coaching.core.ledger import Ledger
from coaching.management.options import as_line, date_of
from coaching.models.clock import now


class Command(BaseCommand):
    """Plan everything anew, count, compare."""

    help = "Counts what was planned, what became of it, and whether anything is lost or doubled: exit code 1 if so."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--since", metavar="DATE", help="only from this date on, as 2026-04-27; default: everything"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401  (Django's signature)
        since_on = date_of(options["since"], "--since") if options["since"] else None
        ledger = keep_ledger(now(), timing().sweep_after, since_on)
        for line in [as_line(asdict(ledger))] if options["json"] else _table(ledger):
            self.stdout.write(line)
        if not ledger.balances:
            sys.exit(1)


def _table(ledger: Ledger) -> list[str]:
    states = [(f"  {state}", number) for state, number in ledger.by_state.items() if number]
    rows = [
        ("planned and due", ledger.planned),
        ("deliveries that are due", sum(ledger.by_state.values())),
        *states,
        ("in flight", ledger.in_flight),
        ("oldest unconfirmed, seconds", ledger.oldest_unconfirmed_s),
        ("unaccounted for", ledger.unaccounted),
        ("doubles", ledger.doubles),
    ]
    verdict = "Nothing is lost and nothing is doubled." if ledger.balances else "Something is wrong: see the last two."
    return [*(f"{name:<28} {number:>9}" for name, number in rows), verdict]
