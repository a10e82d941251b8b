"""Lays out a receipt as a page that the renderer prints."""

from dataclasses import dataclass, field
from datetime import datetime

from app.templating import Surroundings, Templates

# Leads nowhere: whoever renders the page has the picture at hand.
LOGO_URL = "picture:logo"


@dataclass(frozen=True)
class ReceiptItem:
    """One line, its label already in the receipt's language; `deposit` when it comes back."""

    label: str
    amount_cents: int
    deposit: bool = False


@dataclass(frozen=True)
class ReceiptFacts:
    """What stands on a receipt; cents of its currency, texts in its language, "" is left out.

    The tax is contained in what does not come back; `tax_rate_bp` is 0 when none is set.
    `logo` is a PNG, handed to the renderer beside the page that shows it as `LOGO_URL`.
    """

    organisation: str
    address: str
    help_phone: str
    help_email: str
    time_zone: str
    currency: str
    number: str
    paid_at: datetime
    method: str
    lines: tuple[ReceiptItem, ...]
    total_cents: int
    deposit_cents: int
    tax_cents: int
    tax_rate_bp: int
    plates: tuple[str, ...]
    boot_name: str
    by_card: bool = True
    terms_url: str = ""
    privacy_url: str = ""
    logo: bytes | None = field(default=None, repr=False)


def receipt_sheet(templates: Templates, facts: ReceiptFacts, *, language: str) -> str:
    """Return the HTML of one receipt on A4."""
    return templates.render(
        "paper/receipt.html",
        Surroundings(language=language, time_zone=facts.time_zone, currency=facts.currency),
        language=language,
        facts=facts,
        logo_url=LOGO_URL if facts.logo else "",
    )
