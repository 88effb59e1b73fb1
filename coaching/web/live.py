"""Parts of a page that keep themselves up to date: they ask every few seconds and are replaced when something changed."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe


def live(request: HttpRequest, template: str, address: str, values: Mapping[str, Any]) -> SafeString:
    """The part, wrapped so that it asks ``address`` again. A part holds no form of its own: its buttons name one."""
    return _wrap(request, *_rendered(request, template, values), address)


def news(request: HttpRequest, template: str, address: str, values: Mapping[str, Any]) -> HttpResponse:
    """The answer to a part that asks: 204 when it would look the same, else the part anew."""
    inner, seen = _rendered(request, template, values)
    if request.GET.get("seen") == seen:
        return HttpResponse(status=204)
    return HttpResponse(_wrap(request, inner, seen, address))


def _rendered(request: HttpRequest, template: str, values: Mapping[str, Any]) -> tuple[SafeString, str]:
    inner = render_to_string(template, dict(values), request)
    return inner, hashlib.blake2b(inner.encode(), digest_size=8).hexdigest()


def _wrap(request: HttpRequest, inner: SafeString, seen: str, address: str) -> SafeString:
    values = {"inner": mark_safe(inner), "seen": seen, "address": address}  # noqa: S308  (rendered with autoescape above)
    return mark_safe(render_to_string("live.html", values, request))  # noqa: S308  (rendered with autoescape)
