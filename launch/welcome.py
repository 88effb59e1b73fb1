"""What a person reads and sees when everything runs."""

import os
import subprocess
import sys
from collections.abc import Mapping

from launch.lines import Lines
from launch.setup import Setup

ROLES = ("chiropractor", "assistant", "admin")


def welcome(setup: Setup, lines: Lines) -> None:
    """Print the addresses, and open the first one in a browser where a person sits."""
    lines.plain("\n" + "\n".join(f"  {line}" for line in _block(setup)) + "\n")
    if setup.demo and has_a_person(setup.environment):
        # In a process of its own: a browser may take its time, print what it likes and outlive us.
        subprocess.Popen(  # noqa: S603  (our own address)
            [sys.executable, "-m", "webbrowser", setup.public_url],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


def has_a_person(environment: Mapping[str, str]) -> bool:
    """Whether somebody sits before a screen and did not ask to be left alone."""
    if environment.get("NO_BROWSER") or environment.get("CI"):
        return False
    return sys.platform == "darwin" or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def _block(setup: Setup) -> list[str]:
    stop = "Ctrl-C stops everything; the data stays in " + os.path.relpath(setup.data)
    if not setup.demo:
        return [f"Volhoud runs at {setup.public_url}", stop]
    doors = [f"  as {role:<13} {setup.public_url}/demo/login/{role}" for role in ROLES]
    return [
        f"Volhoud        {setup.public_url}",
        *doors,
        f"Phones & mail  {setup.phones_url}",
        "",
        "The first nudge lies on a phone within a minute.",
        stop,
    ]
