"""Enrolling: what is wrong is said at its field, in the reader's language, and nothing is saved before all is right."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from coaching.actions.new_patient import LONGEST_NAME, EnrolmentRefused, NewPatient, check
from coaching.models import Access, Consent, Delivery, Enrolment, Patient
from coaching.models.staff import Role
from coaching.web.staff.enrol_form import PROBLEMS, EnrolForm

from .conftest import MONDAY, Practice

RIGHT = {
    "programme": "low_back",
    "name": "Bram Bakker",
    "phone": "06 12345678",
    "email": "",
    "language": "nl",
    "channel": "sms",
    "phase": "calm",
    "walk_minutes": "10",
    "start_on": "2026-04-27",
    "zone": "Europe/Amsterdam",
    "time_morning": "10:10",
    "time_midday": "13:00",
    "time_afternoon": "15:30",
    "time_evening": "20:15",
    "consent": "on",
}
WRONG: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "name": ({"name": "  "}, "name", "Write the patient&#39;s name.", "Vul de naam van de patiënt in."),
    "no number": ({"phone": "12"}, "phone", "This is no phone number.", "Dit is geen telefoonnummer."),
    "no mobile": ({"phone": "035 123 45 67"}, "phone", "Write a mobile number", "Vul een mobiel nummer in"),
    "abroad": ({"phone": "+1 202 555 0123"}, "phone", "does not send to this country", "Naar dit land"),
    "no way": ({"phone": ""}, "phone", "cannot be reached", "niet te bereiken"),
    "no mail": ({"channel": "email"}, "email", "cannot be reached", "niet te bereiken"),
    "mail": ({"email": "bram@"}, "email", "This is no email address.", "Dit is geen e-mailadres."),
    "date": ({"start_on": "2026-02-30"}, "start_on", "This day does not exist", "Deze dag bestaat niet"),
    "far date": ({"start_on": "2031-01-01"}, "start_on", "lies too far away", "ligt te ver weg"),
    "time": ({"time_evening": "25:00"}, "time_evening", "This is no time.", "Dit is geen tijd."),
    "night": ({"time_evening": "23:30"}, "time_evening", "quiet hours", "stille uren"),
    "zone": ({"zone": "Hilversum"}, "zone", "There is no such time zone.", "Deze tijdzone bestaat niet."),
    "minutes": ({"walk_minutes": "900"}, "walk_minutes", "from 1 to 120", "van 1 tot 120"),
    "consent": ({"consent": ""}, "consent", "Without the patient&#39;s consent", "Zonder toestemming"),
    "phase": ({"phase": "fast"}, "phase", "The programme has no such phase.", "Deze fase heeft het programma niet."),
    "no letters": ({"name": "12"}, "name", "at most 80 characters", "hoogstens 80 tekens"),
    "long name": ({"name": "B" * 81}, "name", "at most 80 characters", "hoogstens 80 tekens"),
    "NUL": ({"name": "Bram\0 Bakker"}, "name", "a character that nobody can see", "dat niemand kan zien"),
    "turned": ({"name": "Bram \u202erekkaB"}, "name", "a character that nobody can see", "dat niemand kan zien"),
    "NUL number": ({"phone": "06\0"}, "phone", "This is no phone number.", "Dit is geen telefoonnummer."),
    "long mail": ({"email": "b" * 300}, "email", "This is no email address.", "Dit is geen e-mailadres."),
    "NUL zone": ({"zone": "\0"}, "zone", "There is no such time zone.", "Deze tijdzone bestaat niet."),
    "language": ({"language": "fr"}, "language", "no texts in this language", "geen teksten in deze taal"),
    "channel": ({"channel": "pigeon"}, "channel", "by SMS or by email", "per sms of per e-mail"),
    "exercise": ({"exercises": ["split"]}, "exercises", "no such exercise", "heeft deze oefening niet"),
    "day off": ({"days_off": ["8"]}, "days_off", "A week has no such day.", "dag heeft de week niet"),
}  # fmt: skip

CHOSEN = {"phase", "channel", "exercises", "days_off"}


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Patient, Enrolment, Consent, Delivery))


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(
    ours: Practice, logged_in: Callable[..., Client], case: str, language: str
) -> None:
    change, field, english, dutch = WRONG[case]
    before = counts()
    answer = logged_in(Role.CHIROPRACTOR, language).post("/enrol", RIGHT | change)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert counts() == before
    start = page.index(f'name="{field}"', page.index('id="enrol"'))
    at_the_field = page[start : page.index("</fieldset>" if field in CHOSEN else "</div>", start)]
    assert (english if language == "en" else dutch) in at_the_field
    assert 'aria-invalid="true"' in page[start - 400 : start + 600]
    assert escape(RIGHT["phone"]) in page or "phone" in change, "what was filled in is still there"


def test_a_duplicate_is_refused(ours: Practice, chiropractor: Client) -> None:
    chiropractor.post("/enrol", RIGHT)
    before = counts()
    answer = chiropractor.post("/enrol", RIGHT | {"name": "bram  BAKKER", "phone": "+31612345678"})
    assert (answer.status_code, counts()) == (422, before)
    assert "already enrolled" in answer.content.decode()


def test_a_form_that_is_sent_twice_leads_to_the_patient_whom_it_made(ours: Practice, chiropractor: Client) -> None:
    keys = [re.search('name="form_key" value="([0-9a-f]{32})"', page_of(chiropractor)) for _ in range(2)]
    assert all(keys)
    one, other = (str(found and found[1]) for found in keys)
    assert one != other
    first = chiropractor.post("/enrol", RIGHT | {"form_key": one})
    before = counts()
    again = chiropractor.post("/enrol", RIGHT | {"form_key": one})
    assert (again.status_code, again.headers["Location"]) == (302, first.headers["Location"])
    assert chiropractor.post("/enrol", RIGHT | {"form_key": other}).status_code == 422
    assert counts() == before
    assert Access.objects.filter(event="enrolled").count() == 1


def page_of(client: Client) -> str:
    return client.get("/enrol").content.decode()


def test_a_refused_form_keeps_its_key(ours: Practice, chiropractor: Client) -> None:
    key = "ab" * 16
    page = chiropractor.post("/enrol", RIGHT | {"consent": "", "form_key": key}).content.decode()
    assert f'name="form_key" value="{key}"' in page


@pytest.mark.parametrize("name", ["می\u200cخواهم رضا", "ක්\u200dෂමා", "Zoë  d'Arc", "\tBram\u00a0Bakker"])
def test_names_are_written_as_people_are_called(ours: Practice, chiropractor: Client, name: str) -> None:
    assert chiropractor.post("/enrol", RIGHT | {"name": name}).status_code == 302
    assert Patient.objects.latest("id").name == " ".join(name.split())


@pytest.mark.parametrize(
    "letter", ["\0", "\x1b", "\x85a\x7f", "\u202e", "\u2066", "\u200b", "\u00ad", "\ufeff", "\ue000"]
)
def test_what_nobody_can_see_is_refused_in_a_name(ours: Practice, letter: str) -> None:
    new = NewPatient(f"Bram{letter}Bakker", "06 12345678", "", "nl", "sms", "calm", consent=True)
    with pytest.raises(EnrolmentRefused) as refused:
        check(new, ours.clinic, ours.programme.latest().value(), MONDAY)
    assert refused.value.problems == {"name": "name_unreadable"}


def test_the_words_about_a_name_say_its_limit() -> None:
    assert f" {LONGEST_NAME} " in str(PROBLEMS["name_impossible"])
    assert EnrolForm.base_fields["name"].max_length == LONGEST_NAME  # type: ignore[attr-defined]


def test_an_enrolled_patient_stands_on_a_page_with_the_request_to_confirm(ours: Practice, chiropractor: Client) -> None:
    answer = chiropractor.post(
        "/enrol", RIGHT | {"days_off": ["6", "7"], "exercises": ["bridge"], "time_evening": "19:00"}
    )
    enrolment = Enrolment.objects.latest("id")
    assert answer.headers["Location"] == f"/patients/{enrolment.patient_id}"
    event = enrolment.events.get(kind="enrolled").details
    assert (event["days_off"], event["exercises"], event["own_times"]) == ([6, 7], ["bridge"], {"evening": "19:00:00"})
    assert Delivery.objects.get(enrolment=enrolment).purpose == "opt_in"
    assert Access.objects.filter(patient=enrolment.patient, event="enrolled").count() == 1
    page = chiropractor.get(answer.headers["Location"]).content.decode()
    assert "Bram Bakker" in page
    assert "waiting for confirmation" in page


def test_the_first_14_days_are_shown_and_nothing_is_saved(ours: Practice, chiropractor: Client) -> None:
    before = counts()
    page = chiropractor.post("/enrol/preview", RIGHT | {"days_off": ["2"]}).content.decode()
    assert counts() == before
    assert page.count("Ours: ") >= 10, "the texts as the patient gets them"
    assert "Not sent: the patient keeps this day free." in page, "in the reader's language"


def test_the_preview_follows_what_is_filled_in_so_far(ours: Practice, chiropractor: Client) -> None:
    calm = chiropractor.post("/enrol/preview", {"phase": "calm", "phone": "nonsense"}).content.decode()
    build = chiropractor.post("/enrol/preview", {"phase": "build", "start_on": "never"}).content.decode()
    assert calm != build
    assert "Ours: " in calm
    assert "Ours: " in build


def test_the_preview_works_without_javascript(ours: Practice, chiropractor: Client) -> None:
    before = counts()
    answer = chiropractor.post("/enrol", RIGHT | {"preview": "1", "name": "Els Test"})
    assert (answer.status_code, counts()) == (200, before)
    assert "as Els Test will get them" in answer.content.decode()


@pytest.mark.parametrize(
    "value", ["", "x", "-1", "9999-12-31", "0001-01-01", "99:99", "\x00", "\u202e", "Hilversum", "é" * 5000]
)
def test_the_preview_bears_whatever_is_typed(ours: Practice, chiropractor: Client, value: str) -> None:
    typed = {field: value for field in (*RIGHT, "days_off", "exercises") if field != "programme"}
    assert chiropractor.post("/enrol/preview", typed).status_code == 200
    for field in typed:
        assert chiropractor.post("/enrol/preview", RIGHT | {field: value}).status_code == 200, field


def test_every_problem_of_an_enrolment_has_words(ours: Practice) -> None:
    impossible = NewPatient("1", "12", "x", "xx", "pigeon", "fast", consent=False, zone="Nowhere")
    with pytest.raises(EnrolmentRefused) as refused:
        check(impossible, ours.clinic, ours.programme.latest().value(), MONDAY)
    assert set(refused.value.problems.values()) <= PROBLEMS.keys()
    form = EnrolForm(ours.clinic, ours.programme.latest().value(), MONDAY.date(), dict[str, Any](RIGHT))
    form.is_valid()
    form.refuse(refused.value.problems)
    assert set(form.errors) == set(refused.value.problems)


def test_the_preview_begins_on_the_first_day(ours: Practice, chiropractor: Client) -> None:
    page = chiropractor.post("/enrol/preview", RIGHT | {"start_on": "2026-06-01"}).content.decode()
    assert "Mon 1 Jun" in page
    assert "today" not in page
