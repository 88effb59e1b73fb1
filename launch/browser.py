"""The browser for tests and screenshots: ``python -m launch.browser`` prints its path, and installs one if there is none.

BROWSER names it; else one on PATH; else, as root on Debian, the package chromium; elsewhere Playwright's own.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from launch.problems import CannotStart

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# Where packages put it, for a PATH that leaves such folders out.
PLACES = (
    Path("/usr/bin/chromium"),
    Path("/usr/bin/google-chrome"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)
MEND = "install one (`sudo apt install chromium`), or name yours: BROWSER=/path/to/chrome"


def main() -> int:
    """Print where the browser is. Exit code 1 and one sentence when none can be had."""
    try:
        print(find_browser(os.environ) or install_browser())
    except CannotStart as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def find_browser(environment: Mapping[str, str]) -> Path | None:
    """Return the browser that is here; None when there is none. Raises :class:`CannotStart` when BROWSER is wrong."""
    if named := environment.get("BROWSER"):
        found = shutil.which(named)
        if found is None:
            raise CannotStart(f"BROWSER is {named!r}, which is no program here: {MEND}.")
        return Path(found)
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    return next((place for place in PLACES if place.exists()), None) or _playwrights_own()


def install_browser() -> Path:
    """Install one and return where it is. Raises :class:`CannotStart` with the one command to run."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(command, env=quiet, stdout=sys.stderr, check=False)  # noqa: S603  (our own words)
    else:
        playwright = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(playwright, stdout=sys.stderr, check=False)  # noqa: S603  (our own words)
    browser = find_browser({})
    if browser is None:
        raise CannotStart(f"No browser for the tests, and none could be installed: {MEND}.")
    return browser


def _playwrights_own() -> Path | None:
    """Return the browser that Playwright has downloaded, if it has."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415  (a tool of the tests, absent at `make run`)
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
