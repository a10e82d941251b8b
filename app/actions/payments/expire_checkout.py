"""Close a checkout that nobody should pay any more."""

from app.actions.payments.ask_provider import ask_provider
from app.actions.steps.payments.close_payment import close_payment
from app.actions.steps.work import Bells, work
from app.clock import now
from app.gateways.payments.provider import PaymentProvider
from app.rules.errors import NotYet
from app.rules.people.actor import SYSTEM
from app.tables.money.payment import Payment


async def expire_checkout(payment_id: int, provider: PaymentProvider, bells: Bells) -> None:
    """Expire it at the provider, then here (rule P3).

    When it has been paid in the meantime its settlement sends the money back. Raises
    `ProviderDown` and `ProviderRefused`; doing it again is harmless.
    """
    row = (
        await Payment.select(Payment.provider_ref, Payment.expires_at)
        .where(Payment.id == payment_id)
        .first()
    )
    if row is None:
        return
    if row["provider_ref"] is None and now() <= row["expires_at"]:
        # Its checkout is just being opened: closing only our row would leave a page to pay on.
        raise NotYet
    if row["provider_ref"] is not None and not await provider.expire(row["provider_ref"]):
        await ask_provider(payment_id, provider, bells)
        return
    async with work(SYSTEM, bells) as doing:
        await close_payment(doing, payment_id)
