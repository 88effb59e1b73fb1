"""What is shown when a page cannot be: what happened, what to do, and nothing lost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def _page(request: HttpRequest, status: int, title: str, what_to_do: str) -> HttpResponse:
    return render(request, "error.html", {"status": status, "title": title, "what_to_do": what_to_do}, status=status)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  (Django's signature)
    """403: logged in, but the role does not go with the page."""
    return _page(
        request,
        403,
        _("This page is not for your role"),
        _("Ask an admin of your clinic if you need it for your work."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  (Django's signature)
    """404: nothing of this clinic has this address."""
    return _page(request, 404, _("This page does not exist"), _("Check the address, or start again from Today."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  (Django's signature)
    """400: the browser sent something that cannot be read."""
    return _page(request, 400, _("That could not be read"), _("Go back, check what you filled in, and try again."))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  (Django's signature)
    """403: the form's own proof of origin is missing or old, mostly after logging in again in another tab."""
    return _page(
        request,
        403,
        _("This form was open too long"),
        _("Nothing was saved. Go back, reload the page and send it again."),
    )


def locked_out(request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponse:
    """429: too many wrong passwords."""
    return _page(
        request,
        429,
        _("Too many attempts"),
        _("Logging in is closed for 15 minutes for this name. Wait, or ask an admin of your clinic."),
    )


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  (Django's signature)
    """500: our mistake. Uses no database and no log-in, for either may be what broke."""
    return HttpResponse(_BROKEN, status=500)


_BROKEN = """<!doctype html><html lang="nl"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Volhoud</title>
<link rel="stylesheet" href="/static/desk.css"></head><body><main class="narrow card">
<h1>Er ging iets mis bij ons</h1><p>Er is niets half opgeslagen. Probeer het over een minuut opnieuw.</p>
<p lang="en">Something went wrong on our side. Nothing was half saved. Please try again in a minute.</p>
<p><a href="/">Volhoud</a></p></main></body></html>"""
