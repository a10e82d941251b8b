"""Draws the sandbox's few pages and knows the headers a page must carry."""

import hashlib
from datetime import datetime
from math import ceil
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Response

from sandbox.cards import CHOICES
from sandbox.moments import moment
from sandbox.moves import Bill
from sandbox.wire import origin_of

HERE = Path(__file__).parent
STYLE = (HERE / "static" / "sandbox.css").read_bytes()
MARK = (HERE / "static" / "mark.svg").read_bytes()
STYLE_VERSION = hashlib.sha256(STYLE).hexdigest()[:12]


class Pages:
    """The hosted pages; `prefix` is the path under which the sandbox is reached."""

    def __init__(self, prefix: str) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["money"] = money
        self._templates.globals.update(prefix=prefix, style_version=STYLE_VERSION)

    def pay(
        self,
        bill: Bill,
        now: datetime,
        *,
        status: int = 200,
        problem: str = "",
        chosen: str = "",
        typed: bool = False,
    ) -> Response[str]:
        """Draw the payment form; `problem` says what went wrong with the last try."""
        left = (moment(bill.checkout.expires_at) - now).total_seconds()
        return self._page(
            "pay.html",
            status,
            bill,
            problem=problem,
            chosen=chosen or CHOICES[0].behaviour,
            typed=typed,
            choices=CHOICES,
            minutes_left=max(1, ceil(left / 60)),
            merchant=urlsplit(bill.return_url).netloc,
        )

    def closed(self, bill: Bill, *, status: int = 200) -> Response[str]:
        """Draw the page of a checkout that takes no card any more."""
        return self._page("closed.html", status, bill, back_url=return_address(bill))

    def refused(self, status: int, message: str) -> Response[str]:
        """Draw the page for an address that leads nowhere or a request that makes no sense."""
        return self._page("refused.html", status, None, message=message)

    def _page(self, name: str, status: int, bill: Bill | None, **context: object) -> Response[str]:
        html = self._templates.get_template(name).render(bill=bill, **context)
        return Response(
            html,
            status_code=status,
            media_type=MediaType.HTML,
            headers={"Content-Security-Policy": page_policy(bill)},
        )


def page_policy(bill: Bill | None) -> str:
    """Return the security policy of a page.

    Browsers hold the redirect that answers a form to form-action too, so the merchant's own
    addresses must stand there.
    """
    targets = {"'self'"}
    if bill is not None:
        targets |= {origin_of(url) or "'self'" for url in (bill.return_url, bill.cancel_url)}
    return (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
        f"frame-ancestors 'none'; form-action {' '.join(sorted(targets))}"
    )


def return_address(bill: Bill) -> str:
    """Return the merchant's return address with the checkout's id added to its query."""
    address, mark, fragment = bill.return_url.partition("#")
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}checkout={bill.checkout.id}{mark}{fragment}"


def money(amount_cents: int, currency: str) -> str:
    """Write an amount of cents for people: 16500, CAD -> CAD 165.00."""
    whole, cents = divmod(abs(amount_cents), 100)
    sign = "\N{MINUS SIGN}" if amount_cents < 0 else ""
    return f"{sign}{currency}\u00a0{whole:,}.{cents:02d}"
