"""Pictures of adherence as SVG, made here so that they print, mail and read aloud; each has a table of the same numbers.

Every outcome has a shape beside its colour. Colours are the page's own tokens (light and dark) with a colour of their own where
there is no page; there are no style attributes, no ids and no scripts, so a strict content policy lets them through.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Final

from markupsafe import Markup

from coaching.core.adherence import WEEK, Counts, Day, Outcome, Week
from coaching.web.picture_shapes import ACCENT, CLEAR, GROUND, Box, filled, line, picture, sign, text, titled
from coaching.web.picture_words import PictureWords, words_in

__all__ = [
    "PictureWords",
    "Table",
    "adherence_bars",
    "adherence_heatmap",
    "adherence_legend",
    "bars_table",
    "heatmap_table",
    "hours_bar",
    "hours_table",
    "words_in",
]

MOST_BARS: Final = 12  # weeks; with more the words get too small on a phone. The table has them all
MOST_ROWS: Final = 26  # weeks of the calendar: half a year
FIRST_HOUR: Final = 8
LAST_HOUR: Final = 20  # nothing is sent from 21:00 to 08:00; an hour outside that has something widens the picture

STACKED: Final = (Outcome.DONE, Outcome.PARTLY, Outcome.NOT_DONE, Outcome.SILENT, Outcome.NOT_DELIVERED, Outcome.OPEN)
COLUMNS: Final = (*STACKED[:5], Outcome.NOT_ASKED, Outcome.OPEN)


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers behind a picture, as words: one head, and rows as long as it is."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def adherence_bars(weeks: Sequence[Week], words: PictureWords) -> Markup:
    """Stacked bars, one a week, one square a nudge; the last twelve. What was not asked is not in them."""
    weeks = weeks[-MOST_BARS:]
    if not weeks:
        return _nothing(words.nothing_yet)
    left, column, plot = 30, 28, 126
    bottom = plot + 10
    width = max(320, left + column * len(weeks) + 8)
    highest = max(4, *(_stacked(week.counts) for week in weeks))
    cell = min(18.0, plot / highest)
    parts = _scale(highest, cell, bottom, left, width)
    for place, week in enumerate(weeks):
        x = left + place * column + 6
        parts.append(_bar(week, words, Box(x, bottom, 18, cell)))
        if (len(weeks) - 1 - place) % 2 == 0:  # every other week has its date, the last one always
            parts.append(text(x + 9, bottom + 18, words.day(week.monday), anchor="middle"))
    return picture(_summary(words.bars, [week.counts for week in weeks], words), width, bottom + 26, parts)


def adherence_heatmap(days: Sequence[Day], words: PictureWords) -> Markup:
    """A calendar of the last half year: one row a week from Monday, the newest at the bottom, one square a day."""
    mondays = _mondays(days)[-MOST_ROWS:]
    if not mondays:
        return _nothing(words.nothing_yet)
    left, cell, top = 56, 28, 22
    by_date = {day.on_date: day for day in days}
    parts = [text(left + place * cell + 11, 14, name, anchor="middle") for place, name in enumerate(words.weekdays)]
    for row, monday in enumerate(mondays):
        y = top + row * cell
        parts.append(text(0, y + 16, words.day(monday)))
        for place in range(7):
            on = monday + timedelta(days=place)
            parts.append(_day(on, by_date.get(on), words, Box(left + place * cell, y, 22, 22)))
    counts = [day.counts for day in days if day.on_date >= mondays[0]]
    return picture(_summary(words.heatmap, counts, words), left + 7 * cell, top + len(mondays) * cell, parts)


def adherence_legend(words: PictureWords, outcomes: Sequence[Outcome] = COLUMNS) -> Markup:
    """What each shape means, two in a row."""
    parts = []
    for place, outcome in enumerate(outcomes):
        box = Box(160 * (place % 2) + 1, 24 * (place // 2) + 2, 16, 16)
        parts += [
            _blank(box) if outcome is Outcome.NOT_ASKED else sign(outcome, box),
            text(box.x + 25, box.y + 13, words.outcomes[outcome]),
        ]
    return picture(", ".join(words.outcomes[each] for each in outcomes), 320, 24 * ceil(len(outcomes) / 2), parts)


def hours_bar(counts: Mapping[int, int], words: PictureWords) -> Markup:
    """Small bars by hour of the local day (0–23): how many go out when."""
    if not any(counts.values()):
        return _nothing(words.nothing_today)
    hours, highest, column, plot = _hours(counts), max(counts.values()), 24, 44
    parts = [line(0, plot, len(hours) * column)]
    for place, hour in enumerate(hours):
        number, x = counts.get(hour, 0), place * column
        height = max(2.0, plot * number / highest) if number else 0.0
        bar = [filled(Box(x, 0, column, plot), CLEAR), filled(Box(x + 4, plot - height, column - 8, height), ACCENT)]
        parts.append(titled(f"{hour:02}:00: {number} {words.sent.lower()}", bar))
        if place % 2 == 0:
            parts.append(text(x + column / 2, plot + 16, f"{hour:02}", anchor="middle"))
    name = f"{words.hours}: {sum(counts.values())} {words.sent.lower()}"
    return picture(name, len(hours) * column, plot + 22, parts)


def bars_table(weeks: Sequence[Week], words: PictureWords) -> Table:
    """The numbers behind `adherence_bars`, of all weeks, the newest first."""
    head = (words.week, *(words.outcomes[each] for each in COLUMNS), words.answered)
    rows = (
        (
            words.day(week.monday),
            *(str(week.counts.of(each)) for each in COLUMNS),
            f"{week.counts.answered} / {week.counts.asked}",
        )
        for week in reversed(weeks)
    )
    return Table(words.bars, head, tuple(rows))


def heatmap_table(days: Sequence[Day], words: PictureWords) -> Table:
    """The outcomes behind `adherence_heatmap`, one row a week, the newest first; a day without a nudge is empty."""
    by_date = {day.on_date: words.outcomes[day.outcome] for day in days}
    rows = (
        (words.day(monday), *(by_date.get(monday + timedelta(days=place), "") for place in range(7)))
        for monday in reversed(_mondays(days))
    )
    return Table(words.heatmap, (words.week, *words.weekdays), tuple(rows))


def hours_table(counts: Mapping[int, int], words: PictureWords) -> Table:
    """The numbers behind `hours_bar`."""
    rows = tuple((f"{hour:02}:00", str(counts.get(hour, 0))) for hour in _hours(counts)) if any(counts.values()) else ()
    return Table(words.hours, (words.hour, words.sent), rows)


def _stacked(counts: Counts) -> int:
    return sum(counts.of(outcome) for outcome in STACKED)


def _bar(week: Week, words: PictureWords, first: Box) -> Markup:
    """One week's squares, from the bottom up; `first.y` is the ground, `first.height` the room for one."""
    signs = [outcome for outcome in STACKED for _ in range(week.counts.of(outcome))]
    gap = min(2.0, first.height / 5)
    shapes = [
        sign(outcome, Box(first.x, first.y - place * first.height, first.width, first.height - gap))
        for place, outcome in enumerate(signs, start=1)
    ]
    title = f"{words.week_of.format(day=words.day(week.monday))}: {words.counts(week.counts) or '0'}"
    return titled(title, [filled(Box(first.x, 0, first.width, first.y), CLEAR), *shapes])


