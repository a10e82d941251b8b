"""The provider moved another amount than we asked: the refund waits for the office to close it."""

from app.actions.steps.win_move import win_move
from app.actions.steps.work import Work
from app.rules.money.payment_states import REFUND_MOVES, RefundStatus, RefundVerb
from app.tables.money.refund import Refund


async def note_other_amount(doing: Work, refund_id: int, cents: int, refund_ref: str) -> bool:
    """Failed, with what was moved (rule P10); False once it is done or failed already.

    The answer to our own call and the provider's notice both come here. `refund_ref` is the
    provider's name of it, by which a later notice is known to be about ours.
    """
    row = Refund.id == refund_id
    wanted = row & (Refund.status == RefundStatus.wanted.value)
    await win_move(Refund, wanted, Refund.status, REFUND_MOVES[RefundVerb.send])
    sent = row & (Refund.status == RefundStatus.sent.value)
    facts = {Refund.last_error: f"{RefundStatus.done}: {cents}", Refund.provider_ref: refund_ref}
    if not await win_move(Refund, sent, Refund.status, REFUND_MOVES[RefundVerb.fail], facts):
        return False
    await doing.record("fail_refund", "refund", refund_id, after={"by_card_cents": cents})
    return True
