"""Every address × every role × an id of another clinic. An address without a row here fails."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from coaching.models.staff import MAY, May, Role
from coaching.web.access import ANYBODY_OF_THE_CLINIC

from .conftest import Practice

OK, FOUND, FORBIDDEN, NOT_FOUND, UNREADABLE = (
    HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY,
)  # fmt: skip

Parts = Callable[[Practice], dict[str, Any]]


def nothing(_practice: Practice) -> dict[str, Any]:
    return {}


def patient(practice: Practice) -> dict[str, Any]:
    return {"patient_id": practice.enrolment.patient_id}


def text(practice: Practice) -> dict[str, Any]:
    return {"inbound_id": practice.text.pk}


def programme(_practice: Practice) -> dict[str, Any]:
    return {"key": "low_back"}


def nudge(_practice: Practice) -> dict[str, Any]:
    return {"key": "low_back", "nudge_key": "calm-walk"}


@dataclass(frozen=True, slots=True)
class Row:
    """An address of the staff: how it is asked, what a role needs for it, and what it answers to who may."""

    needs: May | None
    parts: Parts = nothing
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)
    answers: HTTPStatus = OK


@dataclass(frozen=True, slots=True)
class Open:
    """An address that needs no log-in, with the reason, and what it answers to a stranger."""

    why: str
    answers: HTTPStatus
    parts: Parts = nothing
    method: str = "get"


STAFF = {
    "today": Row(ANYBODY_OF_THE_CLINIC),
    "today_live": Row(ANYBODY_OF_THE_CLINIC),
    "read_inbound": Row(May.TREAT_PATIENTS, text, "post", answers=FOUND),
    "patients": Row(May.READ_PATIENTS),
    "enrol": Row(May.TREAT_PATIENTS),
    "enrol_preview": Row(May.TREAT_PATIENTS, nothing, "post"),
    "patient": Row(May.READ_PATIENTS, patient),
    "patient_talk": Row(May.READ_PATIENTS, patient),
    "patient_adherence": Row(May.READ_PATIENTS, patient),
    "patient_why": Row(May.READ_PATIENTS, patient, data={"on": "2026-04-27"}),
    "patient_phase": Row(May.TREAT_PATIENTS, patient, "post", {"phase": "build"}, FOUND),
    "patient_pause": Row(May.TREAT_PATIENTS, patient, "post", {"days": "3"}, FOUND),
    "patient_resume": Row(May.TREAT_PATIENTS, patient, "post", answers=FOUND),
    "patient_end": Row(May.TREAT_PATIENTS, patient, "post", answers=FOUND),
    "patient_skip": Row(May.TREAT_PATIENTS, patient, "post", {"nudge": "calm-walk 2026-04-30"}, FOUND),
    "patient_times": Row(May.TREAT_PATIENTS, patient, "post", {"time_morning": "09:30"}, FOUND),
    "programmes": Row(ANYBODY_OF_THE_CLINIC, answers=FOUND),
    "programme": Row(ANYBODY_OF_THE_CLINIC, programme),
    "nudge": Row(ANYBODY_OF_THE_CLINIC, nudge),
    "nudge_look": Row(May.EDIT_PROGRAMMES, nudge, "post"),
}
OPEN = {
    "front_door": Open("leads to the log-in page", FOUND),
    "login": Open("is the log-in page", OK),
    "logout": Open("forgets who is logged in, if anybody is", FOUND, method="post"),
    "language": Open("only keeps a cookie", FOUND, method="post"),
    "demo_login": Open("exists in a demonstration only", FOUND, lambda _: {"role": "admin"}),
    "demo_clock": Open("exists in a demonstration only, for this machine", OK),
    "demo_phones": Open("exists in a demonstration only, for this machine", OK),
    "alive": Open("says nothing but that the program runs", OK),
    "ready": Open("says which parts answer; no broker answers here", HTTPStatus.SERVICE_UNAVAILABLE),
    "patient_page": Open("the link is the key", NOT_FOUND, lambda _: {"token": "guessed"}),
    "unsubscribe": Open("the link is the key", NOT_FOUND, lambda _: {"token": "guessed"}),
    "twilio_inbound": Open("is signed by the provider", FORBIDDEN, method="post"),
    "twilio_status": Open("is signed by the provider", FORBIDDEN, lambda _: {"token": "0" * 32}, "post"),
}
ROLES = [*Role, None]
"""None is somebody who is not logged in."""


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str | None]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        else:
            yield pattern.name


def ask(client: Client, name: str, row: Row | Open, practice: Practice) -> HTTPStatus:
    address = reverse(name, kwargs=row.parts(practice))
    data = row.data if isinstance(row, Row) else {}
    return HTTPStatus(getattr(client, row.method)(address, data).status_code)


def test_every_address_has_a_row() -> None:
    assert set(names(get_resolver().url_patterns)) == STAFF.keys() | OPEN.keys()


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_it_may_and_nothing_else(
    ours: Practice, logged_in: Callable[..., Client], role: Role | None
) -> None:
    client = logged_in(role) if role else Client()
    answers = {name: ask(client, name, row, ours) for name, row in STAFF.items()}
    assert answers == {name: expected(row, role) for name, row in STAFF.items()}


def expected(row: Row, role: Role | None) -> HTTPStatus:
    if role is None:
        return FOUND  # to the log-in page
    return row.answers if row.needs is None or row.needs in MAY[role] else FORBIDDEN


@pytest.mark.parametrize("role", ROLES)
def test_nothing_of_another_clinic_exists(
    ours: Practice, theirs: Practice, logged_in: Callable[..., Client], role: Role | None
) -> None:
    client = logged_in(role) if role else Client()
    rows = {name: row for name, row in STAFF.items() if row.parts in {patient, text}}
    answers = {name: ask(client, name, row, theirs) for name, row in rows.items()}
    for name, row in rows.items():
        wanted = NOT_FOUND if expected(row, role) == row.answers and role else expected(row, role)
        assert answers[name] == wanted, name
    theirs.text.refresh_from_db()
    assert theirs.text.read_at is None
    assert theirs.enrolment.events.count() == 2, "enrolled and confirmed, and nothing since"


@pytest.mark.parametrize("number", ["9" * 18, "9" * 19, "9" * 20, "9" * 39, "9" * 5000, "-1", "٣"])
def test_a_number_that_no_row_has_is_not_found(ours: Practice, admin: Client, number: str) -> None:
    """Also one that is larger than the database's integers, or than Python reads."""
    for name, row in STAFF.items():
        if row.parts in {patient, text}:
            address = reverse(name, kwargs=row.parts(ours))
            (mine,) = (str(one) for one in row.parts(ours).values())
            foreign = address.replace(f"/{mine}", f"/{number}")
            assert foreign != address
            assert getattr(admin, row.method)(foreign, row.data).status_code == NOT_FOUND, name


