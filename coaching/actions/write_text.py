"""The words of one delivery: chosen and rendered when it is claimed, for the channel that it goes over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from coaching.actions.patient_links import link_for
from coaching.core.calendar import local_date
from coaching.core.delivery_states import Purpose
from coaching.core.events import Situation
from coaching.core.planner import Planned
from coaching.core.programme import Programme
from coaching.core.texts import choose_text
from coaching.core.wording import nudge_email, nudge_sms
from coaching.models import Clinic, Delivery, Enrolment, Patient, PatientLink
from coaching.settings.environment import PROJECT_ROOT

EMAIL: Final = "email"


class NoFreshText(LookupError):
    """Every text that fits was used within the 28 days before."""


@dataclass(frozen=True, slots=True)
class Written:
    """What is handed over. ``body`` is what was said, and is kept; the rest is for mails only, and is not.

    ``mail_text`` and ``html`` are the whole mail in its two forms, with the patient's private links.
    ``text_id`` is "" for a text of its own.
    """

    text_id: str
    body: str
    subject: str = ""
    mail_text: str = ""
    html: str = ""
    stop_link: str = ""


def write_nudge(delivery: Delivery, standing: Situation, used: Mapping[str, date], at: datetime) -> Written:
    """The text of a planned delivery. Raises :class:`NoFreshText`, and ``RenderingRefused`` for a text that fails."""
    if delivery.version is None or delivery.nudge_key is None or delivery.enrolment is None:
        raise TypeError(f"delivery {delivery.pk} is not a planned one")
    programme = delivery.version.value()
    nudge = programme.nudge(delivery.nudge_key)
    text = choose_text(
        programme.texts_for(nudge),
        patient_seed=standing.seed,
        used=used if delivery.purpose == "coaching" else {},
        on_date=max(delivery.on_date or date.min, local_date(delivery.due_at, standing.zone)),
        ticked=standing.exercises,
        steps_up=standing.steps_up,
    )
    if text is None:
        raise NoFreshText(f"no text of {nudge.kind} has rested for 28 days")
    patient, clinic = delivery.enrolment.patient, delivery.enrolment.clinic
    goes_on = local_date(delivery.due_at, standing.zone)
    values = {**values_of(patient, clinic, standing), "walk_minutes": standing.walk_minutes_on(goes_on)}
    if delivery.channel == EMAIL:
        body = nudge_email(text, standing.language, values)
        return _mail(text.id, body, delivery.enrolment, answerable=nudge.asks != "none", at=at)
    return Written(text.id, nudge_sms(programme, nudge, text, standing.language, values))


def preview_nudge(programme: Programme, planned: Planned, language: str, values: Mapping[str, str | int | bool]) -> str:
    """What the patient will read, for a text that the planner chose from this version of the programme."""
    text = next(one for one in programme.texts if one.id == planned.text_id)
    if planned.channel == EMAIL:
        return nudge_email(text, language, values)
    return nudge_sms(programme, programme.nudge(planned.nudge), text, language, values)


def write_own(delivery: Delivery, enrolment: Enrolment, at: datetime) -> Written:
    """The text of a delivery that brought its own: an answer, an opt-in, a message by hand."""
    body = delivery.body or ""
    if delivery.channel != EMAIL:
        return Written("", body)
    return _mail("", body, enrolment, answerable=delivery.purpose == Purpose.OPT_IN, at=at)


def values_of(patient: Patient, clinic: Clinic, standing: Situation) -> dict[str, str | int | bool]:
    """What a text may name of this patient and clinic."""
    return {
        "first_name": patient.first_name,
        "clinic_name": clinic.short_name,
        "clinic_phone": clinic.phone,
        "walk_minutes": standing.walk_minutes,
        "steps_up": standing.steps_up,
    }


# Discreet: no complaint, no body part, no alarming word where others may read along.
SUBJECTS: Final = {"nl": "Uw beweegtip van {clinic}", "en": "Your movement tip from {clinic}"}


def _mail(text_id: str, body: str, enrolment: Enrolment, *, answerable: bool, at: datetime) -> Written:
    """The mail in its two forms. Its links are new ones: only their hashes are stored."""
    patient, clinic = enrolment.patient, enrolment.clinic
    values = {
        "clinic_name": clinic.name,
        "clinic_phone": clinic.phone,
        "body": body,
        "first_name": patient.first_name,
        "language": patient.language,
        "page_link": link_for(enrolment, PatientLink.Purpose.PAGE, at) if answerable else "",
        "stop_link": link_for(enrolment, PatientLink.Purpose.STOP, at),
    }
    return Written(
        text_id=text_id,
        body=body,
        subject=SUBJECTS[patient.language].format(clinic=clinic.short_name),
        mail_text=_templates().get_template("nudge.txt").render(values),
        html=_templates().get_template("nudge.html").render(values),
        stop_link=str(values["stop_link"]),
    )


@cache
def _templates() -> Environment:
    folder = PROJECT_ROOT / "templates" / "email"
    return Environment(
        loader=FileSystemLoader(folder), undefined=StrictUndefined, autoescape=select_autoescape(["html"])
    )
