"""Wait for something to come about instead of sleeping for a time that is always too long or too short."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")

_never = threading.Event()
BETWEEN_QUESTIONS = 0.02


def until(condition: Callable[[], Answer], seconds: float = 30.0) -> Answer:
    """Ask until the answer is true, and return it; fails when it has not come about in time."""
    end = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < end, f"it did not come about within {seconds:g} s"
        _never.wait(BETWEEN_QUESTIONS)
    return answer
