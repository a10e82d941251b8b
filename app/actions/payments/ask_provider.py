"""Ask the provider how a checkout stands, instead of waiting to be told."""

from datetime import datetime

from app.actions.payments.settle_payment import settle_payment
from app.actions.steps.payments.close_payment import close_payment
from app.actions.steps.work import Bells, work
from app.clock import now
from app.db import ask
from app.gateways.payments.provider import NoticeKind, PaymentProvider
from app.rules.money.payment_states import PaymentStatus
from app.rules.people.actor import SYSTEM

_ASKED = "SELECT provider_ref, status, expires_at FROM payment WHERE id = {}"
_OPEN = (PaymentStatus.started.value, PaymentStatus.failed.value)


async def ask_provider(payment_id: int, provider: PaymentProvider, bells: Bells) -> bool:
    """Take in the provider's word on one payment; True when its outcome is final (rule P9).

    The return page and the sweep call it: parameters of a return address are never trusted, and
    a lost webhook heals. Raises `ProviderDown`.
    """
    rows = await ask(_ASKED, payment_id)
    if not rows or rows[0]["status"] not in _OPEN:
        return True
    row = rows[0]
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
