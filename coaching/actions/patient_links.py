"""A patient's private links: made when a mail is written, found again when it is opened."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from coaching.models import Enrolment, PatientLink
from coaching.models.patient_link import token_hash
from coaching.settings.environment import ENVIRONMENT

TOKEN_BYTES: Final = 16
PAGE_LIVES: Final = timedelta(days=90)
PATHS: Final = {PatientLink.Purpose.PAGE: "p", PatientLink.Purpose.STOP: "u"}


def link_for(enrolment: Enrolment, purpose: PatientLink.Purpose, at: datetime) -> str:
    """A new link of that purpose; only its hash is stored."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    PatientLink.objects.create(
        clinic_id=enrolment.clinic_id,
        enrolment=enrolment,
        purpose=purpose,
        token_hash=token_hash(token),
        used_at=at,
    )
    return f"{ENVIRONMENT.public_url}/{PATHS[purpose]}/{token}"


def enrolment_behind(token: str, purpose: PatientLink.Purpose, at: datetime) -> Enrolment | None:
    """The enrolment that a link belongs to; None when there is no such link, or it was revoked, or is too old."""
    link = (
        PatientLink.objects.filter(token_hash=token_hash(token), purpose=purpose, revoked_at=None)
        .select_related("enrolment__patient", "enrolment__clinic", "enrolment__programme")
        .first()
    )
    if link is None or (purpose == PatientLink.Purpose.PAGE and link.used_at < at - PAGE_LIVES):
        return None
    return link.enrolment


def note_use(token: str, at: datetime) -> None:
    """The page was used to do something: it lives on."""
    PatientLink.objects.filter(token_hash=token_hash(token)).update(used_at=at)
