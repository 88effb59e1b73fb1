"""What each answer of a provider means for us, with twilio-python itself over real connections."""

import asyncio
import json
import socket
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from typing import Any

import pytest

from coaching.core.outcomes import Accepted, Deferred, Lost, Outcome, Rejected
from coaching.gateways import twilio_transport
from coaching.gateways.event_loop import loop_thread
from coaching.gateways.twilio_sms import ListUnreadable, OutgoingSms, TwilioAccount, TwilioSms
from tests.gateways.raw_server import RawServer, Script, closes, drips, http, raw_server, resets, says, stalls

ACCOUNT = TwilioAccount("AC" + "d" * 32, "token", "+3197010200000", "")
SMS = OutgoingSms(ACCOUNT, "+31612345678", "MoveWell: loop even", "http://127.0.0.1:9/status/00", 3600)
SID = "SM" + "0" * 32


@pytest.fixture(scope="module")
def server() -> Iterator[RawServer]:
    with raw_server() as running:
        yield running


Reach = Callable[..., TwilioSms]


@pytest.fixture
def reach(monkeypatch: pytest.MonkeyPatch) -> Iterator[Reach]:
    """Make a gateway to an origin, with other time limits if need be; its connections are closed in the end."""
    made: list[TwilioSms] = []

    def build(origin: str, in_all: float = 8, connect: float = 3) -> TwilioSms:
        monkeypatch.setattr(twilio_transport, "IN_ALL_SECONDS", in_all)
        monkeypatch.setattr(twilio_transport, "CONNECT_SECONDS", connect)

        async def inside() -> TwilioSms:
            return TwilioSms(origin)

        made.append(loop_thread().run(inside()))
        return made[-1]

    yield build
    for gateway in made:
        loop_thread().run(gateway.close())


def handed_over(gateway: TwilioSms, sms: OutgoingSms = SMS) -> Outcome:
    work: Coroutine[Any, Any, Outcome] = gateway.hand_over(sms)
    return loop_thread().run(work)


def twilio(status: int, code: Any) -> Script:
    body = {"code": code, "message": "No", "more_info": "https://www.twilio.com/docs/errors", "status": status}
    return http(f"{status} No", json.dumps(body))


def problem(status: int, code: Any, http_status: int | None = None) -> Script:
    """RFC 9457, as some of Twilio's newer services answer."""
    body = {"type": "https://twilio.com/problem", "title": "No", "status": status, "code": code}
    return http(f"{http_status or status} No", json.dumps(body), "Content-Type: application/problem+json\r\n")


