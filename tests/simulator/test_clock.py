from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.simulator.receiving import Receiver, receiver_running
from tests.simulator.running import Simulator, a_phone, free_port, real_now, simulator_running, until

HOUR = 3600


def ahead(simulator: Simulator) -> timedelta:
    """How far a new SMS is stamped ahead of real time."""
    phone = a_phone()
    simulator.send(phone)
    return datetime.fromisoformat(simulator.sms(to=phone)[0]["created"]) - real_now()


def stands_at(simulator: Simulator, offset_seconds: int) -> bool:
    return abs(ahead(simulator) - timedelta(seconds=offset_seconds)) < timedelta(seconds=5)


@pytest.fixture(scope="module")
def clinic() -> Iterator[Receiver]:
    with receiver_running() as clinic:
        yield clinic


@pytest.fixture(scope="module")
def clocked(clinic: Receiver, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    clinic.clock_offset = 40 * HOUR
    with simulator_running(
        tmp_path_factory.mktemp("clocked"), f"{clinic.url}/inbound", "--clock-url", f"{clinic.url}/demo/clock"
    ) as simulator:
        until(lambda: simulator.ask("/clock.json").json["offset_seconds"] == clinic.clock_offset)
        yield simulator


def test_everything_is_stamped_by_the_demo_clock(clocked: Simulator, clinic: Receiver) -> None:
    assert clinic.clock_offset >= 40 * HOUR
    assert stands_at(clocked, clinic.clock_offset)


def test_the_first_sms_after_a_step_elsewhere_has_the_new_time(clocked: Simulator, clinic: Receiver) -> None:
    for _ in range(3):
        clinic.clock_offset += HOUR
        assert stands_at(clocked, clinic.clock_offset)


def test_many_sms_at_once_ask_for_the_time_few_times(clocked: Simulator, clinic: Receiver) -> None:
    clocked.send(a_phone())
    before = clinic.clock_looks
    with ThreadPoolExecutor(16) as many:
        list(many.map(clocked.send, [a_phone() for _ in range(64)]))
    assert clinic.clock_looks - before < 64


def test_a_button_moves_the_clock(clocked: Simulator, clinic: Receiver) -> None:
    before = clinic.clock_offset
    said = clocked.ask("/clock", {"forward": "1h", "back": "/mail"}, Accept="text/html")
    assert (said.status, said.headers["Location"]) == (303, "/mail")
    assert stands_at(clocked, before + HOUR)


def test_a_clock_that_walks_is_followed_step_by_step(clocked: Simulator, clinic: Receiver) -> None:
    clocked.ask("/clock", {"forward": "1h"})
    clinic.clock_offset += HOUR  # a step of the clinic's own

    def is_shown() -> bool:
        hour = f"{real_now() + timedelta(seconds=clinic.clock_offset):%Y-%m-%dT%H}"
        return f'datetime="{hour}' in clocked.ask("/mail").text

    until(is_shown)
    assert stands_at(clocked, clinic.clock_offset)


def test_a_refusal_is_shown_in_the_clinics_words(clocked: Simulator, clinic: Receiver) -> None:
    before, clinic.clock_refusal = clinic.clock_offset, "Er gaat nog een bericht uit."
    said = clocked.ask("/clock", {"forward": "tomorrow-08:00"}, Accept="text/html")
    clinic.clock_refusal = ""
    assert said.status == 303
    cookie = said.headers["Set-Cookie"].split(";")[0]
    assert "De klok is niet verzet: Er gaat nog een bericht uit." in clocked.ask("/", Cookie=cookie).text
    assert stands_at(clocked, before)


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_way_back_stays_here(clocked: Simulator, back: str) -> None:
    assert clocked.ask("/clock", {"forward": "1h", "back": back}, Accept="text/html").headers["Location"] == "/"


def test_an_unknown_step_is_refused(clocked: Simulator) -> None:
    assert clocked.ask("/clock", {"forward": "1y"}).status == 400


def test_a_clinic_that_is_not_up_is_asked_again(tmp_path: Path) -> None:
    port = free_port()
    with simulator_running(
        tmp_path, f"http://127.0.0.1:{port}/in", "--clock-url", f"http://127.0.0.1:{port}/demo/clock"
    ) as simulator:
        said = simulator.ask("/clock", {"forward": "1h"})
        assert said.status == 409
        assert "geen antwoord" in said.json["error"]
        with receiver_running(port) as clinic:
            clinic.clock_offset = HOUR
            until(lambda: ahead(simulator) > timedelta(minutes=59))


def test_the_clock_as_it_last_stood_outlives_a_kill(clinic: Receiver, tmp_path: Path) -> None:
    address = f"{clinic.url}/demo/clock"
    with simulator_running(tmp_path, address, "--clock-url", address) as simulator:
        assert stands_at(simulator, clinic.clock_offset)
        simulator.process.kill()
        simulator.process.wait()
    nobody = f"http://127.0.0.1:{free_port()}/demo/clock"
    with simulator_running(tmp_path, nobody, "--clock-url", nobody) as simulator:
        assert stands_at(simulator, clinic.clock_offset)


def test_without_a_demo_clock_there_are_no_buttons(simulator: Simulator) -> None:
    assert 'name="forward"' not in simulator.ask("/").text
    assert abs(ahead(simulator)) < timedelta(seconds=5)
