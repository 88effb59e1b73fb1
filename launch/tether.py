"""Run a command that dies with its parent: ``python tether.py PARENT_PID COMMAND …``.

The supervisor may itself be killed with SIGKILL; then nobody is left to end its children. Linux ends them when asked
to beforehand (prctl(2), PR_SET_PDEATHSIG; the wish survives exec). Elsewhere the command just runs.
SIGKILL and not SIGTERM: an orphan that takes its time would still hold the port and the broker's files at the next start,
and what was being sent becomes unconfirmed, which the delivery protocol settles.
"""

import contextlib
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Tie this process to its parent and become the command."""
    parent, command = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        with contextlib.suppress(ImportError):  # a Python built without libffi: untied, but running
            import ctypes  # noqa: PLC0415  (optional, see above)

            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it died before the wish was known
            sys.exit(1)
    try:
        os.execvp(command[0], command)  # noqa: S606  (the supervisor's own table)
    except OSError as problem:
        sys.exit(f"{command[0]}: {problem.strerror}")


if __name__ == "__main__":
    main()
