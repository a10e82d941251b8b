"""Send back what a dismissed ticket's fine brought in."""

from app.actions.steps.books.enter_ledger import enter_ledger
from app.actions.steps.refunds.want_refund import want_refund
from app.actions.steps.work import Work
from app.reads.refunds.kept_money import kept_money
from app.rules.money.ledger import LedgerAccount as Account
from app.rules.money.refund_reasons import DISMISSED
from app.tables.money.ledger_entry import LedgerEntry
from app.tables.money.payment_line import PaymentLine


async def return_fine(doing: Work, violation_id: int) -> None:
    """Refund the kept line except its deposit, which waits for the boot (rules D4, M9, V15).

    Once, however often the ticket is dismissed. The vehicle's turn is held. Raises `Conflict` when
    so much has gone back already.
    """
    one = PaymentLine
    line = (
        await one.select(
            one.payment,
            one.fine_cents,
            one.discount_cents,
            one.late_cents,
            one.deposit_cents,
            one.payment.currency,
        )
        .where(one.violation == violation_id, one.kept.eq(True))
        .first()
    )
    if line is None:
        return
    if await _returned(violation_id):
        return
    # What went back as goodwill does not go back again, nor is a held deposit taken for it.
    left = await kept_money(line["payment"])
    fine_cents = line["fine_cents"] - line["deposit_cents"] - line["discount_cents"]
    fine_back = min(fine_cents, left[Account.FINES])
    late_back = min(line["late_cents"], left[Account.LATE])
    for debit, credit, moved_cents in (
        (Account.FINES, Account.OWED_BACK, fine_back),
        (Account.FINES, Account.DISCOUNTS, line["discount_cents"]),
        (Account.LATE, Account.OWED_BACK, late_back),
    ):
        await enter_ledger(
            doing,
            debit,
            credit,
            moved_cents,
            line["payment.currency"],
            cause=f"{DISMISSED}:{debit}>{credit}:{line['payment']}:{violation_id}",
            payment_id=line["payment"],
            violation_id=violation_id,
        )
    if fine_back + late_back > 0:
        reason = f"{DISMISSED}:{violation_id}"
        await want_refund(doing, line["payment"], reason, fine_back + late_back)


async def _returned(violation_id: int) -> bool:
    return await LedgerEntry.exists().where(
        LedgerEntry.violation == violation_id, LedgerEntry.cause.like(f"{DISMISSED}:%")
    )
