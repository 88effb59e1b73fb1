"""What an admin's text can do: name known variables, and nothing else."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.core.rendering import (
    LARGEST_SOURCE,
    LONGEST_OUTPUT,
    RenderingRefused,
    Values,
    check_template,
    render,
)
from coaching.core.wording import NUDGE_VARIABLES

VALUES: Values = {
    "first_name": "Anna",
    "clinic_name": "MoveWell",
    "clinic_phone": "035 123 45 67",
    "walk_minutes": 8,
    "steps_up": True,
}

# Published ways out of a Jinja template (HackTricks, PayloadsAllTheThings, Jinja's own advisories), and the usual bombs.
ESCAPES = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''['__class__'] }}",
    "{{ first_name.__class__.__base__ }}",
    "{{ first_name|attr('__class__') }}",
    "{{ first_name|attr('\\x5f\\x5fclass\\x5f\\x5f') }}",
    "{{ self }}",
    "{{ self.__init__.__globals__.__builtins__ }}",
    "{{ self._TemplateReference__context.cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ cycler.__init__.__globals__.os }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ config.items() }}",
    "{{ request.application.__globals__ }}",
    "{{ get_flashed_messages.__globals__ }}",
    "{{ url_for.__globals__ }}",
    "{{ '{0.__class__}'.format(first_name) }}",
    "{{ '%s'|format(first_name) }}",
    "{{ ('{0.__class__.__init__.__globals__}'|safe).format(first_name) }}",
    "{{ first_name|map('attr', '__class__')|list }}",
    "{{ [first_name]|map(attribute='__class__')|list }}",
    "{% set x = first_name %}{{ x }}",
    "{% set x %}a{% endset %}{{ x }}",
    "{% macro m() %}a{% endmacro %}{{ m() }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% from 'os' import path %}",
    "{% extends 'base.html' %}",
    "{% block b %}a{% endblock %}",
    "{% call first_name() %}{% endcall %}",
    "{% filter upper %}a{% endfilter %}",
    "{% autoescape false %}a{% endautoescape %}",
    "{% with x = 1 %}{{ x }}{% endwith %}",
    "{{ first_name() }}",
    "{{ first_name[0] }}",
    "{{ first_name ~ first_name }}",
    "{{ first_name if steps_up else 'x' }}",
    "{{ walk_minutes + 1 }}",
    "{{ (1, 2) }}",
    "{{ {'a': 1} }}",
    "{{ 'text' }}",
    "{{ first_name is string }}",
    "{% if walk_minutes > 5 %}a{% endif %}",
    "{% if steps_up and steps_up %}a{% endif %}",
    "{{ steps_up }}",
    "{{ not steps_up }}",
    "{% if first_name %}a{% endif %}",
]
BOMBS = [
    "{% for i in range(10**9) %}x{% endfor %}",
    "{% for a in first_name %}{% for b in first_name %}x{% endfor %}{% endfor %}",
    "{{ 'x' * 10**9 }}",
    "{{ 9**9**9**9 }}",
    "{{ first_name|center(10**9) }}",
    "{{ first_name|indent(10**9) }}",
    "{{ range(10**9)|join }}",
    "{{ " + "(" * 4000,
    "{{ " + "-" * 4000 + "1 }}",
    "{{ " + "not " * 900 + "steps_up }}",
    "{{ first_name" + "|upper" * 650 + " }}",
    "{% if steps_up %}" * 120 + "{% endif %}" * 120,
    "{% if steps_up %}a" + "{% elif steps_up %}a" * 180 + "{% endif %}",
    "{{ " + "[" * 2000 + "]" * 2000 + " }}",
    "x" * (LARGEST_SOURCE + 1),
    "ë" * (LARGEST_SOURCE // 2 + 1),
    "{{ first_name }}" * 5000,
]


@pytest.mark.parametrize("source", ESCAPES + BOMBS)
def test_a_text_can_neither_reach_out_nor_grow(source: str) -> None:
    started = time.monotonic()
    with pytest.raises(RenderingRefused):
        render(source, VALUES)
    assert check_template(source, NUDGE_VARIABLES)
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    ("source", "rendered"),
    [
        ("Loop {{ walk_minutes }} minuten.", "Loop 8 minuten."),
        ("{{ first_name|upper }}!", "ANNA!"),
        ("{% if steps_up %}5 erbij{% else %}net zo lang{% endif %}", "5 erbij"),
        ("{% if not steps_up %}a{% elif steps_up %}b{% endif %}", "b"),
        ("{# for translators #}Goed zo", "Goed zo"),
        ("Eén regel\nen nog een", "Eén regel\nen nog een"),
        ("10 % en {braces} & <tekens>", "10 % en {braces} & <tekens>"),
        ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
    ],
)
def test_a_text_shows_known_variables_and_asks_true_or_false_ones(source: str, rendered: str) -> None:
    assert check_template(source, NUDGE_VARIABLES) == []
    assert render(source, VALUES) == rendered


def test_what_a_patient_is_called_is_never_read_as_a_template() -> None:
    assert render("Dag {{ first_name }}", {"first_name": "{{ walk_minutes }}{% if x %}"}) == (
        "Dag {{ walk_minutes }}{% if x %}"
    )


def test_an_unknown_variable_is_named_with_its_line_and_the_nearest_known_one() -> None:
    [problem] = check_template("Dag,\n{{ firstname }}", NUDGE_VARIABLES)
    assert (problem.line, problem.problem) == (2, "unknown variable 'firstname'")
    assert problem.mend.startswith("Did you mean 'first_name'?")


def test_all_problems_of_a_text_are_found_at_once() -> None:
    problems = check_template("{{ a }}\n{{ first_name|title }}\n{% for x in b %}{% endfor %}", NUDGE_VARIABLES)
    assert [problem.line for problem in problems] == [1, 2, 3]


def test_a_missing_value_is_refused_and_not_left_blank() -> None:
    with pytest.raises(RenderingRefused, match="'first_name' has no value"):
        render("Dag {{ first_name }}", {"clinic_name": "MoveWell"})


class Sly(str):
    __slots__ = ()

    def __str__(self) -> str:
        return "changed"


@pytest.mark.parametrize("value", [Sly("a"), None, 1.5, ["a"], {"a": 1}, object(), b"a"])
def test_only_plain_values_go_in(value: object) -> None:
    with pytest.raises(RenderingRefused):
        render("{{ first_name }}", {"first_name": value})  # type: ignore[dict-item]


def test_a_long_result_is_refused_however_it_came_about() -> None:
    half = "x" * (LONGEST_OUTPUT // 2)
    assert len(render("{{ a }}{{ a }}", {"a": half})) == LONGEST_OUTPUT
    with pytest.raises(RenderingRefused, match="at most 1600"):
        render("{{ a }}{{ a }}.", {"a": half})
    with pytest.raises(RenderingRefused, match="longer than 1600"):
        render("{{ a }}", {"a": "x" * (LONGEST_OUTPUT + 1)})
    with pytest.raises(RenderingRefused):
        render("{{ days }}", {"days": 10**5000})


@given(st.text() | st.text(alphabet="{}%#- \nabifelsnotrw_|().[]'\"0*"))
def test_any_source_gives_problems_or_a_text_and_never_another_error(source: str) -> None:
    problems = check_template(source, NUDGE_VARIABLES)
    try:
        rendered = render(source, VALUES)
    except RenderingRefused:
        assert problems or len(source) > LONGEST_OUTPUT
    else:
        assert not problems
        assert len(rendered) <= LONGEST_OUTPUT
