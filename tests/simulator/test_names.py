import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator import names
from tests.simulator.receiving import Receiver, receiver_running
from tests.simulator.running import Simulator, a_phone, free_port, real_now, simulator_running, until


@pytest.fixture
def clinic() -> Iterator[Receiver]:
    with receiver_running() as clinic:
        yield clinic


@pytest.fixture
def named(clinic: Receiver, tmp_path: Path) -> Iterator[Simulator]:
    with simulator_running(tmp_path, f"{clinic.url}/inbound", "--phones-url", f"{clinic.url}/demo/phones") as simulator:
        yield simulator


def person(name: str) -> dict[str, str]:
    return {"number": a_phone(), "label": name}


def line_of(simulator: Simulator, phone: str) -> str:
    """What the list shows for a phone; empty when it is not in it."""
    _, _, rest = simulator.ask("/").text.partition(f'<a href="/phones/{phone}"')
    return rest.partition("</a>")[0]


def test_phones_without_an_sms_stand_below_the_others_by_name(named: Simulator, clinic: Receiver) -> None:
    anna, bram, carla = person("Anna"), person("bram <b>"), person("Carla")
    clinic.phones = [carla, bram, anna]
    named.send(carla["number"], "Hallo Carla")
    page = named.ask("/").text
    places = [page.index(f'<span class="who">{name}</span>') for name in ("Carla", "Anna", "bram &lt;b&gt;")]
    assert places == sorted(places)
    assert page.index("Hallo Carla") < page.index("Nog geen sms</h2>") < places[1]
    assert page.count('<a href="/phones/') == 3


def test_a_phone_without_an_sms_says_so_and_can_be_answered_from(named: Simulator, clinic: Receiver) -> None:
    anna = person("Anna Voorbeeld")
    clinic.phones = [anna]
    page = named.ask(f"/phones/{anna['number']}").text
    assert '<h2 id="phone-title">Anna Voorbeeld</h2>' in page
    assert "Nog geen sms op deze telefoon." in page
    assert "MoveWell" in page
    assert named.answer(anna["number"], "JA")["webhook"] == "200"
    assert clinic.posts_to("/inbound")[0].form["From"] == anna["number"]
    assert "JA" in line_of(named, anna["number"])
    assert "Nog geen sms</h2>" not in named.ask("/").text


def test_the_first_phone_by_name_lies_beside_the_list_while_there_is_no_sms(named: Simulator, clinic: Receiver) -> None:
    clinic.phones = [person("Bram"), person("Anna")]
    assert '<h2 id="phone-title">Anna</h2>' in named.ask("/").text


def test_a_name_that_a_person_typed_wins_until_it_is_taken_away(named: Simulator, clinic: Receiver) -> None:
    silent, texted = person("Zora"), person("Yvo")
    clinic.phones = [silent, texted]
    named.send(texted["number"])
    for phone in (silent["number"], texted["number"]):
        named.ask(f"/phones/{phone}/label", {"label": "Mijn naam"})
        assert '<span class="who">Mijn naam</span>' in line_of(named, phone)
        page = named.ask(f"/phones/{phone}").text
        assert '<h2 id="phone-title">Mijn naam</h2>' in page
        assert 'value="Mijn naam"' in page
        named.ask(f"/phones/{phone}/label", {"label": ""})
    assert '<span class="who">Zora</span>' in line_of(named, silent["number"])
    assert 'value="" placeholder="Yvo"' in named.ask(f"/phones/{texted['number']}").text


def test_names_are_asked_once_for_many_pages(named: Simulator, clinic: Receiver) -> None:
    clinic.phones = [person("Anna")]
    begun = real_now()
    for _ in range(10):
        named.ask("/")
    assert clinic.phones_looks <= 1 + (real_now() - begun).total_seconds() / names.FRESH_SECONDS


def test_a_new_phone_has_its_name_from_its_first_sms_on(named: Simulator, clinic: Receiver) -> None:
    named.ask("/")
    anna = person("Anna")
    clinic.phones = [anna]  # enrolled after the names were asked
    named.send(anna["number"])
    assert '<span class="who">Anna</span>' in line_of(named, anna["number"])
    looks = clinic.phones_looks
    nobody = a_phone()
    named.send(nobody)
    for _ in range(5):
        assert line_of(named, nobody)
    assert clinic.phones_looks <= looks + 2, "a number that stays without a name is not sought again and again"


@pytest.mark.parametrize(
    "told",
    [
        None,
        "Anna",
        {"+31612345601": "Anna"},
        ["Anna", 7, None, {}, {"number": "Anna", "label": "Anna"}, {"number": 31612345601, "label": "Anna"}],
        [{"number": "+31612345601", "label": 7}, {"number": "+31612345601", "label": "  "}],
    ],
)
def test_an_answer_that_is_none_does_no_harm(named: Simulator, clinic: Receiver, told: object) -> None:
    clinic.phones = told
    page = named.ask("/")
    assert page.status == 200
    assert "Nog geen sms." in page.text
    assert clinic.phones_looks == 1


def test_a_clinic_without_names_leaves_numbers(named: Simulator, clinic: Receiver) -> None:
    clinic.phones, clinic.phones_status = [person("Anna")], 404
    phone = a_phone()
    named.send(phone)
    assert f'<span class="who">06 {phone[4:8]} {phone[8:]}</span>' in line_of(named, phone)
    assert "Anna" not in named.ask("/").text


def test_a_clinic_that_comes_up_later_is_asked_again(tmp_path: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}/demo/phones"
    with simulator_running(tmp_path, address, "--phones-url", address) as simulator:
        assert simulator.ask("/").status == 200
        with receiver_running(port) as clinic:
            clinic.phones = [person("Anna")]
            until(lambda: "Anna" in simulator.ask("/").text)


def test_a_mute_clinic_holds_a_page_up_for_a_second_at_most_and_once(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:  # takes connections and never answers
        address = f"http://127.0.0.1:{mute.getsockname()[1]}/demo/phones"
        with simulator_running(tmp_path, address, "--phones-url", address) as simulator:
            simulator.send(a_phone())
            begun = real_now()
            for _ in range(5):
                assert simulator.ask("/").status == 200
            assert (real_now() - begun).total_seconds() < 4, "one look, and one for a number without a name"


def test_without_an_address_nobody_is_asked(tmp_path: Path, clinic: Receiver) -> None:
    clinic.phones = [person("Anna")]
    with simulator_running(tmp_path, f"{clinic.url}/inbound") as simulator:
        assert "Nog geen sms." in simulator.ask("/").text
    assert clinic.phones_looks == 0
