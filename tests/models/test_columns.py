"""Every word that the program stores fits its column. SQLite would not tell; PostgreSQL refuses."""

from collections.abc import Iterable
from io import StringIO
from typing import get_args

import pytest
from django.core.management import call_command
from django.db.models import CharField, Model

from coaching.core.delivery_states import News, Purpose, Reason, State
from coaching.core.events import KINDS, Channel
from coaching.core.programme import Asks
from coaching.core.red_flags import Tier
from coaching.core.replies import Answer
from coaching.models import Attempt, Consent, Delivery, EnrolmentEvent, Inbound


@pytest.mark.parametrize(
    ("model", "column", "words"),
    [
        (Attempt, "outcome", News),
        (Delivery, "state", State),
        (Delivery, "reason", Reason),
        (Delivery, "purpose", Purpose),
        (Delivery, "channel", Channel),
        (Delivery, "asks", get_args(Asks)),
        (Delivery, "answer", Answer),
        (Inbound, "answer", Answer),
        (Inbound, "red_flag", Tier),
        (EnrolmentEvent, "kind", KINDS),
        (Consent, "what", Consent.What),
    ],
)
def test_every_word_fits_its_column(model: type[Model], column: str, words: Iterable[str]) -> None:
    field = model._meta.get_field(column)
    assert isinstance(field, CharField)
    assert field.max_length
    assert [word for word in words if len(word) > field.max_length] == []


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say() -> None:
    said = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=said)
    assert "No changes detected" in said.getvalue()
