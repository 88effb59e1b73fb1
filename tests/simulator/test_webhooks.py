from pathlib import Path

import pytest
from twilio.request_validator import RequestValidator

from simulator.signing import signature
from tests.simulator.receiving import Receiver, receiver_running
from tests.simulator.running import (
    ACCOUNT,
    CLINIC,
    TOKEN,
    Simulator,
    a_magic_phone,
    a_phone,
    free_port,
    simulator_running,
    until,
)


def test_an_sms_is_queued_then_sent_then_delivered(simulator: Simulator, receiver: Receiver) -> None:
    phone = a_phone()
    sid = simulator.send(phone, StatusCallback=f"{receiver.url}/status/plain")["sid"]
    until(lambda: len(receiver.posts_to("/status/plain")) == 3)
    assert sorted(receiver.statuses("/status/plain")) == ["delivered", "queued", "sent"]
    last = next(post for post in receiver.posts_to("/status/plain") if post.form["MessageStatus"] == "delivered")
    assert last.form == {
        "AccountSid": ACCOUNT, "ApiVersion": "2010-04-01", "From": CLINIC, "To": phone,
        "MessageSid": sid, "SmsSid": sid, "MessageStatus": "delivered", "SmsStatus": "delivered",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("ending", "statuses", "code"),
    [
        ("11", ["queued", "sent", "undelivered"], "30003"),
        ("12", ["queued", "sent", "undelivered"], "30005"),
        ("13", ["queued", "sent", "undelivered"], "30006"),
        ("16", ["queued", "sent", "undelivered"], "30007"),
        ("17", ["queued", "failed"], "30008"),
    ],
)
def test_a_magic_number_ends_as_it_says(
    simulator: Simulator, receiver: Receiver, ending: str, statuses: list[str], code: str
) -> None:
    path = f"/status/{ending}"
    sid = simulator.send(a_magic_phone(ending), StatusCallback=receiver.url + path)["sid"]
    until(lambda: len(receiver.posts_to(path)) == len(statuses))
    assert sorted(receiver.statuses(path)) == sorted(
        statuses
    )  # they travel side by side, so they may overtake each other
    codes = {post.form["MessageStatus"]: post.form.get("ErrorCode") for post in receiver.posts_to(path)}
    assert codes == {status: code if status == statuses[-1] else None for status in statuses}
    assert simulator.api(f"/Messages/{sid}.json").json["error_code"] == int(code)


def test_status_callbacks_carry_twilios_signature(simulator: Simulator, receiver: Receiver) -> None:
    path = "/status/a%20token?and=a%2Bquery&x="
    simulator.send(a_phone(), StatusCallback=receiver.url + path)
    until(lambda: receiver.posts_to(path))
    post = receiver.posts_to(path)[0]
    assert RequestValidator(TOKEN).validate(receiver.url + path, post.form, post.signature)
    assert not RequestValidator("another").validate(receiver.url + path, post.form, post.signature)


def test_the_order_of_the_fields_does_not_change_the_signature() -> None:
    url, form = (
        "https://clinic.example/in?x=1",
        {"To": "+31612345678", "Body": "é & “ü”", "AccountSid": ACCOUNT, "ErrorCode": ""},
    )
    assert signature(TOKEN, url, form) == RequestValidator(TOKEN).compute_signature(url, form)


def test_an_answer_reaches_the_account_signed(simulator: Simulator, receiver: Receiver) -> None:
    phone = a_phone()
    simulator.send(phone)
    answered = simulator.answer(phone, "  ja gelukt 👍 & meer ")
    assert answered["webhook"] == "200"
    post = receiver.posts_to("/inbound")[-1]
    wanted = {
        "AccountSid": ACCOUNT, "MessageSid": answered["sid"], "SmsMessageSid": answered["sid"], "From": phone, "To": CLINIC,
        "Body": "ja gelukt 👍 & meer", "NumMedia": "0", "NumSegments": "1",
    }  # fmt: skip
    assert wanted.items() <= post.form.items()
    assert RequestValidator(TOKEN).validate(f"{receiver.url}/inbound", post.form, post.signature)


def test_an_answer_that_the_account_does_not_take_is_not_tried_again_but_stays_in_the_list(
    simulator: Simulator, receiver: Receiver
) -> None:
    phone = a_phone()
    receiver.answers["/inbound"] = [500]
    assert simulator.answer(phone, "JA")["webhook"] == "500"
    simulator.answer(phone, "NEE")
    assert [post.form["Body"] for post in receiver.posts_to("/inbound") if post.form["From"] == phone] == ["JA", "NEE"]
    assert [sms["webhook"] for sms in simulator.sms(**{"from": phone})] == ["500", "200"]


def test_a_failing_status_callback_is_tried_again(simulator: Simulator, receiver: Receiver) -> None:
    path = "/status/fails-first"
    receiver.answers[path] = [503]
    simulator.send(a_magic_phone("18"), StatusCallback=receiver.url + path)
    until(lambda: len(receiver.posts_to(path)) == 3)
    assert sorted(receiver.statuses(path)) == ["queued", "queued", "sent"]


def test_callbacks_wait_for_an_account_that_starts_later(tmp_path: Path) -> None:
    port = free_port()
    with simulator_running(tmp_path, f"http://127.0.0.1:{port}/inbound") as simulator:
        phone = a_phone()
        simulator.send(phone, StatusCallback=f"http://127.0.0.1:{port}/late")
        until(lambda: simulator.sms(to=phone)[0]["status"] == "delivered")
        with receiver_running(port) as late:
            until(lambda: len(late.posts_to("/late")) == 3)
            assert sorted(late.statuses("/late")) == ["delivered", "queued", "sent"]


def test_callbacks_keep_their_connection(simulator: Simulator, receiver: Receiver) -> None:
    path = "/status/kept"
    for _ in range(40):
        simulator.send(a_phone(), StatusCallback=receiver.url + path)
    until(lambda: len(receiver.posts_to(path)) == 120)
    assert len({post.connection for post in receiver.posts_to(path)}) < 100
