"""The embedded broker: up by itself, its content survives a restart, an unreadable file is put aside."""

import os
import signal
from pathlib import Path

import pytest
import redis

from launch.broker import EmbeddedBroker, find_server

from .runs import Run, running, until

pytestmark = pytest.mark.processes


def client(run: Run) -> "redis.Redis":
    url = run.wait_until_ready()["redis"]
    return redis.Redis.from_url(url.replace("redis+socket", "unix"))


def test_a_key_survives_a_restart(tmp_path: Path) -> None:
    with running("broker", tmp_path) as run, client(run) as broker:
        broker.set("key", "kept")
        assert run.end() == 0
    with running("broker", tmp_path) as run, client(run) as broker:
        assert broker.get("key") == b"kept"


def test_a_killed_broker_comes_back_with_its_content(tmp_path: Path) -> None:
    with running("broker", tmp_path) as run:
        with client(run) as broker:
            broker.set("key", "kept")
            broker.execute_command("WAITAOF", 1, 0, 5_000)
        os.kill(run.wait_until_ready()["pids"]["broker"], signal.SIGKILL)
        run.wait_for("broker ended (ended by SIGKILL): starting it again")
        until(lambda: answers(run), "the broker answers again")
        with client(run) as broker:
            assert broker.get("key") == b"kept"
    assert not list(tmp_path.glob("broker-unreadable-*"))


def test_an_unreadable_file_is_put_aside_and_said(tmp_path: Path) -> None:
    with running("broker", tmp_path) as run:
        with client(run) as broker:
            broker.set("key", "lost")
        run.end()
    for file in (tmp_path / "broker/appendonlydir").glob("*.incr.aof"):
        file.write_bytes(b"*3\r\n$3\r\nSET\r\nnonsense" + file.read_bytes())
    with running("broker", tmp_path) as run, client(run) as broker:
        assert broker.get("key") is None
        broker.set("key", "kept")
    assert run.says("moved to")
    assert (tmp_path / "broker-unreadable-1/appendonlydir").is_dir()


def test_a_folder_with_a_long_name_and_spaces_does(tmp_path: Path) -> None:
    deep = tmp_path / ("a long name with spaces " * 4).strip() / "data"
    with running("broker", deep) as run, client(run) as broker:
        broker.set("key", "kept")
        assert broker.get("key") == b"kept"


def test_what_is_on_path_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = Path(find_server())
    (tmp_path / "redis-server").symlink_to(own)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_server() == str(tmp_path / "redis-server")


def test_a_socket_that_could_not_lie_in_the_data_folder_leaves_nothing(tmp_path: Path) -> None:
    broker = EmbeddedBroker.prepare(tmp_path / ("x" * 120))
    assert not broker.socket.is_relative_to(tmp_path)
    broker.clean_up()
    assert not broker.socket.parent.exists()


def answers(run: Run) -> bool:
    try:
        with client(run) as broker:
            return bool(broker.ping())
    except redis.RedisError:
        return False
