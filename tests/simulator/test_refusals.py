import pytest

from tests.simulator.running import CLINIC, Simulator, a_magic_phone, a_phone


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"To": ""}, 400, 21604),
        ({"To": "0612345678"}, 400, 21211),
        ({"To": "+316123"}, 400, 21211),
        ({"To": "+31 6 12345678"}, 400, 21211),
        ({"To": "+31201234567"}, 400, 21614),
        ({"From": ""}, 400, 21603),
        ({"From": "+31687654321"}, 400, 21606),
        ({"From": "", "MessagingServiceSid": "MG" + "0" * 32}, 404, 21701),
        ({"To": CLINIC}, 400, 21266),
        ({"Body": ""}, 400, 21602),
        ({"Body": "a" * 1601}, 400, 21617),
        ({"StatusCallback": "praktijk"}, 400, 21609),
        ({"StatusCallback": "http://[::1"}, 400, 21609),
        ({"ValidityPeriod": "0"}, 400, 21624),
        ({"ValidityPeriod": "36001"}, 400, 21624),
        ({"ValidityPeriod": "een uur"}, 400, 21624),
        ({"To": a_magic_phone("14")}, 400, 21614),
        ({"To": a_magic_phone("15")}, 429, 20429),
        ({"To": a_magic_phone("19")}, 400, 21408),
        ({"To": a_magic_phone("20")}, 400, 21211),
    ],
)
def test_what_cannot_be_sent_is_refused_in_twilios_words(
    simulator: Simulator, change: dict[str, str], status: int, code: int
) -> None:
    before = len(simulator.sms())
    said = simulator.api(form={"To": a_phone(), "From": CLINIC, "Body": "Hallo", **change})
    assert (said.status, said.json["status"], said.json["code"]) == (status, status, code)
    assert said.json["more_info"] == f"https://www.twilio.com/docs/errors/{code}"
    assert said.json["message"]
    assert len(simulator.sms()) == before


def test_the_longest_body_is_taken(simulator: Simulator) -> None:
    assert simulator.send(a_phone(), "a" * 1600)["num_segments"] == "11"


@pytest.mark.parametrize("authorization", [None, "Basic !!!", "Bearer x", "Basic QUM6eA=="])
def test_without_the_right_credentials_nothing_is_told(simulator: Simulator, authorization: str | None) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    said = simulator.ask(f"/2010-04-01/Accounts/AC{'d' * 32}/Messages.json", **headers)
    assert (said.status, said.json["code"]) == (401, 20003)
    assert said.headers["WWW-Authenticate"].startswith("Basic")


@pytest.mark.parametrize("path", ["/Messages/SM" + "0" * 32 + ".json", "/Calls.json"])
def test_what_is_not_there_is_20404(simulator: Simulator, path: str) -> None:
    said = simulator.api(path)
    assert (said.status, said.json["code"]) == (404, 20404)
    assert path in said.json["message"]


@pytest.mark.parametrize("query", ["PageSize=veel", "Page=-1", "DateSent=gisteren", "DateSent=9999-12-31"])
def test_a_list_that_cannot_be_read_is_refused(simulator: Simulator, query: str) -> None:
    assert simulator.api(f"/Messages.json?{query}").status == 400


def test_a_page_holds_1000_rows_at_most(simulator: Simulator) -> None:
    assert simulator.api("/Messages.json?PageSize=5000").json["page_size"] == 1000
