"""The shapes that pictures are made of: squares, lines, words, and the sign of each outcome. Colours are the page's tokens."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from coaching.core.adherence import Outcome

# The page's own tokens, light and dark; behind the comma what holds where there is no page (print, mail).
ACCENT: Final = "var(--accent, #0f5c5c)"
GREY: Final = "var(--edge, #857f73)"
QUIET: Final = "var(--quiet, #5c574e)"
GROUND: Final = "var(--ground, #f6f4f0)"
LINE: Final = "var(--line, #ddd8cf)"
CLEAR: Final = "transparent"  # takes the pointer, so that a day or an hour without a shape still has its title


@dataclass(frozen=True, slots=True)
class Box:
    """Where a shape stands, in the picture's units; (0, 0) is the upper left corner."""

    x: float
    y: float
    width: float
    height: float

    def shrunk(self, by: float) -> "Box":
        """The box with this much less on each side."""
        return Box(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)

    @property
    def lower_half(self) -> "Box":
        """The half that is filled when something was done in part."""
        return Box(self.x, self.y + self.height / 2, self.width, self.height / 2)


def sign(outcome: Outcome, box: Box) -> Markup:
    """The sign of an outcome: solid, half, outlined, a dot, a cross, a dotted outline; nothing for what was not asked."""
    thick = min(2.0, box.height / 4)
    draw: Mapping[Outcome, Callable[[], Markup]] = {
        Outcome.DONE: lambda: filled(box, ACCENT),
        Outcome.PARTLY: lambda: outlined(box, ACCENT, thick) + filled(box.lower_half, ACCENT),
        Outcome.NOT_DONE: lambda: outlined(box, ACCENT, thick),
        Outcome.SILENT: lambda: _dot(box),
        Outcome.NOT_DELIVERED: lambda: _cross(box, thick),
        Outcome.OPEN: lambda: outlined(box, GREY, min(1.5, thick), "2 2"),
        Outcome.NOT_ASKED: Markup,
    }
    return draw[outcome]()


def filled(box: Box, colour: str) -> Markup:
    """A full square."""
    return Markup('<rect x="{:g}" y="{:g}" width="{:g}" height="{:g}" rx="{:g}" fill="{}"/>').format(
        box.x, box.y, box.width, box.height, min(2.0, box.height / 5), colour
    )


def outlined(box: Box, colour: str, thick: float, dashes: str = "none") -> Markup:
    """An empty square whose line lies inside the box."""
    inner = box.shrunk(thick / 2)
    return Markup(
        '<rect x="{:g}" y="{:g}" width="{:g}" height="{:g}" rx="{:g}" fill="none" stroke="{}" stroke-width="{:g}" stroke-dasharray="{}"/>'
    ).format(inner.x, inner.y, inner.width, inner.height, min(2.0, box.height / 5), colour, thick, dashes)


def line(left: float, y: float, right: float) -> Markup:
    """A thin level line."""
    return Markup('<path d="M{:g} {:g}H{:g}" stroke="{}" fill="none"/>').format(left, y, right, LINE)


def text(x: float, y: float, words: str, anchor: str = "start") -> Markup:
    """Words on a base line, in the page's ink."""
    return Markup('<text x="{:g}" y="{:g}" text-anchor="{}" font-size="12" fill="currentColor">{}</text>').format(
        x, y, anchor, words
    )


def titled(title: str, parts: Iterable[Markup]) -> Markup:
    """Shapes that say what they are when pointed at."""
    return Markup("<g><title>{}</title>{}</g>").format(title, Markup().join(parts))


def picture(name: str, width: float, height: float, parts: Iterable[Markup]) -> Markup:
    """A whole picture with its name, that grows and shrinks with its place."""
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="adherence" role="img" aria-label="{0}" viewBox="0 0 {1:g} {2:g}" width="{1:g}" height="{2:g}">'
        "<title>{0}</title>{3}</svg>"
    ).format(name, width, height, Markup().join(parts))


def _dot(box: Box) -> Markup:
    middle_x, middle_y = box.x + box.width / 2, box.y + box.height / 2
    return Markup('<circle cx="{:g}" cy="{:g}" r="{:g}" fill="{}"/>').format(
        middle_x, middle_y, max(1.0, min(box.width, box.height) / 4.5), QUIET
    )


def _cross(box: Box, thick: float) -> Markup:
    reach = min(box.width, box.height) / 3.5
    left, top = box.x + box.width / 2 - reach, box.y + box.height / 2 - reach
    return Markup(
        '<path d="M{0:g} {1:g}l{2:g} {2:g}m0 -{2:g}l-{2:g} {2:g}" stroke="{3}" stroke-width="{4:g}" fill="none"/>'
    ).format(left, top, 2 * reach, GREY, thick)
