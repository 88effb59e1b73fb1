"""Publish a programme: a new immutable version, which everything that is not yet claimed follows."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from coaching.core.programme_file import read_programme, write_programme
from coaching.gateways.wakeups import wake
from coaching.models import Enrolment, Programme, ProgrammeVersion, Staff


class NewerVersion(Exception):
    """Somebody published meanwhile. Nothing was stored: look at the latest version and publish again on top of it."""


def publish(
    programme: Programme,
    files: Mapping[str, str],
    by: Staff | None,
    at: datetime,
    note: str,
    base_number: int | None = None,
) -> ProgrammeVersion:
    """Store the next version and let every live enrolment be planned anew.

    Raises ``ProgrammeInvalid`` with its findings, and :class:`NewerVersion` when ``base_number``, the version that the
    files were made from, is no longer the one in force; then nothing is stored. Files that say the same as the version
    in force make no new one.
    """
    value = read_programme(files)
    with transaction.atomic():
        Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
        latest = programme.versions.order_by("number").last()
        if latest is not None and latest.content_hash == value.content_hash:
            return latest
        if latest is not None and base_number not in {None, latest.number}:
            raise NewerVersion(f"version {latest.number} is in force, not {base_number}")
        version = ProgrammeVersion.objects.create(
            clinic_id=programme.clinic_id,
            programme=programme,
            number=latest.number + 1 if latest else 1,
            files=write_programme(value),
            content_hash=value.content_hash,
            published_at=at,
            published_by=by,
            note=note,
        )
        Enrolment.objects.filter(programme=programme, ended_at=None, plan_from_at__gt=at).update(plan_from_at=at)
    wake("plan_ahead", "bulk")
    return version
