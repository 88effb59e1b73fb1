"""The words of a text with a patient's values in their place.

Texts are Jinja, because clinics know it, but only a sliver of it: plain text, `{{ a_known_variable }}`, three filters, and
if/else over a known true-or-false variable. No expressions, no calls, no attributes, no loops, so an admin's text can
neither reach anything nor grow. The list of allowed nodes decides; Jinja's immutable sandbox stands behind it.

Nothing is escaped here: the result is plain text. A page or an HTML mail escapes it like any other text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from coaching.core.findings import Phrase, known_ones, phrase

Value = str | int | bool
Values = Mapping[str, Value]

LARGEST_SOURCE: Final = 4096
"""Bytes of a text's source in UTF-8. The longest of ours has under 200."""

LONGEST_OUTPUT: Final = 1600
"""Characters: the most that Twilio takes in one message."""

_DEEPEST: Final = 8
"""Levels of nodes. A variable in a condition in a condition has 5, which is already hard to read."""

_MOST_NODES: Final = 200
"""Pieces of text, variables and conditions. Ours have at most 7."""

FILTERS: Final = ("capitalize", "lower", "upper")

ALLOWED: Final = phrase(
    "Allowed: plain text, {{{{ variable }}}}, the filters {filters}, and {{% if variable %}} … {{% endif %}}.",
    filters=", ".join(FILTERS),
)


class RenderingRefused(ValueError):
    """This text must not be rendered, or gives too much. `words` say what to change."""

    def __init__(self, words: Phrase) -> None:
        """Keep the words as a phrase, for a page in another language."""
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """What is wrong with a source, at which of its lines (from 1), and how to mend it."""

    line: int
    problem: Phrase
    mend: Phrase


def _sandbox() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.globals.clear()
    environment.tests.clear()
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    return environment


_SANDBOX: Final = _sandbox()


@dataclass(frozen=True, slots=True)
class _Checked:
    """A source whose nodes are all allowed."""

    template: Template
    variables: frozenset[str]
    conditions: frozenset[str]


def render(source: str, values: Values) -> str:
    """The source with the values in place.

    Raises RenderingRefused when the source is not allowed, names a variable without a value, has a condition on
    something that is not true or false, or gives more than LONGEST_OUTPUT characters.
    """
    checked = _checked(source)
    for name in sorted(checked.variables - values.keys()):
        raise RenderingRefused(phrase("'{name}' has no value here. {known}", name=name, known=known_ones(name, values)))
    given = {name: values[name] for name in checked.variables}
    for name, value in given.items():
        # Exact types: a subclass of str could bring code of its own into the template.
        if type(value) not in {str, int, bool} or (type(value) is bool) != (name in checked.conditions):
            kind = type(value).__name__
            raise RenderingRefused(phrase("'{name}' is {kind}, which cannot stand in this place", name=name, kind=kind))
        if type(value) is str and len(value) > LONGEST_OUTPUT:
            raise RenderingRefused(
                phrase("the value of '{name}' is longer than {most} characters", name=name, most=LONGEST_OUTPUT)
            )
    try:
        rendered = checked.template.render(given)
    except (TemplateError, ValueError) as error:
        raise RenderingRefused(phrase("the text cannot be rendered: {error}", error=error)) from error
    if len(rendered) > LONGEST_OUTPUT:
        length = len(rendered)
        raise RenderingRefused(
            phrase("the text has {length} characters; at most {most} fit", length=length, most=LONGEST_OUTPUT)
        )
    return rendered


def check_template(source: str, known: Mapping[str, type]) -> list[TemplateProblem]:
    """Everything that is wrong with a source, given the known variables and their types (str, int or bool).

    An empty list means that `render` takes it with values of these types, as long as the result is short enough.
    """
    try:
        tree = _parse(source)
    except TemplateSyntaxError as error:
        problem = phrase("broken template: {error}", error=(error.message or "unreadable").rstrip("."))
        mend = phrase("See that every {{{{ … }}}} and {{% … %}} is whole and has its end.")
        return [TemplateProblem(error.lineno, problem, mend)]
    except RenderingRefused as error:
        return [TemplateProblem(1, error.words, phrase("Make it shorter and simpler."))]
    return list(_problems(tree, known))


