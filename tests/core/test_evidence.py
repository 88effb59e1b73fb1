"""What the provider's list proves about a text of which nobody knows whether it was taken."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from coaching.core.evidence import Finding, Listed, Sought, judge, same_text

CLAIMED_AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OURS = Listed("SM1", "outbound-api", "+3197010200000", "MoveWell: loop even", CLAIMED_AT)
SOUGHT = Sought(
    body=OURS.body,
    senders={"+3197010200000"},
    since=CLAIMED_AT - timedelta(seconds=5),
    known_ids=set(),
    other_bodies=[],
)


def test_exactly_one_with_our_text_is_ours() -> None:
    assert judge([OURS], SOUGHT) == (Finding.FOUND, ["SM1"])


def test_an_empty_list_is_absence() -> None:
    assert judge([], SOUGHT) == (Finding.ABSENT, [])


def test_two_with_our_text_are_a_double() -> None:
    assert judge([replace(OURS, provider_id="SM2"), OURS], SOUGHT) == (Finding.DOUBLED, ["SM1", "SM2"])


@pytest.mark.parametrize("body", ["", "something else"])
def test_another_or_no_text_is_doubt_and_no_proof_of_absence(body: str) -> None:
    assert judge([replace(OURS, body=body)], SOUGHT)[0] is Finding.DOUBTFUL


@pytest.mark.parametrize(
    "other",
    [
        replace(OURS, direction="inbound"),
        replace(OURS, direction="outbound-reply"),
        replace(OURS, sender="+3197010299999"),
        replace(OURS, created_at=CLAIMED_AT - timedelta(seconds=6)),
        replace(OURS, created_at=None),
    ],
)
def test_what_cannot_be_ours_does_not_count(other: Listed) -> None:
    assert judge([other], SOUGHT) == (Finding.ABSENT, [])


def test_what_we_know_already_does_not_count() -> None:
    assert judge([OURS], replace(SOUGHT, known_ids={"SM1"})) == (Finding.ABSENT, [])


def test_the_text_of_another_open_attempt_does_not_count() -> None:
    rows = [replace(OURS, provider_id="SM2", body="PAUZE tot maandag")]
    assert judge(rows, replace(SOUGHT, other_bodies=["PAUZE tot maandag"])) == (Finding.ABSENT, [])


def test_of_two_open_attempts_with_one_text_neither_is_absent_while_one_is_listed() -> None:
    """Otherwise both would be sent again, and the patient would read it twice."""
    twins = replace(SOUGHT, other_bodies=[OURS.body])
    assert judge([OURS], twins)[0] is Finding.DOUBTFUL
    assert judge([], twins)[0] is Finding.ABSENT


def test_two_open_attempts_with_one_text_and_two_rows_get_one_each() -> None:
    rows = [OURS, replace(OURS, provider_id="SM2")]
    assert judge(rows, replace(SOUGHT, other_bodies=[OURS.body])) == (Finding.FOUND, ["SM1"])
    assert judge(rows, replace(SOUGHT, known_ids={"SM1"})) == (Finding.FOUND, ["SM2"])


def test_texts_are_compared_after_composition_and_without_the_blanks_around_them() -> None:
    assert same_text(" cafe\u0301\n", "café")
    assert not same_text("café", "cafe")
