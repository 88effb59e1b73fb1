"""The folder that holds what lasts: database, broker file, and ``run/`` with the state of this run."""

import fcntl
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from launch.problems import CannotStart


class DataFolder:
    """One product at a time owns it, by a lock that the system drops when the owner ends, however it ends."""

    def __init__(self, path: Path, lock: int) -> None:
        self.path = path
        self.run = path / "run"
        self._lock = lock

    @classmethod
    def take(cls, path: Path) -> Self:
        """Make the folder if need be, and lock it. Raises :class:`CannotStart` when it cannot be ours."""
        try:
            (path / "run").mkdir(parents=True, exist_ok=True)
            lock = os.open(path / "run/lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as problem:
            raise CannotStart(
                f"Cannot write in the data folder {path} ({problem.strerror}): make it writable, "
                "or choose another, for example DATA_DIR=$HOME/volhoud-data."
            ) from None
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            address = _running_at(path)
            raise CannotStart(
                f"Already running{address} with the data in {path}: stop that one with Ctrl-C, "
                "or give this one its own, for example DATA_DIR=data-2 PORT=8010."
            ) from None
        except OSError as problem:
            os.close(lock)
            raise CannotStart(
                f"The data folder {path} cannot be locked ({problem.strerror}): choose one on a disk of this machine."
            ) from None
        folder = cls(path, lock)
        folder.withdraw()
        return folder

    def heartbeat(self, name: str) -> Path:
        """Return the file that the process ``name`` touches while it is well."""
        return self.run / f"{name}.heartbeat"

    def announce(self, addresses: Mapping[str, Any]) -> None:
        """Write ``run/address.json``, whole or not at all: tests and scripts wait for it."""
        file = self.run / "address.json"
        draft = file.with_suffix(".draft")
        draft.write_text(json.dumps(addresses, indent=1) + "\n")
        draft.replace(file)

    def withdraw(self) -> None:
        """Nothing runs here any more."""
        (self.run / "address.json").unlink(missing_ok=True)

    def release(self) -> None:
        """Give the folder up."""
        self.withdraw()
        os.close(self._lock)


def _running_at(path: Path) -> str:
    try:
        return " at " + str(json.loads((path / "run/address.json").read_text())["web"])
    except (OSError, ValueError, KeyError):
        return ""
