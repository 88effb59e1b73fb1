"""Advice on the plan: texts that run out, windows in the night, nudges that never have their turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from coaching.core.findings import phrase
from coaching.core.linter_advice import Advice, Placed
from coaching.core.plan_checks import (
    QUIET_FROM,
    QUIET_UNTIL,
    after_their_phase,
    always_dropped,
    is_swallowed,
    scarce_texts,
    silent_phases,
    windows_in_the_night,
)
from coaching.core.programme import Programme
from coaching.core.programme_writing import PLAN_FILE


def plan_advice(programme: Programme) -> Iterator[Placed]:
    """Advice on the plan, with its place."""
    number = {nudge.key: index for index, nudge in enumerate(programme.nudges)}
    yield from _on_texts(programme, number)
    yield from _on_windows(programme, number)
    yield from _on_turns(programme, number)
    phases = {phase.key: index for index, phase in enumerate(programme.phases)}
    for phase, dose in silent_phases(programme):
        problem = phrase("in the phase '{phase}' there is no coaching at the dose '{dose}'", phase=phase.key, dose=dose)
        mend = phrase("Write a [[nudge]] that takes part in it.")
        yield PLAN_FILE, ("phase", phases[phase.key]), Advice(problem, mend)


def _on_texts(programme: Programme, number: Mapping[str, int]) -> Iterator[Placed]:
    for scarce in scarce_texts(programme):
        problem = phrase(
            "at the dose '{dose}' '{kind}' goes out {needed} times within 29 days of the phase '{phase}', "
            "and {texts} of its texts fit every patient",
            dose=scarce.dose,
            kind=scarce.kind,
            needed=scarce.needed,
            phase=scarce.phase,
            texts=scarce.texts,
        )
        missing = scarce.needed - scarce.texts
        mend = phrase("Write {missing} more without exercise and steps_up, or choose fewer days.", missing=missing)
        yield PLAN_FILE, ("nudge", number[scarce.nudge]), Advice(problem, mend)


def _on_windows(programme: Programme, number: Mapping[str, int]) -> Iterator[Placed]:
    for nudge, first, last in windows_in_the_night(programme):
        where = (PLAN_FILE, ("nudge", number[nudge.key], "window"))
        night = {"first": first, "last": last, "quiet_from": QUIET_FROM, "quiet_until": QUIET_UNTIL}
        if is_swallowed(first, last):
            problem = phrase(
                "from {first:%H:%M} to {last:%H:%M} is all in the night ({quiet_from:%H:%M} to {quiet_until:%H:%M}), "
                "so it is never sent",
                **night,
            )
            yield *where, Advice(problem, phrase("Choose a time of the day."))
        else:
            problem = phrase(
                "from {first:%H:%M} to {last:%H:%M} reaches into the night ({quiet_from:%H:%M} to {quiet_until:%H:%M})",
                **night,
            )
            yield *where, Advice(problem, phrase("Make the window shorter."))


def _on_turns(programme: Programme, number: Mapping[str, int]) -> Iterator[Placed]:
    for nudge, phase in after_their_phase(programme):
        problem = phrase(
            "week {week} comes after the {weeks} weeks of the phase '{phase}', so it is never sent",
            week=nudge.first_week,
            weeks=phase.weeks,
            phase=phase.key,
        )
        mend = phrase("Choose a week of the phase, or make the phase longer.")
        yield PLAN_FILE, ("nudge", number[nudge.key], "first_week"), Advice(problem, mend)
    for nudge, dose in always_dropped(programme):
        problem = phrase("the caps never leave room for it at the dose '{dose}'", dose=dose)
        mend = phrase("Give it other days or a lower priority number, or take it out of that dose.")
        yield PLAN_FILE, ("nudge", number[nudge.key]), Advice(problem, mend)
