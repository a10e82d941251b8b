"""What the sandbox is told from outside, read once from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit


class SettingsRefused(ValueError):
    """A setting is missing or makes no sense; the message names it."""


@dataclass(frozen=True, kw_only=True)
class SandboxSettings:
    """Everything the sandbox may know of the world: public addresses, its store, its secrets.

    `url` is the public base under which payers reach the hosted page, without a final slash.
    `duplicates` is the number of extra copies sent of every notice.
    """

    url: str
    store: Path
    api_key: str
    webhook_secret: str
    webhook_url: str
    host: str = "127.0.0.1"
    port: int = 8001
    slow_seconds: float = 8.0
    duplicates: int = 1
    retry_seconds: float = 1.0
    longest_pause: timedelta = timedelta(minutes=5)
    give_up_after: timedelta = timedelta(hours=24)

    @property
    def prefix(self) -> str:
        """Path part of the public base ('' when the sandbox has a host or port to itself)."""
        return urlsplit(self.url).path.rstrip("/")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "SandboxSettings":
        """Read the SANDBOX_ variables.

        Raises SettingsRefused naming the variable that is missing or unreadable.
        """
        host = environment.get("SANDBOX_HOST") or "127.0.0.1"
        port = int(_number(environment, "SANDBOX_PORT", 8001, 1, 65535))
        return cls(
            host=host,
            port=port,
            url=_address(environment, "SANDBOX_URL", f"http://localhost:{port}"),
            store=Path(environment.get("SANDBOX_STORE") or "sandbox.sqlite3"),
            api_key=_secret(environment, "SANDBOX_API_KEY"),
            webhook_secret=_secret(environment, "SANDBOX_WEBHOOK_SECRET"),
            webhook_url=_address(environment, "SANDBOX_WEBHOOK_URL", None),
            slow_seconds=_number(environment, "SANDBOX_SLOW_SECONDS", 8, 0, 3600),
            duplicates=int(_number(environment, "SANDBOX_DUPLICATES", 1, 0, 20)),
            retry_seconds=_number(environment, "SANDBOX_RETRY_SECONDS", 1, 0.01, 300),
        )


def _secret(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "").strip()
    if len(value) < 16:
        raise SettingsRefused(f"{name} must be set to at least 16 characters.")
    return value


def _address(environment: Mapping[str, str], name: str, default: str | None) -> str:
    value = (environment.get(name) or default or "").strip().rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsRefused(f"{name} must be a full http or https address.")
    return value


def _number(
    environment: Mapping[str, str], name: str, default: float, least: float, most: float
) -> float:
    text = environment.get(name) or str(default)
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        raise SettingsRefused(f"{name} must be a number from {least:g} to {most:g}.")
    return value
