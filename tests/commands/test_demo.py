"""Made-up patients by the thousand, for measuring: each with one nudge of its own, due at one instant."""

import os
import subprocess
import sys
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from coaching.actions.claim import claim
from coaching.actions.plan_ahead import plan_ahead
from coaching.actions.send_due import timing
from coaching.core.delivery_states import CHECKED_PURPOSES
from coaching.models import Address, Clinic, Consent, Delivery, DemoClock, EnrolmentEvent, Patient, ProgrammeVersion
from coaching.models.clock import now
from tests.commands.conftest import RunJson

PROJECT = Path(__file__).resolve().parents[2]


def numbers() -> list[str]:
    return [address.value for address in Address.objects.order_by("id")]


@pytest.mark.django_db
def test_each_patient_has_one_nudge_at_the_same_instant(run_json: RunJson) -> None:
    code, [loaded] = run_json("demo", "--patients", "30", "--due-in", "90")
    assert (code, loaded["patients"], loaded["clinic"]) == (0, 30, "Demo load")
    deliveries = Delivery.objects.all()
    assert deliveries.count() == 30
    assert {one.due_at for one in deliveries} == {datetime.fromisoformat(loaded["due_at"])}
    assert {(one.channel, one.asks, one.state) for one in deliveries} == {("sms", "yes_no", "scheduled")}
    assert len(set(deliveries.values_list("enrolment", flat=True))) == 30
    assert len(set(deliveries.values_list("address", flat=True))) == 30
    assert all(patient.is_demo for patient in Patient.objects.all())
    assert Consent.objects.filter(what="confirmed").count() == 30


@pytest.mark.django_db
def test_every_nudge_is_claimed_once_it_is_due(run_json: RunJson) -> None:
    run_json("demo", "--patients", "25", "--due-in", "60")
    assert claim(CHECKED_PURPOSES, 100, timing().room_to_send) == []
    DemoClock.objects.create(offset_seconds=70)
    claimed = claim(CHECKED_PURPOSES, 100, timing().room_to_send)
    assert sorted(one.to for one in claimed) == numbers()
    assert {one.written.body for one in claimed} == {"Demo load: Sta even op en loop een paar stappen. Gelukt? JA/NEE"}
    code, [ledger] = run_json("ledger")
    assert (code, ledger["planned"], ledger["by_state"]["sending"]) == (0, 25, 25)


@pytest.mark.django_db
def test_a_second_load_adds_patients_with_numbers_of_their_own(run_json: RunJson) -> None:
    run_json("demo", "--patients", "12")
    first = numbers()
    run_json("demo", "--patients", "3")
    assert first[:2] == ["+31680000009", "+31680000019"]
    assert numbers()[:12] == first
    assert numbers()[12] == "+31680000129"
    assert len(set(numbers())) == Delivery.objects.count() == 15
    assert Clinic.objects.count() == ProgrammeVersion.objects.count() == 1


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_people(run_json: RunJson) -> None:
    def load(seed: str) -> list[tuple[str, str]]:
        run_json("demo", "--patients", "8", "--seed", seed)
        seeds = EnrolmentEvent.objects.filter(kind="enrolled").order_by("id")
        people = list(
            zip(
                (one.name for one in Patient.objects.order_by("id")),
                (one.details["seed"] for one in seeds),
                strict=True,
            )
        )
        Patient.objects.all().delete()
        Address.objects.all().delete()
        return people

    assert load("7") == load("7")
    assert load("7") != load("8")


@pytest.mark.django_db
def test_nothing_more_is_planned_for_them_later(run_json: RunJson) -> None:
    run_json("demo", "--patients", "5", "--due-in", "10")
    DemoClock.objects.create(offset_seconds=7 * 86_400)
    Delivery.objects.update(state="delivered", text_id="load-walk-1")
    plan_ahead(now())
    assert Delivery.objects.count() == 5


@pytest.mark.django_db
def test_a_person_reads_what_was_loaded() -> None:
    out = StringIO()
    call_command("demo", "--patients", "2", stdout=out)
    assert out.getvalue().startswith("2 made-up patients of 'Demo load' have a nudge due at 2")


@pytest.mark.parametrize(
    ("option", "value"), [("--patients", "0"), ("--patients", "1.5"), ("--due-in", "-1"), ("--seed", "x")]
)
def test_a_wrong_number_is_named(option: str, value: str) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("demo", f"{option}={value}")
    assert refused.value.returncode == 2
    assert str(refused.value).startswith(f"{option}: ")


def test_production_refuses_made_up_patients(tmp_path: Path) -> None:
    production = {
        "ENVIRONMENT": "production", "DATA_DIR": str(tmp_path), "SECRET_KEY": "k" * 50, "FIELD_KEYS": "1:" + "ab" * 32,
        "PUBLIC_URL": "https://coach.example", "EMAIL_URL": "smtp://u:p@mail.example:587",
        "EMAIL_FROM": "Coach <coach@clinic.example>", "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
        "TWILIO_AUTH_TOKEN": "token", "TWILIO_FROM": "+31612345678",
        "TWILIO_API_URL": "",
    }  # fmt: skip
    ended = subprocess.run(
        [sys.executable, "manage.py", "demo"],
        cwd=PROJECT, env={**os.environ, **production}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 2
    assert "production" in ended.stderr
    assert not list(tmp_path.glob("*.sqlite3"))
