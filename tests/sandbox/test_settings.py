"""The sandbox starts with sensible settings and refuses to start without its secrets."""

from pathlib import Path

import pytest

from sandbox.settings import SandboxSettings, SettingsRefused

ENOUGH = {
    "SANDBOX_API_KEY": "key-for-tests-0001",
    "SANDBOX_WEBHOOK_SECRET": "secret-for-tests-0001",
    "SANDBOX_WEBHOOK_URL": "http://localhost:8000/webhooks/sandbox",
}


def test_only_the_secrets_and_the_webhook_must_be_given() -> None:
    settings = SandboxSettings.from_environment(ENOUGH)
    assert (settings.host, settings.port) == ("127.0.0.1", 8001)
    assert settings.url == "http://localhost:8001"
    assert (settings.slow_seconds, settings.duplicates, settings.retry_seconds) == (8, 1, 1)
    assert (settings.longest_pause.total_seconds(), settings.give_up_after.days) == (300, 1)


def test_everything_can_be_set() -> None:
    settings = SandboxSettings.from_environment(
        {
            **ENOUGH,
            "SANDBOX_HOST": "0.0.0.0",
            "SANDBOX_PORT": "9001",
            "SANDBOX_URL": "https://town.example/sandbox/",
            "SANDBOX_STORE": "elsewhere/s.db",
            "SANDBOX_SLOW_SECONDS": "0.5",
            "SANDBOX_DUPLICATES": "0",
            "SANDBOX_RETRY_SECONDS": "0.2",
        }
    )
    assert (settings.host, settings.port, settings.prefix) == ("0.0.0.0", 9001, "/sandbox")
    assert settings.store == Path("elsewhere/s.db")
    assert (settings.slow_seconds, settings.duplicates, settings.retry_seconds) == (0.5, 0, 0.2)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SANDBOX_API_KEY", ""),
        ("SANDBOX_WEBHOOK_SECRET", "short"),
        ("SANDBOX_WEBHOOK_URL", ""),
        ("SANDBOX_WEBHOOK_URL", "localhost:8000"),
        ("SANDBOX_PORT", "http"),
        ("SANDBOX_PORT", "70000"),
        ("SANDBOX_DUPLICATES", "-1"),
        ("SANDBOX_SLOW_SECONDS", "nan"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsRefused, match=name):
        SandboxSettings.from_environment({**ENOUGH, name: value})
