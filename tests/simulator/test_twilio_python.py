"""The real client, pointed at the simulator: what it creates, fetches and lists."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from tests.simulator.running import ACCOUNT, CLINIC, TOKEN, Simulator, a_phone, real_now, until


class OnlyTo(TwilioHttpClient):
    """Sends every request to one origin, whatever host the library had in mind."""

    def __init__(self, origin: str) -> None:
        super().__init__()
        self.origin = origin

    def request(self, method: str, url: str, *rest: object, **more: object) -> Response:
        parts = urlsplit(url)
        return super().request(
            method, self.origin + parts.path + (f"?{parts.query}" if parts.query else ""), *rest, **more
        )


@pytest.fixture
def client(simulator: Simulator) -> Iterator[Client]:
    http = OnlyTo(simulator.url)
    yield Client(ACCOUNT, TOKEN, http_client=http)
    http.session.close()


def test_a_created_sms_has_twilios_fields_and_types(client: Client) -> None:
    phone = a_phone()
    sms = client.messages.create(to=phone, from_=CLINIC, body="Zit u al een tijdje? €", validity_period=3600)
    assert sms.sid.startswith("SM")
    assert len(sms.sid) == 34
    assert (sms.to, sms.from_, sms.direction, sms.status) == (phone, CLINIC, "outbound-api", "queued")
    assert (sms.num_segments, sms.num_media, sms.price, sms.error_code) == ("1", "0", None, None)
    assert abs(sms.date_created - real_now()) < timedelta(seconds=5)
    assert sms.date_sent is None


def test_fetching_shows_how_far_it_came(client: Client) -> None:
    sid = client.messages.create(to=a_phone(), from_=CLINIC, body="Hallo").sid
    until(lambda: client.messages(sid).fetch().status == "delivered")
    assert client.messages(sid).fetch().date_sent is not None


def test_a_group_of_senders_can_be_named_instead_of_a_number(client: Client) -> None:
    sms = client.messages.create(to=a_phone(), messaging_service_sid="MG" + "d" * 32, body="Hallo")
    assert sms.messaging_service_sid == "MG" + "d" * 32
    assert sms.from_ == CLINIC


def test_listing_follows_all_pages_newest_first(client: Client) -> None:
    phone = a_phone()
    sids = [client.messages.create(to=phone, from_=CLINIC, body=f"Nummer {n}").sid for n in range(7)]
    assert [sms.sid for sms in client.messages.list(to=phone, page_size=3)] == sids[::-1]


def test_what_comes_in_between_two_pages_neither_hides_nor_doubles_a_row(client: Client) -> None:
    phone = a_phone()
    sids = [client.messages.create(to=phone, from_=CLINIC, body=f"Nummer {n}").sid for n in range(4)]
    first = client.messages.page(to=phone, page_size=2)
    client.messages.create(to=phone, from_=CLINIC, body="Er kwam er een bij")
    second = first.next_page()
    assert [sms.sid for sms in second] == sids[1::-1]
    assert second.next_page() is None
    assert [sms.sid for sms in second.previous_page()] == sids[:1:-1]


def test_a_list_narrowed_by_day_leaves_out_what_was_not_sent(client: Client) -> None:
    phone = "+31615550017"
    sid = client.messages.create(to=phone, from_=CLINIC, body="Dit mislukt").sid
    until(lambda: client.messages(sid).fetch().status == "failed")
    today = real_now()
    assert client.messages.list(to=phone, date_sent_after=today - timedelta(days=1)) == []
    assert [sms.sid for sms in client.messages.list(to=phone)] == [sid]


@pytest.mark.parametrize(
    ("days", "found"), [({"date_sent": 0}, True), ({"date_sent_after": 0}, True), ({"date_sent_before": -1}, False)]
)
def test_days_in_a_list_are_whole_and_in_gmt(client: Client, days: dict[str, int], found: bool) -> None:
    phone = a_phone()
    sid = client.messages.create(to=phone, from_=CLINIC, body="Hallo").sid
    until(lambda: client.messages(sid).fetch().status == "delivered")
    now = real_now()
    narrowed = {name: now + timedelta(days=away) for name, away in days.items()}
    assert bool(client.messages.list(to=phone, **narrowed)) is found


def test_inbound_sms_stand_in_the_list(client: Client, simulator: Simulator) -> None:
    phone = a_phone()
    simulator.answer(phone, "JA")
    [sms] = client.messages.list(from_=phone)
    assert (sms.direction, sms.status, sms.to, sms.body) == ("inbound", "received", CLINIC, "JA")
    assert sms.date_sent is not None


def test_a_refusal_arrives_as_the_librarys_own_error(client: Client) -> None:
    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(to="061234", from_=CLINIC, body="Hallo")
    assert (refused.value.status, refused.value.code) == (400, 21211)


def test_a_wrong_token_is_refused(simulator: Simulator) -> None:
    http = OnlyTo(simulator.url)
    with pytest.raises(TwilioRestException) as refused:
        Client(ACCOUNT, "wrong", http_client=http).messages.create(to=a_phone(), from_=CLINIC, body="Hallo")
    http.session.close()
    assert (refused.value.status, refused.value.code) == (401, 20003)
