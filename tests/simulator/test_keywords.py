import pytest

from tests.simulator.receiving import Receiver
from tests.simulator.running import CLINIC, Simulator, a_phone, until


def last_inbound(receiver: Receiver, phone: str) -> dict[str, str]:
    return [post.form for post in receiver.posts_to("/inbound") if post.form["From"] == phone][-1]


@pytest.mark.parametrize(
    "word", ["STOP", "stop", " Stop ", "StopAll", "UNSUBSCRIBE", "end", "QUIT", "CANCEL", "REVOKE", "OPTOUT"]
)
def test_after_stop_the_provider_takes_nothing_for_that_phone(
    simulator: Simulator, receiver: Receiver, word: str
) -> None:
    phone = a_phone()
    simulator.send(phone)
    assert simulator.answer(phone, word)["opt_out_type"] == "STOP"
    refused = simulator.api(form={"To": phone, "From": CLINIC, "Body": "Nog een"})
    assert (refused.status, refused.json["code"]) == (400, 21610)
    assert last_inbound(receiver, phone)["OptOutType"] == "STOP"


@pytest.mark.parametrize("text", ["stop ermee", "STOP.", "ik wil niet stoppen", "stoppen"])
def test_only_the_bare_word_stops(simulator: Simulator, receiver: Receiver, text: str) -> None:
    phone = a_phone()
    assert simulator.answer(phone, text)["opt_out_type"] is None
    simulator.send(phone)
    assert "OptOutType" not in last_inbound(receiver, phone)


def test_stop_is_confirmed_once_by_the_provider_itself(simulator: Simulator, receiver: Receiver) -> None:
    phone = a_phone()
    simulator.answer(phone, "STOP")
    simulator.answer(phone, "STOP")
    [confirmation] = simulator.sms(to=phone)
    until(lambda: simulator.sms(to=phone)[0]["status"] == "delivered")
    assert confirmation["direction"] == "outbound-reply"
    assert "unsubscribed" in confirmation["body"]
    assert not [post for post in receiver.posts if post.form.get("MessageSid") == confirmation["sid"]]


@pytest.mark.parametrize("word", ["START", "unstop", "YES"])
def test_start_lifts_the_block(simulator: Simulator, word: str) -> None:
    phone = a_phone()
    simulator.answer(phone, "STOP")
    assert simulator.answer(phone, word)["opt_out_type"] == "START"
    simulator.send(phone)
    assert "re-subscribed" in simulator.sms(to=phone)[1]["body"]


def test_yes_of_a_phone_that_is_not_blocked_is_an_ordinary_answer(simulator: Simulator, receiver: Receiver) -> None:
    phone = a_phone()
    assert simulator.answer(phone, "YES")["opt_out_type"] is None
    assert simulator.sms(to=phone) == []
    assert last_inbound(receiver, phone)["Body"] == "YES"


@pytest.mark.parametrize("word", ["HELP", "info"])
def test_help_is_answered_by_the_provider(simulator: Simulator, receiver: Receiver, word: str) -> None:
    phone = a_phone()
    assert simulator.answer(phone, word)["opt_out_type"] == "HELP"
    assert [sms["direction"] for sms in simulator.sms(to=phone)] == ["outbound-reply"]
    assert last_inbound(receiver, phone)["OptOutType"] == "HELP"