@pytest.mark.parametrize("number", ["9" * 19, "9" * 39, "9" * 5000, "-1", "٣", "\0", ""])
def test_a_form_that_names_no_patient_leads_to_today(ours: Practice, admin: Client, number: str) -> None:
    answer = admin.post(reverse("read_inbound", kwargs=text(ours)), {"patient": number})
    assert (answer.status_code, answer.headers["Location"]) == (FOUND, "/today")


def test_lists_hold_the_own_clinic_only(ours: Practice, theirs: Practice, admin: Client) -> None:
    for name in ("today", "patients"):
        page = admin.get(reverse(name)).content.decode()
        assert ours.enrolment.patient.name in page
        assert theirs.enrolment.patient.name not in page


def test_a_programme_is_the_own_clinics(ours: Practice, theirs: Practice, admin: Client) -> None:
    theirs.programme.key = "knee"
    theirs.programme.save()
    assert admin.get("/programmes/knee").status_code == NOT_FOUND
    assert admin.get("/programmes/knee/nudges/calm-walk").status_code == NOT_FOUND
    assert admin.get("/enrol?programme=knee").status_code == NOT_FOUND


@pytest.mark.django_db
@pytest.mark.parametrize("name", OPEN)
def test_open_addresses_tell_a_stranger_little(ours: Practice, name: str) -> None:
    assert ask(Client(), name, OPEN[name], ours) == OPEN[name].answers


@pytest.mark.parametrize("name", STAFF)
def test_what_changes_something_is_a_post(ours: Practice, admin: Client, name: str) -> None:
    row = STAFF[name]
    address = reverse(name, kwargs=row.parts(ours))
    if row.method == "post":
        assert admin.get(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    else:
        assert admin.put(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_an_operator_sees_numbers_and_no_patient(ours: Practice, logged_in: Callable[..., Client]) -> None:
    page = logged_in(Role.OPERATOR).get("/today").content.decode()
    assert ours.enrolment.patient.name not in page
    assert ours.text.body not in page


def test_somebody_without_a_clinic_sees_nothing(ours: Practice, admin: Client) -> None:
    ours.clinic.staff.update(clinic=None)
    assert admin.get("/today").status_code == FORBIDDEN
    assert admin.get("/patients").status_code == FORBIDDEN


def test_a_part_that_lost_its_log_in_sends_the_whole_page_there(ours: Practice) -> None:
    answer = Client(headers={"HX-Request": "true"}).get("/today/live")
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (OK, "/login")
