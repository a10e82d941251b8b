"""What the fake remembers: sessions, payment intents, refunds, disputes and idempotent answers."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Thing = dict[str, Any]


class Refusal(Exception):
    """An error as Stripe words it."""

    def __init__(
        self, code: str | None, message: str, status: int = 400, kind: str = "invalid_request_error"
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"type": kind, "code": code, "message": message}}


@dataclass
class Store:
    """The account behind the fake. `fails_refunds` makes banks refuse every refund later on."""

    clock: Callable[[], datetime]
    base_url: str = ""
    fails_refunds: bool = False
    sessions: dict[str, Thing] = field(default_factory=dict)
    intents: dict[str, Thing] = field(default_factory=dict)
    charges: dict[str, Thing] = field(default_factory=dict)
    refunds: dict[str, Thing] = field(default_factory=dict)
    disputes: dict[str, Thing] = field(default_factory=dict)
    answers: dict[str, tuple[str, Thing]] = field(default_factory=dict)
    events: list[Thing] = field(default_factory=list)

    def now(self) -> int:
        return int(self.clock().timestamp())

    def session(self, ref: str) -> Thing:
        """The session, expired first when its time is over."""
        if ref not in self.sessions:
            raise Refusal("resource_missing", f"No such checkout.session: {ref}", 404)
        session = self.sessions[ref]
        if session["status"] == "open" and session["expires_at"] <= self.now():
            self.expire(session)
        return session

    def tick(self) -> None:
        """What time alone does."""
        for ref in list(self.sessions):
            self.session(ref)

    def open_session(self, form: dict[str, str], amount: int, currency: str) -> Thing:
        ref = f"cs_test_{secrets.token_hex(29)}"
        self.sessions[ref] = {
            "id": ref,
            "object": "checkout.session",
            "status": "open",
            "payment_status": "unpaid",
            "mode": "payment",
            "amount_total": amount,
            "currency": currency,
            "client_reference_id": form.get("client_reference_id"),
            "metadata": nested(form, "metadata"),
            "expires_at": int(form["expires_at"]),
            "livemode": False,
            "payment_intent": None,
            "url": f"{self.base_url}/c/pay/{ref}",
            "success_url": form["success_url"],
            "cancel_url": form.get("cancel_url"),
            "intent_metadata": nested(form, "payment_intent_data[metadata]"),
        }
        return self.sessions[ref]

    def expire(self, session: Thing) -> None:
        if session["status"] != "open":
            raise Refusal(None, 'Only sessions with a status in ["open"] can be expired.')
        session.update(status="expired", url=None)
        self.tell("checkout.session.expired", session)

    def _intent(self, session: Thing, status: str) -> Thing:
        ref = session["payment_intent"] or f"pi_{secrets.token_hex(12)}"
        intent = self.intents.setdefault(
            ref,
            {
                "id": ref,
                "object": "payment_intent",
                "amount": session["amount_total"],
                "currency": session["currency"],
                "metadata": session["intent_metadata"],
                "latest_charge": None,
            },
        )
        intent["status"] = status
        session["payment_intent"] = ref
        return intent

    def _charge(self, intent: Thing) -> None:
        ref = f"ch_{secrets.token_hex(12)}"
        self.charges[ref] = {
            "id": ref,
            "object": "charge",
            "amount": intent["amount"],
            "amount_refunded": 0,
            "payment_intent": intent["id"],
        }
        intent.update(status="succeeded", latest_charge=ref)

    def pay(self, session: Thing) -> None:
        self._charge(self._intent(session, "succeeded"))
        session.update(status="complete", payment_status="paid", url=None)
        self.tell("checkout.session.completed", session)

    def decline(self, session: Thing) -> None:
        self.tell("payment_intent.payment_failed", self._intent(session, "requires_payment_method"))

    def pay_slowly(self, session: Thing) -> None:
        self._intent(session, "processing")
        session.update(status="complete", url=None)
        self.tell("checkout.session.completed", session)

    def bank_answers(self, session: Thing, *, pays: bool) -> None:
        intent = self.intents[session["payment_intent"]]
        if pays:
            self._charge(intent)
            session["payment_status"] = "paid"
            self.tell("checkout.session.async_payment_succeeded", session)
        else:
            intent["status"] = "requires_payment_method"
            self.tell("checkout.session.async_payment_failed", session)

    def refund(self, intent_ref: str, amount: int, metadata: Thing) -> Thing:
        intent = self.intents.get(intent_ref)
        if intent is None:
            raise Refusal("resource_missing", f"No such payment_intent: {intent_ref}", 404)
        charge = self.charges.get(intent["latest_charge"] or "")
        if charge is None:
            raise Refusal(None, "This PaymentIntent has no successful charge to refund.")
        if amount > charge["amount"] - charge["amount_refunded"]:
            raise Refusal("charge_already_refunded", "Refund is greater than the unrefunded rest.")
        charge["amount_refunded"] += amount
        ref = f"re_{secrets.token_hex(12)}"
        refund = self.refunds[ref] = {
            "id": ref,
            "object": "refund",
            "amount": amount,
            "currency": intent["currency"],
            "payment_intent": intent_ref,
            "charge": charge["id"],
            "metadata": metadata,
            "status": "pending" if self.fails_refunds else "succeeded",
        }
        self.tell("charge.refunded", charge)
        self.tell("refund.created", refund)
        self.tell("refund.updated", refund)
        return refund

    def fail_refund(self, ref: str) -> None:
        refund = self.refunds[ref]
        refund["status"] = "failed"
        self.charges[refund["charge"]]["amount_refunded"] -= refund["amount"]
        self.tell("refund.failed", refund)
        self.tell("refund.updated", refund)

    def dispute(self, intent_ref: str, status: str = "needs_response") -> Thing:
        intent = self.intents[intent_ref]
        ref = f"du_{secrets.token_hex(12)}"
        dispute = self.disputes[ref] = {
            "id": ref,
            "object": "dispute",
            "amount": intent["amount"],
            "currency": intent["currency"],
            "payment_intent": intent_ref,
            "status": status,
        }
        self.tell("charge.dispute.created", dispute)
        if not status.startswith("warning"):
            self.tell("charge.dispute.funds_withdrawn", dispute)
        return dispute

    def close_dispute(self, ref: str, status: str) -> None:
        self.disputes[ref]["status"] = status
        self.tell("charge.dispute.closed", self.disputes[ref])

    def tell(self, about: str, thing: Thing) -> None:
        """Keep an event, as the thing is now; the courier takes it from here."""
        self.events.append(
            {
                "id": f"evt_{secrets.token_hex(12)}",
                "object": "event",
                "type": about,
                "created": self.now(),
                "livemode": False,
                "data": {"object": dict(thing)},
            }
        )


def nested(form: dict[str, str], name: str) -> Thing:
    """The `name[key]` fields of a form."""
    return {
        key.removeprefix(f"{name}[")[:-1]: value
        for key, value in form.items()
        if key.startswith(f"{name}[")
    }
