"""Send back what a dismissed ticket's fine brought in."""

from app.actions.steps.money.enter_ledger import enter_ledger
from app.actions.steps.money.want_refund import want_refund
from app.actions.steps.work import Work
from app.rules.money.ledger import LedgerAccount as Account
from app.tables.money.payment_line import PaymentLine
from app.tables.money.refund import Refund

REASON = "dismissed"


async def return_fine(doing: Work, violation_id: int) -> None:
    """Refund the kept line except its deposit, which waits for the boot (rules D4, M9, V15).

    The vehicle's turn is held. What went back for an earlier dismissal does not go back again.
    Raises `Conflict` when so much has gone back otherwise.
    """
    one = PaymentLine
    line = (
        await one.select(
            one.payment,
            one.fine_cents,
            one.discount_cents,
            one.late_cents,
            one.deposit_cents,
            one.due_cents,
            one.payment.currency,
        )
        .where(one.violation == violation_id, one.kept.eq(True))
        .first()
    )
    if line is None:
        return
    fine_cents = line["fine_cents"] - line["deposit_cents"]
    cents = line["due_cents"] - line["deposit_cents"]
    again = await Refund.exists().where(
        Refund.payment == line["payment"], Refund.reason == f"{REASON}:{violation_id}"
    )
    if cents <= 0 or again:
        return
    for debit, credit, moved_cents in (
        (Account.FINES, Account.OWED_BACK, fine_cents - line["discount_cents"]),
        (Account.FINES, Account.DISCOUNTS, line["discount_cents"]),
        (Account.LATE, Account.OWED_BACK, line["late_cents"]),
    ):
        await enter_ledger(
            doing,
            debit,
            credit,
            moved_cents,
            line["payment.currency"],
            cause=f"{REASON}:{debit}>{credit}:{line['payment']}:{violation_id}",
            payment_id=line["payment"],
            violation_id=violation_id,
        )
    await want_refund(doing, line["payment"], f"{REASON}:{violation_id}", cents)
