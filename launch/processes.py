"""The product's processes, as a table: what ``make run`` starts."""

import sys
from collections.abc import Callable, Mapping

from launch.broker import EmbeddedBroker
from launch.data_folder import DataFolder
from launch.plan import ChildSpec, Plan, Step
from launch.probes import answers_http, has_touched
from launch.setup import DEMO_CLINIC, Setup

PYTHON = sys.executable
# A worker that freezes inside a transaction holds up every writer of an SQLite file, STOP included; PostgreSQL ends such
# a transaction by itself (idle_in_transaction_session_timeout).
SILENCE_ON_SQLITE = 20.0
SILENCE = 60.0
CELERY = {"CELERY_SKIP_CHECKS": "1"}  # Django's checks import every page; the tests run them, a worker need not

# What Celery says to root and at its end. A container or a test runs as root; nothing is pickled here.
CELERYS_ADVICE = (
    *("superuser privileges", "absolutely not recommended", "--uid option", "User information: uid="),
    *("_warn_or_raise_security_error", "Hitting Ctrl+C again", "Cold shutdown", "No consumers"),
)


def plan_of(setup: Setup, folder: DataFolder, broker: EmbeddedBroker | None, welcome: Callable[[], None]) -> Plan:
    """Return the whole run for this set-up."""
    environment = dict(setup.environment)
    if broker:
        environment["REDIS_URL"] = broker.url

    def announce(pids: Mapping[str, int]) -> None:
        phones = {"phones": setup.phones_url, "smtp_port": setup.ports.mail} if setup.demo else {}
        folder.announce({"web": setup.public_url, **phones, "pids": dict(pids)})

    return Plan(
        folder=setup.project,
        environment=environment,
        before=(*((broker.child(),) if broker else ()), *((_simulator(setup),) if setup.demo else ())),
        steps=(Step("prepare", (PYTHON, "manage.py", "prepare")),),
        front=(_web(setup),),
        children=(_worker(setup, folder, "urgent"), _worker(setup, folder, "bulk"), _beat()),
        announce=announce,
        welcome=welcome,
    )


def _web(setup: Setup) -> ChildSpec:
    """One process with threads: pages wait for the database, not for the processor."""
    command = (
        *(PYTHON, "-m", "gunicorn", "coaching.web.wsgi:application", "--bind", f"127.0.0.1:{setup.ports.web}"),
        *("--worker-class", "gthread", "--workers", "1", "--threads", "8", "--graceful-timeout", "8"),
        *("--no-control-socket", "--log-level", "warning"),
    )
    return ChildSpec("web", command, {"VOLHOUD_PROCESS": "web"}, ready=answers_http(setup.ports.web, "/healthz"))


def _worker(setup: Setup, folder: DataFolder, queue: str) -> ChildSpec:
    """One child each: urgent texts have a worker of their own, so that a stalled batch cannot hold them up."""
    command = (
        *(PYTHON, "-m", "celery", "--quiet", "--app", "worker", "worker", "--queues", queue, "--concurrency", "1"),
        *("--hostname", f"{queue}@%h", "--loglevel", "WARNING"),
        *(
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
        ),  # talk among workers that nobody here listens to
    )
    heartbeat = folder.heartbeat(queue)
    return ChildSpec(
        queue,
        command,
        # With REMAP_SIGTERM, Celery takes SIGTERM as: finish what is being sent within 10 seconds, then go.
        {"VOLHOUD_PROCESS": queue, "REMAP_SIGTERM": "SIGQUIT", **CELERY},
        ready=has_touched(heartbeat),
        heartbeat=heartbeat,
        hush=CELERYS_ADVICE,
        silence=SILENCE_ON_SQLITE if setup.on_sqlite else SILENCE,
    )


def _beat() -> ChildSpec:
    """The plain scheduler keeps no file: nothing goes stale, and with intervals of seconds nothing is lost."""
    command = (
        *(
            PYTHON,
            "-m",
            "celery",
            "--quiet",
            "--app",
            "worker",
            "beat",
            "--scheduler",
            "celery.beat:Scheduler",
            "--pidfile=",
        ),
        *("--loglevel", "WARNING"),
    )
    return ChildSpec("beat", command, {"VOLHOUD_PROCESS": "beat", **CELERY})


def _simulator(setup: Setup) -> ChildSpec:
    """The outside world of the demonstration."""
    told = setup.environment
    group = told.get("TWILIO_MESSAGING_SERVICE_SID")
    command = (
        *(PYTHON, "-m", "simulator", "--port", str(setup.ports.phones), "--smtp-port", str(setup.ports.mail)),
        *("--data", str(setup.data / "simulator")),
        *("--account-sid", told["TWILIO_ACCOUNT_SID"], "--auth-token", told["TWILIO_AUTH_TOKEN"].split(",")[0]),
        *("--number", f"{told['TWILIO_FROM']}={DEMO_CLINIC}"),
        *("--inbound-url", f"{setup.public_url}/webhooks/twilio/inbound", "--staff-url", setup.public_url),
        *("--clock-url", f"{setup.public_url}/demo/clock", "--phones-url", f"{setup.public_url}/demo/phones"),
        *(("--messaging-service-sid", group) if group else ()),
    )
    return ChildSpec("simulator", command, ready=answers_http(setup.ports.phones, "/messages.json"))
