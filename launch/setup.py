"""From what the person asked for (environment and ``.env``) to everything that the children are told."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from launch.env_file import read_env_file
from launch.ports import Ports, choose_ports

# The demonstration's account at the simulator. Set here, so that the product and the simulator hold the same.
DEMO_ACCOUNT = {
    "TWILIO_ACCOUNT_SID": "AC" + "d" * 32,
    "TWILIO_AUTH_TOKEN": "demo-auth-token",
    "TWILIO_FROM": "+3197010200000",
}
DEMO_CLINIC = "MoveWell"  # what the phones show for its number


def asked_for(project: Path, given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment with ``.env`` beneath it; an empty value is the same as none."""
    from_file = read_env_file(project / ".env")
    return {name: value for name, value in {**from_file, **_filled(given)}.items() if value}


def data_folder(project: Path, asked: Mapping[str, str]) -> Path:
    """Return DATA_DIR; a relative one lies in the project."""
    return (project / Path(asked.get("DATA_DIR", "data")).expanduser()).resolve()


@dataclass(frozen=True, slots=True)
class Setup:
    """One run: where it is, who may reach it, and the environment of its processes."""

    project: Path
    data: Path
    ports: Ports
    demo: bool
    redis_url: str  # empty: a broker of our own
    environment: dict[str, str]

    @property
    def on_sqlite(self) -> bool:
        """Whether the database is a file of ours, where one frozen writer holds up all others."""
        return self.environment.get("DATABASE_URL", "sqlite").startswith("sqlite")

    @property
    def public_url(self) -> str:
        """The address that people and webhooks use."""
        return self.environment["PUBLIC_URL"].rstrip("/")

    @property
    def phones_url(self) -> str:
        """Where the demonstration's phones are looked at."""
        return f"http://localhost:{self.ports.phones}"


def set_up(project: Path, data: Path, asked: Mapping[str, str]) -> Setup:
    """Choose the ports and tell the children. Raises CannotStart."""
    ports = choose_ports(asked)
    demo = asked.get("ENVIRONMENT", "demo") != "production"  # a wrong word is refused by the settings, in a sentence
    environment = {**asked, "DATA_DIR": str(data), "PORT": str(ports.web), "PYTHONUNBUFFERED": "1"}
    if demo:
        told = {
            **DEMO_ACCOUNT,
            "PUBLIC_URL": f"http://localhost:{ports.web}",
            "PHONES_URL": f"http://localhost:{ports.phones}",
            "SIMULATOR_PORT": str(ports.phones),
            "SMTP_PORT": str(ports.mail),
            "TWILIO_API_URL": f"http://127.0.0.1:{ports.phones}",
            "EMAIL_URL": f"smtp://127.0.0.1:{ports.mail}",
        }
        environment = {**told, **environment}
    return Setup(project, data, ports, demo, asked.get("REDIS_URL", ""), environment)


def _filled(given: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in given.items() if value}
