"""Close a refund of which the provider moved another amount than we asked."""

from typing import Any

from piccolo.columns import Column

from app.actions.steps.books.enter_ledger import enter_ledger
from app.actions.steps.notices.part_notice import PartNotice
from app.actions.steps.outside_refunds.over_ref import over_ref
from app.actions.steps.outside_refunds.take_outside_refund import take_outside_refund
from app.actions.steps.refunds.cause_of_refund import cause_of_refund
from app.actions.steps.refunds.tries_of_refund import tries_of_refund
from app.actions.steps.take_payment_turn import take_payment_turn
from app.actions.steps.win_move import win_move
from app.actions.steps.work import Bells, Work, work
from app.gateways.payments.provider import NoticeKind
from app.reads.refunds.to_do import moved_cents_of
from app.rules.errors import Conflict, Missing
from app.rules.money.ledger import LedgerAccount
from app.rules.money.payment_states import REFUND_MOVES, RefundStatus, RefundVerb
from app.rules.money.payment_ways import PaymentWay, money_account
from app.rules.money.refund_reasons import REST_OF, WRONG_MONEY
from app.rules.people.actor import Actor
from app.rules.wording import N_
from app.tables.money.refund import Refund

NOT_STUCK = N_("This refund is not waiting to be closed. Nothing was changed.")


async def close_stuck_refund(
    actor: Actor, bells: Bells, refund_id: int, *, way: PaymentWay | None, reference: str
) -> None:
    """Accept what the provider moved; what is missing was handed over by `way` (rules M9, P10).

    The refund becomes what really went by card, and the rest a pay-out of its own. What the
    provider moved too much is entered like a refund made there. `way` is None when nothing is
    missing. Raises `Missing`, and `Conflict` when it is not such a refund, or `way` does not fit.
    """
    async with work(actor, bells) as doing:
        first = await _refund(refund_id)
        await take_payment_turn(first["payment"])
        refund = await _refund(refund_id)
        moved = moved_cents_of(refund["last_error"])
        if moved is None:
            raise Conflict(NOT_STUCK)
        by_card = min(moved, refund["amount_cents"])
        rest = refund["amount_cents"] - by_card
        if (rest > 0) is not (way is not None):
            raise Conflict(NOT_STUCK)
        facts: dict[Column | str, Any] = {Refund.done_at: doing.at}
        handed: dict[Column | str, Any] = {}
        if way is not None:
            handed = {
                Refund.way: way.value,
                Refund.paid_out_by: actor.staff_id,
                Refund.paid_out_ref: reference,
            }
        facts |= {Refund.amount_cents: by_card} if by_card else handed
        row = (Refund.id == refund_id) & (Refund.last_error == refund["last_error"])
        step = REFUND_MOVES[RefundVerb.pay_out]
        if not await win_move(Refund, row, Refund.status, step, facts):
            raise Conflict(NOT_STUCK)
        await _book(doing, refund, PaymentWay.card, by_card, "refund")
        if way is not None:
            handed_over = await _rest(doing, refund, rest, way, reference) if by_card else refund_id
            await _book(doing, {**refund, "id": handed_over}, way, rest, "paid_out")
        if moved > by_card:
            await _take_too_much(doing, refund, moved - by_card)
        await doing.record(
            "close_stuck_refund",
            "refund",
            refund_id,
            before={"status": refund["status"], "amount_cents": refund["amount_cents"]},
            after={"by_card_cents": moved, "paid_out_cents": rest},
            reason=reference,
        )


async def _refund(refund_id: int) -> dict[str, Any]:
    row = await Refund.select().where(Refund.id == refund_id).first()
    if row is None:
        raise Missing
    return row


async def _book(
    doing: Work, refund: dict[str, Any], way: PaymentWay, cents: int, what: str
) -> None:
    if not cents:
        return
    await enter_ledger(
        doing,
        LedgerAccount.OWED_BACK,
        money_account(way),
        cents,
        refund["currency"],
        cause=await cause_of_refund(what, refund["id"]),
        payment_id=refund["payment"],
    )


async def _rest(
    doing: Work, refund: dict[str, Any], cents: int, way: PaymentWay, reference: str
) -> int:
    """A row of its own, so that drawer and provider are each compared with what they moved.

    The rest of wrong money is wrong money too: it is nothing of the payment's own.
    """
    rest_of, wrong = await _rest_reason(refund["id"]), refund["reason"] == WRONG_MONEY
    rows = await Refund.insert(
        Refund(
            payment=refund["payment"],
            reason=WRONG_MONEY if wrong else rest_of,
            capture_ref=rest_of if wrong else refund["capture_ref"],
            currency=refund["currency"],
            amount_cents=cents,
            status=RefundStatus.done.value,
            way=way.value,
            paid_out_by=doing.actor.staff_id,
            paid_out_ref=reference,
            wanted_at=doing.at,
            done_at=doing.at,
        )
    ).returning(Refund.id)
    return int(rows[0]["id"])


async def _rest_reason(refund_id: int) -> str:
    """Each try may bring too little, so each has a rest of its own."""
    tries = await tries_of_refund(refund_id)
    return f"{REST_OF}:{refund_id}-{tries}" if tries else f"{REST_OF}:{refund_id}"


async def _take_too_much(doing: Work, refund: dict[str, Any], cents: int) -> None:
    if refund["reason"] == WRONG_MONEY:
        # It was never the payment's, so nothing of the payment's own is missing: look there.
        await doing.record(
            "refund_beyond", "payment", refund["payment"], after={"amount_cents": cents}
        )
        return
    part = PartNotice(
        provider="",
        kind=NoticeKind.REFUNDED,
        ref=await over_ref(refund["id"]),
        key="",
        cents=cents,
        currency=refund["currency"],
    )
    await take_outside_refund(doing, refund["payment"], part)
