"""What the environment decides, read once, typed and frozen; README documents every field."""

import os
import socket
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.fernet import Fernet

from app.demo_keys import DemoKeys, demo_keys

SHORTEST_SIGNING_KEY = 32
SHORTEST_SECRET = 16
STRIPE_API = "https://api.stripe.com"
STRIPE_LIVE_KEYS = ("sk_live_", "rk_live_")
STRIPE_TEST_KEYS = ("sk_test_", "rk_test_")


class SettingsError(Exception):
    """The environment asks for something that cannot run; the text says what to change."""


@dataclass(frozen=True)
class Settings:
    """Typed environment. Seconds where a field ends in `_seconds`; URLs without a last slash."""

    mode: str = "demo"
    profile: str = "embedded"
    database_url: str = "sqlite:///data/bootkeeper.sqlite"
    redis_url: str = ""
    base_url: str = "http://localhost:8000"
    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path = Path("data")
    pool_size: int = 10
    seal_keys: tuple[str, ...] = field(default=(), repr=False)
    signing_keys: tuple[str, ...] = field(default=(), repr=False)
    smtp_url: str = field(default="", repr=False)
    mail_from: str = "parking@bootkeeper.example"
    sandbox_port: int = 8001
    sandbox_url: str = ""
    sandbox_api_key: str = field(default="", repr=False)
    sandbox_webhook_secrets: tuple[str, ...] = field(default=(), repr=False)
    sandbox_in_production: str = "no"
    stripe_secret_key: str = field(default="", repr=False)
    stripe_webhook_secrets: tuple[str, ...] = field(default=(), repr=False)
    stripe_api_url: str = STRIPE_API
    trusted_proxies: tuple[str, ...] = ()
    sweep_seconds: float = 2.0
    log_level: str = "INFO"

    @property
    def secure(self) -> bool:
        """Cookies are Secure and `__Host-` exactly when the public address is https."""
        return self.base_url.startswith("https://")

    @property
    def demo(self) -> bool:
        """True in the demonstration mode: sandbox money, demo mailbox, demo town."""
        return self.mode == "demo"

    @property
    def sandbox(self) -> bool:
        """True where test cards of the sandbox may pay: the demonstration and rehearsals."""
        return self.demo or self.sandbox_in_production == "yes"

    @property
    def distributed(self) -> bool:
        """True when web and worker are processes of their own, with Redis between them."""
        return self.profile == "distributed"

    @property
    def mail_dir(self) -> Path:
        """Where mails are kept as files when there is no SMTP server."""
        return self.data_dir / "mail"


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read and judge the environment (product modes and profiles).

    Raises `SettingsError` with a sentence for people when the combination cannot run. In demo
    mode missing keys are taken from a 0600 file beside the database; production refuses that.
    """
    read = _Reader(environ)
    mode = read.choice("MODE", "demo", ("demo", "production"))
    profile = read.choice("PROFILE", "embedded", ("embedded", "distributed"))
    data_dir = Path(read.text("DATA_DIR", "data"))
    port = read.number("PORT", 8000)
    sandbox_port = read.number("SANDBOX_PORT", port + 1)
    host = read.text("HOST", "127.0.0.1")
    base_url = read.text("BASE_URL", f"http://{_seen_as(host)}:{port}").rstrip("/")
    keys = demo_keys(data_dir) if mode == "demo" else None
    settings = Settings(
        mode=mode,
        profile=profile,
        database_url=read.text("DATABASE_URL", f"sqlite:///{data_dir / 'bootkeeper.sqlite'}"),
        redis_url=read.text("REDIS_URL", ""),
        base_url=base_url,
        host=host,
        port=port,
        data_dir=data_dir,
        pool_size=read.number("POOL_SIZE", 10),
        seal_keys=read.several("SEAL_KEYS", _of(keys, "seal_key")),
        signing_keys=read.several("SIGNING_KEYS", _of(keys, "signing_key")),
        smtp_url=read.text("SMTP_URL", ""),
        mail_from=read.text("MAIL_FROM", "parking@bootkeeper.example"),
        sandbox_port=sandbox_port,
        sandbox_url=read.text("SANDBOX_URL", _beside(base_url, sandbox_port)).rstrip("/"),
        sandbox_api_key=read.text("SANDBOX_API_KEY", "".join(_of(keys, "sandbox_api_key"))),
        sandbox_webhook_secrets=read.several(
            "SANDBOX_WEBHOOK_SECRETS", _of(keys, "sandbox_webhook_secret")
        ),
        sandbox_in_production=read.choice("SANDBOX_IN_PRODUCTION", "no", ("no", "yes")),
        stripe_secret_key=read.text("STRIPE_SECRET_KEY", ""),
        stripe_webhook_secrets=read.several("STRIPE_WEBHOOK_SECRETS", ()),
        stripe_api_url=read.text("STRIPE_API_URL", STRIPE_API).rstrip("/"),
        trusted_proxies=read.several("TRUSTED_PROXIES", ()),
        sweep_seconds=read.seconds("SWEEP_SECONDS", 2.0),
        log_level=read.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
    )
    _refuse_what_cannot_run(settings)
    return settings


def _refuse_what_cannot_run(settings: Settings) -> None:
    sqlite = settings.database_url.startswith("sqlite:")
    if not sqlite and not settings.database_url.startswith(("postgres:", "postgresql:")):
        raise SettingsError("DATABASE_URL must start with sqlite:/// or postgresql://.")
    if settings.distributed and (sqlite or not settings.redis_url):
        raise SettingsError(
            "PROFILE=distributed needs PostgreSQL and Redis: set DATABASE_URL=postgresql://… "
            "and REDIS_URL=redis://…, or use PROFILE=embedded."
        )
    if not settings.distributed and settings.redis_url:
        raise SettingsError(
            "PROFILE=embedded runs its worker inside the web process and does not use Redis: "
            "remove REDIS_URL, or set PROFILE=distributed."
        )
    _refuse_weak_keys(settings)
    _refuse_unreadable_proxies(settings.trusted_proxies)
    _refuse_half_a_stripe(settings)
    if not settings.demo:
        _refuse_half_a_production(settings)


def _refuse_half_a_production(settings: Settings) -> None:
    if not settings.seal_keys or not settings.signing_keys:
        raise SettingsError("MODE=production needs SEAL_KEYS and SIGNING_KEYS of its own.")
    known = demo_keys(settings.data_dir, create=False)
    if known and {*astuple(known)} & {
        *settings.seal_keys,
        *settings.signing_keys,
        *settings.sandbox_webhook_secrets,
        settings.sandbox_api_key,
    }:
        raise SettingsError("MODE=production refuses the demo keys: make new ones.")
    if not settings.secure:
        raise SettingsError("MODE=production needs an https BASE_URL.")
    if not settings.smtp_url:
        raise SettingsError("MODE=production needs SMTP_URL: without it nobody gets a code.")
    if not settings.sandbox:
        if not settings.stripe_secret_key:
            raise SettingsError(
                "MODE=production needs a card provider, STRIPE_SECRET_KEY: the sandbox takes test "
                "cards, and whoever knows one frees a boot. For a rehearsal without real cars: "
                "SANDBOX_IN_PRODUCTION=yes."
            )
        if not settings.stripe_secret_key.startswith(STRIPE_LIVE_KEYS):
            raise SettingsError(
                "STRIPE_SECRET_KEY is a test key, and whoever knows a test card frees a boot. For "
                "a rehearsal without real cars: SANDBOX_IN_PRODUCTION=yes."
            )
        return
    if not settings.sandbox_api_key or not settings.sandbox_webhook_secrets:
        raise SettingsError("The sandbox needs SANDBOX_API_KEY and SANDBOX_WEBHOOK_SECRETS.")


def _refuse_half_a_stripe(settings: Settings) -> None:
    """Never names the key itself: the sentence is printed."""
    key, secrets = settings.stripe_secret_key, settings.stripe_webhook_secrets
    if not key and not secrets:
        return
    if not key or not secrets:
        raise SettingsError("Stripe needs both STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRETS.")
    if not key.startswith((*STRIPE_LIVE_KEYS, *STRIPE_TEST_KEYS)):
        raise SettingsError("STRIPE_SECRET_KEY must begin with sk_live_, rk_live_ or sk_test_.")
    if not all(one.startswith("whsec_") and len(one) >= SHORTEST_SECRET for one in secrets):
        raise SettingsError("STRIPE_WEBHOOK_SECRETS must begin with whsec_.")
    if key.startswith(STRIPE_LIVE_KEYS) and (
        settings.sandbox or settings.stripe_api_url != STRIPE_API
    ):
        raise SettingsError(
            "A live STRIPE_SECRET_KEY moves real money: it belongs to MODE=production, without "
            "SANDBOX_IN_PRODUCTION and without a STRIPE_API_URL of your own."
        )
    if find_spec("stripe") is None:
        raise SettingsError(
            "STRIPE_SECRET_KEY needs Stripe's library, which is not installed: "
            "pip install 'stripe>=16.1' (the extra `stripe`)."
        )


def _refuse_weak_keys(settings: Settings) -> None:
    """Never names the key itself: the sentence is printed."""
    for key in settings.seal_keys:
        try:
            Fernet(key)
        except ValueError:
            raise SettingsError(
                "SEAL_KEYS must be Fernet keys: 32 random bytes in url-safe base64."
            ) from None
    if any(len(key) < SHORTEST_SIGNING_KEY for key in settings.signing_keys):
        raise SettingsError(f"SIGNING_KEYS need {SHORTEST_SIGNING_KEY} characters or more each.")
    if 0 < len(settings.sandbox_api_key) < SHORTEST_SECRET:
        raise SettingsError(f"SANDBOX_API_KEY needs {SHORTEST_SECRET} characters or more.")
    if any(len(secret) < SHORTEST_SECRET for secret in settings.sandbox_webhook_secrets):
        raise SettingsError(
            f"SANDBOX_WEBHOOK_SECRETS need {SHORTEST_SECRET} characters or more each."
        )


def _refuse_unreadable_proxies(proxies: tuple[str, ...]) -> None:
    for proxy in proxies:
        try:
            ip_network(proxy)
        except ValueError:
            raise SettingsError(
                f"TRUSTED_PROXIES holds {proxy!r}, which is no address or network."
            ) from None


def _of(keys: DemoKeys | None, name: str) -> tuple[str, ...]:
    return (str(getattr(keys, name)),) if keys else ()


def _seen_as(host: str) -> str:
    """How others reach this machine: on `0.0.0.0` by its own address, so that phones can."""
    if host != "0.0.0.0":  # noqa: S104  (asked for, not chosen)
        return "localhost"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Sends nothing: it only asks the system which of its addresses leads outside.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "localhost"
        return str(probe.getsockname()[0])


def _beside(base_url: str, port: int) -> str:
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.hostname}:{port}"


@dataclass(frozen=True)
class _Reader:
    environ: Mapping[str, str]

    def text(self, name: str, default: str) -> str:
        return self.environ.get(name, "").strip() or default

    def number(self, name: str, default: int) -> int:
        raw = self.text(name, str(default))
        if not raw.isdigit():
            raise SettingsError(f"{name} must be a whole number, not {raw!r}.")
        return int(raw)

    def seconds(self, name: str, default: float) -> float:
        raw = self.text(name, str(default))
        try:
            value = float(raw)
        except ValueError:
            raise SettingsError(f"{name} must be a number of seconds, not {raw!r}.") from None
        if value <= 0:
            raise SettingsError(f"{name} must be more than 0.")
        return value

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value not in allowed:
            raise SettingsError(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
        return value

    def several(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        raw = self.text(name, "")
        return tuple(part.strip() for part in raw.split(",") if part.strip()) or default
