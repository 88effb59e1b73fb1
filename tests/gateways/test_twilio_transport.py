"""The transport reaches its one origin and nothing else, and tells no log what it carries."""

import json
import logging
from collections.abc import Iterator

import pytest
from twilio.rest import Client

from coaching.gateways.event_loop import loop_thread
from coaching.gateways.twilio_sms import OutgoingSms, TwilioAccount, TwilioSms
from coaching.gateways.twilio_transport import TwilioTransport
from tests.gateways.raw_server import RawServer, http, raw_server

ACCOUNT = TwilioAccount("AC" + "d" * 32, "auth-token-marker", "+3197010200000", "")
CREATED = http("201 Created", json.dumps({"sid": "SM" + "0" * 32}))


@pytest.fixture(scope="module")
def server() -> Iterator[RawServer]:
    with raw_server(CREATED) as running:
        yield running


@pytest.fixture
def transport(server: RawServer) -> Iterator[TwilioTransport]:
    async def build() -> TwilioTransport:
        return TwilioTransport(server.url)

    built = loop_thread().run(build())
    yield built
    loop_thread().run(built.close())


@pytest.mark.parametrize("elsewhere", ["https://api.twilio.com", "http://192.0.2.1:80", "https://elsewhere.invalid"])
def test_whatever_address_the_client_names_it_reaches_its_own(
    elsewhere: str, transport: TwilioTransport, server: RawServer
) -> None:
    client = Client(ACCOUNT.account_sid, ACCOUNT.auth_token, http_client=transport)
    client.api.base_url = elsewhere
    server.script = CREATED
    server.requests.clear()

    async def send() -> None:
        await client.messages.create_async(to="+31612345678", from_=ACCOUNT.from_number, body="x")

    loop_thread().run(send())
    (request,) = server.requests
    assert request.startswith(f"POST /2010-04-01/Accounts/{ACCOUNT.account_sid}/Messages.json HTTP/1.1".encode())
    assert f"Host: 127.0.0.1:{server.port}".encode() in request


def test_a_region_or_an_edge_changes_no_address(transport: TwilioTransport, server: RawServer) -> None:
    client = Client(ACCOUNT.account_sid, ACCOUNT.auth_token, region="au1", edge="sydney", http_client=transport)
    server.script = CREATED
    server.requests.clear()

    async def send() -> None:
        await client.messages.create_async(to="+31612345678", from_=ACCOUNT.from_number, body="x")

    loop_thread().run(send())
    assert len(server.requests) == 1


def test_nothing_is_kept_between_requests(transport: TwilioTransport, server: RawServer) -> None:
    """A cookie would tie the requests of one clinic to those of another."""
    body = json.dumps({"sid": "SM" + "0" * 32})
    server.script = http("201 Created", body, "Content-Type: application/json\r\nSet-Cookie: who=me\r\n")
    server.requests.clear()
    for _ in range(2):
        loop_thread().run(transport.request("POST", "https://api.twilio.com/x", data={"To": "+31612345678"}))
    assert not any(b"cookie" in request.lower() for request in server.requests)


def test_no_log_record_holds_a_number_a_text_or_a_token(server: RawServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    async def build() -> TwilioSms:
        return TwilioSms(server.url)

    gateway = loop_thread().run(build())
    sms = OutgoingSms(ACCOUNT, "+31687654321", "text-marker", "http://127.0.0.1/status/00ff", 3600)
    for script in (
        CREATED,
        http("500 No", "{}"),
        http("400 No", json.dumps({"code": 21211, "message": "+31687654321"})),
    ):
        server.script = script
        loop_thread().run(gateway.hand_over(sms))
    loop_thread().run(gateway.close())
    said = "\n".join(f"{record.name} {record.getMessage()} {record.exc_text}" for record in caplog.records)
    assert not [marker for marker in ("31687654321", "text-marker", "auth-token-marker") if marker in said]
