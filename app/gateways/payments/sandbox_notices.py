"""Reads what the sandbox says, in a notice or an answer, and translates it to our words."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from app.gateways.payments.provider import Notice, NoticeKind, NoticeRefused

SIGNATURE_HEADER = "sandbox-signature"
TOLERANCE_SECONDS = 300


class WireCapture(msgspec.Struct, frozen=True):
    """Money taken, as the sandbox writes it."""

    id: str
    amount_cents: int
    refunded_cents: int


class WireCheckout(msgspec.Struct, frozen=True):
    """A checkout, as the sandbox writes it; fields unknown to us are passed over."""

    id: str
    url: str
    reference: str
    status: str
    amount_cents: int
    currency: str
    live: bool
    expires_at: datetime
    capture: WireCapture | None


class WireRefund(msgspec.Struct, frozen=True):
    """A refund, as the sandbox writes it."""

    id: str
    status: str
    amount_cents: int
    reference: str = ""


class WireData(msgspec.Struct, frozen=True):
    """What a notice is about."""

    checkout: WireCheckout
    refund: WireRefund | None = None


class WireNotice(msgspec.Struct, frozen=True):
    """A notice, as the sandbox posts it."""

    id: str
    type: str
    created_at: datetime
    live: bool
    data: WireData


KIND_OF_TYPE = {
    "checkout.paid": NoticeKind.PAID,
    "checkout.declined": NoticeKind.DECLINED,
    "checkout.expired": NoticeKind.EXPIRED,
    "refund.succeeded": NoticeKind.REFUNDED,
}
KIND_OF_STATE = {
    "open": NoticeKind.PENDING,
    "processing": NoticeKind.PENDING,
    "paid": NoticeKind.PAID,
    "failed": NoticeKind.DECLINED,
    "expired": NoticeKind.EXPIRED,
}


def verify(
    headers: Mapping[str, str], body: bytes, *, secrets: Sequence[str], now: datetime
) -> None:
    """Check that one of our secrets signed these very bytes within the last five minutes.

    Raises NoticeRefused.
    """
    header = next((text for name, text in headers.items() if name.lower() == SIGNATURE_HEADER), "")
    parts = [part.strip().partition("=") for part in header.split(",")]
    times = [value for name, _, value in parts if name == "t"]
    given = [value for name, _, value in parts if name == "v1"]
    if len(times) != 1 or not (times[0].isascii() and times[0].isdigit() and len(times[0]) < 12):
        raise NoticeRefused
    signed = times[0].encode() + b"." + body
    codes = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets]
    # Every pair is compared, so that the time taken does not tell which secret fitted.
    fits = [hmac.compare_digest(code.encode(), value.encode()) for code in codes for value in given]
    if not any(fits) or abs(now.timestamp() - int(times[0])) > TOLERANCE_SECONDS:
        raise NoticeRefused


def read(body: bytes) -> Notice:
    """Translate a verified notice; raises NoticeRefused when it is not in the agreed shape."""
    try:
        wire = msgspec.json.decode(body, type=WireNotice)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise NoticeRefused from wrong
    kind = KIND_OF_TYPE.get(wire.type, NoticeKind.OTHER)
    if wire.created_at.tzinfo is None or (
        kind is NoticeKind.PAID and not wire.data.checkout.capture
    ):
        raise NoticeRefused
    refund = wire.data.refund
    part = (refund.id, refund.amount_cents, refund.reference) if refund else ("", 0, "")
    detail = {"refund_ref": refund.id, "refund_cents": str(refund.amount_cents)} if refund else {}
    return _notice(
        wire.data.checkout,
        event_id=wire.id,
        kind=kind,
        # Either of the two saying "real money" is enough to be careful.
        live=wire.live or wire.data.checkout.live,
        happened_at=wire.created_at,
        detail=detail,
        part=part,
    )


def as_of_now(checkout: WireCheckout, now: datetime) -> Notice:
    """Translate a checkout that was asked for into a notice with a stable made-up event id."""
    what = checkout.capture.id if checkout.capture else f"{checkout.id}:{checkout.status}"
    return _notice(
        checkout,
        event_id=f"ask:{what}",
        kind=KIND_OF_STATE.get(checkout.status, NoticeKind.OTHER),
        live=checkout.live,
        happened_at=now,
        detail={},
    )


def _notice(
    checkout: WireCheckout,
    *,
    event_id: str,
    kind: NoticeKind,
    live: bool,
    happened_at: datetime,
    detail: Mapping[str, str],
    part: tuple[str, int, str] = ("", 0, ""),
) -> Notice:
    capture = checkout.capture
    facts = {"state": checkout.status, **detail}
    if capture:
        facts["refunded_cents"] = str(capture.refunded_cents)
    return Notice(
        event_id=event_id,
        kind=kind,
        provider_ref=checkout.id,
        reference=checkout.reference,
        captured_cents=capture.amount_cents if capture else 0,
        currency=checkout.currency,
        live=live,
        capture_ref=capture.id if capture else None,
        happened_at=happened_at,
        part_ref=part[0],
        part_cents=part[1],
        part_key=part[2],
        detail=facts,
    )
