"""The organisation's logo as it is kept."""

from dataclasses import dataclass, field

from app.rules.settings.logos import LogoName, logo_name
from app.rules.settings.system_settings import SystemSettings
from app.tables.records.logo import Logo

# In pictures' names no upload can choose; mails show it by this one.
LOGO_PICTURE = "_logo"


@dataclass(frozen=True)
class KeptLogo:
    """One logo: for mails (`mail_kind` is png or jpeg) and, a PNG with a palette, for paper."""

    name: LogoName
    mail_kind: str
    mail: bytes = field(repr=False)
    paper: bytes = field(repr=False)


async def logo_page_bytes(mark: str) -> bytes | None:
    """The WebP that pages show; None for a mark that is not in force."""
    row = await Logo.select(Logo.page).where(Logo.mark == mark).first()
    return bytes(row["page"]) if row else None


async def kept_logo(settings: SystemSettings) -> KeptLogo | None:
    """The logo these settings name; None for the product's own mark. Without one asks nothing."""
    name = logo_name(settings.organisation_logo)
    if name is None:
        return None
    row = (
        await Logo.select(Logo.mail_kind, Logo.mail, Logo.paper)
        .where(Logo.mark == name.mark)
        .first()
    )
    # Taken away between the two looks.
    if row is None:
        return None
    return KeptLogo(name, row["mail_kind"], bytes(row["mail"]), bytes(row["paper"]))