def _scale(highest: int, cell: float, bottom: float, left: float, width: float) -> list[Markup]:
    """About four lines with their numbers, in whole steps."""
    step = max(1, ceil(highest / 4))
    numbers = range(0, highest + 1, step)
    lines = [line(left, bottom - number * cell, width) for number in numbers]
    return lines + [text(left - 8, bottom - number * cell + 4, str(number), anchor="end") for number in numbers]


def _day(on: date, day: Day | None, words: PictureWords, box: Box) -> Markup:
    if day is None:
        return titled(words.weekday(on), [_blank(box)])
    shape = _blank(box) if day.outcome is Outcome.NOT_ASKED else sign(day.outcome, box)
    room = filled(box, CLEAR)  # a dot and an outline take the pointer nowhere else
    return titled(f"{words.weekday(on)}: {words.counts(day.counts)}", [room, shape])


def _blank(box: Box) -> Markup:
    return filled(box, GROUND)


def _summary(name: str, counts: Iterable[Counts], words: PictureWords) -> str:
    total: Counter[str] = Counter()
    for each in counts:
        total.update({outcome.value: each.of(outcome) for outcome in Outcome})
    return f"{name}: {words.counts(Counts(**total))}"


def _nothing(words: str) -> Markup:
    return Markup('<p class="quiet">{}</p>').format(words)


def _mondays(days: Sequence[Day]) -> list[date]:
    """All Mondays from the first to the last of these days, weeks without a nudge included."""
    if not days:
        return []
    dates = [day.on_date for day in days]
    first, last = (on - timedelta(days=on.weekday()) for on in (min(dates), max(dates)))
    return [first + place * WEEK for place in range((last - first) // WEEK + 1)]


def _hours(counts: Mapping[int, int]) -> range:
    used = [FIRST_HOUR, LAST_HOUR, *(hour for hour, number in counts.items() if number)]
    return range(min(used), max(used) + 1)
