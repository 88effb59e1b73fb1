"""Rules that read what somebody wants: stop, pause, other commands, another time. The row in `replies` calls them."""

from dataclasses import replace
from typing import Final

from coaching.core import reply_phrases as said
from coaching.core.reply_numbers import pause_days
from coaching.core.reply_text import compile_phrases, is_only, without
from coaching.core.reply_times import wanted_time
from coaching.core.reply_values import Command, Reading
from coaching.core.reply_words import POLITE

_AUTO_REPLY: Final = compile_phrases(said.AUTO_REPLY)
_KEEPS_GOING: Final = compile_phrases(said.KEEPS_GOING)
_CLEAR_OPT_OUT: Final = compile_phrases(said.CLEAR_OPT_OUT)
_NOT_AN_OPT_OUT: Final = compile_phrases(said.NOT_AN_OPT_OUT)
_OPT_OUT: Final = compile_phrases(said.OPT_OUT)
_STOP: Final = compile_phrases(("stop",))
_NOT_A_PAUSE: Final = compile_phrases(said.NOT_A_PAUSE)
_PAUSE: Final = compile_phrases(said.PAUSE)
_COMMANDS: Final = {Command(name): compile_phrases(phrases) for name, phrases in said.COMMANDS.items()}


def read_auto_reply(reading: Reading) -> Reading:
    """An out-of-office answer says nothing of the patient: nothing more is read in it."""
    found = _AUTO_REPLY.search(reading.line)
    if found is None:
        return reading
    return reading.learn("automatic reply", found[0], replace(reading.known, auto_reply=True), line=" ")


def read_opt_out(reading: Reading) -> Reading:
    """An opt-out word alone always is one; STOP in a text is one unless the text speaks of something else; then own words."""
    line = without(reading.line, POLITE)
    needed = set(line.split()) & said.OPT_OUT_NEEDS
    if needed and is_only(line, {*said.OPT_OUT_WORDS, "?", "👍", "👎"}):
        return _stopped(reading, "opt-out word", " ".join(sorted(needed)), " ")
    if reading.shouted and (found := _STOP.search(line)):
        return _stopped(reading, "STOP in capitals", found[0], _cut(line, found.span()))
    line = _KEEPS_GOING.sub(" /", line)
    if found := _CLEAR_OPT_OUT.search(line):
        return _stopped(reading, "opt-out in own words", found[0], _cut(line, found.span()))
    line = _NOT_AN_OPT_OUT.sub(" /", line)
    if found := _OPT_OUT.search(line):
        return _stopped(reading, "opt-out in own words", found[0], _cut(line, found.span()))
    if found := _STOP.search(line):
        return _stopped(reading, "STOP in a text", found[0], _cut(line, found.span()))
    return reading


def read_pause(reading: Reading) -> Reading:
    """PAUZE, and for how long. The number belongs to the pause and answers no question."""
    bare = without(reading.line, POLITE)
    bare = _NOT_A_PAUSE.sub(" /", bare)
    found = _PAUSE.search(bare)
    if found is None or _COMMANDS[Command.RESUME].search(bare):
        return reading
    rest = _cut(bare, found.span())
    days, words = pause_days(bare[found.start() :])
    if not words:
        days, words = pause_days(bare)
    known = replace(reading.known, commands=(*reading.known.commands, Command.PAUSE), pause_days=days)
    return reading.learn(
        "pause", f"{found[0]} {words}", known, line=rest.replace(f" {words}", " /", 1) if words else rest
    )


def read_commands(reading: Reading) -> Reading:
    """The other commands; each at most once, in the order of the table."""
    for command, phrases in _COMMANDS.items():
        bare = without(reading.line, POLITE)
        found = phrases.search(bare)
        if found and Command.STOP not in reading.known.commands:
            known = replace(reading.known, commands=(*reading.known.commands, command))
            reading = reading.learn(command.value, found[0], known, line=_cut(bare, found.span()))
    return reading


def read_wanted_time(reading: Reading) -> Reading:
    """Another time for the nudges. One that could be morning or evening is left to a person."""
    wanted = wanted_time(reading.line)
    if wanted is None:
        return reading
    if wanted.at is None:
        return reading.learn("time, morning or evening unknown", wanted.words, reading.known, line=" ")
    return reading.learn("time", wanted.words, replace(reading.known, time=wanted.at), line=" ")


def _stopped(reading: Reading, rule: str, words: str, line: str) -> Reading:
    return reading.learn(rule, words, replace(reading.known, commands=(*reading.known.commands, Command.STOP)), line)


def _cut(line: str, span: tuple[int, int]) -> str:
    return f"{line[: span[0]]} /{line[span[1] :]}"
