"""Which text a patient gets: one that fits, that has rested long enough, in a rotation of the patient's own.

The planner, the preview and the sender all choose here, so what was shown is what is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import blake2b
from typing import Final

from coaching.core.programme import Text

REST_DAYS: Final = 28
"""A coaching text of the 28 days before is not repeated: a text that is read twice a month is no longer read."""


def choose_text(
    texts: Iterable[Text],
    *,
    patient_seed: str,
    used: Mapping[str, date],
    on_date: date,
    ticked: frozenset[str],
    steps_up: bool,
) -> Text | None:
    """The text for that patient on that local date, or None when none is left.

    texts:     those of the nudge, as `Programme.texts_for` gives them.
    used:      by text id the last local date before `on_date` on which the patient got it; ids of older versions too.
               Give none for a check-in, which asks the same question each week on purpose.
    ticked:    the exercises that the clinician ticked. steps_up: whether progression is switched on.

    Texts that were never used go first, in an order that is the same for a patient at any time and on any machine and
    differs between patients; then the one that was used longest ago.
    """
    rested = [
        (used.get(text.id, date.min), _place(patient_seed, text.id), text.id, text)
        for text in texts
        if fits(text, ticked=ticked, steps_up=steps_up)
        and (text.id not in used or (on_date - used[text.id]).days > REST_DAYS)
    ]
    return min(rested)[-1] if rested else None


def fits(text: Text, *, ticked: frozenset[str], steps_up: bool) -> bool:
    """Whether this patient may get the text at all."""
    return (text.exercise is None or text.exercise in ticked) and (steps_up or not text.steps_up)


def _place(patient_seed: str, text_id: str) -> bytes:
    """The text's place in the patient's rotation: a hash that, unlike Python's own, is the same in every process."""
    return blake2b(f"{patient_seed}\n{text_id}".encode(), digest_size=8).digest()
