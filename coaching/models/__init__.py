"""What is stored."""

from coaching.models.access_log import Access
from coaching.models.clinic import Clinic, Closure, Sender
from coaching.models.clock import DemoClock
from coaching.models.consent import Consent
from coaching.models.contact_point import Address, ContactPoint
from coaching.models.delivery import Attempt, Delivery, Receipt
from coaching.models.enrolment import Enrolment, EnrolmentEvent
from coaching.models.inbound import Inbound
from coaching.models.patient import Patient
from coaching.models.patient_link import PatientLink
from coaching.models.programme import Programme, ProgrammeVersion
from coaching.models.staff import Staff

__all__ = [
    "Access",
    "Address",
    "Attempt",
    "Clinic",
    "Closure",
    "Consent",
    "ContactPoint",
    "Delivery",
    "DemoClock",
    "Enrolment",
    "EnrolmentEvent",
    "Inbound",
    "Patient",
    "PatientLink",
    "Programme",
    "ProgrammeVersion",
    "Receipt",
    "Sender",
    "Staff",
]
