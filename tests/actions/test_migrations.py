"""What a change of the tables does with what is stored already."""

from datetime import time
from importlib import import_module

from django.apps import apps
from django.db import connection

from coaching.actions.record_event import standing_of
from coaching.models import Delivery
from tests.actions.engine import at_clock, one_due


def test_answers_of_before_count_as_heard() -> None:
    delivery = one_due()
    answered_at = at_clock(time(11))
    Delivery.objects.filter(pk=delivery.pk).update(answer="done", answered_at=answered_at)
    assert delivery.enrolment
    assert standing_of(delivery.enrolment).heard_at != answered_at
    import_module("coaching.migrations.0003_hear_past_answers").hear_past_answers(apps, connection.schema_editor())
    assert standing_of(delivery.enrolment).heard_at == answered_at
