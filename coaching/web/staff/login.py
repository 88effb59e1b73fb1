"""Logging in. In a demonstration there is a button for each role."""

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from coaching.models import Staff
from coaching.models.staff import Role
from coaching.settings.environment import ENVIRONMENT


class LogIn(LoginView):
    """The log-in page, in the language that the browser asks for."""

    template_name = "login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401  (Django's signature)
        """Add the roles that a demonstration offers."""
        return {**super().get_context_data(**kwargs), "roles": list(Role) if ENVIRONMENT.is_demo else []}


def front_door(request: HttpRequest) -> HttpResponse:
    """The address without a page: Today for who is logged in, else the log-in page."""
    return redirect("today" if request.user.is_authenticated else "login")


@never_cache
def demo_login(request: HttpRequest, role: str) -> HttpResponse:
    """Log in as the demonstration's person of that role, with one click; there is no such page in production."""
    if not ENVIRONMENT.is_demo or role not in Role.values:
        raise Http404
    person = Staff.objects.filter(role=role, is_active=True).exclude(clinic=None).order_by("id").first()
    if person is None:
        raise Http404
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    return HttpResponseRedirect("/today")
