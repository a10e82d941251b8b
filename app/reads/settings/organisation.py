"""Who is asking, as shown on every page, label, notice and mail."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShownLogo:
    """Where a page finds the logo, and how large it shows it, in CSS pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True)
class Organisation:
    """The authority's public face; without a logo the product's own mark stands there."""

    name: str
    address: str
    help_phone: str
    help_email: str
    terms_url: str
    privacy_url: str
    logo: ShownLogo | None = None
