"""What the supervisor is told to do, as plain values: which processes, in which order, with how much patience."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

Probe = Callable[[], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class ChildSpec:
    """A process that is to run as long as the product does."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)  # beside the plan's
    folder: Path | None = None  # where it runs, if not where the others do
    ready: Probe | None = None  # asked until it says yes; None: running is enough
    heartbeat: Path | None = None  # a file that it touches while it is well
    silence: float = 60.0  # seconds without a heartbeat after which it is ended and started again
    hush: tuple[str, ...] = ()  # lines with one of these words are not passed on
    mend: Callable[[], str | None] | None = None  # when it cannot start: put right what it trips over, and say what


@dataclass(frozen=True, slots=True)
class Step:
    """A command that runs to its end, before the children start."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is too long, in seconds."""

    # A hand-over takes 8 s at most and Celery's soft shutdown 10 s: at 14 s all that can end well has ended.
    stop: float = 14.0
    # Everything is gone within 15 s: what stops last (the broker, in milliseconds) gets the rest.
    stop_last: float = 0.7
    ready: float = 90.0  # a slow machine's first start, without compiled files
    restarts: int = 5  # within `restarts_within`: more is no accident but a cause that starting again does not mend
    restarts_within: float = 60.0
    before_restart: float = 0.5
    first_heartbeat: float = 60.0  # importing and connecting comes before the first one


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole run."""

    folder: Path  # where the commands run
    environment: Mapping[str, str]
    # In the order in which they start. What is stopped last is what the others talk to until their end.
    before: tuple[ChildSpec, ...] = ()  # at once, beside the steps; stopped last
    steps: tuple[Step, ...] = ()  # one after the other
    front: tuple[ChildSpec, ...] = ()  # what a person looks at: `welcome` is called when these are ready, too
    children: tuple[ChildSpec, ...] = ()
    patience: Patience = Patience()
    # Called with name → process id when all are ready, and again after each restart.
    announce: Callable[[Mapping[str, int]], None] = lambda _pids: None
    welcome: Callable[[], None] = lambda: None
