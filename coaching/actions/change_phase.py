"""Move a patient to another phase. Only a clinician does this; the software never does."""

from datetime import datetime

from coaching.actions.record_event import record_event
from coaching.core.calendar import local_date
from coaching.core.events import PhaseChanged
from coaching.models import Enrolment, Staff


def change_phase(enrolment: Enrolment, phase: str, by: Staff, at: datetime) -> None:
    """From today on the patient is in ``phase``. Raises ``NotInProgramme`` for a phase that does not exist."""
    enrolment.programme.latest().value().phase(phase)
    from_on = local_date(at, enrolment.patient.zone)
    record_event(enrolment, PhaseChanged(recorded_at=at, phase=phase, from_on=from_on), by)
