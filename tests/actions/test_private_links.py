"""A patient's private links: opening one changes nothing, a POST acts, and each is good for its one purpose."""

from datetime import timedelta

import pytest
from django.test import Client

from coaching.actions.patient_links import link_for
from coaching.models import Address, Consent, Delivery, Enrolment, PatientLink
from coaching.models.clock import now
from tests.actions.engine import enrol_somebody, fresh, one_due, open_clinic, pass_time

Purpose = PatientLink.Purpose


def path_of(enrolment: Enrolment, purpose: PatientLink.Purpose) -> str:
    """The path of a new link."""
    return "/" + link_for(enrolment, purpose, now()).split("/", 3)[3]


def asked_patient() -> Delivery:
    """Somebody who was asked something five minutes ago."""
    delivery = one_due()
    Delivery.objects.filter(pk=delivery.pk).update(state="sent", sent_at=now() - timedelta(minutes=5))
    return fresh(delivery)


def test_the_page_takes_an_answer_and_another_button_corrects_it() -> None:
    delivery = asked_patient()
    assert delivery.enrolment
    page, client = path_of(delivery.enrolment, Purpose.PAGE), Client(enforce_csrf_checks=True)
    assert client.get(page).status_code == 200
    assert fresh(delivery).answer == "", "a mail scanner follows links: opening one answers nothing"
    for answer in ("done", "partly"):
        assert client.post(page, {"answer": answer}).status_code == 302
        assert fresh(delivery).answer == answer
    assert client.post(page, {"answer": "7"}).status_code == 409
    assert fresh(delivery).answer == "partly"


def test_the_page_confirms_once() -> None:
    enrolment = enrol_somebody(open_clinic(), confirmed=False)
    page = path_of(enrolment, Purpose.PAGE)
    assert Client().get(page).status_code == 200
    enrolment.refresh_from_db()
    assert enrolment.confirmed_at is None
    for _ in range(2):
        assert Client().post(page, {"confirm": "yes"}).status_code == 302
    enrolment.refresh_from_db()
    assert enrolment.confirmed_at is not None
    assert Consent.objects.filter(patient=enrolment.patient, what="confirmed").count() == 1


def test_one_click_stops_without_session_or_cookie_and_opening_only_asks() -> None:
    enrolment = enrol_somebody(open_clinic())
    stop, client = path_of(enrolment, Purpose.STOP), Client(enforce_csrf_checks=True)
    assert client.get(stop).status_code == 200
    address = Address.objects.get(contact_points__patient=enrolment.patient)
    assert address.opted_out_at is None
    answer = client.post(stop, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.cookies) == (200, {})
    address.refresh_from_db()
    assert address.opted_out_at is not None
    assert Consent.objects.filter(patient=enrolment.patient, what="withdrawn").count() == 1


@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_serves_its_own_purpose_only_and_tells_no_other_site(purpose: PatientLink.Purpose) -> None:
    enrolment = enrol_somebody(open_clinic())
    path = path_of(enrolment, purpose)
    other = path.replace("/p/", "/u/") if path.startswith("/p/") else path.replace("/u/", "/p/")
    assert Client().get(path).headers["Referrer-Policy"] == "no-referrer"
    assert Client().post(other, {"confirm": "yes"}).status_code == 404
    token = path.rsplit("/", 1)[1]
    assert not PatientLink.objects.filter(token_hash=token.encode()).exists()
    assert len(token) >= 22, "128 random bits"


def test_the_page_lives_90_days_from_its_last_use_and_the_way_to_stop_for_ever() -> None:
    enrolment = enrol_somebody(open_clinic())
    page, stop = path_of(enrolment, Purpose.PAGE), path_of(enrolment, Purpose.STOP)
    pass_time(timedelta(days=91))
    assert Client().get(page).status_code == 404
    assert Client().get(stop).status_code == 200


def test_a_revoked_link_and_one_that_never_was_say_the_same() -> None:
    enrolment = enrol_somebody(open_clinic())
    page = path_of(enrolment, Purpose.PAGE)
    PatientLink.objects.update(revoked_at=now())
    assert Client().get(page).content == Client().get("/p/" + "x" * 22).content
