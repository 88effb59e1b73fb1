"""What became of the nudges, counted: silence is not refusal, and what never arrived says nothing of the patient."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.core.adherence import Counts, InstantWithoutZone, Nudged, Outcome, adherence, outcome_of
from coaching.core.replies import Answer

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PAST, COMING = NOW - timedelta(hours=1), NOW + timedelta(hours=1)
WALK = Nudged(date(2026, 11, 20), kind="walk", phase="calm", asked=True, delivery="delivered", answerable_until=PAST)
CHECK_IN = replace(WALK, kind="check_in", question="days_0_7")
SILENT = WALK

nudges = st.builds(
    Nudged,
    on_date=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    kind=st.sampled_from(["walk", "core_exercise", "sleep_posture"]),
    phase=st.sampled_from(["calm", "build", "keep"]),
    asked=st.booleans(),
    delivery=st.sampled_from(["delivered", "sent", "not_delivered", "skipped", "waiting"]),
    answer=st.sampled_from([*Answer, None]),
    answerable_until=st.sampled_from([PAST, NOW, COMING, None]),
    question=st.sampled_from(["yes_no", "none", "days_0_7"]),
    days=st.none(),
).map(
    lambda one: replace(one, answer=None, days=3) if one.question == "days_0_7" and one.answer is Answer.DONE else one
)
histories = st.lists(nudges, max_size=40)


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"answer": Answer.DONE}, Outcome.DONE),
        ({"answer": Answer.PARTLY}, Outcome.PARTLY),
        ({"answer": Answer.NOT_DONE}, Outcome.NOT_DONE),
        ({}, Outcome.SILENT),
        ({"delivery": "sent"}, Outcome.SILENT),
        ({"answerable_until": NOW}, Outcome.SILENT),
        ({"answerable_until": COMING}, Outcome.OPEN),
        ({"answerable_until": None}, Outcome.OPEN),
        ({"delivery": "waiting"}, Outcome.OPEN),
        ({"delivery": "not_delivered"}, Outcome.NOT_DELIVERED),
        ({"delivery": "not_delivered", "asked": False}, Outcome.NOT_DELIVERED),
        ({"delivery": "skipped"}, Outcome.NOT_ASKED),
        ({"asked": False}, Outcome.NOT_ASKED),
        ({"question": "none"}, Outcome.NOT_ASKED),
    ],
)
def test_each_nudge_has_exactly_one_outcome(change: dict[str, Any], outcome: Outcome) -> None:
    assert outcome_of(replace(WALK, **change), NOW) is outcome


def test_a_late_answer_still_counts_and_an_answer_proves_arrival() -> None:
    assert outcome_of(replace(WALK, answer=Answer.DONE), NOW + timedelta(days=30)) is Outcome.DONE
    assert outcome_of(replace(WALK, answer=Answer.DONE, delivery="not_delivered"), NOW) is Outcome.DONE


def test_rates_count_only_what_was_asked_and_arrived() -> None:
    counts = Counts(done=3, partly=1, not_done=1, silent=5, not_delivered=9, not_asked=9, open=9)
    assert (counts.asked, counts.answered, counts.total) == (10, 5, 37)
    assert (counts.response_rate, counts.done_among_answered) == (0.5, 0.6)


def test_nothing_asked_has_no_rate_at_all() -> None:
    found = adherence([replace(WALK, delivery="skipped")], NOW)
    assert (found.overall.response_rate, found.overall.done_among_answered) == (None, None)
    nothing = adherence([], NOW)
    assert (nothing.overall, nothing.weeks, nothing.days, nothing.check_ins) == (Counts(), (), (), ())


def test_weeks_begin_on_monday_and_a_pause_stays_visible_as_an_empty_week() -> None:
    sunday, monday = date(2026, 1, 4), date(2026, 1, 19)
    found = adherence([replace(WALK, on_date=sunday), replace(WALK, on_date=monday, answer=Answer.DONE)], NOW)
    assert [week.monday for week in found.weeks] == [date(2025, 12, 29), date(2026, 1, 5), date(2026, 1, 12), monday]
    assert [week.number for week in found.weeks] == [1, 2, 3, 4]
    assert [week.counts.total for week in found.weeks] == [1, 0, 0, 1]


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ([Answer.DONE, Answer.DONE], Outcome.DONE),
        ([Answer.DONE, None], Outcome.DONE),
        ([Answer.DONE, Answer.NOT_DONE], Outcome.PARTLY),
        ([Answer.NOT_DONE, None], Outcome.NOT_DONE),
        ([None, None], Outcome.SILENT),
    ],
)
def test_a_day_with_several_nudges_shows_what_the_patient_said(answers: list[Answer | None], outcome: Outcome) -> None:
    (day,) = adherence([replace(WALK, answer=answer) for answer in answers], NOW).days
    assert (day.outcome, day.counts.total) == (outcome, 2)


def test_the_check_in_is_kept_apart_from_the_nudges() -> None:
    found = adherence(
        [replace(CHECK_IN, days=5), replace(CHECK_IN, on_date=date(2026, 11, 13), days=0), CHECK_IN, WALK], NOW
    )
    assert [(one.on_date, one.days) for one in found.check_ins] == [(date(2026, 11, 13), 0), (date(2026, 11, 20), 5)]
    assert (found.check_ins_silent, found.overall.total) == (1, 1)
    assert [group.key for group in found.by_kind] == ["walk"]


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(InstantWithoutZone, match="UTC"):
        adherence([WALK], datetime(2026, 11, 23, 12))  # noqa: DTZ001 - the mistake itself


@given(histories)
def test_every_nudge_is_counted_once_in_every_view(history: list[Nudged]) -> None:
    found = adherence(history, NOW)
    nudged = [one for one in history if one.question != "days_0_7"]
    assert found.overall.total == len(nudged)
    for view in (found.weeks, found.days, found.by_kind, found.by_phase):
        for outcome in Outcome:
            assert sum(part.counts.of(outcome) for part in view) == found.overall.of(outcome)


@given(histories, st.randoms(use_true_random=False))
def test_the_order_of_the_nudges_does_not_matter(history: list[Nudged], chance: Any) -> None:
    shuffled = list(history)
    chance.shuffle(shuffled)
    assert adherence(shuffled, NOW) == adherence(history, NOW)


@given(histories, nudges)
def test_rates_are_shares_and_exist_when_something_was_asked(history: list[Nudged], one: Nudged) -> None:
    counts = adherence([*history, one], NOW).overall
    for rate, whole in ((counts.response_rate, counts.asked), (counts.done_among_answered, counts.answered)):
        assert (rate is None) == (whole == 0)
        assert rate is None or 0 <= rate <= 1


def never_higher(before: float | None, after: float | None) -> bool:
    return before is None or (after is not None and after <= before)


def same(before: float | None, after: float | None) -> bool:
    return before == after


@pytest.mark.parametrize(
    ("added", "response", "done"),
    [
        (SILENT, never_higher, same),
        (replace(WALK, answer=Answer.NOT_DONE), lambda before, after: after >= (before or 0), never_higher),
        (replace(WALK, delivery="not_delivered"), same, same),
        (replace(WALK, delivery="skipped"), same, same),
        (replace(WALK, answerable_until=COMING), same, same),
        (replace(CHECK_IN, days=7), same, same),
    ],
    ids=["silence", "a no", "not delivered", "not asked", "still open", "a check-in"],
)
@given(history=histories)
def test_what_one_more_nudge_does_to_the_rates(
    history: list[Nudged], added: Nudged, response: Callable[..., bool], done: Callable[..., bool]
) -> None:
    before, after = adherence(history, NOW).overall, adherence([*history, added], NOW).overall
    assert response(before.response_rate, after.response_rate)
    assert done(before.done_among_answered, after.done_among_answered)
