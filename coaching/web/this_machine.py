"""Who asks from this machine: what the demonstration's programs may ask of each other is for nobody else."""

import ipaddress
from urllib.parse import urlsplit

from django.http import HttpRequest

from coaching.settings.environment import THIS_MACHINE


def from_this_machine(request: HttpRequest) -> bool:
    """Whether a program here asks. A page of another place, open in a browser here, gives itself away by its origin."""
    try:
        near = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    origin = request.headers.get("Origin")
    return near and (origin is None or urlsplit(origin).hostname in THIS_MACHINE)
