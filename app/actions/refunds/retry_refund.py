"""Send a failed card refund once more."""

from app.actions.steps.refunds.tries_of_refund import tries_of_refund
from app.actions.steps.win_move import win_move
from app.actions.steps.work import Bells, work
from app.rules.errors import Conflict, Missing
from app.rules.money.payment_states import REFUND_MOVES, RefundVerb
from app.rules.money.payment_ways import PaymentWay
from app.rules.money.refund_reasons import MADE_OUTSIDE
from app.rules.outbox.effects import Effect
from app.rules.people.actor import Actor
from app.rules.wording import N_
from app.tables.money.refund import Refund

NOT_FAILED = N_("This refund is not waiting to be sent again. Nothing was changed.")


async def retry_refund(actor: Actor, bells: Bells, refund_id: int) -> None:
    """Failed to wanted, and promised anew (rule P10).

    The try before certainly moved nothing or came back, so this one has a key of its own at the
    provider. Raises `Missing`, and `Conflict` when it is not failed, was never asked for here, or
    somebody was first.
    """
    async with work(actor, bells) as doing:
        if not await Refund.exists().where(Refund.id == refund_id):
            raise Missing
        row = (
            (Refund.id == refund_id)
            & (Refund.way == PaymentWay.card.value)
            & Refund.last_error.not_like("done:%")
            & Refund.reason.not_like(f"{MADE_OUTSIDE}:%")
        )
        step = REFUND_MOVES[RefundVerb.try_again]
        if not await win_move(Refund, row, Refund.status, step, {Refund.done_at: None}):
            raise Conflict(NOT_FAILED)
        await doing.record("retry_refund", "refund", refund_id)
        tries = await tries_of_refund(refund_id)
        await doing.promise(Effect.PAY_BACK, refund_id, cause=f"pay_back:{refund_id}:{tries}")
