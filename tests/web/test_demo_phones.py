"""The names that the demonstration's phones page asks for."""

from datetime import timedelta

import pytest
from django.test import Client

from coaching.models import Address, Enrolment
from coaching.web import demo_phones

from .conftest import MONDAY, Practice, enrol_somebody


def told() -> dict[str, str]:
    phones = Client().get("/demo/phones").json()["phones"]
    return {phone["number"]: phone["label"] for phone in phones}


def test_a_phone_is_told_by_its_patients_name(ours: Practice, theirs: Practice) -> None:
    enrol_somebody(ours.clinic, ours.programme, "Bram Bakker", "06 12345603")
    assert told() == {"+31612345601": "Anna of Ours", "+31612345603": "Bram Bakker"}, (
        "the first clinic's, nobody else's"
    )


def test_a_couple_with_one_phone_stands_there_together(ours: Practice) -> None:
    enrol_somebody(ours.clinic, ours.programme, "Bram Bakker", "06 12345601")
    assert told() == {"+31612345601": "Anna of Ours & Bram Bakker"}


def test_who_is_not_coached_any_more_is_left_out(ours: Practice) -> None:
    Enrolment.objects.update(ended_at=MONDAY - timedelta(hours=1))
    assert told() == {}


def test_who_has_mail_only_has_no_phone(ours: Practice) -> None:
    Address.objects.update(channel="email")
    assert told() == {}


def test_of_very_many_the_latest_are_told(ours: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_phones, "PHONES_TOLD", 2)
    for number in (3, 4):
        enrol_somebody(ours.clinic, ours.programme, f"Bram {number}", f"06 1234560{number}")
    assert list(told().values()) == ["Bram 3", "Bram 4"]


def test_without_a_clinic_there_is_nobody(db: None) -> None:
    assert told() == {}


def test_names_are_for_this_machine_only(ours: Practice) -> None:
    assert Client(REMOTE_ADDR="192.0.2.7").get("/demo/phones").status_code == 404
    assert Client(headers={"Origin": "https://evil.example"}).get("/demo/phones").status_code == 404
    assert Client().post("/demo/phones").status_code == 405


def test_names_are_kept_by_no_cache(ours: Practice) -> None:
    assert "no-store" in Client().get("/demo/phones").headers["Cache-Control"]
