"""Every test here has a real database to itself, and time that it sets; some have the simulator as the outside world."""

from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.db import connections
from pytest_django.live_server_helper import LiveServer

from coaching.actions.record_in_groups import _thread as recorders_thread
from tests.actions.engine import pointed_at
from tests.simulator.running import Simulator, simulator_running


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Real transactions, seen by other threads and processes; the tables are emptied afterwards, without Django's own rows."""
    for item in items:
        if "/tests/actions/" in str(item.path):
            item.add_marker(
                pytest.mark.django_db(transaction=True, available_apps=list(django_settings.INSTALLED_APPS))
            )


@pytest.fixture(scope="session", autouse=True)
def _threads_of_their_own(django_db_setup: None) -> Iterator[None]:
    """Wake-ups go nowhere; the recorder's thread has a connection of its own, which must not outlive the database."""
    django_settings.CELERY_BROKER_URL = "memory://"
    yield
    recorders_thread().submit(connections.close_all).result()


@pytest.fixture(scope="session")
def world(live_server: LiveServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """The simulator, whose webhooks come to our own pages."""
    inbound_url = f"{live_server.url}/webhooks/twilio/inbound"
    with simulator_running(tmp_path_factory.mktemp("simulator"), inbound_url) as simulator:
        yield simulator


@pytest.fixture
def outside(world: Simulator) -> Iterator[Simulator]:
    """The same, for a test that sends and waits for no receipts: those go where nobody listens."""
    with pointed_at(twilio_api_url=world.url, public_url="http://127.0.0.1:9"):
        yield world


@pytest.fixture
def answering(world: Simulator, live_server: LiveServer) -> Iterator[Simulator]:
    """The same, for a test whose receipts and replies come back. It waits for all of them before it ends."""
    with pointed_at(twilio_api_url=world.url, public_url=live_server.url):
        yield world
