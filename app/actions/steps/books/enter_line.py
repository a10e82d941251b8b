"""Enter a paid ticket in the books: fine, discount, late amount, deposit."""

from app.actions.steps.books.enter_ledger import enter_ledger
from app.actions.steps.payments.quoted_line import QuotedLine
from app.actions.steps.work import Work
from app.rules.money.ledger import LedgerAccount as Account


async def enter_line(
    work: Work,
    payment_id: int,
    line: QuotedLine,
    deposit_cents: int,
    currency: str,
    money: Account,
) -> None:
    """Every cent of one kept line (rule M9).

    `deposit_cents` is what is really held for it; `money` is the account the payment came into.
    """
    fine = line.fine_cents - line.deposit_cents
    for debit, credit, cents in (
        (money, Account.FINES, fine - line.discount_cents),
        (Account.DISCOUNTS, Account.FINES, line.discount_cents),
        (money, Account.LATE, line.late_cents),
        (money, Account.DEPOSITS, deposit_cents),
    ):
        await enter_ledger(
            work,
            debit,
            credit,
            cents,
            currency,
            cause=f"{debit}>{credit}:{payment_id}:{line.violation_id}",
            payment_id=payment_id,
            violation_id=line.violation_id,
        )
