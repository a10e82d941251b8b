"""A refund has reached the payer: enter it in the books, once."""

from app.actions.steps.books.enter_ledger import enter_ledger
from app.actions.steps.refunds.cause_of_refund import cause_of_refund
from app.actions.steps.win_move import win_move
from app.actions.steps.work import Work
from app.rules.money.ledger import LedgerAccount
from app.rules.money.payment_states import REFUND_MOVES, RefundVerb
from app.rules.money.payment_ways import PaymentWay, money_account
from app.tables.money.refund import Refund


async def finish_refund(doing: Work, refund_id: int, refund_ref: str) -> bool:
    """Move it to done and book OWED_BACK -> the money it left by (rules M9, P10).

    The answer to our own call and the provider's notice both come here; False for the later one.
    """
    facts = {Refund.provider_ref: refund_ref, Refund.done_at: doing.at}
    step = REFUND_MOVES[RefundVerb.finish]
    if not await win_move(Refund, Refund.id == refund_id, Refund.status, step, facts):
        return False
    row = await Refund.select().where(Refund.id == refund_id).first()
    if row is None:
        return False
    await enter_ledger(
        doing,
        LedgerAccount.OWED_BACK,
        money_account(PaymentWay(row["way"])),
        row["amount_cents"],
        row["currency"],
        cause=await cause_of_refund("refund", refund_id),
        payment_id=row["payment"],
    )
    await doing.record("pay_back", "refund", refund_id, after={"amount_cents": row["amount_cents"]})
    return True
