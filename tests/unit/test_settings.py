"""The environment: production refuses what would only look like production."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography.fernet import Fernet

from app.demo_keys import demo_keys
from app.main import make_providers
from app.settings import Settings, SettingsError, load_settings


def production(folder: Path, **changes: str) -> Settings:
    """The settings of a rehearsal in production, with some variables changed."""
    return load_settings(
        {
            "MODE": "production",
            "DATA_DIR": str(folder),
            "BASE_URL": "https://parking.example",
            "SMTP_URL": "smtp://mail.example",
            "SEAL_KEYS": Fernet.generate_key().decode(),
            "SIGNING_KEYS": "s" * 32,
            "SANDBOX_API_KEY": "k" * 16,
            "SANDBOX_WEBHOOK_SECRETS": "w" * 16,
            "SANDBOX_IN_PRODUCTION": "yes",
            **changes,
        }
    )


def test_a_rehearsal_in_production_says_so_and_starts(tmp_path: Path) -> None:
    assert not production(tmp_path).demo
    assert production(tmp_path, TRUSTED_PROXIES="10.0.0.0/8, ::1").trusted_proxies


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"REDIS_URL": "redis://localhost"}, "does not use Redis"),
        ({"PROFILE": "distributed"}, "needs PostgreSQL and Redis"),
        ({"PROFILE": "distributed", "REDIS_URL": "redis://localhost"}, "needs PostgreSQL"),
        ({"PROFILE": "distributed", "DATABASE_URL": "postgresql://localhost/a"}, "and Redis"),
        ({"PROFILE": "both"}, "PROFILE must be one of embedded, distributed"),
        ({"MODE": "live"}, "MODE must be one of demo, production"),
        ({"DATABASE_URL": "mysql://localhost/a"}, "sqlite:/// or postgresql://"),
    ],
)
def test_what_is_neither_of_the_two_profiles_says_why_it_does_not_start(
    tmp_path: Path, told: dict[str, str], why: str
) -> None:
    with pytest.raises(SettingsError, match=why):
        load_settings({"DATA_DIR": str(tmp_path), **told})


def test_the_two_profiles_start_each_on_its_own_databases(tmp_path: Path) -> None:
    folder = {"DATA_DIR": str(tmp_path)}
    postgres = {"DATABASE_URL": "postgresql://localhost/a"}
    redis = {"PROFILE": "distributed", "REDIS_URL": "redis://localhost"}
    assert load_settings(folder).demo
    assert not load_settings(folder | postgres).distributed
    assert load_settings(folder | postgres | redis).distributed


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SANDBOX_IN_PRODUCTION", ""),
        ("SANDBOX_IN_PRODUCTION", "no"),
        ("SEAL_KEYS", ""),
        ("SEAL_KEYS", "not a fernet key"),
        ("SIGNING_KEYS", "s" * 31),
        ("SIGNING_KEYS", f"{'s' * 32},short"),
        ("SANDBOX_API_KEY", "k" * 15),
        ("SANDBOX_WEBHOOK_SECRETS", "w" * 15),
        ("BASE_URL", "http://parking.example"),
        ("SMTP_URL", ""),
        ("TRUSTED_PROXIES", "proxy.example"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
    ],
)
def test_production_refuses_half_a_set_up_and_never_repeats_a_key(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        production(tmp_path, **{name: value})
    assert name.removesuffix("S") in str(refused.value)
    if "PROX" not in name and value not in {"", "no", "http://parking.example"}:
        assert value not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("SEAL_KEYS", "seal_key"),
        ("SIGNING_KEYS", "signing_key"),
        ("SANDBOX_API_KEY", "sandbox_api_key"),
        ("SANDBOX_WEBHOOK_SECRETS", "sandbox_webhook_secret"),
    ],
)
def test_production_refuses_each_of_the_demonstrations_keys(
    tmp_path: Path, name: str, key: str
) -> None:
    known = getattr(demo_keys(tmp_path), key)
    with pytest.raises(SettingsError, match="demo keys"):
        production(tmp_path, **{name: known})


def test_open_to_the_network_the_address_is_one_that_phones_can_reach(tmp_path: Path) -> None:
    open_to_all = {"HOST": "0.0.0.0", "DATA_DIR": str(tmp_path), "PORT": "8300"}
    address = urlsplit(load_settings(open_to_all).base_url)
    assert address.port == 8300
    assert address.hostname not in {None, "0.0.0.0", "127.0.0.1"}
    named = load_settings({**open_to_all, "BASE_URL": "https://parking.example/"})
    assert named.base_url == "https://parking.example"


LIVE = {"STRIPE_SECRET_KEY": "sk_live_0123456789", "STRIPE_WEBHOOK_SECRETS": "whsec_0123456789"}
TEST = {**LIVE, "STRIPE_SECRET_KEY": "sk_test_0123456789"}


def test_production_with_a_live_stripe_key_needs_no_sandbox(tmp_path: Path) -> None:
    bare = dict.fromkeys(("SANDBOX_API_KEY", "SANDBOX_WEBHOOK_SECRETS"), "")
    settings = production(tmp_path, **LIVE, **bare, SANDBOX_IN_PRODUCTION="no")
    providers = make_providers(settings)
    assert [(one.name, one.live) for one in providers.every] == [("stripe", True)]
    assert providers.current.form_action_origin == "https://checkout.stripe.com"


def test_the_demo_with_a_stripe_test_key_keeps_the_sandbox_for_older_payments(
    tmp_path: Path,
) -> None:
    providers = make_providers(load_settings({"DATA_DIR": str(tmp_path), **TEST}))
    assert [(one.name, one.live) for one in providers.every] == [
        ("stripe", False),
        ("sandbox", False),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {**TEST, "SANDBOX_IN_PRODUCTION": "no"},
        {**LIVE, "SANDBOX_IN_PRODUCTION": "yes"},
        {**LIVE, "SANDBOX_IN_PRODUCTION": "no", "STRIPE_API_URL": "https://fake.example"},
        {**TEST, "STRIPE_WEBHOOK_SECRETS": ""},
        {**TEST, "STRIPE_SECRET_KEY": ""},
        {**TEST, "STRIPE_WEBHOOK_SECRETS": "whsec_0123456789,other"},
        {**TEST, "STRIPE_SECRET_KEY": "pk_test_0123456789"},
    ],
)
def test_half_a_stripe_or_the_wrong_kind_of_key_is_refused_unnamed(
    tmp_path: Path, changes: dict[str, str]
) -> None:
    with pytest.raises(SettingsError) as refused:
        production(tmp_path, **changes)
    assert "STRIPE" in str(refused.value)
    assert "0123456789" not in str(refused.value)
