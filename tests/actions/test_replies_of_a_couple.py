"""Two patients with one phone: commands hold for both, and nobody guesses whose answer it is."""

from datetime import time, timedelta

import pytest

from coaching.actions.mark_read import answerable_by, mark_read
from coaching.actions.plan_ahead import plan_ahead
from coaching.core.delivery_states import Purpose
from coaching.models import Consent, Delivery, Enrolment, EnrolmentEvent, Inbound, Staff
from coaching.models.clock import now
from tests.actions.engine import MONDAY, a_phone, at_clock, enrol_somebody, fresh, open_clinic, set_clock
from tests.actions.test_act_on_replies import sent, text

PHONE = a_phone()


def couple(*, anna: bool = True, bram: bool = True) -> tuple[Enrolment, Enrolment]:
    """Anna and Bram, each confirmed or not; it is twenty past ten, and what falls due is planned."""
    programme = open_clinic()
    first = enrol_somebody(programme, PHONE, name="Anna Bakker", confirmed=anna)
    second = enrol_somebody(programme, PHONE, name="Bram Bakker", confirmed=bram)
    set_clock(time(10, 20))
    plan_ahead(now())
    return first, second


def walk_of(enrolment: Enrolment, minutes_ago: int = 5) -> Delivery:
    walk = enrolment.deliveries.get(nudge_key="walk", on_date=MONDAY)
    return sent(walk, now() - timedelta(minutes=minutes_ago))


def confirmed(*enrolments: Enrolment) -> list[bool]:
    return [Enrolment.objects.get(pk=one.pk).confirmed_at is not None for one in enrolments]


def test_a_yes_confirms_the_only_one_who_has_not_confirmed() -> None:
    anna, bram = couple(bram=False)
    inbound = text(PHONE, "JA")
    assert confirmed(anna, bram) == [True, True]
    assert (inbound.enrolment, inbound.needs_reading) == (bram, False)
    welcome = Delivery.objects.get(step="welcome")
    assert welcome.enrolment == bram
    assert "Bram" in str(welcome.body)


def test_a_yes_confirms_whose_opt_in_went_out_last_and_the_next_yes_the_other() -> None:
    anna, bram = couple(anna=False, bram=False)
    for enrolment, minutes_ago in ((anna, 5), (bram, 30)):
        sent(enrolment.deliveries.get(purpose=Purpose.OPT_IN), now() - timedelta(minutes=minutes_ago))
    text(PHONE, "ja")
    assert confirmed(anna, bram) == [True, False]
    text(PHONE, "ja")
    assert confirmed(anna, bram) == [True, True]
    assert Consent.objects.filter(what=Consent.What.CONFIRMED).count() == 2


def test_a_yes_that_may_also_be_the_others_answer_confirms_and_is_read_by_a_person() -> None:
    anna, bram = couple(bram=False)
    walk = walk_of(anna)
    sent(bram.deliveries.get(purpose=Purpose.OPT_IN), now() - timedelta(minutes=2))
    inbound = text(PHONE, "ja")
    assert confirmed(bram) == [True]
    assert inbound.needs_reading
    assert fresh(walk).answer == ""
    assert list(answerable_by(inbound)) == [anna]


def test_a_yes_before_the_opt_in_went_out_is_the_answer_of_the_one_who_was_asked() -> None:
    anna, bram = couple(bram=False)
    walk = walk_of(anna)
    inbound = text(PHONE, "ja")
    assert confirmed(bram) == [False]
    assert (inbound.delivery_id, inbound.enrolment, fresh(walk).answer) == (walk.pk, anna, "done")


def test_an_answer_belongs_to_the_only_one_who_was_asked() -> None:
    anna, _ = couple()
    walk = walk_of(anna)
    inbound = text(PHONE, "nee")
    assert (inbound.delivery_id, inbound.enrolment, inbound.needs_reading) == (walk.pk, anna, False)
    assert text(PHONE, "ja toch wel").delivery_id == walk.pk, "and can be corrected"
    assert fresh(walk).answer == "done"


def test_who_has_answered_is_no_longer_waited_for() -> None:
    anna, bram = couple()
    first = walk_of(anna, minutes_ago=9)
    text(PHONE, "nee")
    second = walk_of(bram)
    assert text(PHONE, "ja").delivery_id == second.pk
    assert (fresh(first).answer, fresh(second).answer) == ("not_done", "done")
    assert text(PHONE, "ja toch wel").needs_reading, "both have answered: nobody knows who corrects what"


def test_of_two_open_questions_a_person_picks() -> None:
    anna, bram = couple()
    first, second = walk_of(anna), walk_of(bram, minutes_ago=3)
    inbound = text(PHONE, "ja")
    assert (inbound.delivery_id, inbound.enrolment, inbound.needs_reading) == (None, None, True)
    staff = Staff.objects.get()
    assert answerable_by(inbound) == {anna: first, bram: second}
    with pytest.raises(ValueError, match="Choose the patient"):
        mark_read(inbound, staff, now(), "done")
    assert Inbound.objects.get(pk=inbound.pk).read_at is None
    mark_read(inbound, staff, now(), "done", bram)
    stored = Inbound.objects.get(pk=inbound.pk)
    assert (stored.delivery, stored.enrolment, stored.answer, stored.read_by) == (second, bram, "done", staff)
    assert (fresh(first).answer, fresh(second).answer) == ("", "done")


def test_a_pause_and_its_end_hold_for_both_and_are_answered_once() -> None:
    anna, bram = couple()
    text(PHONE, "PAUZE 3")
    until_at = at_clock(time(0), MONDAY + timedelta(days=3))
    assert [Enrolment.objects.get(pk=one.pk).paused_until_at for one in (anna, bram)] == [until_at, until_at]
    assert Delivery.objects.filter(step="pause").count() == 1
    set_clock(time(10, 25))
    text(PHONE, "VERDER")
    assert not any(Enrolment.objects.get(pk=one.pk).paused_at(now()) for one in (anna, bram))
    assert EnrolmentEvent.objects.filter(kind="resumed").count() == 2
    assert Delivery.objects.filter(step="resumed").count() == 1


def test_help_is_answered_once() -> None:
    couple()
    assert not text(PHONE, "HULP").needs_reading
    assert Delivery.objects.filter(step="help").count() == 1


def test_a_yes_after_a_stop_of_both_opts_both_in_and_is_the_answer_of_the_one_who_was_asked() -> None:
    anna, _ = couple()
    walk = walk_of(anna)
    text(PHONE, "STOP", at=now() - timedelta(minutes=1))
    inbound = text(PHONE, "JA")
    assert EnrolmentEvent.objects.filter(kind="opted_in").count() == 2
    assert inbound.delivery_id == walk.pk
