"""Reads what Stripe says, in an event or an answer, and translates it to our words."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import msgspec
import stripe

from app.gateways.payments.provider import Notice, NoticeKind, NoticeRefused

SIGNATURE_HEADER = "stripe-signature"
TOLERANCE_SECONDS = 300
# What we write into the metadata of a session, its payment and a refund.
REFERENCE = "reference"
REFUND_KEY = "refund_key"


class WireCharge(msgspec.Struct, frozen=True):
    """The card's charge; given when the session is asked for."""

    amount_refunded: int = 0


class WireIntent(msgspec.Struct, frozen=True):
    """A payment intent: the capture, as we call it."""

    id: str
    status: str = ""
    currency: str = ""
    metadata: dict[str, str] = {}
    latest_charge: WireCharge | str | None = None


class WireSession(msgspec.Struct, frozen=True):
    """A Checkout Session; fields unknown to us are passed over."""

    id: str
    status: str | None
    payment_status: str
    amount_total: int | None
    currency: str | None
    expires_at: int
    livemode: bool
    client_reference_id: str | None = None
    payment_intent: WireIntent | str | None = None
    url: str | None = None


class WireRefund(msgspec.Struct, frozen=True):
    """A refund."""

    id: str
    amount: int
    currency: str
    status: str | None = None
    payment_intent: str | None = None
    metadata: dict[str, str] | None = None


class WireRefunds(msgspec.Struct, frozen=True):
    """A list of refunds."""

    data: list[WireRefund]


class WireDispute(msgspec.Struct, frozen=True):
    """A dispute; one whose status begins with `warning` is a question and has moved no money."""

    id: str
    amount: int
    currency: str
    status: str
    payment_intent: str | None = None


class WireData(msgspec.Struct, frozen=True):
    """What an event is about, read once its type is known."""

    object: msgspec.Raw


class WireEvent(msgspec.Struct, frozen=True):
    """An event, as Stripe posts it."""

    id: str
    type: str
    created: int
    livemode: bool
    data: WireData


REFUND_EVENTS = ("refund.created", "refund.updated", "refund.failed", "charge.refund.updated")
REFUND_KINDS = {
    "succeeded": NoticeKind.REFUNDED,
    "failed": NoticeKind.REFUND_FAILED,
    "canceled": NoticeKind.REFUND_FAILED,
}
DISPUTE_KINDS = {"won": NoticeKind.DISPUTE_WON, "lost": NoticeKind.DISPUTE_LOST}


def verify(
    headers: Mapping[str, str], body: bytes, *, secrets: Sequence[str], now: datetime
) -> None:
    """Check that one of our secrets signed these very bytes within the last five minutes.

    Raises NoticeRefused.
    """
    header = next((text for name, text in headers.items() if name.lower() == SIGNATURE_HEADER), "")
    if not any(_signed(body, header, secret) for secret in secrets):
        raise NoticeRefused
    # The library's own tolerance knows only the machine's clock and lets the future pass.
    times = [part.strip()[2:] for part in header.split(",") if part.strip().startswith("t=")]
    if len(times) != 1 or abs(now.timestamp() - int(times[0])) > TOLERANCE_SECONDS:
        raise NoticeRefused


def read(body: bytes) -> Notice:
    """Translate a verified event; raises NoticeRefused when it is not in the agreed shape."""
    try:
        event = msgspec.json.decode(body, type=WireEvent)
        return _translated(event)
    except (msgspec.DecodeError, UnicodeDecodeError, OverflowError, OSError) as wrong:
        raise NoticeRefused from wrong


def as_of_now(session: WireSession, now: datetime) -> Notice:
    """Translate a session that was asked for into a notice with a stable made-up event id."""
    kind, state = _kind_of_session(session)
    intent = _intent(session)
    what = intent if kind is NoticeKind.PAID else f"{session.id}:{state}"
    return _about_session(session, kind, state, event_id=f"ask:{what}", happened_at=now)


def over_unpaid(session: WireSession) -> bool:
    """Whether no money can come through this session any more."""
    return _kind_of_session(session)[0] is NoticeKind.EXPIRED


def _signed(body: bytes, header: str, secret: str) -> bool:
    try:
        return bool(stripe.WebhookSignature.verify_header(body, header, secret))
    except (stripe.SignatureVerificationError, UnicodeDecodeError):
        return False


def _translated(event: WireEvent) -> Notice:
    match event.type.split("."):
        case ["checkout", "session", *what]:
            session = msgspec.json.decode(event.data.object, type=WireSession)
            return _session_event(event, session, ".".join(what))
        case ["payment_intent", "payment_failed"]:
            return _decline(event, msgspec.json.decode(event.data.object, type=WireIntent))
        case ["charge", "dispute", what]:
            dispute = msgspec.json.decode(event.data.object, type=WireDispute)
            return _dispute_event(event, dispute, what)
        case _ if event.type in REFUND_EVENTS:
            return _refund_event(event, msgspec.json.decode(event.data.object, type=WireRefund))
        case _:
            # `charge.refunded` too: it names no refund, and each refund speaks for itself.
            return _notice(event, NoticeKind.OTHER, event_id=event.id, state=event.type)


