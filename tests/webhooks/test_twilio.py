"""Twilio's webhooks: only what Twilio signed for us gets in, and a repeat changes nothing."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client
from twilio.request_validator import RequestValidator

from coaching.models import Address, Attempt, Clinic, Delivery, Inbound, Receipt
from coaching.models.contact_point import address_index
from coaching.settings.environment import ENVIRONMENT

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 7, 8, tzinfo=UTC)
INBOUND, PHONE, TOKEN = "/webhooks/twilio/inbound", "+31612345678", b"\x0f" * 16
STATUS = f"/webhooks/twilio/status/{TOKEN.hex()}"
Post = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def clinic(settings: LazySettings) -> Clinic:
    settings.CELERY_BROKER_URL = "memory://"
    return Clinic.objects.create(name="MoveWell", short_name="MoveWell", phone="035", created_at=AT)


@pytest.fixture
def attempt(clinic: Clinic) -> Attempt:
    address = Address.objects.create(clinic=clinic, channel="sms", index=address_index("sms", PHONE), value=PHONE)
    delivery = Delivery.objects.create(
        clinic=clinic, address=address, channel="sms", purpose="answer", cause="test", step="help", due_at=AT,
        send_after=AT, expires_at=AT, state_at=AT, state="sent", token=TOKEN,
    )  # fmt: skip
    return Attempt.objects.create(
        clinic=clinic, delivery=delivery, token=TOKEN, body="Hallo", claimed_at=AT, claimed_real_at=AT, claimant="-"
    )


def a_text(**changes: str) -> dict[str, str]:
    fields = {
        "AccountSid": ENVIRONMENT.twilio_account_sid, "To": ENVIRONMENT.twilio_from, "From": PHONE, "Body": "ja hoor",
        "MessageSid": "SM" + "1" * 32, "NumMedia": "0",
    }  # fmt: skip
    return {**fields, **changes}


def news(**changes: str) -> dict[str, str]:
    fields = {"AccountSid": ENVIRONMENT.twilio_account_sid, "MessageSid": "SM" + "2" * 32, "MessageStatus": "delivered"}
    return {**fields, **changes}


def nothing_stored() -> bool:
    return not (Inbound.objects.exists() or Receipt.objects.exists())


def test_a_signed_text_is_stored_raw_and_answered_with_nothing_to_say(post: Post) -> None:
    answer = post(INBOUND, a_text())
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml")
    assert answer.content.decode().endswith("<Response></Response>")
    stored = Inbound.objects.get()
    assert (stored.body, stored.sender, stored.provider_id) == ("ja hoor", PHONE, "SM" + "1" * 32)
    assert '"NumMedia": "0"' in str(stored.raw)


def test_a_repeat_that_is_signed_is_legitimate_and_has_no_effect(post: Post) -> None:
    answers = [post(INBOUND, a_text()).status_code for _ in range(3)]
    assert answers == [200, 200, 200]
    assert Inbound.objects.count() == 1


@pytest.mark.parametrize("path", [INBOUND, STATUS])
@pytest.mark.parametrize("signature", ["", "x", "A" * 28, "é", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="])
def test_what_is_not_signed_is_refused_and_nothing_stored(path: str, signature: str, attempt: Attempt) -> None:
    headers = {"X-Twilio-Signature": signature} if signature else {}
    answer = Client().post(path, {**a_text(), **news()}, headers=headers)
    assert answer.status_code == 403
    assert nothing_stored()


@pytest.mark.parametrize(
    "url",
    ["http://elsewhere.example" + INBOUND, ENVIRONMENT.public_url + INBOUND + "?x=1", ENVIRONMENT.public_url + STATUS],
)
def test_what_was_signed_for_another_address_is_refused(url: str, post: Post) -> None:
    assert post(INBOUND, a_text(), url=url).status_code == 403
    assert nothing_stored()


def test_the_address_is_the_configured_one_whatever_the_host_says(post: Post) -> None:
    assert post(INBOUND, a_text(), Host="127.0.0.1").status_code == 200
    wrong = post(INBOUND, a_text(MessageSid="SM3"), url="http://127.0.0.1" + INBOUND, Host="127.0.0.1")
    assert wrong.status_code == 403


def test_another_account_or_token_is_refused_even_with_its_own_right_signature(post: Post) -> None:
    assert post(INBOUND, a_text(AccountSid="AC" + "e" * 32)).status_code == 403
    assert post(INBOUND, a_text(), token="somebody-else's").status_code == 403
    without = a_text()
    del without["AccountSid"]
    assert post(INBOUND, without).status_code == 403
    assert nothing_stored()


def test_a_changed_field_breaks_the_signature(post: Post) -> None:
    fields = a_text()
    validator_saw = dict(fields)
    fields["Body"] = "STOP"
    signature = RequestValidator(ENVIRONMENT.twilio_auth_tokens[0]).compute_signature(
        ENVIRONMENT.public_url + INBOUND, validator_saw
    )
    answer = Client().post(INBOUND, fields, headers={"X-Twilio-Signature": signature})
    assert answer.status_code == 403


@pytest.mark.parametrize("missing", [{"MessageSid": ""}, {"From": ""}, {"To": "+31699999999"}, {"To": ""}])
def test_a_text_that_is_not_for_us_or_not_whole_is_refused(missing: dict[str, str], post: Post) -> None:
    assert post(INBOUND, a_text(**missing)).status_code == 403
    assert nothing_stored()


def test_both_tokens_hold_while_one_is_rotated(post: Post, tokens: Callable[..., None]) -> None:
    tokens("new-token", "old-token")
    assert post(INBOUND, a_text(MessageSid="SM1"), token="new-token").status_code == 200
    assert post(INBOUND, a_text(MessageSid="SM2"), token="old-token").status_code == 200
    tokens("new-token")
    assert post(INBOUND, a_text(MessageSid="SM3"), token="old-token").status_code == 403
    assert Inbound.objects.count() == 2


def test_a_body_over_64_kilobytes_is_refused(post: Post) -> None:
    assert post(INBOUND, a_text(Body="x" * 60_000)).status_code == 200
    assert post(INBOUND, a_text(Body="x" * 66_000, MessageSid="SM4")).status_code == 413
    assert Inbound.objects.count() == 1


@pytest.mark.parametrize("length", ["abc", "-1", "", "99999999999999999999"])
def test_a_length_that_is_none_is_no_error_of_ours(length: str) -> None:
    answer = Client().post(INBOUND, a_text(), headers={"Content-Length": length})
    assert 400 <= answer.status_code < 500
    assert nothing_stored()


@pytest.mark.parametrize(("kind", "body"), [
    ("application/json", b'{"AccountSid": "AC"}'),
    ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
    ("multipart/form-data", b"no boundary"),
    ("application/x-www-form-urlencoded; charset=nonsense", b"AccountSid=AC"),
    ("application/x-www-form-urlencoded", b"%ff%fe=\xff\x00&&&==="),
    ("application/x-www-form-urlencoded", b"a=1&" * 2000),
])  # fmt: skip
def test_a_body_that_makes_no_sense_is_no_error_of_ours(kind: str, body: bytes) -> None:
    for path in (INBOUND, STATUS):
        answer = Client(raise_request_exception=False).generic("POST", path, body, content_type=kind)
        assert 400 <= answer.status_code < 500
    assert nothing_stored()


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "head"])
def test_only_a_post_is_taken(method: str) -> None:
    for path in (INBOUND, STATUS):
        assert getattr(Client(), method)(path).status_code == 405


def test_a_receipt_is_stored_once_and_answered_shortly(post: Post, attempt: Attempt) -> None:
    answers = [post(STATUS, news()) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [204, 204, 204]
    stored = Receipt.objects.get()
    assert (stored.attempt_id, stored.status) == (attempt.pk, "delivered")


def test_a_receipt_for_a_token_that_is_not_ours_is_no_error_of_twilios(post: Post) -> None:
    assert post(f"/webhooks/twilio/status/{'0' * 32}", news()).status_code == 204
    assert nothing_stored()


@pytest.mark.parametrize("token", ["", "abc", "Z" * 32, "0" * 31, "0" * 33, "A" * 32])
def test_an_address_that_holds_no_token_does_not_exist(token: str, post: Post) -> None:
    assert post(f"/webhooks/twilio/status/{token}", news()).status_code == 404


def test_a_text_is_safe_even_when_acting_on_it_fails(
    post: Post, attempt: Attempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr("coaching.actions.receive_sms.act_on_reply", fail)
    assert post(INBOUND, a_text()).status_code == 200
    assert Inbound.objects.get().acted_at is None
