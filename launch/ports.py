"""Which ports the product's own servers take, all on 127.0.0.1."""

import errno
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from launch.problems import CannotStart

DEFAULT_PORT = 8000
HIGHEST = 65_535
TRIES = 50


@dataclass(frozen=True, slots=True)
class Ports:
    """TCP ports on this machine."""

    web: int
    phones: int
    mail: int


def choose_ports(environment: Mapping[str, str]) -> Ports:
    """Take what is asked for; else the first free ones after PORT. PORT=0 takes any. Raises :class:`CannotStart`."""
    web = _asked(environment, "PORT", default=DEFAULT_PORT) or _any_free()
    _demand_free(web, "PORT")
    phones = _asked(environment, "SIMULATOR_PORT", default=0)
    if phones:
        _demand_free(phones, "SIMULATOR_PORT")
    mail = _asked(environment, "SMTP_PORT", default=0)
    if mail:
        _demand_free(mail, "SMTP_PORT")
    phones = phones or _first_free(web + 1, taken={web, mail})
    mail = mail or _first_free(web + 2, taken={web, phones})
    return Ports(web, phones, mail)


def is_free(port: int) -> bool:
    """Whether a server could listen on ``port``; also asks ::1, where a browser looks for localhost first."""
    try:
        _listen(socket.AF_INET, "127.0.0.1", port)
    except PermissionError:
        raise CannotStart(f"Port {port} needs the rights of root: choose one above 1023, for example 8010.") from None
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            return False
        raise
    try:
        _listen(socket.AF_INET6, "::1", port)
    except OSError as problem:
        return problem.errno != errno.EADDRINUSE  # a machine without IPv6 has no ::1 to be in use
    return True


def _listen(family: socket.AddressFamily, host: str, port: int) -> None:
    with socket.socket(family, socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections of the last run may linger
        server.bind((host, port))
        server.listen(1)


def _asked(environment: Mapping[str, str], name: str, default: int) -> int:
    value = environment.get(name, "").strip()
    if not value:
        return default
    if not value.isdecimal() or int(value) > HIGHEST:
        raise CannotStart(f"{name} is {value!r}: write a number from 1 to {HIGHEST}, for example {name}=8010.")
    return int(value)


def _demand_free(port: int, name: str) -> None:
    if not is_free(port):
        raise CannotStart(
            f"Port {port} is in use by another program: stop that one, or choose another, for example {name}={port + 10}."
        )


def _any_free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _first_free(start: int, taken: set[int]) -> int:
    for port in range(start, min(start + TRIES, HIGHEST + 1)):
        if port not in taken and is_free(port):
            return port
    return _any_free()
