"""Pictures of adherence: right in number, safe in any page, and never without their words."""

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.core.adherence import Adherence, Nudged, Outcome, adherence
from coaching.core.replies import Answer
from coaching.web import pictures
from coaching.web.picture_words import DUTCH, ENGLISH, PictureWords

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"
BOTH = pytest.mark.parametrize("words", [DUTCH, ENGLISH], ids=["nl", "en"])


def history(*answers: Answer | None) -> Adherence:
    first = Nudged(date(2026, 11, 2), "walk", "calm", asked=True, delivery="delivered", answerable_until=NOW)
    return adherence(
        [
            replace(first, on_date=first.on_date + timedelta(days=place), answer=answer)
            for place, answer in enumerate(answers)
        ],
        NOW,
    )


def read(picture: str) -> ET.Element:
    return ET.fromstring(picture)  # noqa: S314 - our own picture


def titles(picture: str) -> list[str]:
    return [title.text or "" for title in read(picture).iter(f"{SVG}title")]


def shapes(picture: str) -> Counter[str]:
    """Count the signs by what they are drawn with, blank and pointer squares left out."""
    found: Counter[str] = Counter()
    for one in read(picture).iter():
        if one.tag == f"{SVG}circle":
            found["dot"] += 1
        elif one.tag == f"{SVG}rect" and "--accent" in one.get("fill", ""):
            found["filled"] += 1
        elif one.tag == f"{SVG}rect" and one.get("fill") == "none":
            found["outlined"] += 1
    return found


def test_each_outcome_has_a_shape_of_its_own() -> None:
    kept = history(Answer.DONE, Answer.DONE, Answer.PARTLY, Answer.NOT_DONE, None)
    for picture in (pictures.adherence_bars(kept.weeks, DUTCH), pictures.adherence_heatmap(kept.days, DUTCH)):
        # partly is an outline and a filled half
        assert shapes(picture) == {"filled": 3, "outlined": 2, "dot": 1}
    every = {
        str(pictures.adherence_legend(DUTCH, [outcome])).split("<text")[0].split("</title>")[1] for outcome in Outcome
    }
    assert len(every) == len(Outcome)


@BOTH
def test_pictures_say_their_numbers_in_words(words: PictureWords) -> None:
    kept = history(Answer.DONE, None, Answer.DONE)
    told = f"2 {words.outcomes[Outcome.DONE].lower()}, 1 {words.outcomes[Outcome.SILENT].lower()}"
    name, week = titles(pictures.adherence_bars(kept.weeks, words))
    assert name == f"{words.bars}: {told}"
    assert week == f"{words.week_of.format(day=words.day(date(2026, 11, 2)))}: {told}"
    days = titles(pictures.adherence_heatmap(kept.days, words))
    assert len(days) == 1 + 7
    assert days[2] == f"{words.weekdays[1]} {words.day(date(2026, 11, 3))}: 1 {words.outcomes[Outcome.SILENT].lower()}"


@BOTH
def test_the_table_holds_the_numbers_of_the_picture(words: PictureWords) -> None:
    kept = history(Answer.DONE, None, *[Answer.NOT_DONE] * 6)
    for table in (
        pictures.bars_table(kept.weeks, words),
        pictures.heatmap_table(kept.days, words),
        pictures.hours_table({9: 3}, words),
    ):
        assert all(len(row) == len(table.head) for row in table.rows)
    newest, oldest = pictures.bars_table(kept.weeks, words).rows
    assert newest == (words.day(date(2026, 11, 9)), "0", "0", "1", "0", "0", "0", "0", "1 / 1")
    assert oldest == (words.day(date(2026, 11, 2)), "1", "0", "5", "1", "0", "0", "0", "6 / 7")
    assert pictures.heatmap_table(kept.days, words).rows[1][1:3] == (
        words.outcomes[Outcome.DONE],
        words.outcomes[Outcome.SILENT],
    )
    assert ("09:00", "3") in pictures.hours_table({9: 3}, words).rows


@BOTH
def test_without_anything_a_sentence_says_what_will_come(words: PictureWords) -> None:
    for picture in (pictures.adherence_bars((), words), pictures.adherence_heatmap((), words)):
        assert words.nothing_yet in picture
        assert "<svg" not in picture
    assert words.nothing_today in pictures.hours_bar({9: 0}, words)
    assert (
        pictures.bars_table((), words).rows
        == pictures.heatmap_table((), words).rows
        == pictures.hours_table({}, words).rows
        == ()
    )


def test_a_strict_content_policy_lets_them_through_and_two_fit_in_one_page() -> None:
    kept = history(Answer.DONE, Answer.PARTLY, Answer.NOT_DONE, None)
    for picture in (
        pictures.adherence_bars(kept.weeks, DUTCH),
        pictures.adherence_heatmap(kept.days, DUTCH),
        pictures.adherence_legend(DUTCH),
        pictures.hours_bar({9: 3, 18: 40}, DUTCH),
    ):
        root = read(picture)
        assert root.get("role") == "img"
        assert root.get("aria-label") == titles(picture)[0]
        assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
        assert not [
            one
            for one in root.iter()
            if {"style", "id", "onload"} & one.attrib.keys() or one.tag in {f"{SVG}style", f"{SVG}script"}
        ]


def test_words_are_escaped() -> None:
    wicked = replace(ENGLISH, bars='<script>"&', outcomes=dict.fromkeys(Outcome, "<b>"))
    picture = pictures.adherence_bars(history(Answer.DONE).weeks, wicked)
    assert "<script" not in picture
    assert titles(picture)[0] == '<script>"&: 1 <b>'


def test_hours_are_as_high_as_they_are_many_and_the_night_shows_only_when_something_goes_out() -> None:
    heights = [
        float(height)
        for height in re.findall(
            r'height="([\d.]+)" rx="[\d.]+" fill="var\(--accent', pictures.hours_bar({9: 10, 18: 40}, DUTCH)
        )
    ]
    assert sorted(heights)[-2:] == [11, 44]
    assert [row[0] for row in pictures.hours_table({9: 1}, DUTCH).rows] == [f"{hour:02}:00" for hour in range(8, 21)]
    assert pictures.hours_table({6: 1}, DUTCH).rows[0] == ("06:00", "1")


@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from([*Answer, None])), min_size=1, max_size=60))
def test_any_history_makes_a_picture_in_which_nothing_stands_outside(nudges: list[tuple[int, Answer | None]]) -> None:
    first = Nudged(date(2025, 11, 2), "walk", "calm", asked=True, delivery="delivered", answerable_until=NOW)
    kept = adherence(
        [replace(first, on_date=first.on_date + timedelta(days=days), answer=answer) for days, answer in nudges], NOW
    )
    for picture in (pictures.adherence_bars(kept.weeks, DUTCH), pictures.adherence_heatmap(kept.days, DUTCH)):
        root = read(picture)
        width, height = float(root.get("width", "0")), float(root.get("height", "0"))
        assert width <= 400
        for rect in root.iter(f"{SVG}rect"):
            x, y, wide, high = (float(rect.get(name, "nan")) for name in ("x", "y", "width", "height"))
            assert x >= 0
            assert y >= -0.01
            assert x + wide <= width
            assert y + high <= height
