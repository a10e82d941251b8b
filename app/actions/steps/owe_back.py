"""Enter money that came without a debt behind it, and send it back."""

from app.actions.steps.enter_ledger import enter_ledger
from app.actions.steps.want_refund import want_refund
from app.actions.steps.work import Work
from app.rules.ledger import LedgerAccount


async def owe_back(work: Work, payment_id: int, reason: str, cents: int, currency: str) -> None:
    """Book `cents` > 0 as owed to the payer and promise the refund (rules P5, M8).

    Raises `Taken` when this payment owes for this reason already.
    """
    await enter_ledger(
        work,
        LedgerAccount.CARD_MONEY,
        LedgerAccount.OWED_BACK,
        cents,
        currency,
        cause=f"{reason}:{payment_id}",
        payment_id=payment_id,
    )
    await want_refund(work, payment_id, reason, cents)
