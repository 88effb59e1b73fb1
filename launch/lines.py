"""What the supervisor prints: each process's lines with its name in front, and its own words."""

import contextlib
import os
import sys
from typing import TextIO

WIDTH = 9
COLOURS = ("36", "33", "35", "32", "34", "31")  # terminal codes, one a process, in order of first appearance
LONGEST = 8_192  # bytes of one line; the rest of a longer one is printed as the next


class Lines:
    """Prints to a terminal in colour, elsewhere plainly. A reader that went away is remembered in ``closed``."""

    def __init__(self, out: TextIO = sys.stdout) -> None:
        self._out = out
        self._coloured = out.isatty() and "NO_COLOR" not in os.environ
        self._colour_of: dict[str, str] = {}
        self.closed = False

    def of(self, name: str, line: str) -> None:
        """Print a line that the process ``name`` wrote."""
        prefix = f"{name:<{WIDTH}} |"
        if self._coloured:
            colour = self._colour_of.setdefault(name, COLOURS[len(self._colour_of) % len(COLOURS)])
            prefix = f"\x1b[{colour}m{prefix}\x1b[0m"
        self.plain(f"{prefix} {line}")

    def own(self, sentence: str) -> None:
        """Print something that the supervisor itself has to say."""
        self.of("volhoud", sentence)

    def plain(self, text: str) -> None:
        """Print ``text`` as it is."""
        if self.closed:
            return
        try:
            self._out.write(text + "\n")
            self._out.flush()
        except (BrokenPipeError, ValueError):
            self.closed = True
            with contextlib.suppress(OSError):  # or the interpreter complains once more when it flushes at the end
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class LineSplitter:
    """Turns bytes as they come into whole lines."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[str]:
        """Return the lines that ``data`` completes."""
        *whole, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > LONGEST:
            whole.append(self._rest)
            self._rest = b""
        return [line.decode(errors="replace").rstrip("\r") for line in whole]

    def end(self) -> list[str]:
        """Return what was left without a line's end."""
        rest, self._rest = self._rest, b""
        return [rest.decode(errors="replace")] if rest else []
