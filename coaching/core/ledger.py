"""The ledger: what was planned against what is stored, and what the provider took against what we meant to send.

Counting is pure: values in, a :class:`Ledger` out. Ledgers of parts of the clinics add up to that of the whole, as long
as everything of one identity stands in one part.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, Self

from coaching.core.delivery_states import FINAL, News, Purpose, Reason, State

Identity = Hashable
"""What may reach a patient once: (enrolment, nudge, local date), or (purpose, cause, address, step)."""

AT_LEAST_ONCE: Final = (Purpose.SAFETY, Purpose.STAFF_ALERT)
"""Somebody is in trouble: a doubled answer is better than none, so these doubles are not counted."""

KNOWN_STATES: Final = tuple(state.value for state in State)
NOTHING: Final[Mapping[str, int]] = MappingProxyType(dict.fromkeys(KNOWN_STATES, 0))


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored delivery. ``provider_ids``: the messages that the provider made of it, bounced ones left out."""

    identity: Identity
    purpose: str
    state: str
    reason: str
    due_at: datetime
    state_at: datetime
    provider_ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ledger:
    """The figures. All is well when ``unaccounted`` and ``doubles`` are 0.

    ``planned``: occurrences that the planner yields and that are due. ``by_state``: deliveries that are due.
    ``in_flight``: of these, not final and not sent. ``oldest_unconfirmed_s``: whole seconds, 0 when there is none.
    """

    planned: int = 0
    by_state: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    in_flight: int = 0
    unaccounted: int = 0
    doubles: int = 0
    oldest_unconfirmed_s: int = 0

    def __add__(self, other: Self) -> "Ledger":
        """The ledger of both parts."""
        states = [*self.by_state, *(state for state in other.by_state if state not in self.by_state)]
        return Ledger(
            planned=self.planned + other.planned,
            by_state={state: self.by_state.get(state, 0) + other.by_state.get(state, 0) for state in states},
            in_flight=self.in_flight + other.in_flight,
            unaccounted=self.unaccounted + other.unaccounted,
            doubles=self.doubles + other.doubles,
            oldest_unconfirmed_s=max(self.oldest_unconfirmed_s, other.oldest_unconfirmed_s),
        )

    @property
    def balances(self) -> bool:
        """Whether nothing is lost and nothing is there twice."""
        return self.unaccounted == 0 and self.doubles == 0


@dataclass(frozen=True, slots=True)
class Sighting:
    """A provider id that was recorded or told, and what was said of it."""

    provider_id: str
    news: News | None


def arrived(sightings: Iterable[Sighting]) -> frozenset[str]:
    """The provider ids of which not all that we know is that they bounced or were refused."""
    said: dict[str, set[News | None]] = defaultdict(set)
    for sighting in sightings:
        if sighting.provider_id:
            said[sighting.provider_id].add(sighting.news)
    in_vain = {News.BOUNCED, News.REJECTED}
    return frozenset(one for one, news in said.items() if News.CONFIRMED in news or not news & in_vain)


def count(planned: Iterable[Identity], entries: Iterable[Entry], at: datetime, sweep_after: timedelta) -> Ledger:
    """The ledger of these occurrences, all due at ``at``, and of the deliveries stored for the same people.

    ``sweep_after``: how long a claim may last until it must have been taken from its claimant.
    """
    stored = list(entries)
    occurrences = set(planned)
    accounted = {entry.identity for entry in stored if not _is_called_off(entry)}
    due = [entry for entry in stored if entry.due_at <= at]
    unconfirmed = [at - entry.state_at for entry in stored if entry.state == State.UNCONFIRMED]
    return Ledger(
        planned=len(occurrences),
        by_state={**NOTHING, **Counter(entry.state for entry in due)},
        in_flight=sum(entry.state not in {*FINAL, State.SENT} for entry in due),
        unaccounted=len(occurrences - accounted) + sum(_is_adrift(entry, at, sweep_after) for entry in stored),
        doubles=_doubles(stored),
        oldest_unconfirmed_s=max(0, *(int(age.total_seconds()) for age in unconfirmed)) if unconfirmed else 0,
    )


def _is_called_off(entry: Entry) -> bool:
    """An event called it off, so it keeps no promise: another delivery does, or the planner yields it no more."""
    return entry.state == State.CANCELLED and entry.reason == Reason.REPLANNED


def _is_adrift(entry: Entry, at: datetime, sweep_after: timedelta) -> bool:
    """In a state that nobody knows, or claimed for longer than a claim may last."""
    if entry.state == State.SENDING:
        return entry.state_at < at - sweep_after
    return entry.state not in KNOWN_STATES


def _doubles(entries: list[Entry]) -> int:
    """Messages beyond one an identity, plans that were made anew and follow-ups together."""
    made: dict[Identity, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.purpose not in AT_LEAST_ONCE:
            made[entry.identity] |= entry.provider_ids
    return sum(len(ids) - 1 for ids in made.values() if ids)
