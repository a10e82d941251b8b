"""Write a started payment down: its lines and amounts hold from here on."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from app.actions.steps.checkouts.frozen import Frozen, order_lines
from app.actions.steps.payments.freeze_lines import freeze_lines
from app.actions.steps.work import Work
from app.reads.pay.cart import Door, total_cents
from app.reads.violations.dues import OwingViolation
from app.rules.money.payment_states import PaymentStatus
from app.rules.money.payment_ways import PaymentWay
from app.rules.outbox.effects import Effect
from app.tables.money.payment import Payment

# As long as the provider's session: within it the quote holds (rule M8).
CHECKOUT_LASTS = timedelta(minutes=30)
ASK_FIRST_AFTER = timedelta(seconds=15)


@dataclass(frozen=True)
class PayerFacts:
    """Who pays and where: `payer_hash` is the paying browser's."""

    email: str
    payer_hash: str
    language: str
    provider: str
    live: bool


async def freeze_checkout(
    doing: Work, door: Door, tickets: Collection[OwingViolation], payer: PayerFacts
) -> Frozen:
    """Freeze what `tickets` owe now, and promise to ask how the payment went (rule M8)."""
    reference = f"bk_{secrets.token_hex(12)}"
    expires_at = doing.at + CHECKOUT_LASTS
    amount_cents = total_cents(tickets)
    rows = await Payment.insert(
        Payment(
            reference=reference,
            payer_hash=payer.payer_hash,
            method=PaymentWay.card.value,
            provider=payer.provider,
            live=payer.live,
            status=PaymentStatus.started.value,
            email=payer.email,
            language=payer.language,
            amount_cents=amount_cents,
            currency=door.currency,
            boot_assignment=door.assignment_id,
            vehicle=door.vehicle_id,
            started_at=doing.at,
            expires_at=expires_at,
        )
    ).returning(Payment.id)
    payment_id = int(rows[0]["id"])
    await freeze_lines(payment_id, tickets)
    await doing.promise(Effect.ASK_PROVIDER, payment_id, wait=ASK_FIRST_AFTER)
    await doing.record("start_payment", "payment", payment_id, after={"amount_cents": amount_cents})
    return Frozen(
        payment_id=payment_id,
        reference=reference,
        amount_cents=amount_cents,
        currency=door.currency,
        expires_at=expires_at,
        lines=order_lines(tickets, payer.language),
        language=payer.language,
    )
