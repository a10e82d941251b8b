"""Coming back from the card page: the provider is asked, the address is not believed."""

import structlog

from app.actions.payments.ask_provider import ask_provider
from app.actions.steps.payments.provider_of_payment import provider_of_payment
from app.reads.pay.payer.payers import payment_id_of
from app.routes.desk import Desk
from app.rules.errors import Missing, Unavailable

log = structlog.get_logger("pay")


async def ask_at_return(reference: str, desk: Desk) -> int:
    """Take in what the provider says of the payment; returns its id (rule P9).

    Raises `Missing` for an unknown reference. A silent provider is no error here.
    """
    payment_id = await payment_id_of(reference)
    if payment_id is None:
        raise Missing
    try:
        provider = desk.providers.must(await provider_of_payment(payment_id))
        await ask_provider(payment_id, provider, desk.bells)
    except Unavailable as error:
        # The sweep keeps asking; the page says that the code comes by email.
        log.warning("provider silent at return", error=type(error).__name__)
    return payment_id
