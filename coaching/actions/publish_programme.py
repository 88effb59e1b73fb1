"""Publish a programme: a new immutable version, which everything that is not yet claimed follows."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from coaching.core.programme_file import read_programme, write_programme
from coaching.gateways.wakeups import wake
from coaching.models import Enrolment, Programme, ProgrammeVersion, Staff


def publish(
    programme: Programme, files: Mapping[str, str], by: Staff | None, at: datetime, note: str
) -> ProgrammeVersion:
    """Store the next version and let every live enrolment be planned anew.

    Raises ``ProgrammeInvalid`` with its findings, and then nothing is stored. Files that say the same as the version in
    force make no new one.
    """
    value = read_programme(files)
    with transaction.atomic():
        Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
        latest = programme.versions.order_by("number").last()
        if latest is not None and latest.content_hash == value.content_hash:
            return latest
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
