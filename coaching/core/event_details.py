"""An event's own fields as JSON values, and back: the form in which events are stored."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, time
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from coaching.core.situation import Channel

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def details_of(event: "DataclassInstance") -> dict[str, Any]:
    """The event's own fields as JSON values (without ``recorded_at``)."""
    return {item.name: _plain(getattr(event, item.name)) for item in fields(event) if item.name != "recorded_at"}


def read_details(details: Mapping[str, Any]) -> dict[str, Any]:
    """The fields again, with their real types."""
    return {name: _READ.get(name, _as_it_is)(value) for name, value in details.items()}


def _plain(value: object) -> object:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in sorted(value.items())}
    if isinstance(value, frozenset):
        return sorted(value)
    return list(value) if isinstance(value, tuple) else value


def _as_it_is(value: Any) -> Any:  # noqa: ANN401  (a JSON value)
    return value


_READ: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "start_on": date.fromisoformat,
        "from_on": date.fromisoformat,
        "until_on": date.fromisoformat,
        "on_date": date.fromisoformat,
        "channel": Channel,
        "channels": lambda values: tuple(Channel(value) for value in values),
        "minutes": tuple,
        "days_off": frozenset,
        "exercises": frozenset,
        "own_times": lambda times: MappingProxyType({slot: time.fromisoformat(at) for slot, at in times.items()}),
    }
)
