"""Enter money that came without a debt behind it, and send it back."""

from app.actions.steps.enter_ledger import enter_ledger
from app.actions.steps.want_refund import Capture, want_refund
from app.actions.steps.work import Work
from app.rules.ledger import LedgerAccount


async def owe_back(work: Work, payment_id: int, reason: str, cents: int, capture: Capture) -> None:
    """Book `cents` > 0 of a capture as owed to the payer and promise the refund (rules P4, P5, M9).

    Raises `Taken` when this capture is owed for this reason already.
    """
    refund_id = await want_refund(work, payment_id, reason, cents, capture)
    await enter_ledger(
        work,
        LedgerAccount.CARD_MONEY,
        LedgerAccount.OWED_BACK,
        cents,
        capture.currency,
        cause=f"owed:{refund_id}",
        payment_id=payment_id,
    )
