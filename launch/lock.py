"""``python -m launch.lock [--upgrade]``: write both locks anew from pyproject.toml.

Every file by hash and no address of any index, so that they install the same from wherever packages come; for every
system and every Python from 3.11.2 on (hence ``--universal``). The developer's lock repeats the product's versions.
"""

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
COMPILE = (
    *("uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-header", "--no-annotate", "pyproject.toml"),
)


def main(arguments: list[str]) -> int:
    """Return the exit code of the first that fails."""
    product = [*COMPILE, "-o", "requirements.lock", *arguments]
    developer = [*COMPILE, "--group", "dev", "-c", "requirements.lock", "-o", "requirements-dev.lock", *arguments]
    for command in (product, developer):
        if code := subprocess.run([sys.executable, "-m", *command], cwd=PROJECT, check=False).returncode:  # noqa: S603
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
