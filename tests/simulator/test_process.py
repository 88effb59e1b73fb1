import socket
import subprocess
import sys
from pathlib import Path

from tests.simulator.receiving import Receiver
from tests.simulator.running import ACCOUNT, CLINIC, ROOT, Simulator, a_phone, simulator_running, until


def test_phones_keep_their_conversations_over_a_restart(tmp_path: Path, receiver: Receiver) -> None:
    phone = a_phone()
    with simulator_running(tmp_path, f"{receiver.url}/inbound") as simulator:
        simulator.send(phone, "Bewaard")
        simulator.answer(phone, "STOP")
        before = [(sms["sid"], sms["body"]) for sms in simulator.sms()]
    with simulator_running(tmp_path, f"{receiver.url}/inbound") as simulator:
        assert [(sms["sid"], sms["body"]) for sms in simulator.sms()] == before
        assert simulator.api(form={"To": phone, "From": CLINIC, "Body": "Nee"}).json["code"] == 21610


def test_what_was_on_its_way_at_a_kill_arrives_after_the_restart(tmp_path: Path, receiver: Receiver) -> None:
    phone = a_phone()
    with simulator_running(tmp_path, f"{receiver.url}/inbound", "--sent-after", "60") as simulator:
        simulator.send(phone, StatusCallback=f"{receiver.url}/resumed")
        simulator.process.kill()
        simulator.process.wait()
    with simulator_running(tmp_path, f"{receiver.url}/inbound") as simulator:
        until(lambda: "delivered" in receiver.statuses("/resumed"))
        assert [sms["status"] for sms in simulator.sms() if sms["to"] == phone] == ["delivered"]


def test_it_ends_within_two_seconds_even_with_open_pages_and_a_mute_account(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:  # takes connections and never answers
        address = f"http://127.0.0.1:{mute.getsockname()[1]}/inbound"
        with simulator_running(tmp_path, address, "--clock-url", address) as simulator:
            phone = a_phone()
            simulator.send(phone, StatusCallback=address)
            simulator.ask(f"/phones/{phone}/answer", {"body": "JA"}, Accept="text/html")
            with simulator.live() as stream:
                assert stream.readline()
                assert simulator.stop() < 2
            assert simulator.process.returncode == 0


def refused_start(*more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "simulator", *more], cwd=ROOT, capture_output=True, text=True, check=False, timeout=20
    )


def test_a_taken_port_is_one_clear_sentence(simulator: Simulator, tmp_path: Path) -> None:
    ended = refused_start(
        "--port", str(simulator.port), "--data", str(tmp_path), "--account-sid", ACCOUNT, "--auth-token", "x",
        "--number", CLINIC, "--inbound-url", "http://127.0.0.1:9/",
    )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert (
        ended.stderr
        == f"The simulator cannot listen on port {simulator.port}: it is in use or not allowed. Choose another port.\n"
    )


def test_a_taken_port_of_the_sink_is_one_clear_sentence(simulator: Simulator) -> None:
    ended = refused_start("--sink", "--port", str(simulator.port))
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1


def test_a_folder_that_cannot_be_used_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ended = refused_start(
        "--port", "1", "--data", str(tmp_path / "file"), "--account-sid", ACCOUNT, "--auth-token", "x",
        "--number", CLINIC, "--inbound-url", "http://127.0.0.1:9/",
    )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stderr.startswith("The simulator cannot use its folder")
    assert len(ended.stderr.splitlines()) == 1


def test_missing_options_are_named() -> None:
    ended = refused_start("--port", "8000")
    assert ended.returncode == 2
    assert "--account-sid" in ended.stderr
