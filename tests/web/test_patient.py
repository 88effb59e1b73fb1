"""A patient's page: what was said, how it goes, what comes next, and what a clinician can change."""

import re
from collections.abc import Callable
from datetime import timedelta

import time_machine
from django.test import Client

from coaching.models import Access, Attempt, Delivery
from coaching.models.staff import Role

from .conftest import MONDAY, Practice


def said(practice: Practice) -> Delivery:
    """Today's walk, which arrived and was answered."""
    delivery = practice.enrolment.deliveries.get(nudge_key="calm-walk", on_date=MONDAY.date())
    delivery.state, delivery.sent_at, delivery.answer = "delivered", MONDAY.replace(hour=8), "done"
    delivery.save()
    Attempt.objects.create(
        clinic=practice.clinic,
        delivery=delivery,
        token=b"t" * 16,
        body="Ours: loop een rondje.",
        claimed_at=MONDAY,
        claimed_real_at=MONDAY,
        claimant="test",
        segments=2,
    )
    return delivery


def page_of(client: Client, practice: Practice) -> str:
    return client.get(f"/patients/{practice.enrolment.patient_id}").content.decode()


def change(client: Client, practice: Practice, what: str, **data: str) -> str:
    answer = client.post(f"/patients/{practice.enrolment.patient_id}/{what}", data, follow=True)
    practice.enrolment.refresh_from_db()
    return answer.content.decode()


def test_the_page_shows_conversation_adherence_and_plan(ours: Practice, chiropractor: Client) -> None:
    said(ours)
    page = page_of(chiropractor, ours)
    for words in ("Ours: loop een rondje.", "2 SMS", "delivered", ours.text.body, "not understood", "week 1 of 3"):
        assert words in page, words
    assert page.count("<svg") > 3, "bars, calendar and legend"
    assert page.count("Skip this one") >= 10


def test_looking_is_written_down_once_a_look_and_polling_is_not(ours: Practice, chiropractor: Client) -> None:
    patient = ours.enrolment.patient_id
    page_of(chiropractor, ours)
    chiropractor.get(f"/patients/{patient}/conversation")
    chiropractor.get(f"/patients/{patient}/adherence")
    looked = Access.objects.get(patient=patient)
    assert (looked.event, looked.staff, looked.at) == ("looked at the patient", ours.staff(Role.CHIROPRACTOR), MONDAY)


def test_adherence_changes_by_itself_when_an_answer_comes(ours: Practice, chiropractor: Client) -> None:
    delivery = said(ours)
    delivery.answer = ""
    delivery.save()
    address = f"/patients/{ours.enrolment.patient_id}/adherence"
    seen = re.search(r'"seen": "(\w+)"', chiropractor.get(address).content.decode())
    assert seen is not None
    assert chiropractor.get(address, {"seen": seen[1]}).status_code == 204
    delivery.answer = "done"
    delivery.save()
    assert "<dd>1</dd>" in chiropractor.get(address, {"seen": seen[1]}).content.decode()


def test_a_phase_is_moved_by_a_person(ours: Practice, chiropractor: Client) -> None:
    page = change(chiropractor, ours, "phase", phase="build")
    assert ours.enrolment.phase == "build"
    assert ours.enrolment.events.get(kind="phase_changed").by == ours.staff(Role.CHIROPRACTOR)
    assert "The phase is now “Functional build-up (phase 2)”." in page
    assert "The programme has no such phase." in change(chiropractor, ours, "phase", phase="fast")
    assert ours.enrolment.phase == "build"


def test_a_pause_holds_and_is_resumed(ours: Practice, chiropractor: Client) -> None:
    page = change(chiropractor, ours, "pause", days="3")
    assert ours.enrolment.paused_at(MONDAY)
    assert "Thu 30 Apr" in page
    assert "Not sent: there is a pause on this day." in page
    with time_machine.travel(MONDAY + timedelta(minutes=1), tick=False):
        change(chiropractor, ours, "resume")
    assert not ours.enrolment.paused_at(MONDAY)


def test_a_pause_without_an_end(ours: Practice, chiropractor: Client) -> None:
    assert "without an end" in change(chiropractor, ours, "pause", days="")
    assert ours.enrolment.paused_until_at is None


def test_an_impossible_pause_changes_nothing(ours: Practice, chiropractor: Client) -> None:
    for days in ("0", "61", "-3", "soon", "²", "9" * 5000):
        assert "A pause lasts 1 to 60 days." in change(chiropractor, ours, "pause", days=days)
    assert not ours.enrolment.events.filter(kind="paused").exists()


def test_one_nudge_is_skipped_and_the_others_stay(ours: Practice, chiropractor: Client) -> None:
    before = page_of(chiropractor, ours).count("Skip this one")
    page = change(chiropractor, ours, "skip", nudge="calm-walk 2026-04-30")
    assert page.count("Skip this one") == before - 1
    assert "Not sent: the clinic skipped this one nudge." in page
    for nonsense in ("calm-walk", "calm-walk tomorrow", "nothing 2026-04-30", ""):
        assert "The plan has no such nudge" in change(chiropractor, ours, "skip", nudge=nonsense)


def test_own_times_replace_the_programmes(ours: Practice, chiropractor: Client) -> None:
    change(chiropractor, ours, "times", time_morning="09:00", time_evening="20:15")
    assert ours.enrolment.events.get(kind="times_changed").details == {"own_times": {"morning": "09:00:00"}}
    assert "This is no time." in change(chiropractor, ours, "times", time_morning="nine")


def test_an_own_time_is_one_of_the_patients_own_clock(ours: Practice, chiropractor: Client) -> None:
    change(chiropractor, ours, "times", time_morning="09:00:59+05:00")
    assert ours.enrolment.events.get(kind="times_changed").details == {"own_times": {"morning": "09:00:00"}}


def test_an_own_time_in_the_quiet_hours_is_refused(ours: Practice, chiropractor: Client) -> None:
    assert "quiet hours" in change(chiropractor, ours, "times", time_evening="23:00")
    assert not ours.enrolment.events.filter(kind="times_changed").exists()


def test_why_and_why_not_for_a_day(ours: Practice, chiropractor: Client) -> None:
    said(ours)
    address = f"/patients/{ours.enrolment.patient_id}/why"
    page = chiropractor.get(address, {"on": "2026-04-27"}).content.decode()
    assert "Monday 27 April 2026" in page
    assert "calm-walk" in page
    assert "Not sent: this nudge belongs to another phase." in page
    assert page.index("calm-walk") < page.index("build-walk"), "what went out stands first"
    assert "This is no day that can be explained." in chiropractor.get(address, {"on": "someday"}).content.decode()
    long_ago = chiropractor.get(address, {"on": "2019-01-01"}).content.decode()
    assert "Not sent: the patient has not said YES yet." in long_ago
    part = chiropractor.get(address, {"on": "2026-04-27"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part


def test_an_auditor_reads_and_changes_nothing(ours: Practice, logged_in: Callable[..., Client]) -> None:
    page = page_of(logged_in(Role.AUDITOR), ours)
    for button in ("Skip this one", "Move here", "Save the times", "Pause for", 'form="act"'):
        assert button not in page


def test_dates_far_away_do_not_break_the_page(ours: Practice, chiropractor: Client) -> None:
    for on in ("0001-01-01", "9999-12-31"):
        assert chiropractor.get(f"/patients/{ours.enrolment.patient_id}/why", {"on": on}).status_code == 200
