from collections.abc import Iterator

import pytest

from tests.simulator.receiving import Receiver, receiver_running
from tests.simulator.running import Simulator, simulator_running


@pytest.fixture(scope="session")
def receiver() -> Iterator[Receiver]:
    with receiver_running() as receiver:
        yield receiver


@pytest.fixture(scope="session")
def simulator(receiver: Receiver, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """One process for all tests that only need their own phones in it."""
    with simulator_running(tmp_path_factory.mktemp("simulator"), f"{receiver.url}/inbound") as simulator:
        yield simulator
