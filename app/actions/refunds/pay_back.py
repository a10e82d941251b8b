"""Send one wanted refund to the provider and enter it in the books."""

from dataclasses import dataclass, replace

from app.actions.steps.refunds.fail_refund import fail_refund
from app.actions.steps.refunds.finish_refund import finish_refund
from app.actions.steps.refunds.hold_refund import hold_refund
from app.actions.steps.refunds.note_other_amount import note_other_amount
from app.actions.steps.win_move import win_move
from app.actions.steps.work import Bells, work
from app.gateways.payments.provider import PaymentProvider, ProviderRefused, RefundAnswer
from app.gateways.payments.provider import RefundStatus as ProvidersWord
from app.rules.errors import NeverWill, NotYet
from app.rules.money.payment_states import REFUND_MOVES, RefundStatus, RefundVerb
from app.rules.people.actor import SYSTEM
from app.tables.money.refund import Refund

# A failed one waits for staff: they have it sent again or pay it out.
_TO_SEND = [RefundStatus.wanted.value, RefundStatus.sent.value]


@dataclass(frozen=True)
class _Wanted:
    id: int
    amount_cents: int
    capture_ref: str
    currency: str
    tries: int = 0

    @property
    def name(self) -> str:
        """Names this try: a try after one that moved nothing has to be another request."""
        return f"{self.id}-{self.tries}" if self.tries else str(self.id)


async def pay_back(refund_id: int, provider: PaymentProvider, bells: Bells) -> None:
    """Give the money back by the way it came (rule P10).

    Transaction, call, transaction: the refund's id and try are the idempotency key, so a crash
    between the two never pays twice. Raises `ProviderDown` and `NotYet` (try
    again) and `NeverWill`, after noting the refund as failed for staff to see.
    """
    wanted = await _wanted(refund_id)
    if wanted is None:
        return
    wanted = await _send(wanted, bells)
    if not wanted.capture_ref:
        await _fail(wanted, "no_capture", bells)
        return
    try:
        answer = await provider.refund(
            wanted.capture_ref, wanted.amount_cents, idempotency_key=f"refund-{wanted.name}"
        )
    except ProviderRefused as refusal:
        await _fail(wanted, refusal.code, bells)
        return
    if answer.status is ProvidersWord.PENDING:
        raise NotYet
    if answer.status is ProvidersWord.FAILED:
        await _fail(wanted, f"{answer.status}: {answer.amount_cents}", bells)
        return
    if answer.amount_cents != wanted.amount_cents:
        await _note_other(wanted, answer, bells)
        return
    await _finish(wanted, answer.refund_ref, bells)


async def _wanted(refund_id: int) -> _Wanted | None:
    row = (
        await Refund.select(
            Refund.id,
            Refund.amount_cents,
            Refund.capture_ref,
            Refund.currency,
        )
        .where(Refund.id == refund_id, Refund.status.is_in(_TO_SEND))
        .first()
    )
    if row is None:
        return None
    return _Wanted(
        id=row["id"],
        amount_cents=row["amount_cents"],
        capture_ref=row["capture_ref"],
        currency=row["currency"],
    )


async def _fail(wanted: _Wanted, why: str, bells: Bells) -> None:
    async with work(SYSTEM, bells) as doing:
        # A late answer about a try that was given up must not end the one under way.
        current = await hold_refund(wanted.id) == wanted.tries
        if current:
            await fail_refund(doing, wanted.id, why)
    if current:
        raise NeverWill(why)


async def _note_other(wanted: _Wanted, answer: RefundAnswer, bells: Bells) -> None:
    async with work(SYSTEM, bells) as doing:
        current = await hold_refund(wanted.id) == wanted.tries
        if current:
            await note_other_amount(doing, wanted.id, answer.amount_cents, answer.refund_ref)
    if current:
        raise NeverWill(f"{answer.status}: {answer.amount_cents}")


async def _finish(wanted: _Wanted, refund_ref: str, bells: Bells) -> None:
    async with work(SYSTEM, bells) as doing:
        if await hold_refund(wanted.id) == wanted.tries:
            await finish_refund(doing, wanted.id, refund_ref)


async def _send(wanted: _Wanted, bells: Bells) -> _Wanted:
    step = REFUND_MOVES[RefundVerb.send]
    async with work(SYSTEM, bells) as doing:
        tries = await hold_refund(wanted.id)
        if await win_move(Refund, Refund.id == wanted.id, Refund.status, step):
            await doing.record("send_refund", "refund", wanted.id)
    return replace(wanted, tries=tries)
