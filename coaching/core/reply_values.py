"""The values that reading a reply takes and gives: the question, the commands, the answer, and why."""

from dataclasses import dataclass, replace
from datetime import time as WallTime  # noqa: N812 - the field is called time, as in the printed line
from enum import StrEnum


class Context(StrEnum):
    """The question that a reply can answer: the last one asked that is still open."""

    YES_NO = "yes_no"
    DAYS_0_7 = "days_0_7"
    CONFIRM = "confirm"  # the opt-in text; also right for somebody who opted out and may say YES to start again
    NONE = "none"


class Command(StrEnum):
    """What somebody can tell the product to do. `confirm` and `decline` answer the opt-in text."""

    CONFIRM = "confirm"
    DECLINE = "decline"
    STOP = "stop"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    LESS = "less"
    MORE = "more"
    HELP = "help"
    LINK = "link"


class Answer(StrEnum):
    """The answer to a nudge that asks."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why something was decided: the rule's name and the words (in plain letters) that it read."""

    rule: str
    words: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """All that a reply says.

    pause_days  1–60, only with Command.PAUSE
    time        wall clock time in the patient's zone that is asked for
    answer      a number only when a number of days (0–7) was asked
    says_yes    the text is YES or JA and nothing else: for somebody who opted out this is START
    unclear     nothing, or two things that exclude each other, was understood: a person reads it
    """

    commands: tuple[Command, ...] = ()
    pause_days: int | None = None
    time: WallTime | None = None
    answer: Answer | int | None = None
    auto_reply: bool = False
    says_yes: bool = False
    unclear: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A reply while it is being read: the line that is left over, and what has been understood so far."""

    shouted: bool  # STOP stands in capitals in a text that is not all capitals
    line: str
    context: Context
    language: str
    known: Understanding

    def learn(self, rule: str, words: str, known: Understanding, line: str | None = None) -> "Reading":
        """Take over what a rule understood, with its words as evidence, and the line that it left."""
        evidence = (*known.evidence, Evidence(rule, words.replace(" /", "").strip()))
        return replace(self, known=replace(known, evidence=evidence), line=self.line if line is None else line)