DEFERRED = Deferred("too many requests")
ANSWERS: dict[str, tuple[Script, Outcome]] = {
    "201 with a sid": (http("201 Created", json.dumps({"sid": SID})), Accepted(SID)),
    "429 with JSON": (twilio(429, 20429), DEFERRED),
    "429 without JSON": (http("429 Too Many Requests", "slow down", "Content-Type: text/plain\r\n"), DEFERRED),
    "429 as a problem": (problem(429, 20429), DEFERRED),
    "401": (twilio(401, 20003), Deferred("credentials refused", stops_sender=True)),
    "401 without JSON": (http("401 No"), Deferred("credentials refused", stops_sender=True)),
    "403": (twilio(403, 20003), Deferred("credentials refused", stops_sender=True)),
    "4xx with a known code": (twilio(400, 21211), Rejected("21211", "not a phone number")),
    "opted out": (twilio(400, 21610), Rejected("21610", "opted out at the provider", opted_out=True)),
    "4xx with an unknown code": (twilio(400, 29999), Rejected("29999", "unknown code")),
    "4xx as a problem": (problem(400, 21211), Rejected("21211", "not a phone number")),
    "4xx without JSON": (http("404 Not Found", "<html>", "Content-Type: text/html\r\n"), Lost("HTTP 404")),
    "4xx with another JSON": (http("400 Bad", json.dumps({"error": "x"})), Lost("HTTP 400")),
    "4xx with a JSON list": (http("400 Bad", "[]"), Lost("HTTP 400")),
    "4xx with a word as its code": (twilio(400, "wrong"), Lost("HTTP 400")),
    "4xx with no code": (twilio(400, None), Lost("HTTP 400")),
    "4xx with a small code": (twilio(400, 12), Lost("HTTP 400")),
    "5xx with a code": (twilio(500, 21211), Lost("HTTP 500")),
    "5xx without JSON": (http("503 Busy", "busy", "Content-Type: text/plain\r\n"), Lost("HTTP 503")),
    "5xx as a problem": (problem(500, 20500), Lost("HTTP 500")),
    "5xx as a problem that calls itself 4xx": (problem(400, 21211, 500), Lost("HTTP 500")),
    "5xx as a problem that calls itself 429": (problem(429, 20429, 502), Lost("HTTP 502")),
    "a problem without numbers": (problem("x", "y", 400), Lost("HTTP 0")),  # type: ignore[arg-type]
    "307 to elsewhere": (http("307 Go", "", "Location: http://127.0.0.1:9/\r\n"), Lost("HTTP 307")),
    "302 to elsewhere": (http("302 Go", "", "Location: http://127.0.0.1:9/\r\n"), Lost("HTTP 302")),
    "201 without a sid": (http("201 Created", "{}"), Lost("accepted without an id")),
    "201 with HTML": (http("201 Created", "<html>", "Content-Type: text/html\r\n"), Lost("the answer made no sense")),
    "201 with nothing": (http("201 Created"), Lost("accepted without an id")),
    "201 with a list": (http("201 Created", "[]"), Lost("the answer made no sense")),
    "201 in another encoding": (says(b"HTTP/1.1 201 C\r\nContent-Length: 2\r\n\r\n\xff\xfe"), Lost("the answer made no sense")),
    "closed": (closes, Lost("the connection broke")),
    "reset": (resets, Lost("the connection broke")),
    "cut short": (says("HTTP/1.1 201 Created\r\nContent-Length: 99\r\n\r\n{"), Lost("the connection broke")),
    "garbage": (says("garbage\r\n\r\n"), Lost("the connection broke")),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_what_an_answer_means(name: str, server: RawServer, reach: Reach) -> None:
    server.script, expected = ANSWERS[name]
    server.requests.clear()
    assert handed_over(reach(server.url)) == expected
    assert len(server.requests) == 1, "handed over once, never again by itself"


@pytest.mark.parametrize("script", [stalls, drips])
def test_an_answer_that_takes_too_long_is_lost_in_time(script: Script, server: RawServer, reach: Reach) -> None:
    server.script = script
    began = time.monotonic()
    assert handed_over(reach(server.url, in_all=0.3)) == Lost("no answer in time")
    assert time.monotonic() - began < 2


def test_a_refused_connection_was_surely_not_taken(free_port: int, reach: Reach) -> None:
    assert handed_over(reach(f"http://127.0.0.1:{free_port}")) == Deferred("no connection")


def test_a_host_that_does_not_resolve_was_surely_not_reached(reach: Reach) -> None:
    assert handed_over(reach("http://twilio.invalid")) == Deferred("no connection")


def test_a_connection_that_never_comes_about_was_surely_not_taken(reach: Reach) -> None:
    """A full backlog: the system accepts no more, and nobody ever takes what waits."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as deaf:
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(deaf.getsockname())
        assert handed_over(reach(f"http://127.0.0.1:{deaf.getsockname()[1]}", in_all=2, connect=0.3)) == Deferred(
            "no connection"
        )
        for each in waiting:
            each.close()


@pytest.mark.parametrize(("seconds", "sent"), [(10, 60), (60, 60), (1800, 1800), (90_000, 3600)])
def test_the_provider_is_told_how_long_it_makes_sense(seconds: int, sent: int, server: RawServer, reach: Reach) -> None:
    server.script = ANSWERS["201 with a sid"][0]
    handed_over(reach(server.url), replace(SMS, validity_seconds=seconds))
    assert f"ValidityPeriod={sent}&".encode() in server.requests[-1] + b"&"


def test_a_messaging_service_goes_instead_of_a_number(server: RawServer, reach: Reach) -> None:
    server.script = ANSWERS["201 with a sid"][0]
    service = replace(ACCOUNT, messaging_service_sid="MG" + "1" * 32)
    handed_over(reach(server.url), replace(SMS, account=service))
    assert b"MessagingServiceSid=MG" in server.requests[-1]
    assert b"From=" not in server.requests[-1]


@pytest.mark.parametrize("name", ["5xx without JSON", "401", "429 with JSON", "closed", "garbage", "201 with HTML"])
def test_a_list_that_cannot_be_read_proves_nothing(name: str, server: RawServer, reach: Reach) -> None:
    server.script = ANSWERS[name][0]
    with pytest.raises(ListUnreadable):
        loop_thread().run(reach(server.url).sent_to(ACCOUNT, SMS.to))


def test_a_list_whose_second_page_fails_proves_nothing(server: RawServer, reach: Reach) -> None:
    row = {
        "sid": SID,
        "direction": "outbound-api",
        "from": "+31",
        "body": "x",
        "date_created": "Mon, 07 Sep 2026 08:00:00 +0000",
    }
    path = f"/2010-04-01/Accounts/{ACCOUNT.account_sid}/Messages.json?PageToken=2"
    pages = [http("200 OK", json.dumps({"messages": [row], "next_page_uri": path})), http("500 No", "{}")]

    async def next_page(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await pages.pop(0)(reader, writer)

    server.script = next_page
    with pytest.raises(ListUnreadable):
        loop_thread().run(reach(server.url).sent_to(ACCOUNT, SMS.to))
    assert pages == []
