"""Enter money that came without a debt behind it, and send it back."""

from app.actions.steps.books.enter_ledger import enter_ledger
from app.actions.steps.refunds.want_refund import Capture, want_refund
from app.actions.steps.work import Work
from app.rules.money.ledger import LedgerAccount


async def owe_back(
    work: Work,
    payment_id: int,
    reason: str,
    cents: int,
    *,
    currency: str,
    money: LedgerAccount,
    wrong: Capture | None = None,
) -> None:
    """Book `cents` > 0 as owed to the payer and promise the refund (rules P4, P5, M9).

    `money` is the account it came into; `wrong` names a capture that was never credited. Raises
    `Taken` when it is owed for this reason already.
    """
    refund_id = await want_refund(work, payment_id, reason, cents, wrong)
    await enter_ledger(
        work,
        money,
        LedgerAccount.OWED_BACK,
        cents,
        currency,
        cause=f"owed:{refund_id}",
        payment_id=payment_id,
    )
