"""What the processes of a run are told."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from coaching.actions import open_demo_clinic
from launch.data_folder import DataFolder
from launch.processes import plan_of
from launch.setup import DEMO_CLINIC, set_up
from simulator.options import Options, read_options

CLINIC_NUMBER = "+3197010200000"


def simulator_of(tmp_path: Path) -> Options:
    setup = set_up(tmp_path, tmp_path / "data", {})
    [simulator] = plan_of(setup, DataFolder(setup.data, lock=-1), None, lambda: None).before
    words = list(simulator.command)
    options = read_options(words[words.index("simulator") + 1 :])
    assert isinstance(options, Options)
    assert options.staff_url == setup.public_url
    return options


def test_the_phones_ask_the_product_for_the_time_and_for_names(tmp_path: Path) -> None:
    options = simulator_of(tmp_path)
    assert options.clock_url == f"{options.staff_url}/demo/clock"
    assert options.phones_url == f"{options.staff_url}/demo/phones"
    assert options.account.inbound_url == f"{options.staff_url}/webhooks/twilio/inbound"


def test_the_clinics_number_has_its_name_on_the_phones(tmp_path: Path) -> None:
    options = simulator_of(tmp_path)
    assert options.account.numbers == (CLINIC_NUMBER,)
    assert options.labels == {CLINIC_NUMBER: DEMO_CLINIC}


@pytest.mark.django_db
def test_that_name_is_the_demonstration_clinics() -> None:
    assert open_demo_clinic._clinic(datetime(2026, 4, 26, 10, tzinfo=UTC)).short_name == DEMO_CLINIC
