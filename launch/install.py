"""Make ``.venv`` and install the locked packages: ``python3 -m launch.install [run|dev]``.

Runs on any system's Python from 3.11, before anything is installed, with the standard library only. A second call
costs nothing and needs no network: ``.venv/installed.json`` remembers which lock was installed, where and by which Python.
"""

import errno
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launch.problems import CannotStart

PROJECT = Path(__file__).resolve().parent.parent
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
NEARLY_NOTHING = 50_000_000  # bytes
# A company's network often has a certificate of its own, which the system knows and uv's built-in list does not.
SYSTEM_CERTIFICATES = {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"}  # its name now, and before


def main(purpose: str = "run") -> int:
    """Install for ``purpose``. Returns the exit code; a problem is one sentence on stderr."""
    try:
        if not is_installed(PROJECT, purpose):
            with _one_at_a_time(PROJECT):
                install(PROJECT, purpose)
    except CannotStart as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as problem:
        print(_about_disk(problem), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def is_installed(project: Path, purpose: str) -> bool:
    """Whether ``.venv`` holds exactly what the lock says, made here by a Python that is still there."""
    stamp = _read_stamp(project)
    return (
        stamp.get(purpose) == _digest(project / LOCKS[purpose])
        and stamp.get("project") == str(project)
        and stamp.get("python") == _python_of(project)
    )


def install(project: Path, purpose: str) -> None:
    """Bring ``.venv`` to what the lock says. Raises :class:`CannotStart`, or OSError when the disk refuses."""
    if is_installed(project, purpose):  # another terminal did it while this one waited
        return
    stamp = _read_stamp(project)
    made_here = stamp.get("project") == str(project) and stamp.get("python") == _python_of(project)
    if made_here and stamp.get("dev"):
        purpose = "dev"  # keep a developer's tools when only the product's packages changed
    print(f"Installing the packages into .venv ({LOCKS[purpose]}): once, up to a minute.", flush=True)
    if not made_here:
        _make_environment(project)
    (project / ".venv/installed.json").unlink(missing_ok=True)
    _install_lock(project, LOCKS[purpose])
    wanted = ["run", "dev"] if purpose == "dev" else ["run"]  # the developer's lock holds the other one as well
    stamp = {name: _digest(project / LOCKS[name]) for name in wanted}
    stamp |= {"project": str(project), "python": _python_of(project)}
    (project / ".venv/installed.json").write_text(json.dumps(stamp, indent=1))


def _make_environment(project: Path) -> None:
    with_pip = shutil.which("uv") is None
    if with_pip and importlib.util.find_spec("ensurepip") is None:
        # Debian and Ubuntu leave it out of python3.
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise CannotStart(
            f"{sys.executable} cannot make a virtual environment; install what it lacks with "
            f"`sudo apt install python{version}-venv` and run this again."
        )
    flags = [] if with_pip else ["--without-pip"]
    made = _run([sys.executable, "-m", "venv", "--clear", *flags, str(project / ".venv")])
    if made.returncode:
        raise CannotStart(_sentence("Making the virtual environment .venv failed", made.stderr or made.stdout))


def _install_lock(project: Path, lock: str) -> None:
    """Use uv (seconds) where it can be had, else pip (half a minute). Both check every file's hash."""
    python = str(project / ".venv/bin/python")
    uv = shutil.which("uv") or _uv_of_our_own(project)
    if uv:
        synced = _run([uv, "pip", "sync", "--quiet", "--python", python, "--require-hashes", str(project / lock)])
        if synced.returncode == 0:
            return
    if _run([python, "-m", "pip", "--version"]).returncode and _run([python, "-m", "ensurepip"]).returncode:
        raise CannotStart(_sentence("Installing the packages failed", synced.stderr))
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    installed = _run([*pip, "--require-hashes", "-r", str(project / lock)])
    if installed.returncode:
        raise CannotStart(_sentence("Installing the packages failed", installed.stderr))


def _uv_of_our_own(project: Path) -> str | None:
    """Put the locked uv into the new environment; one wheel saves half a minute. None: not to be had here."""
    own = project / ".venv/bin/uv"
    if own.exists():
        return str(own)
    requirement, wanted = "", False
    for line in (project / LOCKS["dev"]).read_text().splitlines(keepends=True):
        if not line.startswith(" "):
            wanted = line.startswith("uv==")
        requirement += line if wanted else ""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(requirement)
        file.flush()
        pip = [str(project / ".venv/bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        installed = _run([*pip, "--only-binary=:all:", "--no-deps", "--require-hashes", "-r", file.name])
    return str(own) if installed.returncode == 0 and own.exists() else None


@contextmanager
def _one_at_a_time(project: Path) -> Iterator[None]:
    """Two terminals may start at once: the second waits. The project folder itself is the lock, no file is left."""
    folder = os.open(project, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    environment = SYSTEM_CERTIFICATES | os.environ
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  (our own words)


def _sentence(what: str, output: str) -> str:
    full = shutil.disk_usage(PROJECT).free < NEARLY_NOTHING  # what runs out of it does not always say so
    if full or os.strerror(errno.ENOSPC) in output:
        return _about_disk(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    if os.strerror(errno.EROFS) in output or os.strerror(errno.EACCES) in output:
        return _about_disk(PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    last = lines[-1] if lines else "no reason given"
    return f"{what} ({last}): the first start needs the network; check it and run this again."


def _about_disk(problem: OSError) -> str:
    if problem.errno == errno.ENOSPC:
        return f"The disk of {PROJECT} is full: free about 400 MB for .venv and run this again."
    return (
        f"Cannot write in {PROJECT} ({problem.strerror}): the packages go into .venv there; "
        "copy the project to a folder of your own and run it there."
    )


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _python_of(project: Path) -> str:
    """Where the environment's Python really is; empty when there is none."""
    python = project / ".venv/bin/python"
    return str(python.resolve()) if python.exists() else ""


def _read_stamp(project: Path) -> dict[str, str]:
    try:
        stamp = json.loads((project / ".venv/installed.json").read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036  (this module is what tells an older Python's owner)
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version_info.major}.{sys.version_info.minor}.")
    sys.exit(main(*sys.argv[1:2]))
