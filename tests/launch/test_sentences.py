"""What keeps the product from starting is one clear sentence, and an exit code that is not 0."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from launch.env_file import read_env_file
from launch.ports import choose_ports
from launch.problems import CannotStart
from launch.setup import asked_for, data_folder, set_up

from .runs import PROJECT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout that has only the launcher, in a path with spaces."""
    folder = tmp_path / "a checkout with spaces"
    shutil.copytree(PROJECT / "launch", folder / "launch", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def launched(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "launch"]
    told = {"PATH": os.environ["PATH"], "PORT": "0", "NO_BROWSER": "1", **environment}
    return subprocess.run(command, cwd=checkout, env=told, capture_output=True, text=True, check=False, timeout=60)


def one_sentence(ended: subprocess.CompletedProcess[str]) -> str:
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    return ended.stderr.strip()


def test_a_port_in_use(checkout: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert f"Port {port} is in use by another program" in one_sentence(launched(checkout, PORT=str(port)))


def test_a_port_that_is_in_use_where_a_browser_looks_first(checkout: Path) -> None:
    try:
        other = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:  # a machine without IPv6 has nothing to be in use
        return
    with other:
        port = other.getsockname()[1]
        assert f"Port {port} is in use" in one_sentence(launched(checkout, PORT=str(port)))


def test_a_port_that_is_no_number(checkout: Path) -> None:
    assert "PORT is 'eighty': write a number" in one_sentence(launched(checkout, PORT="eighty"))


def test_a_broken_line_in_env(checkout: Path) -> None:
    (checkout / ".env").write_text("# ours\nPORT=0\nTWILIO_FROM +31612345678\n")
    assert ".env:3: this is no NAME=value" in one_sentence(launched(checkout))


def test_a_data_folder_that_cannot_be_written(checkout: Path) -> None:
    (checkout / "data").write_text("a file where the folder should be")
    assert "Cannot write in the data folder" in one_sentence(launched(checkout))


def test_a_step_that_fails_ends_with_its_name(checkout: Path) -> None:
    ended = launched(checkout, ENVIRONMENT="production")  # there is no manage.py in this checkout
    assert ended.returncode == 1
    assert "prepare failed (exit code 2)" in ended.stdout


def test_the_environment_goes_before_the_file_and_empty_is_none(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=8100\nDATA_DIR=here\nREDIS_URL=redis://localhost\n")
    asked = asked_for(tmp_path, {"PORT": "8200", "DATA_DIR": ""})
    assert (asked["PORT"], asked["DATA_DIR"]) == ("8200", "here")
    assert data_folder(tmp_path, asked) == tmp_path / "here"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("A=b", "b"),
        ("A = b # why", "b"),
        ("export A=b#c", "b#c"),
        ("A='b # c'  # why", "b # c"),
        ('A="b=c"', "b=c"),
        ("A=", ""),
    ],
)
def test_lines_of_an_env_file(tmp_path: Path, line: str, value: str) -> None:
    (tmp_path / ".env").write_text(line + "\n")
    assert read_env_file(tmp_path / ".env") == {"A": value}


@pytest.mark.parametrize("line", ["A", "=b", "1A=b", "A-B=c", "A='b", "A='b' c"])
def test_an_env_file_is_not_guessed_at(tmp_path: Path, line: str) -> None:
    (tmp_path / ".env").write_text(f"\n{line}\n")
    with pytest.raises(CannotStart, match=r"\.env:2: "):
        read_env_file(tmp_path / ".env")


def test_ports_follow_the_first_and_avoid_what_is_taken(free_port: int) -> None:
    ports = choose_ports({"PORT": str(free_port)})
    assert ports.web == free_port
    assert len({ports.web, ports.phones, ports.mail}) == 3
    with socket.create_server(("127.0.0.1", ports.phones)):
        assert choose_ports({"PORT": str(free_port)}).phones != ports.phones


def test_the_demo_sends_to_its_simulator_unless_told_otherwise(tmp_path: Path, free_port: int) -> None:
    setup = set_up(tmp_path, tmp_path, {"PORT": str(free_port), "TWILIO_API_URL": "http://127.0.0.1:9"})
    assert setup.environment["TWILIO_API_URL"] == "http://127.0.0.1:9"
    assert setup.environment["EMAIL_URL"] == f"smtp://127.0.0.1:{setup.ports.mail}"
    assert setup.public_url == f"http://localhost:{free_port}"


def test_production_is_told_nothing_of_the_demo(tmp_path: Path, free_port: int) -> None:
    asked = {"PORT": str(free_port), "ENVIRONMENT": "production", "PUBLIC_URL": "https://volhoud.example"}
    setup = set_up(tmp_path, tmp_path, asked)
    assert not setup.demo
    assert not {"TWILIO_API_URL", "TWILIO_AUTH_TOKEN", "EMAIL_URL", "PHONES_URL"} & setup.environment.keys()
