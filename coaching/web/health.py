"""Whether the program is alive, and whether it is ready to work. Neither asks who is asking, neither tells much."""

from collections.abc import Callable, Mapping
from typing import Final

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from coaching.gateways.wakeups import broker_answers
from coaching.models.clock import machine_now
from coaching.settings.environment import ENVIRONMENT

SECONDS_WITHOUT_BEAT: Final = 60


def alive(_request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"alive": True})


@never_cache
def ready(_request: HttpRequest) -> HttpResponse:
    """200 when everything that is needed answers, else 503; by name what does and what does not."""
    found = {name: check() for name, check in CHECKS.items()}
    is_ready = all(found.values())
    return JsonResponse({"ready": is_ready, "checks": found}, status=200 if is_ready else 503)


def database() -> bool:
    """The database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def migrations() -> bool:
    """Every migration of this version has been applied."""
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return False
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def broker() -> bool:
    """The broker answers. Without it texts are late by half a minute, and none is lost."""
    return broker_answers()


def beat() -> bool:
    """Beat's wake-ups have come lately. Without them texts are late by half a minute, and none is lost."""
    try:
        seen = (ENVIRONMENT.data_dir / "run" / "beat.heartbeat").stat().st_mtime
    except OSError:
        return False
    return machine_now().timestamp() - seen < SECONDS_WITHOUT_BEAT


CHECKS: Final[Mapping[str, Callable[[], bool]]] = {
    "database": database,
    "migrations": migrations,
    "broker": broker,
    "beat": beat,
}
