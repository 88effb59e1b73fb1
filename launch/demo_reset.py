"""``python -m launch.demo_reset``: throw the demo clinic away; the next ``make run`` makes a new one."""

import os
import shutil
import sys
from pathlib import Path

from launch.data_folder import DataFolder
from launch.problems import CannotStart
from launch.setup import asked_for, data_folder

PROJECT = Path(__file__).resolve().parent.parent
# By name, never the whole folder: DATA_DIR may hold other things of its owner.
FILES = ("volhoud.sqlite3", "volhoud.sqlite3-wal", "volhoud.sqlite3-shm")
FOLDERS = ("broker", "simulator")


def main() -> int:
    """Return the exit code; a problem is one sentence on stderr."""
    try:
        path = _demo_folder()
        if not path.exists():
            print(f"Nothing to throw away in {path}.")
            return 0
        folder = DataFolder.take(path)
        try:
            _throw_away(path)
        finally:
            folder.release()
    except CannotStart as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"The demo clinic in {path} is gone; `make run` makes a new one.")
    return 0


def _demo_folder() -> Path:
    """Return the demo's DATA_DIR. Raises CannotStart where there is more than a demo to lose."""
    asked = asked_for(PROJECT, os.environ)
    if asked.get("ENVIRONMENT") == "production":
        raise CannotStart("ENVIRONMENT is production: demo-reset throws everything away and is for the demo only.")
    if asked.get("DATABASE_URL"):
        raise CannotStart("DATABASE_URL names a database that is not the demo's own: empty that one by its own means.")
    return data_folder(PROJECT, asked)


def _throw_away(path: Path) -> None:
    for name in FILES:
        (path / name).unlink(missing_ok=True)
    for name in FOLDERS:
        shutil.rmtree(path / name, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
