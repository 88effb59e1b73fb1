"""Who holds a claim: exactly one process of one boot, alive or gone."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from coaching.gateways.process_identity import Claimant, Whereabouts
from tests.waiting import until

SAYS_WHO_IT_IS = (
    "import sys; from coaching.gateways.process_identity import Claimant;"
    " print(Claimant.this(), flush=True); sys.stdin.readline()"
)


@contextmanager
def another() -> Iterator[tuple[subprocess.Popen[str], Claimant]]:
    process = subprocess.Popen(
        [sys.executable, "-c", SAYS_WHO_IT_IS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin
    assert process.stdout
    try:
        yield process, Claimant.parse(process.stdout.readline())
    finally:
        process.kill()
        process.wait(10)
        process.stdin.close()
        process.stdout.close()


def test_this_process_is_alive_and_comes_back_from_its_text() -> None:
    here = Claimant.this()
    assert Claimant.parse(str(here)) == here
    assert here.pid == os.getpid()
    assert here.whereabouts() is Whereabouts.ALIVE


def test_another_process_is_alive_until_it_ends_and_a_zombie_is_gone() -> None:
    with another() as (process, claimant):
        assert claimant.pid == process.pid
        assert claimant.whereabouts() is Whereabouts.ALIVE
        process.kill()
        until(lambda: claimant.whereabouts() is Whereabouts.GONE)
        assert process.returncode is None, "nobody has waited for it yet: it is a zombie"


def test_a_number_that_has_been_given_to_another_is_not_the_claimant() -> None:
    with another() as (process, claimant):
        earlier = replace(claimant, started=claimant.started - 1)
        assert earlier.whereabouts() is Whereabouts.GONE
        earlier.end()
        assert process.poll() is None, "the process that has its number now is left alone"


def test_the_end_reaches_exactly_that_process() -> None:
    with another() as (process, claimant):
        claimant.end()
        assert process.wait(10) == -9
        assert claimant.whereabouts() is Whereabouts.GONE
        claimant.end()


@pytest.mark.parametrize("elsewhere", [{"boot": "another boot"}, {"boot": "-"}, {"space": 1}])
def test_of_another_boot_or_container_nothing_can_be_told(elsewhere: dict[str, object]) -> None:
    assert replace(Claimant.this(), **elsewhere).whereabouts() is Whereabouts.CANNOT_TELL  # type: ignore[arg-type]
