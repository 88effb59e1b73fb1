"""Enrolling at the same moment: one form makes one patient, however often and by however many it is sent."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connections

from coaching.actions.enrol import EnrolmentRefused, NewPatient, SentAgain, enrol
from coaching.actions.publish_programme import NewerVersion, publish
from coaching.core.programme_file import write_programme
from coaching.models import Delivery, Enrolment, Patient, Programme, Staff
from tests.actions.engine import MONDAY, a_phone, a_plan, at_clock, open_clinic, publish_plan

AT = at_clock(time(12), MONDAY)
KEY = "0123456789abcdef" * 2


def side_by_side(number: int, one: Callable[[int], Any]) -> list[Any]:
    """What each of so many threads returned or raised; all begin at once."""
    begin, results = threading.Barrier(number), [None] * number

    def run(place: int) -> None:
        begin.wait()
        try:
            results[place] = one(place)
        except Exception as error:  # noqa: BLE001  (the test looks at it)
            results[place] = error  # type: ignore[call-overload]
        connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def bram(phone: str, **changes: Any) -> NewPatient:
    values: dict[str, Any] = {"email": "", "language": "nl", "channel": "sms", "phase": "calm", "consent": True}
    return NewPatient(name="Bram Bakker", phone=phone, **{**values, **changes})


def sending(programme: Programme, new: NewPatient) -> Callable[[int], Enrolment]:
    by = Staff.objects.get(clinic=programme.clinic)
    return lambda _: enrol(programme.clinic, programme, new, by, AT)


@pytest.mark.parametrize(("form_key", "refusal"), [(KEY, SentAgain), ("", EnrolmentRefused)], ids=["one form", "four"])
def test_four_at_once_make_one_patient_and_one_request(form_key: str, refusal: type[Exception]) -> None:
    programme = open_clinic()
    results = side_by_side(4, sending(programme, bram(a_phone(), form_key=form_key)))
    (made,) = [one for one in results if isinstance(one, Enrolment)]
    refused = [one for one in results if one is not made]
    assert [type(one) for one in refused] == [refusal] * 3
    assert all(one.problems == {"phone": "duplicate"} for one in refused)
    assert all(one.enrolment == made for one in refused if isinstance(one, SentAgain))
    assert (Patient.objects.count(), Delivery.objects.filter(purpose="opt_in").count()) == (1, 1)


def test_the_form_used_once_more_for_somebody_else_enrols_them() -> None:
    programme = open_clinic()
    new = bram(a_phone(), form_key=KEY)
    first = sending(programme, new)(0)
    second = sending(programme, replace(new, name="Els Bakker"))(0)
    assert first.patient != second.patient


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"phone": "06 13 99 99 99"}, {"email": "duplicate"}),
        ({"phone": "", "channel": "email"}, {"email": "duplicate"}),
        ({"email": ""}, {"phone": "duplicate"}),
        ({"email": "else@example.org", "channel": "email"}, {"phone": "duplicate"}),
        ({}, {"phone": "duplicate", "email": "duplicate"}),
    ],
)
def test_a_duplicate_is_seen_at_either_address(changes: dict[str, Any], problems: dict[str, str]) -> None:
    programme = open_clinic()
    new = bram(a_phone(), email="bram@example.org")
    sending(programme, new)(0)
    with pytest.raises(EnrolmentRefused) as refused:
        sending(programme, replace(new, **{"email": " Bram@Example.org", **changes}))(0)
    assert refused.value.problems == problems
    assert Patient.objects.count() == 1


def test_of_two_who_publish_from_one_version_the_second_is_told() -> None:
    programme = open_clinic()
    drafts = [write_programme(a_plan(weekly_cap=cap)) for cap in (3, 4)]
    results = side_by_side(2, lambda place: publish(programme, drafts[place], None, AT, "", base_number=1))
    assert sorted(type(one).__name__ for one in results) == ["NewerVersion", "ProgrammeVersion"]
    assert programme.versions.count() == 2


def test_the_same_change_again_is_no_conflict() -> None:
    programme = open_clinic()
    draft = write_programme(a_plan(weekly_cap=3))
    first = publish(programme, draft, None, AT, "", base_number=1)
    assert publish(programme, draft, None, AT, "", base_number=1) == first
    publish_plan(programme, a_plan(), AT + timedelta(minutes=1))
    with pytest.raises(NewerVersion):
        publish(programme, draft, None, AT, "", base_number=2)
