"""What is missing before real patients can be coached from here, and how to mend it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from redis import Redis, RedisError

from coaching.core.protocol_timing import Timing
from coaching.models import Clinic, Sender, Staff
from coaching.models.sealed import seal, unseal
from coaching.models.staff import Role
from coaching.settings.environment import (
    DEMO_ACCOUNT,
    DEMO_AUTH_TOKEN,
    DEMO_FIELD_KEYS,
    DEMO_SECRET_KEY,
    Environment,
    EnvironmentInvalid,
)

SHORTEST_SECRET: Final = 50
SHORTEST_SETTLE: Final = 300
LONGEST_SETTLE: Final = 3600
"""Seconds. Absence is proven well after the provider's list has caught up, and before most nudges are pointless."""
BROKER_SECONDS: Final = 1.0
SQLITE_FULL: Final = 2
ACCOUNT: Final = re.compile(r"AC[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Finding:
    """One check. ``mend`` says what to do, "" when all is well."""

    name: str
    mend: str = ""

    @property
    def is_well(self) -> bool:
        """Whether nothing has to be done."""
        return not self.mend


Check = Callable[[Environment], str]
"""Returns what to do, "" when all is well."""


def check_up(environment: Environment) -> Iterator[Finding]:
    """Every check, in the order in which one would mend them. A database that does not answer fails, not raises."""
    for name, check in CHECKS.items():
        try:
            mend = check(environment)
        except DatabaseError as refused:
            mend = (
                f"The database cannot tell ({type(refused).__name__}): see to DATABASE_URL, then run manage.py migrate."
            )
        yield Finding(name, mend)


def _kind(environment: Environment) -> str:
    return "This is a demonstration: set ENVIRONMENT=production." if environment.is_demo else ""


def _secret_key(environment: Environment) -> str:
    known = environment.secret_key == DEMO_SECRET_KEY
    if known or len(environment.secret_key) < SHORTEST_SECRET:
        return f"Set SECRET_KEY to a random text of at least {SHORTEST_SECRET} characters."
    return ""


def _field_keys(environment: Environment) -> str:
    if environment.field_keys == DEMO_FIELD_KEYS:
        return "Set FIELD_KEYS to 1: and 64 random hexadecimal digits, and keep a copy apart from the backups."
    try:
        return (
            "" if unseal(seal("well", "check_up"), "check_up") == "well" else "FIELD_KEYS do not open what they seal."
        )
    except EnvironmentInvalid as invalid:
        return str(invalid)


def _public_url(environment: Environment) -> str:
    address = urlsplit(environment.public_url)
    if address.scheme != "https" or not address.hostname:
        return "Set PUBLIC_URL to the https address that patients and Twilio reach."
    return ""


def _database(_environment: Environment) -> str:
    """What is committed must be on disk before anything is sent (assumption A1 of the delivery protocol)."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW synchronous_commit")
            return "" if cursor.fetchone()[0] == "on" else "Set synchronous_commit = on in PostgreSQL."
        cursor.execute("PRAGMA journal_mode")
        journal = cursor.fetchone()[0]
        cursor.execute("PRAGMA synchronous")
        written = cursor.fetchone()[0]
    if journal != "wal" or written != SQLITE_FULL:
        return (
            f"SQLite runs with journal_mode={journal}, synchronous={written}; it must be wal and {SQLITE_FULL} (FULL)."
        )
    return ""


def _migrations(_environment: Environment) -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"Run manage.py migrate: {len(waiting)} to apply." if waiting else ""


def _broker(environment: Environment) -> str:
    """Without a broker nothing is lost, but every nudge waits for the next scan."""
    embedded = f"unix://{environment.data_dir}/run/broker.sock"
    address = environment.redis_url.replace("redis+socket://", "unix://", 1) or embedded
    try:
        with Redis.from_url(address, socket_timeout=BROKER_SECONDS, socket_connect_timeout=BROKER_SECONDS) as client:
            client.ping()
    except (RedisError, OSError, ValueError) as refused:
        mend = (
            "mend REDIS_URL" if environment.redis_url else "start the product, which brings its own, or set REDIS_URL"
        )
        return f"The broker does not answer ({type(refused).__name__}): {mend}."
    return ""


def _clinic(_environment: Environment) -> str:
    if Clinic.objects.filter(programmes__versions__isnull=False).exists():
        return ""
    return "There is no clinic with a published programme: make the clinic, import a programme and publish it."


def _admin(_environment: Environment) -> str:
    if Staff.objects.filter(role=Role.ADMIN, is_active=True, clinic__isnull=False).exists():
        return ""
    return "Nobody may administer a clinic: give one person of its staff the role admin."


def _sms_sender(environment: Environment) -> str:
    tokens = [token for token in environment.twilio_auth_tokens if token != DEMO_AUTH_TOKEN]
    if environment.twilio_account_sid == DEMO_ACCOUNT or not ACCOUNT.fullmatch(environment.twilio_account_sid):
        return "Set TWILIO_ACCOUNT_SID to the account's: AC and 32 hexadecimal digits."
    if not tokens:
        return "Set TWILIO_AUTH_TOKEN to the account's token."
    if not (environment.twilio_from or environment.twilio_messaging_service_sid):
        return "Set TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID."
    return ""


def _mail_sender(environment: Environment) -> str:
    if environment.is_demo or not urlsplit(environment.email_url).hostname:
        return "Set EMAIL_URL to the outgoing mail server, and EMAIL_FROM to the clinic's sender."
    return ""


def _stopped_senders(_environment: Environment) -> str:
    stopped = Sender.objects.exclude(stopped_at=None).order_by("id")
    named = ", ".join(f"{sender.channel} of clinic {sender.clinic_id} ({sender.stopped_reason})" for sender in stopped)
    return f"Mend what stopped it, then let it go on: {named}." if named else ""


def _settle(environment: Environment) -> str:
    try:
        Timing.from_settle(environment.settle_seconds)
    except ValueError as impossible:
        return str(impossible)
    if not SHORTEST_SETTLE <= environment.settle_seconds <= LONGEST_SETTLE:
        return f"Set SETTLE_SECONDS from {SHORTEST_SETTLE} to {LONGEST_SETTLE}; 900 suits Twilio."
    return ""


CHECKS: Final[dict[str, Check]] = {
    "environment": _kind,
    "secret key": _secret_key,
    "field keys": _field_keys,
    "public address": _public_url,
    "database": _database,
    "migrations": _migrations,
    "broker": _broker,
    "clinic and programme": _clinic,
    "administrator": _admin,
    "SMS sender": _sms_sender,
    "mail sender": _mail_sender,
    "senders go on": _stopped_senders,
    "settle time": _settle,
}
