"""An admin changes a nudge: sees what it costs and what is wrong while typing, and publishes a version of its own."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from coaching.models import Programme
from coaching.models.staff import Role
from coaching.web.staff.nudge_form import NudgeForm, body_field

from .conftest import Practice

NUDGE = "/programmes/low_back/nudges/calm-walk"


@pytest.fixture
def filled(ours: Practice) -> dict[str, Any]:
    """The form as it stands when the page is opened, with a note."""
    value = ours.programme.latest().value()
    nudge = value.nudge("calm-walk")
    bodies = {
        body_field(text, language): text.bodies[language]
        for text in value.texts_for(nudge)
        for language in value.languages
    }
    first = {"base": "1", "weekdays": ["1", "4"], "timing": "slot", "slot": "morning", "at": "10:10", "note": "Because"}
    return first | bodies


def versions(practice: Practice) -> int:
    return Programme.objects.get(pk=practice.programme.pk).versions.count()


def test_the_programme_shows_its_week_and_versions(ours: Practice, admin: Client) -> None:
    page = admin.get("/programmes/low_back").content.decode()
    for words in ("Low back", "Inflammation control (phase 1)", "Mon, Thu", "Morning", "in force", "first"):
        assert words in page, words


def test_a_new_time_is_a_new_version_and_the_old_one_stays(
    ours: Practice, admin: Client, filled: dict[str, Any]
) -> None:
    answer = admin.post(NUDGE, filled | {"timing": "fixed", "at": "11:45", "weekdays": ["2"]}, follow=True)
    assert "Version 2 is in force." in answer.content.decode()
    old, new = (version.value().nudge("calm-walk") for version in ours.programme.versions.order_by("number"))
    assert (old.slot, old.at) == ("morning", None)
    assert (new.slot, str(new.at), set(new.weekdays)) == (None, "11:45:00", {2})
    published = ours.programme.versions.get(number=2)
    assert (published.note, published.published_by) == ("Because", ours.staff(Role.ADMIN))


def test_all_seven_days_are_written_as_any_day(ours: Practice, admin: Client, filled: dict[str, Any]) -> None:
    admin.post(NUDGE, filled | {"weekdays": [str(day) for day in range(1, 8)]})
    assert ours.programme.latest().value().nudge("calm-walk").weekdays == frozenset()


def test_days_take_the_place_of_a_number_a_week(ours: Practice, filled: dict[str, Any]) -> None:
    value = ours.programme.latest().value()
    nudge = replace(value.nudge("calm-walk"), weekdays=frozenset(), times_a_week=2)
    value = replace(value, nudges=tuple(nudge if one.key == nudge.key else one for one in value.nudges))
    for days, weekdays, times in ((["1", "4"], {1, 4}, None), ([str(day) for day in range(1, 8)], set(), 2)):
        form = NudgeForm(value, nudge, filled | {"weekdays": days})
        assert form.is_valid(), form.errors
        drafted = form.draft().nudge(nudge.key)
        assert (set(drafted.weekdays), drafted.times_a_week) == (weekdays, times)


def test_a_text_about_an_exercise_names_it_as_the_programme_does(admin: Client, ours: Practice) -> None:
    page = admin.get("/programmes/low_back/nudges/keep-core-exercise").content.decode()
    assert "Side plank" in page
    assert "Lifting and carrying" in page


def test_what_is_to_be_read_has_a_page_of_its_own(admin: Client, ours: Practice) -> None:
    answer = admin.get("/programmes/low_back/nudges/calm-education")
    assert answer.status_code == 200
    assert "calm-education" in answer.content.decode()


def test_a_changed_text_keeps_its_line_breaks_and_its_other_language(
    ours: Practice, admin: Client, filled: dict[str, Any]
) -> None:
    admin.post(NUDGE, filled | {"body_nl_calm-walk-1": "Loop even.\r\nRustig aan."})
    text = next(text for text in ours.programme.latest().value().texts if text.id == "calm-walk-1")
    assert text.bodies["nl"] == "Loop even.\nRustig aan."
    assert text.bodies["en"] == filled["body_en_calm-walk-1"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"body_nl_calm-walk-1": "Heeft u pijn?"}, "never stands in an SMS"),
        ({"body_nl_calm-walk-1": "Loop {{ doctor }} even."}, "doctor"),
        ({"body_nl_calm-walk-1": "Loop {{ first_name"}, "broken template"),
        ({"body_en_calm-walk-1": ""}, "no words in"),
        ({"body_nl_calm-walk-1": "x" * 4001}, "This text is far too long."),
        ({"timing": "fixed", "at": ""}, "Write the time, as 18:30"),
        ({"timing": "fixed", "at": "25:99"}, "This is no time."),
        ({"weekdays": []}, "Choose at least one day."),
        ({"note": ""}, "Write a few words"),
        ({}, "Nothing was changed"),
        ({"base": "0", "weekdays": ["2"]}, "A colleague has published a newer version"),
        ({"base": "9" * 18, "weekdays": ["2"]}, "A colleague has published a newer version"),
        ({"base": "0", "weekdays": ["2"], "note": ""}, "A colleague has published a newer version"),
        ({"slot": "teatime"}, "The programme has no such moment of the day."),
        ({"timing": "sometimes"}, "Choose a moment of the patient&#39;s day or a fixed time."),
        ({"weekdays": ["9"]}, "A week has no such day."),
        ({"note": "x" * 201}, "Write at most 200 characters."),
        ({"note": "\0"}, "a character that nobody can see"),
        ({"body_nl_calm-walk-1": "Loop\0"}, "a character that nobody can see"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_published(
    ours: Practice, admin: Client, filled: dict[str, Any], change: dict[str, Any], words: str
) -> None:
    answer = admin.post(NUDGE, filled | change)
    assert (answer.status_code, versions(ours)) == (422, 1)
    page = answer.content.decode()
    assert words in page
    assert "Nothing was published yet." in page


def test_what_a_colleague_published_meanwhile_is_named_and_what_was_typed_is_kept(
    ours: Practice, admin: Client, filled: dict[str, Any]
) -> None:
    admin.post(NUDGE, filled | {"timing": "fixed", "at": "11:45", "body_nl_calm-walk-1": "Loop rustig."})
    mine = filled | {"weekdays": ["2"], "body_nl_calm-walk-2": "Mijn eigen zin."}
    answer = admin.post(NUDGE, mine)
    page = answer.content.decode()
    assert (answer.status_code, versions(ours)) == (422, 2)
    assert "Fixed time: there it says “11:45”." in page
    assert "calm-walk-1 (Nederlands): there it says “Loop rustig.”" in page
    assert page.count("there it says") == 3, "and the kind of time; nothing that both left alone"
    assert "Mijn eigen zin.</textarea>" in page
    assert 'name="base" value="2"' in page
    assert admin.post(NUDGE, mine | {"base": "2"}).status_code == 302
    assert set(ours.programme.latest().value().nudge("calm-walk").weekdays) == {2}


@pytest.mark.django_db(transaction=True)
def test_two_admins_at_the_same_moment_do_not_undo_each_other(
    ours: Practice, logged_in: Callable[..., Client], filled: dict[str, Any]
) -> None:
    begin, answers = threading.Barrier(2), dict[str, tuple[int, str]]()
    changes: list[dict[str, Any]] = [{"weekdays": ["2"]}, {"timing": "fixed", "at": "11:45"}]
    people = [(logged_in(Role.ADMIN), filled | change) for change in changes]

    def send(client: Client, form: dict[str, Any]) -> None:
        begin.wait()
        answer = client.post(NUDGE, form)
        answers[str(form["weekdays"])] = (answer.status_code, answer.content.decode())
        connections.close_all()

    threads = [threading.Thread(target=send, args=one) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(status for status, _ in answers.values()) == [302, 422]
    assert versions(ours) == 2
    told = next(page for status, page in answers.values() if status == 422)
    assert "A colleague has published a newer version meanwhile." in told


def test_while_typing_the_linter_speaks_the_readers_language(
    ours: Practice, logged_in: Callable[..., Client], filled: dict[str, Any]
) -> None:
    part = logged_in(Role.ADMIN, "nl").post(
        f"{NUDGE}/look", filled | {"body_nl_calm-walk-1": "Wandel, patiënt, want pijn went." + " Heel rustig." * 12}
    )
    said = part.content.decode()
    start = said.index('id="about-body_nl_calm-walk-1"')
    about = said[start : said.index("</div>", start)]
    assert "4 sms" in about
    assert 'class="wrong"' in about
    assert "never stands" not in about
    assert 'hx-swap-oob="true"' in said
    assert versions(ours) == 1


def test_the_14_days_follow_the_draft(ours: Practice, admin: Client, filled: dict[str, Any]) -> None:
    part = admin.post(f"{NUDGE}/look", filled | {"timing": "fixed", "at": "17:17", "weekdays": ["1"]}).content.decode()
    assert "this-one" in part
    assert "17:" in part
    assert versions(ours) == 1


def test_a_draft_that_cannot_be_read_shows_no_plan(ours: Practice, admin: Client, filled: dict[str, Any]) -> None:
    part = admin.post(f"{NUDGE}/look", filled | {"body_nl_calm-walk-1": "{{ oops"}).content.decode()
    assert "Mend the texts first" in part


def test_only_an_admin_publishes(ours: Practice, chiropractor: Client, filled: dict[str, Any]) -> None:
    assert chiropractor.post(NUDGE, filled | {"weekdays": ["2"]}).status_code == 403
    page = chiropractor.get(NUDGE).content.decode()
    assert "Only an admin changes programmes." in page
    assert "Publish for" not in page


def test_an_untouched_form_is_the_nudge_as_it_is(ours: Practice) -> None:
    value = ours.programme.latest().value()
    for nudge in value.nudges:
        form = NudgeForm(value, nudge)
        data: dict[str, Any] = {name: form[name].value() for name in form.fields}
        sent = NudgeForm(value, nudge, data | {"note": "same"})
        assert sent.is_valid(), sent.errors
        assert sent.draft() == value
