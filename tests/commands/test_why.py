"""Why a patient got a nudge on a day, or did not."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from coaching.actions.publish_programme import publish
from coaching.actions.read_programme_folder import read_programme_folder
from coaching.actions.record_event import record_event
from coaching.core.events import Ended, Paused
from coaching.models import Delivery, Enrolment
from tests.commands.conftest import LOW_BACK, MONDAY, RunJson

pytestmark = pytest.mark.usefixtures("monday_noon")


def of_nudge(rows: list[dict[str, object]], nudge: str) -> dict[str, object]:
    [row] = [row for row in rows if row["nudge"] == nudge]
    return row


def test_what_is_stored_is_shown_with_its_state_and_version(enrolment: Enrolment, run_json: RunJson) -> None:
    code, rows = run_json("why", str(enrolment.patient_id), "2026-04-27")
    walk = of_nudge(rows, "calm-walk")
    assert code == 0
    assert (walk["state"], walk["version"], walk["channel"]) == ("scheduled", 1, "sms")
    assert str(walk["at"]).startswith("2026-04-27T08:")
    Delivery.objects.filter(nudge_key="calm-walk", on_date="2026-04-27").update(state="failed", reason="bounced")
    _, rows = run_json("why", str(enrolment.patient_id), "2026-04-27", "--language", "en")
    assert of_nudge(rows, "calm-walk")["reason"] == "bounced"
    assert of_nudge(rows, "calm-walk")["explanation"] == "Not delivered: it did not reach the phone or mailbox."


def test_every_nudge_of_the_programme_has_its_reason(enrolment: Enrolment, run_json: RunJson) -> None:
    _, rows = run_json("why", str(enrolment.patient_id), "2026-04-27")
    programme = enrolment.programme.latest().value()
    assert {row["nudge"] for row in rows} == {nudge.key for nudge in programme.nudges}
    assert of_nudge(rows, "calm-sitting-break")["reason"] == "weekday"
    assert of_nudge(rows, "build-walk")["reason"] == "other_phase"
    assert all(row["explanation"] and row["version"] == 1 for row in rows)


def test_a_later_day_is_answered_by_the_plan(enrolment: Enrolment, run_json: RunJson) -> None:
    _, rows = run_json("why", str(enrolment.patient_id), "2026-05-04")
    assert of_nudge(rows, "calm-walk")["state"] == "planned"
    record_event(enrolment, Paused(recorded_at=MONDAY, from_on=date(2026, 5, 1), until_on=date(2026, 5, 9)))
    _, rows = run_json("why", str(enrolment.patient_id), "2026-05-04")
    assert (of_nudge(rows, "calm-walk")["state"], of_nudge(rows, "calm-walk")["reason"]) == ("skipped", "paused")


def test_a_past_day_is_judged_by_what_was_known_then(enrolment: Enrolment, run_json: RunJson) -> None:
    _, before = run_json("why", str(enrolment.patient_id), "2026-04-26")
    record_event(enrolment, Paused(recorded_at=MONDAY, from_on=date(2026, 4, 20)))
    record_event(enrolment, Ended(recorded_at=MONDAY + timedelta(seconds=1)))
    files = read_programme_folder(LOW_BACK)
    files["programme.toml"] = files["programme.toml"].replace('time = "10:10"', 'time = "11:10"')
    publish(enrolment.programme, files, None, MONDAY, "later")
    _, after = run_json("why", str(enrolment.patient_id), "2026-04-26")
    assert before == after
    assert {row["version"] for row in after} == {1}


def test_a_day_before_the_enrolment_has_nothing_to_tell(enrolment: Enrolment) -> None:
    out = StringIO()
    call_command("why", str(enrolment.patient_id), "2026-03-01", stdout=out)
    assert "was not enrolled" in out.getvalue()


def test_a_person_reads_what_went_out_and_what_did_not(enrolment: Enrolment) -> None:
    out = StringIO()
    call_command("why", str(enrolment.patient_id), "2026-04-27", stdout=out)
    assert "calm-walk · sms · scheduled · version 1" in out.getvalue()
    assert "Staat klaar om verstuurd te worden." in out.getvalue()
    assert "(weekday, version 1):" in out.getvalue()


@pytest.mark.parametrize(
    ("patient", "on_date", "named"),
    [("999999", "2026-04-27", "PATIENT"), ("anna", "2026-04-27", "PATIENT"), ("1", "tomorrow", "DATE")],
)
def test_a_wrong_patient_or_date_is_named(enrolment: Enrolment, patient: str, on_date: str, named: str) -> None:
    assert str(enrolment.patient_id) != patient or named == "DATE"
    with pytest.raises(CommandError) as refused:
        call_command("why", patient, on_date)
    assert refused.value.returncode == 2
    assert str(refused.value).startswith(f"{named}: ")
