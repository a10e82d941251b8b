"""Enter a paid ticket in the books: fine, discount, late amount, deposit."""

from app.actions.steps.enter_ledger import enter_ledger
from app.actions.steps.quoted_line import QuotedLine
from app.actions.steps.work import Work
from app.rules.ledger import LedgerAccount as Account


async def enter_line(
    work: Work, payment_id: int, line: QuotedLine, deposit_cents: int, currency: str
) -> None:
    """Every cent of one kept line (rule M9); `deposit_cents` is what is really held for it."""
    fine = line.fine_cents - line.deposit_cents
    for debit, credit, cents in (
        (Account.CARD_MONEY, Account.FINES, fine - line.discount_cents),
        (Account.DISCOUNTS, Account.FINES, line.discount_cents),
        (Account.CARD_MONEY, Account.LATE, line.late_cents),
        (Account.CARD_MONEY, Account.DEPOSITS, deposit_cents),
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
