"""What the environment says, read once and checked: every name, its meaning and its default.

The list of names is kept in step with ``.env.example`` by a test. Values that cannot be right raise
:class:`EnvironmentInvalid`, whose sentence names the variable and the mend.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from coaching.core.protocol_timing import Timing

PROJECT_ROOT = Path(__file__).resolve().parents[2]
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
TWILIO_API = "https://api.twilio.com"

# Known to everybody, so good for a demonstration only: production refuses to start with them.
DEMO_SECRET_KEY = "demo-only-secret-key-known-to-everybody"  # noqa: S105  (not a secret: production refuses it)
DEMO_FIELD_KEYS = "1:" + "64656d6f" * 8
DEMO_ACCOUNT = "AC" + "d" * 32
DEMO_AUTH_TOKEN = "demo-auth-token"  # noqa: S105  (not a secret: production refuses it)
DEMO_NUMBER = "+3197010200000"


class EnvironmentInvalid(ValueError):
    """A variable cannot be used as it is; the text says which and what to write instead."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The checked environment. Durations in seconds; addresses without a slash at the end."""

    kind: str
    data_dir: Path
    database_url: str
    redis_url: str
    public_url: str
    secret_key: str
    field_keys: str
    twilio_account_sid: str
    twilio_auth_tokens: tuple[str, ...]
    twilio_from: str
    twilio_messaging_service_sid: str
    twilio_api_url: str
    email_url: str
    email_from: str
    settle_seconds: int
    phones_url: str
    process: str

    @property
    def is_demo(self) -> bool:
        """Whether this is a demonstration: open doors, and nothing ever leaves this machine."""
        return self.kind == "demo"

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """Read ``given`` (usually ``os.environ``). Raises :class:`EnvironmentInvalid`."""
        kind = given.get("ENVIRONMENT") or "demo"
        if kind not in {"demo", "production"}:
            raise EnvironmentInvalid(f"ENVIRONMENT is {kind!r}; write demo or production.")
        demo = kind == "demo"
        data_dir = (PROJECT_ROOT / Path(given.get("DATA_DIR") or "data").expanduser()).resolve()
        port = given.get("PORT") or "8000"
        environment = cls(
            kind=kind,
            data_dir=data_dir,
            database_url=given.get("DATABASE_URL") or f"sqlite:///{data_dir}/volhoud.sqlite3",
            redis_url=given.get("REDIS_URL") or "",
            public_url=(given.get("PUBLIC_URL") or (f"http://localhost:{port}" if demo else "")).rstrip("/"),
            secret_key=given.get("SECRET_KEY") or (DEMO_SECRET_KEY if demo else ""),
            field_keys=given.get("FIELD_KEYS") or (DEMO_FIELD_KEYS if demo else ""),
            twilio_account_sid=given.get("TWILIO_ACCOUNT_SID") or (DEMO_ACCOUNT if demo else ""),
            twilio_auth_tokens=_split(given.get("TWILIO_AUTH_TOKEN") or (DEMO_AUTH_TOKEN if demo else "")),
            twilio_from=given.get("TWILIO_FROM") or (DEMO_NUMBER if demo else ""),
            twilio_messaging_service_sid=given.get("TWILIO_MESSAGING_SERVICE_SID") or "",
            twilio_api_url=(given.get("TWILIO_API_URL") or ("http://127.0.0.1:8001" if demo else TWILIO_API)).rstrip(
                "/"
            ),
            email_url=given.get("EMAIL_URL") or ("smtp://127.0.0.1:8002" if demo else ""),
            email_from=given.get("EMAIL_FROM") or ("Volhoud <coach@clinic.example>" if demo else ""),
            settle_seconds=_whole(given, "SETTLE_SECONDS", 60 if demo else 900),
            phones_url=(given.get("PHONES_URL") or ("http://localhost:8001" if demo else "")).rstrip("/"),
            process=given.get("VOLHOUD_PROCESS") or "",
        )
        try:
            Timing.from_settle(environment.settle_seconds)
        except ValueError as impossible:
            raise EnvironmentInvalid(str(impossible)) from impossible
        if demo:
            _keep_on_this_machine(environment)
        else:
            _demand_for_production(environment)
        return environment


def _split(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _whole(given: Mapping[str, str], name: str, default: int) -> int:
    value = given.get(name) or str(default)
    if not value.isdigit() or int(value) < 1:
        raise EnvironmentInvalid(f"{name} is {value!r}; write a whole number of seconds, at least 1.")
    return int(value)


def _keep_on_this_machine(environment: Environment) -> None:
    """A demonstration never dials or mails anyone: every host that it sends to is this machine."""
    sends_to = (
        ("TWILIO_API_URL", environment.twilio_api_url),
        ("EMAIL_URL", environment.email_url),
        ("PUBLIC_URL", environment.public_url),
    )
    for name, address in sends_to:
        host = urlsplit(address).hostname
        if host not in THIS_MACHINE:
            raise EnvironmentInvalid(
                f"{name} points to {host!r}; a demonstration only talks to this machine "
                "(localhost, 127.0.0.1). Set ENVIRONMENT=production for a real clinic."
            )


def _demand_for_production(environment: Environment) -> None:
    """Production refuses what only a demonstration may have (see ``manage.py doctor`` for the whole list)."""
    needed = (
        ("SECRET_KEY", environment.secret_key, DEMO_SECRET_KEY, "a random text of at least 50 characters"),
        ("FIELD_KEYS", environment.field_keys, DEMO_FIELD_KEYS, "1: and 64 random hexadecimal digits"),
        ("TWILIO_ACCOUNT_SID", environment.twilio_account_sid, DEMO_ACCOUNT, "the account's SID, AC…"),
        ("TWILIO_AUTH_TOKEN", ",".join(environment.twilio_auth_tokens), DEMO_AUTH_TOKEN, "the account's token"),
        ("EMAIL_FROM", environment.email_from, "", "the clinic's sender, Name <address>"),
        ("EMAIL_URL", environment.email_url, "", "smtp://user:password@host:587"),
    )
    for name, value, refused, mend in needed:
        if not value or value == refused:
            raise EnvironmentInvalid(f"{name} is missing or the demonstration's; production needs {mend}.")
    if not (environment.twilio_from or environment.twilio_messaging_service_sid):
        raise EnvironmentInvalid("TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID is missing; write the clinic's sender.")
    if urlsplit(environment.public_url).scheme != "https" or not urlsplit(environment.public_url).hostname:
        raise EnvironmentInvalid(
            "PUBLIC_URL is missing or not https; write the address that patients and Twilio reach."
        )


ENVIRONMENT = Environment.read(os.environ)
