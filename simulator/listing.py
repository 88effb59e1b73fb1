"""A list request's query, read: filters, page size, page token."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from simulator.refusals import Refusal, date_wrong, page_size_wrong
from simulator.sms_log import SmsLog, Wanted, Window
from simulator.twilio_json import Page

DEFAULT_PAGE_SIZE = 50
LARGEST_PAGE_SIZE = 1000
FILTERS = ("To", "From", "DateSent", "DateSent<", "DateSent>")
TOKEN_PREFIX = 2


class ListRefused(Exception):
    """The query cannot be read; `refusal` is Twilio's answer to it."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.words)
        self.refusal = refusal


def read_page(log: SmsLog, query: Mapping[str, str]) -> Page:
    """Newest first. A page token pins its page to an SMS, so that what comes in meanwhile neither hides nor doubles a row."""
    size = min(max(_whole(query.get("PageSize"), DEFAULT_PAGE_SIZE), 1), LARGEST_PAGE_SIZE)
    number = _whole(query.get("Page"), 0)
    wanted = _wanted(query)
    token = query.get("PageToken", "")
    pinned = log.find(token[TOKEN_PREFIX:]) if token else None
    kept = {name: query[name] for name in FILTERS if query.get(name)}
    if pinned and token.startswith("PB"):
        return Page(log.page(wanted, Window(size, after=pinned.id)), number, size, kept, has_next=True)
    window = Window(size + 1, before=pinned.id) if pinned else Window(size + 1, skip=number * size)
    rows = log.page(wanted, window)
    return Page(rows[:size], number, size, kept, has_next=len(rows) > size)


def _whole(given: str | None, default: int) -> int:
    if given is None:
        return default
    if not (given.isascii() and given.isdigit()) or len(given) > len("1000000000"):
        raise ListRefused(page_size_wrong(given))
    return int(given)


def _wanted(query: Mapping[str, str]) -> Wanted:
    """`DateSent`, `DateSent<` and `DateSent>` mean whole days in GMT, both ends included, as Twilio documents them."""
    sent_from, sent_before = None, None
    if day := _day(query.get("DateSent")):
        sent_from, sent_before = day, day + timedelta(days=1)
    if day := _day(query.get("DateSent>")):
        sent_from = day
    if day := _day(query.get("DateSent<")):
        sent_before = day + timedelta(days=1)
    return Wanted(query.get("To") or None, query.get("From") or None, sent_from, sent_before)


def _day(given: str | None) -> datetime | None:
    """The start in GMT of the day that is named."""
    if not given:
        return None
    try:
        instant = datetime.fromisoformat(given)
        instant = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
        instant + timedelta(days=1)  # the last day of all time has no next one
    except (ValueError, OverflowError):
        raise ListRefused(date_wrong(given)) from None
    return instant.replace(hour=0, minute=0, second=0, microsecond=0)
