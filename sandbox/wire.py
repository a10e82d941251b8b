"""The shapes that cross the wire, and the strict reading of what merchants send."""

import re
from datetime import datetime
from typing import Annotated, Literal, TypeVar
from urllib.parse import urlsplit

import msgspec

from sandbox.refusals import Refusal

Words = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
Cents = Annotated[int, msgspec.Meta(ge=-99_999_999, le=99_999_999)]
PositiveCents = Annotated[int, msgspec.Meta(gt=0, le=99_999_999)]
Currency = Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]
Email = Annotated[str, msgspec.Meta(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]
Address = Annotated[str, msgspec.Meta(max_length=2000)]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Status = Literal["open", "processing", "paid", "failed", "expired"]

T = TypeVar("T")

# Nothing that could end a source list or a directive in the page's security policy.
_HOST = re.compile(r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the bill; the amount may be negative for a credit."""

    label: Words
    amount_cents: Cents


class CheckoutRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a merchant sends to open a checkout."""

    reference: Words
    amount_cents: PositiveCents
    currency: Currency
    email: Email
    description: Words
    lines: Annotated[tuple[Line, ...], msgspec.Meta(min_length=1, max_length=500)]
    return_url: Address
    cancel_url: Address
    expires_at: Moment


class RefundRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a merchant sends to give money back."""

    amount_cents: PositiveCents
    reason: Words
    # The merchant's own name for the refund; comes back in the answer and the notice.
    reference: str = ""


class Capture(msgspec.Struct, frozen=True):
    """Money taken, and how much of it went back."""

    id: str
    amount_cents: int
    refunded_cents: int


class Checkout(msgspec.Struct, frozen=True):
    """A checkout as merchants see it."""

    id: str
    url: str
    reference: str
    status: Status
    amount_cents: int
    currency: str
    live: bool
    expires_at: str
    capture: Capture | None


class Refund(msgspec.Struct, frozen=True, omit_defaults=True):
    """A refund as merchants see it."""

    id: str
    status: Literal["succeeded"]
    amount_cents: int
    reference: str = ""


def read_checkout_request(body: bytes) -> CheckoutRequest:
    """Read and check a request to open a checkout; raises Refusal 422 saying what is wrong."""
    request = _read(body, CheckoutRequest)
    if sum(line.amount_cents for line in request.lines) != request.amount_cents:
        raise Refusal(422, "lines_do_not_sum", "The lines do not add up to amount_cents.")
    for name in ("return_url", "cancel_url"):
        if origin_of(getattr(request, name)) is None:
            raise Refusal(422, "invalid_url", f"{name} must be a full http or https address.")
    return request


def read_refund_request(body: bytes) -> RefundRequest:
    """Read and check a request for a refund; raises Refusal 422 saying what is wrong."""
    return _read(body, RefundRequest)


def origin_of(url: str) -> str | None:
    """Return scheme and host of a web address, or None when it is not a clean one."""
    try:
        parts = urlsplit(url)
        usable = parts.port is None or parts.port > 0
    except ValueError:
        return None
    clean = url.isprintable() and " " not in url and _HOST.fullmatch(parts.netloc)
    if parts.scheme not in ("http", "https") or not clean or not usable:
        return None
    return f"{parts.scheme}://{parts.netloc}"


def canonical(request: CheckoutRequest | RefundRequest) -> bytes:
    """Return the same bytes for requests that mean the same."""
    return msgspec.json.encode(request, order="deterministic")


def _read(body: bytes, shape: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.DecodeError as wrong:
        raise Refusal(422, "invalid_request", str(wrong)) from wrong
    except UnicodeDecodeError as wrong:
        raise Refusal(422, "invalid_request", "The request is not UTF-8.") from wrong
