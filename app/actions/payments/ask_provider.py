"""Ask the provider how a checkout stands, instead of waiting to be told."""

from app.actions.payments.settle_payment import settle_payment
from app.actions.steps.work import Bells
from app.gateways.payments.provider import NoticeKind, PaymentProvider
from app.rules.payment_states import PaymentStatus
from app.tables.money.payment import Payment

_OPEN = (PaymentStatus.started.value, PaymentStatus.failed.value)


async def ask_provider(payment_id: int, provider: PaymentProvider, bells: Bells) -> bool:
    """Take in the provider's word on one payment; True when its outcome is final (rule P9).

    The return page and the sweep call it: parameters of a return address are never trusted, and
    a lost webhook heals. Raises `ProviderDown`.
    """
    row = (
        await Payment.select(Payment.provider_ref, Payment.status)
        .where(Payment.id == payment_id)
        .first()
    )
    if row is None or row["status"] not in _OPEN:
        return True
    if row["provider_ref"] is None:
        return False  # the checkout was never opened, or its answer is still on the way
    notice = await provider.ask(row["provider_ref"])
    if notice.kind is NoticeKind.OTHER:
        return False
    await settle_payment(provider.name, notice, bells)
    return notice.kind in {NoticeKind.PAID, NoticeKind.EXPIRED}
