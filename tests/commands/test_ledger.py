"""The ledger at the command line: green while everything is accounted for once, red as soon as it is not."""

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from coaching.actions import keep_ledger
from coaching.actions.open_demo_clinic import open_demo_clinic
from coaching.actions.read_programme_folder import read_programme_folder
from coaching.actions.record_event import record_event
from coaching.core.delivery_states import Purpose
from coaching.core.events import Ended, Paused
from coaching.models import Attempt, Delivery, Enrolment, Receipt
from tests.commands.conftest import LOW_BACK, MONDAY, SUNDAY, RunJson

pytestmark = pytest.mark.usefixtures("monday_noon")

KEYS = ["planned", "by_state", "in_flight", "unaccounted", "doubles", "oldest_unconfirmed_s"]
DUE = 3  # Sunday's check-in and evening tip, and Monday's walk


def figures(run_json: RunJson, *words: str) -> tuple[int, dict[str, Any]]:
    code, [ledger] = run_json("ledger", *words)
    return code, ledger


def walk_of(enrolment: Enrolment) -> Delivery:
    return Delivery.objects.get(enrolment=enrolment, nudge_key="calm-walk", on_date="2026-04-27")


def attempt(delivery: Delivery, provider_id: str, outcome: str = "accepted") -> Attempt:
    return Attempt.objects.create(
        clinic=delivery.clinic,
        delivery=delivery,
        token=provider_id.encode().ljust(16, b"0"),
        body="Beweeg: loop",
        claimed_at=MONDAY,
        claimed_real_at=MONDAY,
        claimant="nobody",
        provider_id=provider_id,
        outcome=outcome,
    )


def receipt(one: Attempt, provider_id: str, status: str) -> None:
    key = f"twilio {bytes(one.token).hex()} {provider_id} {status}"
    Receipt.objects.create(
        clinic=one.clinic, attempt=one, key=key, status=status, raw="{}", received_at=MONDAY, applied_at=MONDAY
    )


def test_what_is_planned_and_due_is_in_flight_until_it_is_sent(enrolment: Enrolment, run_json: RunJson) -> None:
    code, ledger = figures(run_json)
    assert list(ledger) == KEYS
    assert (code, ledger["planned"], ledger["unaccounted"], ledger["doubles"]) == (0, DUE, 0, 0)
    assert ledger["in_flight"] == ledger["by_state"]["scheduled"] == DUE + 1  # and the opt-in text
    Delivery.objects.filter(enrolment=enrolment).update(state="sent")
    assert figures(run_json)[1]["in_flight"] == 0


def test_a_delivery_that_is_gone_is_unaccounted_for(enrolment: Enrolment, run_json: RunJson) -> None:
    walk_of(enrolment).delete()
    code, ledger = figures(run_json)
    assert (code, ledger["unaccounted"], ledger["planned"]) == (1, 1, DUE)


def test_a_second_provider_id_is_a_double(enrolment: Enrolment, run_json: RunJson) -> None:
    attempt(walk_of(enrolment), "SM1")
    assert figures(run_json)[0] == 0
    attempt(walk_of(enrolment), "SM2")
    code, ledger = figures(run_json)
    assert (code, ledger["doubles"]) == (1, 1)


def test_a_second_id_that_only_a_receipt_tells_of_is_a_double(enrolment: Enrolment, run_json: RunJson) -> None:
    first = attempt(walk_of(enrolment), "SM1")
    receipt(first, "SM1", "delivered")
    assert figures(run_json)[1]["doubles"] == 0
    receipt(first, "SM2", "sent")
    assert figures(run_json)[1]["doubles"] == 1
    receipt(first, "SM2", "undelivered")
    assert figures(run_json)[1]["doubles"] == 0


def test_a_first_attempt_that_bounced_makes_no_double(enrolment: Enrolment, run_json: RunJson) -> None:
    attempt(walk_of(enrolment), "SM1", "bounced")
    attempt(walk_of(enrolment), "SM2")
    assert figures(run_json)[0] == 0


