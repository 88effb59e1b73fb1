"""The people who work at a clinic, and what their role lets them do."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from coaching.models.clinic import Clinic


class Role(models.TextChoices):
    """What somebody is at the clinic. Each role lists what it may do in ``MAY``."""

    CHIROPRACTOR = "chiropractor"
    ASSISTANT = "assistant"
    ADMIN = "admin"
    AUDITOR = "auditor"
    OPERATOR = "operator"


class May(models.TextChoices):
    """One thing that a role may do."""

    READ_PATIENTS = "read_patients"
    TREAT_PATIENTS = "treat_patients"
    EDIT_PROGRAMMES = "edit_programmes"


MAY: dict[Role, frozenset[May]] = {
    Role.CHIROPRACTOR: frozenset({May.READ_PATIENTS, May.TREAT_PATIENTS}),
    Role.ASSISTANT: frozenset({May.READ_PATIENTS, May.TREAT_PATIENTS}),
    Role.ADMIN: frozenset({May.READ_PATIENTS, May.TREAT_PATIENTS, May.EDIT_PROGRAMMES}),
    Role.AUDITOR: frozenset({May.READ_PATIENTS}),
    Role.OPERATOR: frozenset(),
}


class Staff(AbstractUser):
    """Somebody who logs in. Sees the patients of the own clinic only."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="staff", null=True)
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.CHIROPRACTOR)
    language = models.CharField(max_length=2, default="nl")

    def may(self, what: May) -> bool:
        """Whether this person's role lets them do ``what``."""
        return what in MAY[Role(self.role)]
