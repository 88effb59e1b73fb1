"""Programmes and their published versions. A version never changes; every delivery knows which one it came from."""

from functools import lru_cache
from typing import Any

from django.db import models

from coaching.core.programme import Programme as ProgrammeValue
from coaching.core.programme_file import read_programme
from coaching.models.clinic import Clinic
from coaching.models.staff import Staff


class Programme(models.Model):
    """A programme of a clinic, by its key ("low_back"). What it holds is in its versions."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="programmes")
    key = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "key"], name="one_programme_a_key")]

    def __str__(self) -> str:
        return self.key

    def latest(self) -> "ProgrammeVersion":
        """The version in force. Raises ``ProgrammeVersion.DoesNotExist`` before the first is published."""
        return self.versions.latest("number")


class ProgrammeVersion(models.Model):
    """What was published: the canonical files, their hash, when and by whom. Immutable."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="programme_versions")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    files = models.JSONField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.programme} version {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  (Django's signature)
        """Store it for the first time; a second time is a mistake in the program."""
        if not self._state.adding:
            raise TypeError("a published version never changes; publish a new one")
        super().save(*args, **kwargs)

    def value(self) -> ProgrammeValue:
        """The programme as the planner reads it; parsed once a version and process."""
        return _parsed(self.pk, self.content_hash)


@lru_cache(maxsize=512)
def _parsed(key: int, _content_hash: str) -> ProgrammeValue:
    """Parsing takes some hundredths of a second, so it is done once a version and process."""
    return read_programme(ProgrammeVersion.objects.values_list("files", flat=True).get(pk=key))
