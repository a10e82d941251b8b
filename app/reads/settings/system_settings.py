"""The System Settings as administrators left them."""

import json
import time
from dataclasses import dataclass

from app.reads.settings.organisation import Organisation, ShownLogo
from app.rules.settings.catalogue import settings_from_stored
from app.rules.settings.logos import logo_name
from app.rules.settings.system_settings import SystemSettings
from app.tables.records.setting import Setting

# Pages may show a setting this much later; actions always read the settings afresh.
PAGE_CACHE_SECONDS = 2.0


async def system_settings() -> SystemSettings:
    """Every setting, read now (rule S6)."""
    rows = await Setting.raw("SELECT key, value FROM setting")
    return settings_from_stored({row["key"]: json.loads(row["value"]) for row in rows})


@dataclass(frozen=True)
class PageSettings(SystemSettings):
    """System settings plus the organisation as pages name it."""

    @property
    def organisation(self) -> Organisation:
        """The organisation block of the settings."""
        logo = logo_name(self.organisation_logo)
        return Organisation(
            name=self.organisation_name,
            address=self.organisation_address,
            help_phone=self.help_phone,
            help_email=self.help_email,
            terms_url=self.terms_url,
            privacy_url=self.privacy_url,
            logo=ShownLogo(f"/logo/{logo.mark}", logo.width, logo.height) if logo else None,
        )


_cached: tuple[float, PageSettings] | None = None


async def cached_system_settings() -> PageSettings:
    """The settings for drawing a page; at most `PAGE_CACHE_SECONDS` old."""
    global _cached  # noqa: PLW0603  (one process-wide cache, replaced whole)
    if _cached is None or time.monotonic() - _cached[0] > PAGE_CACHE_SECONDS:
        _cached = (time.monotonic(), PageSettings(**vars(await system_settings())))
    return _cached[1]


def remembered_system_settings() -> PageSettings:
    """What was read last, or the defaults: for error pages while the database is away."""
    return _cached[1] if _cached else PageSettings()


def forget_cached_settings() -> None:
    """After a change in this process the next page shows it at once."""
    global _cached  # noqa: PLW0603
    _cached = None
