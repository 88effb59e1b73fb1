"""A clinic of its own for each test."""

from datetime import UTC, datetime

import pytest

from coaching.models import Clinic


@pytest.fixture
def clinic(db: None) -> Clinic:
    return Clinic.objects.create(
        name="MoveWell", short_name="MoveWell", phone="035 123 45 67", created_at=datetime(2026, 9, 7, tzinfo=UTC)
    )
