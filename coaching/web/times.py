"""Times as people say them: "today 18:30", "yesterday", with the full date behind it for eyes and screen readers."""

from datetime import date, datetime, time
from typing import Any

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from jinja2 import pass_context
from jinja2.runtime import Context

from coaching.core.calendar import A_DAY, local_date, zone


def weekdays() -> list[tuple[int, Any, Any]]:
    """ISO number, name and short name of each weekday, Monday first; the names follow the reader's language."""
    return [(number + 1, WEEKDAYS[number], WEEKDAYS_ABBR[number]) for number in range(7)]


def clock(wall: time) -> str:
    """A wall-clock time: 18:30."""
    return wall.strftime("%H:%M")


def full(on_date: date) -> str:
    """A date in full, with its weekday."""
    return date_format(on_date, "l j F Y")


def name_of_day(on_date: date, today: date | None) -> str:
    """Today, tomorrow, yesterday, or weekday and date; the year only when it is another one."""
    if today is not None:
        near = {today - A_DAY: _("yesterday"), today: _("today"), today + A_DAY: _("tomorrow")}
        if on_date in near:
            return near[on_date]
    # Dutch writes months small; Django's "M" makes them large.
    short = "D j b" if get_language() == "nl" else "D j M"
    same_year = today is not None and on_date.year == today.year
    return date_format(on_date, short if same_year else f"{short} Y")


@pass_context
def day(context: Context, on_date: date) -> SafeString:
    """A date as people say it, seen from the page's own instant and the clinic's zone."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        on_date.isoformat(),
        full(on_date),
        name_of_day(on_date, _today(context)),
    )


@pass_context
def when(context: Context, at: datetime) -> SafeString:
    """An instant as people say it: the time alone for today's, with the day for any other."""
    local = at.astimezone(zone(str(context.get("zone"))))
    said = name_of_day(local.date(), _today(context))
    return format_html(
        '<time datetime="{}" title="{}">{} {}</time>',
        at.isoformat(timespec="seconds"),
        f"{full(local.date())} {clock(local.time())}",
        said,
        clock(local.time()),
    )


@pass_context
def when_today(context: Context, at: datetime) -> SafeString:
    """The time alone, where the page says which day it is about."""
    local = at.astimezone(zone(str(context.get("zone"))))
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        at.isoformat(timespec="seconds"),
        f"{full(local.date())} {clock(local.time())}",
        clock(local.time()),
    )


def _today(context: Context) -> date | None:
    at = context.get("at")
    return local_date(at, str(context.get("zone"))) if isinstance(at, datetime) else None
