"""What holds for every test: values of its own, no way out of this machine, the same examples each time."""

import ipaddress
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from django.db import connections
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from launch.browser import MEND, find_browser

PROJECT = Path(__file__).resolve().parent.parent


def _own_environment() -> Path:
    """Leave nothing of the developer's own settings in a test; settings read the environment when Django loads them."""
    example = PROJECT / ".env.example"
    names = {line.split("=")[0].strip("# ") for line in example.read_text().splitlines() if "=" in line}
    for name in names & set(os.environ) - {"PATH"}:
        del os.environ[name]
    folder = Path(tempfile.mkdtemp(prefix="volhoud-tests-"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "coaching.settings"
    os.environ["ENVIRONMENT"] = "demo"
    os.environ["DATA_DIR"] = str(folder)
    # Port 9 answers nobody: a test that sends starts a simulator and names it.
    os.environ["TWILIO_API_URL"] = "http://127.0.0.1:9"
    os.environ["EMAIL_URL"] = "smtp://127.0.0.1:9"
    # TEST_DATABASE_URL=postgresql://… runs the tests there; they make and drop a database of their own beside it.
    if other := os.environ.get("TEST_DATABASE_URL"):
        os.environ["DATABASE_URL"] = other
    return folder


DATA_DIR = _own_environment()
django.setup()  # now that the environment is the tests' own; conftests further down import models

settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("local"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")


class OutsideReachedError(AssertionError):
    """A test tried to talk to something other than this machine. Give it a server of its own on 127.0.0.1."""


def _refuse_outside(family: int, address: Any) -> None:
    if family not in {socket.AF_INET, socket.AF_INET6}:
        return
    host = str(address[0])
    if host in {"localhost", ""} or ipaddress.ip_address(host.partition("%")[0]).is_loopback:
        return
    raise OutsideReachedError(f"A test tried to reach {host}: tests stay on this machine.")


_connect, _connect_ex, _getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo


def _guarded_connect(self: socket.socket, address: Any) -> None:
    _refuse_outside(self.family, address)
    _connect(self, address)


def _guarded_connect_ex(self: socket.socket, address: Any) -> int:
    _refuse_outside(self.family, address)
    return _connect_ex(self, address)


def _guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
    name = host.decode() if isinstance(host, bytes) else host
    if name and name.endswith(".invalid"):  # RFC 2606: never resolves, so a test may ask for it
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    if name and name != "localhost":
        try:
            ipaddress.ip_address(name.partition("%")[0])
        except ValueError:
            raise OutsideReachedError(f"A test tried to look up {name}: tests stay on this machine.") from None
    return _getaddrinfo(host, *args, **kwargs)


def pytest_configure() -> None:
    """Close the ways out before the first test is collected."""
    socket.socket.connect = _guarded_connect  # type: ignore[method-assign]
    socket.socket.connect_ex = _guarded_connect_ex  # type: ignore[method-assign]
    socket.getaddrinfo = _guarded_getaddrinfo


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    shutil.rmtree(DATA_DIR, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """SQLite in a file, as in the product: threads and processes then share it, each by a connection of its own."""
    database = connections.settings["default"]
    if "sqlite" in database["ENGINE"]:
        database["TEST"]["NAME"] = str(DATA_DIR / "tests.sqlite3")


@pytest.fixture
def free_port() -> int:
    """Return a TCP port on this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def free_ports() -> list[int]:
    """Three ports, all different."""
    servers = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
    ports = [int(server.getsockname()[1]) for server in servers]
    for server in servers:
        server.close()
    return ports


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser without a window; `make test` installs one.

    For one module only: while it runs, its loop stands in this thread, and Django refuses its database beside a loop.
    """
    program = find_browser(os.environ)
    assert program is not None, f"No browser: {MEND}."
    quiet = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run")
    silent = ("--disable-background-networking", "--disable-component-update", "--disable-sync")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=[*quiet, *silent])
        yield running
        running.close()
