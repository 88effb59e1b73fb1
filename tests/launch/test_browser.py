"""The browser for the tests: found, or one clear sentence."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from launch.browser import find_browser
from launch.problems import CannotStart


def test_a_named_browser_goes_first(tmp_path: Path) -> None:
    program = tmp_path / "my-browser"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert find_browser({"BROWSER": str(program)}) == program


def test_a_named_browser_that_is_none_is_one_sentence() -> None:
    with pytest.raises(CannotStart, match="BROWSER is '/nowhere/chrome', which is no program here: install one"):
        find_browser({"BROWSER": "/nowhere/chrome"})


def test_one_on_path_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_browser({}) == program


@pytest.mark.browser
def test_the_browser_opens_a_page(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<h1>Volhoud</h1>")
    assert page.get_by_role("heading").inner_text() == "Volhoud"
    page.close()
