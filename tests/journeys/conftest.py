"""What stories share."""

import socket

import pytest


@pytest.fixture(scope="module")
def module_port() -> int:
    """A port that nobody listens on, for a product that runs through a whole module."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
