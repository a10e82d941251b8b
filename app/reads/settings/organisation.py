"""Who is asking, as shown on every page, label, notice and mail."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Organisation:
    """The authority's public face."""

    name: str
    address: str
    help_phone: str
    help_email: str
    terms_url: str
    privacy_url: str
