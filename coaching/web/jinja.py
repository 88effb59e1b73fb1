"""What every page's template can use: addresses, translations, times as people say them, and who is reading."""

from datetime import time
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.forms import BoundField
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext
from django_htmx.jinja import htmx_script
from jinja2 import Environment, StrictUndefined

from coaching.models import Staff
from coaching.models.staff import May
from coaching.settings.environment import ENVIRONMENT
from coaching.web import pictures, times, words

# Name, address, and what a role must be allowed to see it; None: everybody who works at the clinic.
MENU: tuple[tuple[Any, str, May | None], ...] = (
    (gettext_lazy("Today"), "today", None),
    (gettext_lazy("Patients"), "patients", May.READ_PATIENTS),
    (gettext_lazy("Enrol"), "enrol", May.TREAT_PATIENTS),
    (gettext_lazy("Programmes"), "programmes", None),
)


def environment(**options: Any) -> Environment:  # noqa: ANN401  (what Django hands to Jinja)
    """The Jinja environment of the pages: a name that does not exist is an error, not an empty place."""
    env = Environment(  # noqa: S701  (Django passes autoescape=True in the options)
        **{**options, "undefined": StrictUndefined},
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(
        htmx_script=htmx_script,
        static=staticfiles_storage.url,
        url=_url,
        word=words.word,
        value_of=_value_of,
        weekdays=times.weekdays(),
        pictures=pictures,
    )
    env.filters.update(
        when=times.when,
        when_today=times.when_today,
        day=times.day,
        clock=times.clock,
        full=times.full,
        say=words.say,
    )
    return env


def _url(name: str, **parts: Any) -> str:  # noqa: ANN401  (the parts of an address)
    return reverse(name, kwargs=parts)


def _value_of(field: BoundField) -> str:
    """What stands in a field, as a browser's input wants it."""
    value = field.value()
    if isinstance(value, time):
        return times.clock(value)
    return "" if value is None else str(value)


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Who is reading, in which language, and where they can go."""
    user = getattr(request, "user", None)
    staff = user if isinstance(user, Staff) and user.clinic_id else None
    return {
        "staff": staff,
        "clinic": staff.clinic if staff else None,
        "zone": staff.clinic.zone if staff and staff.clinic else "UTC",
        "may": {one.value: bool(staff and staff.may(one)) for one in May},
        "menu": [
            {"name": name, "address": reverse(view), "here": _is_here(request, reverse(view))}
            for name, view, needed in MENU
            if staff and (needed is None or staff.may(needed))
        ],
        "language": get_language(),
        "picture_words": pictures.words_in(get_language() or ""),
        "here": request.get_full_path() if request.method == "GET" else request.path,
        "is_demo": ENVIRONMENT.is_demo,
        "phones_url": ENVIRONMENT.phones_url,
    }


def _is_here(request: HttpRequest, address: str) -> bool:
    return request.path == address or request.path.startswith(address + "/")
