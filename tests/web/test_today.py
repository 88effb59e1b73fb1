"""Today: what needs somebody is on top, numbers follow what happened, and the page asks only whether something changed."""

import re
from collections.abc import Callable

from django.test import Client

from coaching.models import Delivery, Inbound
from coaching.models.staff import Role

from .conftest import MONDAY, Practice, enrol_somebody, unread_text


def asked(practice: Practice) -> Delivery:
    """Today's walk, which asked, and arrived."""
    delivery = practice.enrolment.deliveries.get(nudge_key="calm-walk", on_date=MONDAY.date())
    delivery.state, delivery.sent_at = "delivered", MONDAY.replace(hour=8)
    delivery.save()
    return delivery


def test_a_text_that_was_not_understood_is_answered_for_the_patient(ours: Practice, chiropractor: Client) -> None:
    delivery = asked(ours)
    assert ours.text.body in chiropractor.get("/today").content.decode()
    answer = chiropractor.post(f"/texts/{ours.text.pk}/read", {"answer": "partly"}, follow=True)
    delivery.refresh_from_db()
    ours.text.refresh_from_db()
    assert (delivery.answer, ours.text.answer, ours.text.read_by) == ("partly", "partly", ours.staff(Role.CHIROPRACTOR))
    page = answer.content.decode()
    assert "Saved as “partly”." in page
    assert "Nothing waits for you." in page


def test_an_answer_that_does_not_exist_changes_nothing(ours: Practice, chiropractor: Client) -> None:
    asked(ours)
    page = chiropractor.post(f"/texts/{ours.text.pk}/read", {"answer": "splendid"}, follow=True).content.decode()
    ours.text.refresh_from_db()
    assert ours.text.read_at is None
    assert "That is no answer to this text." in page


def test_a_text_without_a_question_can_only_be_read(ours: Practice, chiropractor: Client) -> None:
    page = chiropractor.get("/today").content.decode()
    assert 'name="answer"' not in page
    chiropractor.post(f"/texts/{ours.text.pk}/read", {"answer": "done"})
    ours.text.refresh_from_db()
    assert ours.text.read_at is None
    chiropractor.post(f"/texts/{ours.text.pk}/read")
    ours.text.refresh_from_db()
    assert ours.text.read_at == MONDAY


def test_reading_from_a_patients_page_leads_back_to_it(ours: Practice, chiropractor: Client) -> None:
    patient = ours.enrolment.patient_id
    answer = chiropractor.post(f"/texts/{ours.text.pk}/read", {"patient": str(patient)})
    assert answer.headers["Location"] == f"/patients/{patient}"
    assert chiropractor.post(f"/texts/{ours.text.pk}/read", {"patient": "//evil"}).headers["Location"] == "/today"


def test_pressing_signs_stand_first(ours: Practice, chiropractor: Client) -> None:
    unread_text(ours.enrolment, "kan niet plassen")
    Inbound.objects.filter(body__isnull=False, id__gt=ours.text.pk).update(red_flag="urgent")
    page = chiropractor.get("/today").content.decode()
    assert page.index("kan niet plassen") < page.index(ours.text.body)
    assert "urgent" in page


def test_a_text_from_a_shared_phone_names_everybody_who_has_it(ours: Practice, chiropractor: Client) -> None:
    second = enrol_somebody(ours.clinic, ours.programme, "Bram Bakker", "06 12345601")
    Inbound.objects.filter(pk=ours.text.pk).update(enrolment=None)
    page = chiropractor.get("/today").content.decode()
    needed = page[page.index('id="needed"') : page.index('id="out"')]
    assert ours.enrolment.patient.name in needed
    assert second.patient.name in needed


def test_the_numbers_follow_what_happened(ours: Practice, chiropractor: Client) -> None:
    asked(ours)
    figures = re.findall(r"<dt>(.*?)</dt><dd>(\d+)</dd>", chiropractor.get("/today").content.decode())
    assert figures == [
        ("sent, of 1", "1"), ("waiting for their time", "0"), ("delayed", "0"), ("uncertain", "0"),
    ]  # fmt: skip
    Delivery.objects.filter(nudge_key="calm-walk").update(state="scheduled")
    figures = re.findall(r"<dt>(.*?)</dt><dd>(\d+)</dd>", chiropractor.get("/today").content.decode())
    assert ("delayed", "1") in figures


def test_a_part_is_sent_again_only_when_it_changed(ours: Practice, chiropractor: Client) -> None:
    page = chiropractor.get("/today").content.decode()
    seen = re.search(r'"seen": "(\w+)"', page)
    assert seen is not None
    assert chiropractor.get("/today/live", {"seen": seen[1]}).status_code == 204
    unread_text(ours.enrolment, "en nu iets anders")
    fresh = chiropractor.get("/today/live", {"seen": seen[1]})
    assert fresh.status_code == 200
    assert "en nu iets anders" in fresh.content.decode()


def test_a_day_with_nothing_tells_what_will_come(ours: Practice, logged_in: Callable[..., Client]) -> None:
    Inbound.objects.all().delete()
    Delivery.objects.all().delete()
    page = logged_in(Role.CHIROPRACTOR, "nl").get("/today").content.decode()
    assert "Er wacht niets." in page
    assert "Vandaag gaat er niets uit." in page
    assert "Vandaag kwam er niets binnen." in page


def test_what_a_patient_writes_is_shown_as_text(ours: Practice, chiropractor: Client) -> None:
    unread_text(ours.enrolment, "<script>alert(1)</script>")
    page = chiropractor.get("/today").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
