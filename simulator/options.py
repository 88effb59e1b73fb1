"""The command line."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from simulator.carrier import Account
from simulator.fate import Delays
from simulator.phone_numbers import E164

LARGEST_PORT = 65_535
# Clearly made up; a real account has its own.
EXAMPLE_GROUP = "MG" + "d" * 32


@dataclass(frozen=True, slots=True)
class Options:
    port: int
    smtp_port: int | None
    data: Path
    account: Account
    labels: dict[str, str]
    clock_url: str | None
    phones_url: str | None
    staff_url: str | None
    zone: ZoneInfo
    delays: Delays


@dataclass(frozen=True, slots=True)
class SinkOptions:
    port: int
    latency_seconds: float


def read_options(arguments: Sequence[str] | None = None) -> Options | SinkOptions:
    """Ends the program with a sentence and exit code 2 when the options do not fit together."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.sink:
        return SinkOptions(given.port, given.latency_ms / 1000)
    needed = {"--data": given.data, "--account-sid": given.account_sid, "--auth-token": given.auth_token,
              "--number": given.number, "--inbound-url": given.inbound_url}  # fmt: skip
    if missing := [name for name, value in needed.items() if not value]:
        parser.error(f"without --sink these are needed, too: {', '.join(missing)}")
    numbers = [number for number, _ in given.number]
    account = Account(
        given.account_sid, given.auth_token, tuple(numbers), given.messaging_service_sid, given.inbound_url
    )
    return Options(
        port=given.port,
        smtp_port=given.smtp_port,
        data=given.data,
        account=account,
        labels={number: label for number, label in [*given.number, *given.label] if label},
        clock_url=given.clock_url,
        phones_url=given.phones_url,
        staff_url=given.staff_url,
        zone=given.zone,
        delays=Delays(given.sent_after, given.delivered_after),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "simulator", description="Twilio's API, phones and a mailbox, on this machine only."
    )
    parser.add_argument("--port", type=_port, required=True, help="HTTP: Twilio's API and the pages")
    parser.add_argument("--smtp-port", type=_port, help="SMTP: mail for the mailbox; left out, no mail is taken")
    parser.add_argument("--data", type=Path, help="folder in which phones keep their conversations")
    parser.add_argument("--account-sid", help="the account's sid, AC…")
    parser.add_argument("--auth-token", help="the account's token: for Basic authentication and signatures")
    parser.add_argument("--number", type=_labelled, action="append", default=[], metavar="NUMBER[=NAME]",
                        help="a number of the account; the first one is the default sender")  # fmt: skip
    parser.add_argument(
        "--messaging-service-sid", default=EXAMPLE_GROUP, help="a group of senders that the account may name"
    )
    parser.add_argument(
        "--label", type=_labelled, action="append", default=[], metavar="NUMBER=NAME", help="whose phone it is"
    )
    parser.add_argument("--inbound-url", help="where an answer from a phone is posted to")
    parser.add_argument("--clock-url", help="where the demo's clock is asked and moved; left out, it is real time")
    parser.add_argument("--phones-url", help="where the names of the phones' people are asked; left out, numbers do")
    parser.add_argument("--staff-url", help="the page that the phones link back to")
    parser.add_argument("--zone", type=_zone, default="Europe/Amsterdam", help="IANA zone in which phones show times")
    parser.add_argument("--sent-after", type=float, default=0.3, metavar="SECONDS", help="from accepted to sent")
    parser.add_argument("--delivered-after", type=float, default=0.7, metavar="SECONDS", help="from sent to delivered")
    parser.add_argument(
        "--sink", action="store_true", help="only take create requests, fast, and count them (for benchmarks)"
    )
    parser.add_argument("--latency-ms", type=float, default=0, help="how long the sink waits before each answer")
    return parser


def _port(typed: str) -> int:
    if not typed.isdigit() or not 1 <= int(typed) <= LARGEST_PORT:
        raise argparse.ArgumentTypeError(f"{typed} is no port: give a number from 1 to {LARGEST_PORT}")
    return int(typed)


def _labelled(typed: str) -> tuple[str, str]:
    number, _, label = typed.partition("=")
    if not E164.fullmatch(number):
        raise argparse.ArgumentTypeError(f"{number} is no phone number: write it as +31612345678")
    return number, label.strip()


def _zone(typed: str) -> ZoneInfo:
    try:
        return ZoneInfo(typed)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise argparse.ArgumentTypeError(f"{typed} is no time zone: write it as Europe/Amsterdam") from None
