"""Record that a refund was handed over the counter."""

from app.actions.steps.books.enter_ledger import enter_ledger
from app.actions.steps.win_move import win_move
from app.actions.steps.work import Bells, work
from app.rules.errors import Conflict, Missing
from app.rules.money.ledger import LedgerAccount
from app.rules.money.payment_states import REFUND_MOVES, RefundStatus, RefundVerb
from app.rules.money.payment_ways import PaymentWay, money_account
from app.rules.money.refund_reasons import MADE_OUTSIDE
from app.rules.people.actor import Actor
from app.rules.wording import N_
from app.tables.money.refund import Refund

NOT_WAITING = N_("This refund is not waiting to be paid out. Nothing was changed.")


async def record_pay_out(
    actor: Actor, bells: Bells, refund_id: int, *, way: PaymentWay, reference: str
) -> None:
    """A counter refund, or a card refund that failed, becomes done (rules D4, P10, M9).

    `way` is cash, cheque or terminal. Raises `Missing`, and `Conflict` when the refund is done, on
    its way by card, or failed at the provider without having been asked for here.
    """
    async with work(actor, bells) as doing:
        refund = await Refund.select().where(Refund.id == refund_id).first()
        if refund is None:
            raise Missing
        row = (
            (Refund.id == refund_id)
            & Refund.last_error.not_like("done:%")
            & Refund.reason.not_like(f"{MADE_OUTSIDE}:%")
            & ((Refund.status == RefundStatus.failed.value) | (Refund.way != PaymentWay.card.value))
        )
        facts = {
            Refund.way: way.value,
            Refund.paid_out_by: actor.staff_id,
            Refund.paid_out_ref: reference,
            Refund.done_at: doing.at,
        }
        step = REFUND_MOVES[RefundVerb.pay_out]
        if not await win_move(Refund, row, Refund.status, step, facts):
            raise Conflict(NOT_WAITING)
        await enter_ledger(
            doing,
            LedgerAccount.OWED_BACK,
            money_account(way),
            refund["amount_cents"],
            refund["currency"],
            cause=f"paid_out:{refund_id}",
            payment_id=refund["payment"],
        )
        await doing.record(
            "record_pay_out",
            "refund",
            refund_id,
            before={"status": refund["status"], "way": refund["way"]},
            after={"way": way.value, "amount_cents": refund["amount_cents"]},
            reason=reference,
        )
