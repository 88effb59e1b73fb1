"""Requests as Twilio signs them, to our configured public address."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from twilio.request_validator import RequestValidator

from coaching.settings.environment import ENVIRONMENT

Post = Callable[..., HttpResponse]


@pytest.fixture
def post() -> Post:
    """Post a form to a path of ours, signed unless told otherwise."""

    def signed(path: str, fields: dict[str, str], token: str = "", url: str = "", **headers: Any) -> HttpResponse:
        address = url or ENVIRONMENT.public_url + path
        validator = RequestValidator(token or ENVIRONMENT.twilio_auth_tokens[0])
        signature = validator.compute_signature(address, fields)
        return Client().post(path, fields, headers={"X-Twilio-Signature": signature, **headers})  # type: ignore[return-value]

    return signed


@pytest.fixture
def tokens() -> Iterator[Callable[..., None]]:
    """Set other tokens for the test."""
    before = ENVIRONMENT.twilio_auth_tokens

    def use(*values: str) -> None:
        object.__setattr__(ENVIRONMENT, "twilio_auth_tokens", values)

    yield use
    use(*before)
