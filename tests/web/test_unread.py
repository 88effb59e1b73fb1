"""Texts that wait for a person: those of a shared phone, and those that the program could not act on."""

from datetime import timedelta

from django.test import Client

from coaching.models import Delivery, Enrolment, Inbound

from .conftest import MONDAY, Practice, enrol_somebody, unread_text


def asked(enrolment: Enrolment) -> Delivery:
    """Today's walk, which asked, and arrived."""
    delivery = enrolment.deliveries.get(nudge_key="calm-walk", on_date=MONDAY.date())
    delivery.state, delivery.sent_at = "delivered", MONDAY.replace(hour=8)
    delivery.save()
    return delivery


def shared(practice: Practice) -> Enrolment:
    """Somebody else with the same phone; nobody knows who of them wrote the text."""
    Inbound.objects.filter(pk=practice.text.pk).update(enrolment=None)
    return enrol_somebody(practice.clinic, practice.programme, "Bram Bakker", "06 12345601")


def left_behind(practice: Practice, seconds: int) -> Inbound:
    """A text that nothing has been done with for so long."""
    came_at = MONDAY - timedelta(seconds=seconds)
    text = unread_text(practice.enrolment, "wacht al even")
    nothing = {"acted_at": None, "address": None, "enrolment": None, "needs_reading": False}
    Inbound.objects.filter(pk=text.pk).update(sent_at=came_at, received_at=came_at, **nothing)
    return Inbound.objects.get(pk=text.pk)


def needed(client: Client) -> str:
    page = client.get("/today").content.decode()
    return page[page.index('id="needed"') : page.index('id="out"')]


def test_staff_chooses_whose_answer_a_text_from_a_shared_phone_is(ours: Practice, chiropractor: Client) -> None:
    second = shared(ours)
    first_walk, second_walk = asked(ours.enrolment), asked(second)
    listed = needed(chiropractor)
    for enrolment in (ours.enrolment, second):
        assert f'aria-label="{enrolment.patient.name}: partly"' in listed
    address = f"/texts/{ours.text.pk}/read"
    page = chiropractor.post(address, {"answer": "partly"}, follow=True).content.decode()
    assert "That is no answer to this text." in page, "nobody guesses"
    chiropractor.post(f"{address}?whose={second.pk}", {"answer": "partly"})
    first_walk.refresh_from_db()
    second_walk.refresh_from_db()
    ours.text.refresh_from_db()
    assert (first_walk.answer, second_walk.answer, ours.text.enrolment) == ("", "partly", second)


def test_the_only_open_question_needs_no_choice(ours: Practice, chiropractor: Client) -> None:
    second = shared(ours)
    walk = asked(second)
    assert "aria-label=" not in needed(chiropractor)
    chiropractor.post(f"/texts/{ours.text.pk}/read", {"answer": "done"})
    walk.refresh_from_db()
    assert walk.answer == "done"


def test_an_answer_for_somebody_who_was_not_asked_changes_nothing(
    ours: Practice, theirs: Practice, chiropractor: Client
) -> None:
    asked(ours.enrolment)
    asked(theirs.enrolment)
    for whose in (str(theirs.enrolment.pk), "0", "somebody"):
        chiropractor.post(f"/texts/{ours.text.pk}/read?whose={whose}", {"answer": "done"})
    assert not Delivery.objects.exclude(answer="").exists()
    ours.text.refresh_from_db()
    assert ours.text.read_at is None


def test_a_text_that_could_not_be_acted_on_stands_first_after_a_minute(ours: Practice, chiropractor: Client) -> None:
    left_behind(ours, seconds=61)
    listed = needed(chiropractor)
    assert listed.index("wacht al even") < listed.index(ours.text.body)
    assert listed.count(ours.enrolment.patient.name) == 2, "its sender is known by the number"


def test_a_text_that_just_came_in_is_given_its_minute(ours: Practice, chiropractor: Client) -> None:
    left_behind(ours, seconds=59)
    assert "wacht al even" not in needed(chiropractor)


def test_a_person_can_deal_with_what_could_not_be_acted_on(ours: Practice, chiropractor: Client) -> None:
    text = left_behind(ours, seconds=120)
    chiropractor.post(f"/texts/{text.pk}/read")
    text.refresh_from_db()
    assert (text.read_at, text.acted_at) == (MONDAY, None), "the scan still tries"
    assert "wacht al even" not in needed(chiropractor)
