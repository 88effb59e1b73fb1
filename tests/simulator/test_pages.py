import json

import pytest

from simulator.words import QUICK_ANSWERS, WORDS
from tests.simulator.running import CLINIC, Simulator, a_magic_phone, a_phone, ask, until

BROWSER = "text/html,application/xhtml+xml"


def test_every_word_is_there_in_both_languages() -> None:
    assert [name for name, both in WORDS.items() if len(both) != 2 or not all(both)] == []
    assert all(QUICK_ANSWERS.values())


def test_phones_stand_in_the_list_with_the_newest_on_top_and_unread(simulator: Simulator) -> None:
    first, second = a_phone(), a_phone()
    simulator.send(first, "De eerste")
    simulator.send(second, "De tweede")
    page = simulator.ask("/").text
    assert page.index(f"/phones/{second}") < page.index(f"/phones/{first}")
    assert "ongelezen" in page


def test_opening_a_phone_reads_it(simulator: Simulator) -> None:
    phone = a_phone()
    simulator.send(phone, "Gelezen?")
    row = f'<a href="/phones/{phone}"'
    simulator.ask(f"/phones/{phone}")
    line = simulator.ask("/").text.split(row)[1].split("</a>")[0]
    assert "Gelezen?" in line
    assert "ongelezen" not in line


def test_a_conversation_shows_status_segments_and_encoding(simulator: Simulator) -> None:
    phone = a_phone()
    simulator.send(phone, "Uw knieën & <b>rug</b> “rust”")
    until(lambda: simulator.sms(to=phone)[0]["status"] == "delivered")
    page = simulator.ask(f"/phones/{phone.removeprefix('+')}").text
    assert "Uw knieën &amp; &lt;b&gt;rug&lt;/b&gt; “rust”" in page
    assert "✓✓" in page
    assert "1 sms · UCS-2 29" in page


def test_a_browsers_answer_goes_back_to_the_phone(simulator: Simulator) -> None:
    phone = a_phone()
    said = simulator.ask(f"/phones/{phone}/answer", {"body": "JA"}, Accept=BROWSER)
    assert (said.status, said.headers["Location"]) == (303, f"/phones/{phone}")
    assert until(lambda: simulator.sms(**{"from": phone}))[0]["body"] == "JA"


def test_a_program_may_answer_with_json(simulator: Simulator) -> None:
    phone = a_phone()
    said = ask(
        simulator.port,
        "POST",
        f"/phones/{phone}/answer",
        json.dumps({"body": "5"}),
        {"Content-Type": "application/json"},
    )
    assert said.status == 201
    assert simulator.sms(**{"from": phone})[0]["body"] == "5"


def test_json_that_is_no_text_does_no_harm(simulator: Simulator) -> None:
    phone = a_phone()
    json_type = {"Content-Type": "application/json"}
    for body, status in (('{"body": "\\ud83d"}', 201), ('{"body": 5}', 400), ("[]", 400), ("{", 400)):
        assert ask(simulator.port, "POST", f"/phones/{phone}/answer", body, json_type).status == status


@pytest.mark.parametrize(("body", "words"), [("  ", "Typ eerst een antwoord."), ("a" * 1601, "hoogstens 1600")])
def test_an_answer_that_is_none_is_refused_in_words(simulator: Simulator, body: str, words: str) -> None:
    phone = a_phone()
    said = simulator.ask(f"/phones/{phone}/answer", {"body": body})
    assert said.status == 400
    assert words in said.json["error"]
    assert simulator.sms(**{"from": phone}) == []


def test_a_phone_can_be_given_a_name(simulator: Simulator) -> None:
    phone = a_phone()
    simulator.send(phone)
    simulator.ask(f"/phones/{phone}/label", {"label": "Anna <de> Vries"})
    assert "Anna &lt;de&gt; Vries" in simulator.ask("/").text


def test_a_blocked_phone_says_so_and_offers_start(simulator: Simulator) -> None:
    phone = a_phone()
    simulator.answer(phone, "STOP")
    page = simulator.ask(f"/phones/{phone}").text
    assert "Deze telefoon stuurde STOP" in page
    assert 'value="START"' in page


def test_a_magic_number_says_that_it_acts_up(simulator: Simulator) -> None:
    assert "doet iets na" in simulator.ask(f"/phones/{a_magic_phone('11')}").text


@pytest.mark.parametrize(
    ("path", "headers", "words"),
    [
        ("/", {}, "Telefoons"),
        ("/?lang=en", {}, "Phones"),
        ("/", {"Accept_Language": "fr, en-GB;q=0.8, nl;q=0.5"}, "Phones"),
        ("/", {"Accept_Language": "fr"}, "Telefoons"),
        ("/", {"Accept_Language": "nl", "Cookie": "simulator_language=en"}, "Phones"),
        ("/mail?lang=en", {}, "Mailbox"),
    ],
)
def test_the_pages_speak_dutch_and_english(
    simulator: Simulator, path: str, headers: dict[str, str], words: str
) -> None:
    assert f"<title>{words}</title>" in simulator.ask(path, **headers).text


def test_no_page_holds_inline_script_and_all_forbid_it(simulator: Simulator) -> None:
    phone = a_phone()
    simulator.send(phone)
    for path in ("/", f"/phones/{phone}", "/mail"):
        page = simulator.ask(path)
        assert "default-src 'none'; script-src 'self'; style-src 'self';" in page.headers["Content-Security-Policy"]
        assert page.text.count("<script") == page.text.count('<script src="/static/')
        assert "style=" not in page.text
        assert " on" + "click=" not in page.text


def test_an_open_page_is_told_of_a_change(simulator: Simulator) -> None:
    with simulator.live() as stream:
        assert stream.readline().startswith(b"retry:")
        simulator.send(a_phone())
        assert b"data: changed" in (stream.readline(), stream.readline().strip())


def test_a_foreign_page_can_neither_read_nor_post(simulator: Simulator) -> None:
    assert simulator.ask("/", Host="evil.example").status == 403
    said = simulator.ask(f"/phones/{a_phone()}/answer", {"body": "STOP"}, Sec_Fetch_Site="cross-site")
    assert said.status == 403


@pytest.mark.parametrize("path", ["/nothing", "/phones/anna", "/phones/+31"])
def test_an_unknown_address_is_404_with_a_way_back(simulator: Simulator, path: str) -> None:
    said = simulator.ask(path, Accept=BROWSER)
    assert said.status == 404
    assert "Hier is niets" in said.text


def test_all_sms_are_there_for_tests(simulator: Simulator) -> None:
    phone = a_phone()
    sid = simulator.send(phone, "Hallo", StatusCallback="http://127.0.0.1:9/x")["sid"]
    [sms] = simulator.sms(to=phone)
    assert sms["sid"] == sid
    assert (sms["from"], sms["to"], sms["body"], sms["direction"]) == (CLINIC, phone, "Hallo", "outbound-api")
    assert (sms["segments"], sms["status_callback"]) == (1, "http://127.0.0.1:9/x")
    assert simulator.ask(f"/messages.json?to={phone}").json["messages"] == [sms]  # the plus not quoted
