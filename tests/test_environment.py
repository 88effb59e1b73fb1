"""What the environment may say: a demonstration stays on this machine, production takes nothing of the demonstration."""

import pytest

from coaching.settings.environment import Environment, EnvironmentInvalid

PRODUCTION = {
    "ENVIRONMENT": "production",
    "PUBLIC_URL": "https://coach.clinic.example",
    "SECRET_KEY": "a" * 60,
    "FIELD_KEYS": "1:" + "ab" * 32,
    "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
    "TWILIO_AUTH_TOKEN": "one,two",
    "TWILIO_FROM": "+31612345678",
    "EMAIL_URL": "smtp://mail.clinic.example:587",
    "EMAIL_FROM": "Clinic <coach@clinic.example>",
}


def test_nothing_set_is_a_demonstration_on_this_machine() -> None:
    environment = Environment.read({})
    assert environment.is_demo
    assert environment.twilio_api_url.startswith("http://127.0.0.1:")


@pytest.mark.parametrize("name", ["TWILIO_API_URL", "EMAIL_URL", "PUBLIC_URL"])
def test_a_demonstration_points_nowhere_else(name: str) -> None:
    with pytest.raises(EnvironmentInvalid, match=name):
        Environment.read({name: "https://api.twilio.com"})


def test_production_is_taken_when_everything_is_its_own() -> None:
    environment = Environment.read(PRODUCTION)
    assert not environment.is_demo
    assert environment.twilio_auth_tokens == ("one", "two")


@pytest.mark.parametrize("name", sorted(set(PRODUCTION) - {"ENVIRONMENT"}))
def test_production_names_what_is_missing(name: str) -> None:
    with pytest.raises(EnvironmentInvalid, match=name):
        Environment.read({**PRODUCTION, name: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "demo-only-secret-key-known-to-everybody"),
        ("TWILIO_AUTH_TOKEN", "demo-auth-token"),
        ("PUBLIC_URL", "http://coach.clinic.example"),
        ("ENVIRONMENT", "staging"),
        ("SETTLE_SECONDS", "10"),
        ("SETTLE_SECONDS", "soon"),
    ],
)
def test_what_cannot_be_right_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(EnvironmentInvalid, match=name):
        Environment.read({**PRODUCTION, name: value})
