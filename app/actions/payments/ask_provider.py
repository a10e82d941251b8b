"""Ask the provider how a checkout stands, instead of waiting to be told."""

from datetime import datetime

from app.actions.payments.settle_payment import settle_payment
from app.actions.steps.money.close_payment import close_payment
from app.actions.steps.work import Bells, work
from app.clock import now
from app.gateways.payments.provider import NoticeKind, PaymentProvider
from app.rules.money.payment_states import PaymentStatus
from app.rules.people.actor import SYSTEM
from app.tables.money.payment import Payment

_OPEN = (PaymentStatus.started.value, PaymentStatus.failed.value)


async def ask_provider(payment_id: int, provider: PaymentProvider, bells: Bells) -> bool:
    """Take in the provider's word on one payment; True when its outcome is final (rule P9).

    The return page and the sweep call it: parameters of a return address are never trusted, and
    a lost webhook heals. Raises `ProviderDown`.
    """
    row = (
        await Payment.select(Payment.provider_ref, Payment.status, Payment.expires_at)
        .where(Payment.id == payment_id)
        .first()
    )
    if row is None or row["status"] not in _OPEN:
        return True
    if row["provider_ref"] is None:
        return await _close_if_over(payment_id, row["expires_at"], bells)
    notice = await provider.ask(row["provider_ref"])
    if notice.kind is NoticeKind.OTHER:
        return False
    await settle_payment(provider.name, notice, bells)
    return notice.kind in {NoticeKind.PAID, NoticeKind.EXPIRED}


async def _close_if_over(payment_id: int, expires_at: datetime, bells: Bells) -> bool:
    """Without the provider's answer there is no page to pay on; after its time nobody comes."""
    if now() <= expires_at:
        return False
    async with work(SYSTEM, bells) as doing:
        await close_payment(doing, payment_id)
    return True
