"""Send more back than the deposit: an administrator's goodwill."""

from dataclasses import dataclass

from app.actions.steps.books.enter_ledger import enter_ledger
from app.actions.steps.queue_mail import queue_mail
from app.actions.steps.refunds.want_refund import want_refund
from app.actions.steps.take_payment_turn import take_payment_turn
from app.actions.steps.work import Bells, Work, work
from app.reads.refunds.kept_money import kept_money
from app.rules.errors import Conflict, Invalid, Missing
from app.rules.money.ledger import LedgerAccount
from app.rules.money.refund_reasons import GOODWILL
from app.rules.outbox.letters import LetterKind, goodwill_cause
from app.rules.people.actor import Actor
from app.rules.reasons import clean_reason
from app.rules.wording import N_
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund

CHANGED = N_("Money of this payment went back since the page was opened. Nothing was refunded now.")
NOT_SO_MUCH = N_("Enter an amount of at least one cent, and no more than what can still go back.")


@dataclass(frozen=True)
class Goodwill:
    """Cents of the payment's currency, why, and what had gone back when the page was drawn."""

    cents: int
    reason: str
    seen_refunded_cents: int


async def give_goodwill(actor: Actor, bells: Bells, payment_id: int, given: Goodwill) -> int:
    """Take it from fines, late amounts and what was forfeited; returns the refund's id (rule D4).

    A deposit that is held or due is left alone. Raises `Missing`, `Invalid` on `amount` and
    `reason`, and `Conflict` when money went back since the page was opened: a second click too.
    """
    reason = clean_reason(given.reason)
    async with work(actor, bells) as doing:
        await take_payment_turn(payment_id)
        payment = await Payment.select().where(Payment.id == payment_id).first()
        if payment is None:
            raise Missing
        if payment["refunded_cents"] != given.seen_refunded_cents:
            raise Conflict(CHANGED, next_step=N_("Look at the new amount and decide again."))
        left = await kept_money(payment_id)
        if not 0 < given.cents <= sum(left.values()):
            raise Invalid(fields={"amount": NOT_SO_MUCH})
        before = await Refund.count().where(
            Refund.payment == payment_id, Refund.reason.like(f"{GOODWILL}:%")
        )
        refund_id = await want_refund(
            doing, payment_id, f"{GOODWILL}:{before + 1}", given.cents, note=reason
        )
        await _book(doing, payment_id, refund_id, given.cents, payment["currency"], left)
        if payment["email"]:
            await queue_mail(
                doing,
                LetterKind.goodwill,
                payment["email"],
                cause=goodwill_cause(refund_id),
                language=payment["language"],
                payment_id=payment_id,
            )
        await doing.record(
            "give_goodwill",
            "payment",
            payment_id,
            after={"amount_cents": given.cents, "refund": refund_id},
            reason=reason,
        )
    return refund_id


async def _book(
    doing: Work,
    payment_id: int,
    refund_id: int,
    cents: int,
    currency: str,
    left: dict[LedgerAccount, int],
) -> None:
    for account, there in left.items():
        part = min(cents, there)
        cents -= part
        await enter_ledger(
            doing,
            account,
            LedgerAccount.OWED_BACK,
            part,
            currency,
            cause=f"{GOODWILL}:{refund_id}:{account}",
            payment_id=payment_id,
        )