@pytest.mark.usefixtures("enrolment")
def test_a_safety_answer_may_go_out_twice(run_json: RunJson) -> None:
    answer = Delivery.objects.get(purpose=Purpose.OPT_IN)
    attempt(answer, "SM1")
    attempt(answer, "SM2")
    assert figures(run_json)[1]["doubles"] == 1
    Delivery.objects.filter(pk=answer.pk).update(purpose=Purpose.SAFETY)
    assert figures(run_json)[1]["doubles"] == 0


@pytest.mark.usefixtures("enrolment")
def test_a_text_that_belongs_to_nobody_counts_as_well(run_json: RunJson) -> None:
    Delivery.objects.filter(purpose=Purpose.OPT_IN).update(enrolment=None, state="limbo")
    code, ledger = figures(run_json)
    assert (code, ledger["unaccounted"], ledger["by_state"]["limbo"]) == (1, 1, 1)


def test_a_claim_that_nobody_swept_is_unaccounted_for(enrolment: Enrolment, run_json: RunJson) -> None:
    walks = Delivery.objects.filter(pk=walk_of(enrolment).pk)
    walks.update(state="sending", state_at=MONDAY - timedelta(seconds=5))
    assert figures(run_json)[0] == 0
    walks.update(state_at=MONDAY - timedelta(minutes=5))
    assert figures(run_json)[1]["unaccounted"] == 1


def test_the_age_of_what_is_uncertain_is_told(enrolment: Enrolment, run_json: RunJson) -> None:
    walk = Delivery.objects.filter(pk=walk_of(enrolment).pk)
    walk.update(state="unconfirmed", state_at=MONDAY - timedelta(seconds=42))
    assert figures(run_json)[1]["oldest_unconfirmed_s"] == 42


def test_what_an_event_called_off_is_not_planned_any_more(enrolment: Enrolment, run_json: RunJson) -> None:
    early = SUNDAY + timedelta(hours=1)
    record_event(enrolment, Paused(recorded_at=early, from_on=date(2026, 4, 26), until_on=date(2026, 5, 2)))
    code, ledger = figures(run_json)
    assert (code, ledger["planned"], ledger["by_state"]["cancelled"]) == (0, 0, DUE)


def test_a_pause_does_not_reach_back_to_what_had_fallen_due(enrolment: Enrolment, run_json: RunJson) -> None:
    record_event(enrolment, Paused(recorded_at=MONDAY, from_on=date(2026, 4, 26)))
    code, ledger = figures(run_json)
    assert (code, ledger["planned"]) == (0, DUE)


def test_an_enrolment_that_has_ended_still_counts(enrolment: Enrolment, run_json: RunJson) -> None:
    record_event(enrolment, Ended(recorded_at=MONDAY - timedelta(hours=1)))
    assert figures(run_json)[1]["planned"] == DUE
    walk_of(enrolment).delete()
    assert figures(run_json)[1]["unaccounted"] == 1


def test_since_leaves_out_what_was_before(enrolment: Enrolment, run_json: RunJson) -> None:
    Delivery.objects.filter(enrolment=enrolment, on_date="2026-04-26").delete()
    assert figures(run_json)[0] == 1
    code, ledger = figures(run_json, "--since", "2026-04-27")
    assert (code, ledger["planned"], ledger["in_flight"]) == (0, 1, 1)
    assert figures(run_json, "--since", "2026-04-28")[1]["planned"] == 0


@pytest.mark.django_db
def test_the_history_of_the_demonstration_balances(run_json: RunJson, monkeypatch: pytest.MonkeyPatch) -> None:
    open_demo_clinic(MONDAY, read_programme_folder(LOW_BACK))
    code, whole = figures(run_json)
    assert code == 0
    assert whole["planned"] > 500
    monkeypatch.setattr(keep_ledger, "AT_ONCE", 5)  # read in many parts, it is the same
    assert figures(run_json) == (0, whole)


@pytest.mark.usefixtures("enrolment")
def test_a_person_reads_the_verdict() -> None:
    out = StringIO()
    call_command("ledger", stdout=out)
    assert "Nothing is lost and nothing is doubled." in out.getvalue()


@pytest.mark.django_db
def test_a_wrong_date_is_named() -> None:
    with pytest.raises(CommandError) as refused:
        call_command("ledger", "--since", "last week")
    assert refused.value.returncode == 2
    assert str(refused.value).startswith("--since: ")
