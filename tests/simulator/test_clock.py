from collections.abc import Iterator
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


def test_a_button_moves_the_clock(clocked: Simulator, clinic: Receiver) -> None:
    before = clinic.clock_offset
    said = clocked.ask("/clock", {"forward": "1h", "back": "/mail"}, Accept="text/html")
    assert (said.status, said.headers["Location"]) == (303, "/mail")
    assert stands_at(clocked, before + HOUR)


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


def test_without_a_demo_clock_there_are_no_buttons(simulator: Simulator) -> None:
    assert 'name="forward"' not in simulator.ask("/").text
    assert abs(ahead(simulator)) < timedelta(seconds=5)