@lru_cache(maxsize=4096)
def _checked(source: str) -> _Checked:
    """Check and compile once for each source: compiling costs fifty times what rendering costs."""
    try:
        tree = _parse(source)
    except TemplateSyntaxError as error:
        raise RenderingRefused(phrase("broken template: {error}", error=error.message)) from error
    conditions = frozenset(
        name for node, _ in _walk(tree) if isinstance(node, nodes.If) and (name := _asked(node)) is not None
    )
    shown = frozenset(node.name for node, _ in _walk(tree) if isinstance(node, nodes.Name))
    for problem in _problems(tree, dict.fromkeys(shown, str) | dict.fromkeys(conditions, bool)):
        raise RenderingRefused(phrase("{problem}. {mend}", problem=problem.problem, mend=problem.mend))
    return _Checked(_SANDBOX.from_string(tree), shown | conditions, conditions)


def _parse(source: str) -> nodes.Template:
    if len(source.encode(errors="replace")) > LARGEST_SOURCE:
        raise RenderingRefused(phrase("longer than {most} bytes", most=LARGEST_SOURCE))
    try:
        return _SANDBOX.parse(source)
    except (RecursionError, ValueError) as error:
        raise RenderingRefused(phrase("too deeply nested to read")) from error


def _walk(tree: nodes.Node) -> Iterator[tuple[nodes.Node, int]]:
    """The nodes with their depth, but for what conditions ask and what stands inside a node that is not allowed.

    No recursion, because a source may nest deeper than Python.
    """
    waiting = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        if isinstance(node, nodes.Template | nodes.Output | nodes.If | nodes.Filter):
            waiting += [(child, depth + 1) for child in reversed([*node.iter_child_nodes(exclude=("test",))])]


def _asked(condition: nodes.If) -> str | None:
    """The variable in `if variable` or `if not variable`; None for any other condition."""
    match condition.test:
        case nodes.Name(name=name) | nodes.Not(node=nodes.Name(name=name)):
            return str(name)
    return None


def _problems(tree: nodes.Template, known: Mapping[str, type]) -> Iterator[TemplateProblem]:
    for number, (node, depth) in enumerate(_walk(tree)):
        if depth > _DEEPEST or number > _MOST_NODES:
            problem = phrase("too many parts, or too much inside each other")
            yield TemplateProblem(node.lineno, problem, phrase("Write two texts instead."))
            return
        match node:
            case nodes.If():
                found = _condition_problem(node, known)
            case nodes.Name():
                found = _variable_problem(node, known)
            case nodes.Filter():
                found = _filter_problem(node)
            case nodes.Template() | nodes.Output() | nodes.TemplateData():
                found = None
            case _:
                found = phrase("a text cannot hold this ({node})", node=type(node).__name__.lower()), ALLOWED
        if found is not None:
            yield TemplateProblem(node.lineno, *found)


def _condition_problem(node: nodes.If, known: Mapping[str, type]) -> tuple[Phrase, Phrase] | None:
    name = _asked(node)
    choices = [variable for variable, kind in known.items() if kind is bool]
    if name in choices:
        return None
    problem = phrase("a condition that is not one variable")
    if name is not None:
        problem = phrase("'{name}' is not true or false", name=name)
    if not choices:
        return problem, phrase("Write the text without a condition.")
    return problem, phrase("Ask for one of: {choices}.", choices=", ".join(choices))


def _variable_problem(node: nodes.Name, known: Mapping[str, type]) -> tuple[Phrase, Phrase] | None:
    if node.name not in known:
        return phrase("unknown variable '{name}'", name=node.name), known_ones(node.name, known)
    if known[node.name] is bool:
        problem = phrase("'{name}' is true or false and has no words", name=node.name)
        return problem, phrase("Use {{% if {name} %}} … {{% endif %}}.", name=node.name)
    return None


def _filter_problem(node: nodes.Filter) -> tuple[Phrase, Phrase] | None:
    if node.name not in FILTERS:
        return phrase("the filter '{name}' is not allowed", name=node.name), known_ones(node.name, FILTERS)
    if node.node is None or node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
        problem = phrase("the filter '{name}' takes nothing here", name=node.name)
        return problem, phrase("Write {{{{ variable|{name} }}}}.", name=node.name)
    return None
