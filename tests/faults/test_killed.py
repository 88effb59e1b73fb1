"""Killed in the middle, again and again: nothing twice, nothing lost, and the ledger and the provider agree."""

import os
import signal
import socket
from collections import Counter
from pathlib import Path

from tests.product import Product, running_product, wait_for

PATIENTS = 250
SETTLE_SECONDS = 40  # just longer than a hand-over and the provider's list together; the other durations follow


def test_workers_and_beat_killed_while_sending_lose_and_double_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = int(server.getsockname()[1])
    with running_product(tmp_path / "data", port, SETTLE_SECONDS=str(SETTLE_SECONDS)) as product:
        loaded = product.manage("demo", "--patients", str(PATIENTS), "--due-in", "4")
        assert loaded.returncode == 0, loaded.stderr
        kill_while_sending(product)
        wait_for("every outcome to be settled", lambda: settled(product), seconds=200)
        sent = Counter(one["to"] for one in product.messages() if one["to"].startswith("+316 8".replace(" ", "")))
        assert set(sent.values()) == {1}, "nobody got it twice"
        assert len(sent) == PATIENTS, "everybody got it"
        counted = product.ledger()
        assert (counted["unaccounted"], counted["doubles"], counted["in_flight"]) == (0, 0, 0)


def kill_while_sending(product: Product) -> None:
    """``kill -9`` a sending child as soon as its first texts are out, then the worker itself, then beat."""
    before = len(product.messages())
    wait_for("the first texts", lambda: len(product.messages()) > before)
    for child in children_of(product.pids()["bulk"]):
        os.kill(child, signal.SIGKILL)
    for name in ("bulk", "beat"):
        killed = product.pids()[name]
        os.kill(killed, signal.SIGKILL)
        wait_for(f"a new {name}", lambda name=name, killed=killed: product.pids().get(name, killed) != killed)


def children_of(pid: int) -> list[int]:
    """The processes that a worker has started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def settled(product: Product) -> bool:
    """Whether nothing is waiting, under way or unknown any more."""
    return product.ledger()["in_flight"] == 0
