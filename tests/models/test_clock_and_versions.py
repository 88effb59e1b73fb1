"""The clock that all share, and versions that never change."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from coaching.models import Clinic, DemoClock, Programme, ProgrammeVersion
from coaching.models.clock import database_now, machine_now, now, offset

ABOUT_NOW = timedelta(seconds=5)


def test_without_an_offset_it_is_the_machines_time(clinic: Clinic) -> None:
    assert offset() == timedelta(0)
    assert abs(now() - machine_now()) < ABOUT_NOW
    assert abs(database_now() - machine_now()) < ABOUT_NOW


def test_the_offset_holds_for_our_clock_and_the_databases(clinic: Clinic) -> None:
    DemoClock.objects.create(offset_seconds=86_400)
    assert abs(now() - machine_now() - timedelta(days=1)) < ABOUT_NOW
    assert abs(database_now() - now()) < ABOUT_NOW
    assert database_now().tzinfo is UTC


def test_the_databases_clock_goes_on_inside_a_transaction(clinic: Clinic) -> None:
    with transaction.atomic():
        first = database_now()
        while (later := database_now()) == first:
            pass
        assert later > first


def test_a_published_version_never_changes(clinic: Clinic) -> None:
    programme = Programme.objects.create(clinic=clinic, key="low_back")
    version = ProgrammeVersion.objects.create(
        clinic=clinic, programme=programme, number=1, files={}, published_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    with pytest.raises(TypeError, match="publish a new one"):
        version.save()
    assert programme.latest() == version