def _session_event(event: WireEvent, session: WireSession, what: str) -> Notice:
    kind, state = _kind_of_session(session)
    if what == "async_payment_failed":
        # A finished session takes no second card: to us it is over, unpaid.
        kind, state = NoticeKind.EXPIRED, "failed"
    if kind is NoticeKind.PAID and _intent(session) is None:
        raise NoticeRefused
    return _about_session(
        session,
        kind,
        state,
        event_id=event.id,
        happened_at=datetime.fromtimestamp(event.created, UTC),
        live=event.livemode or session.livemode,
    )


def _kind_of_session(session: WireSession) -> tuple[NoticeKind, str]:
    if session.payment_status == "paid":
        return NoticeKind.PAID, "paid"
    if session.status == "expired":
        return NoticeKind.EXPIRED, "expired"
    if session.status == "open":
        return NoticeKind.PENDING, "open"
    intent = session.payment_intent
    if isinstance(intent, WireIntent) and intent.status in ("requires_payment_method", "canceled"):
        return NoticeKind.EXPIRED, "failed"
    return NoticeKind.PENDING, "processing"


def _about_session(
    session: WireSession,
    kind: NoticeKind,
    state: str,
    *,
    event_id: str,
    happened_at: datetime,
    live: bool | None = None,
) -> Notice:
    paid, intent = kind is NoticeKind.PAID, session.payment_intent
    facts = {"state": state}
    if paid and isinstance(intent, WireIntent) and isinstance(intent.latest_charge, WireCharge):
        facts["refunded_cents"] = str(intent.latest_charge.amount_refunded)
    return Notice(
        event_id=event_id,
        kind=kind,
        provider_ref=session.id,
        reference=session.client_reference_id,
        captured_cents=(session.amount_total or 0) if paid else 0,
        currency=(session.currency or "").upper(),
        live=session.livemode if live is None else live,
        capture_ref=_intent(session) if paid else None,
        happened_at=happened_at,
        detail=facts,
    )


def _decline(event: WireEvent, intent: WireIntent) -> Notice:
    """The page stays open for another card; only our reference says which page."""
    return _notice(
        event,
        NoticeKind.DECLINED,
        event_id=event.id,
        state="declined",
        reference=intent.metadata.get(REFERENCE),
        currency=intent.currency,
    )


def _refund_event(event: WireEvent, refund: WireRefund) -> Notice:
    """Several events tell of one outcome; they share an id, so that the inbox takes one."""
    state = refund.status or ""
    return _notice(
        event,
        REFUND_KINDS.get(state, NoticeKind.OTHER),
        event_id=f"{refund.id}:{state}",
        state=state,
        currency=refund.currency,
        capture_ref=refund.payment_intent,
        part=(refund.id, refund.amount, (refund.metadata or {}).get(REFUND_KEY, "")),
    )


def _dispute_event(event: WireEvent, dispute: WireDispute, what: str) -> Notice:
    kind, event_id = NoticeKind.OTHER, event.id
    if what == "closed" and dispute.status in DISPUTE_KINDS:
        kind, event_id = DISPUTE_KINDS[dispute.status], f"{dispute.id}:{dispute.status}"
    elif what == "funds_withdrawn" or (
        what == "created" and not dispute.status.startswith("warning")
    ):
        # A question may turn into a dispute later; the withdrawal tells of it then.
        kind, event_id = NoticeKind.DISPUTED, f"{dispute.id}:opened"
    return _notice(
        event,
        kind,
        event_id=event_id,
        state=dispute.status,
        currency=dispute.currency,
        capture_ref=dispute.payment_intent,
        part=(dispute.id, dispute.amount, ""),
    )


def _notice(
    event: WireEvent,
    kind: NoticeKind,
    *,
    event_id: str,
    state: str,
    reference: str | None = None,
    currency: str = "",
    capture_ref: str | None = None,
    part: tuple[str, int, str] = ("", 0, ""),
) -> Notice:
    part_ref, part_cents, part_key = part
    return Notice(
        event_id=event_id,
        kind=kind,
        provider_ref="",
        reference=reference,
        captured_cents=0,
        currency=currency.upper(),
        live=event.livemode,
        capture_ref=capture_ref,
        happened_at=datetime.fromtimestamp(event.created, UTC),
        part_ref=part_ref,
        part_key=part_key,
        part_cents=part_cents,
        detail={"state": state},
    )


def _intent(session: WireSession) -> str | None:
    intent = session.payment_intent
    return intent.id if isinstance(intent, WireIntent) else intent
