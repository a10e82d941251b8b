"""Credit received money to the tickets it was quoted for, and do all that follows from it."""

from dataclasses import dataclass
from datetime import datetime

from app.actions.steps.books.enter_line import enter_line
from app.actions.steps.judge_release import judge_release
from app.actions.steps.payments.cancel_promises import cancel_promises
from app.actions.steps.payments.issue_receipt import issue_receipt
from app.actions.steps.payments.keep_as_credit import keep_as_credit
from app.actions.steps.payments.quoted_line import QuotedLine
from app.actions.steps.queue_mail import queue_mail
from app.actions.steps.refunds.owe_back import owe_back
from app.actions.steps.refunds.return_credits import return_credits
from app.actions.steps.take_turn import take_turn
from app.actions.steps.win_row import win_row
from app.actions.steps.work import Work
from app.db import ask, in_list
from app.reads.violations.boot_fees import boot_fees
from app.rules.money.ledger import LedgerAccount
from app.rules.money.payment_states import PAYMENT_MOVES, DepositStatus, PaymentStatus, PaymentVerb
from app.rules.money.payment_ways import PaymentWay, money_account
from app.rules.money.refund_reasons import DEPOSIT_NOT_DUE, EXCESS, PAID_TWICE
from app.rules.outbox.effects import Effect
from app.rules.outbox.letters import LetterKind
from app.rules.settings.system_settings import SystemSettings
from app.rules.violations.states import VIOLATION_MOVES, ViolationVerb


@dataclass(frozen=True)
class Received:
    """Money that reached us, in cents of the payment's currency."""

    captured_cents: int
    capture_ref: str | None
    provider_ref: str | None


@dataclass(frozen=True)
class _Quoted:
    amount_cents: int
    currency: str
    email: str
    language: str
    started_at: datetime
    method: str

    @property
    def money(self) -> LedgerAccount:
        """Where the money of this payment lies."""
        return money_account(PaymentWay(self.method))


# Written out, because somebody waits at the kerb: composing them took longer than their answers.
_LINES = """
SELECT l.id, l.violation AS violation_id, v.vehicle AS vehicle_id, l.fine_cents, l.discount_cents,
    l.late_cents, l.deposit_cents, l.due_cents
FROM payment_line l JOIN violation v ON v.id = l.violation
WHERE l.payment = {} ORDER BY l.violation
"""
_SETTLE = """
UPDATE payment SET status = {}, settled_at = {}, captured_cents = {}, capture_ref = {},
    provider_ref = {}, flag = ''
WHERE id = {} AND status IN (...)
RETURNING amount_cents, currency, email, language, started_at, method
"""
_CREDITED = """
UPDATE payment SET credited_cents = {}, deposit_cents = {}, deposit_status = {} WHERE id = {}
"""
_STILL_OUT = """
SELECT a.id FROM boot_assignment a JOIN payment_line l ON l.violation = a.violation
WHERE l.payment = {} AND l.kept = {} AND a.returned_at IS NULL AND a.closed_at IS NULL LIMIT 1
"""
_OTHER_CHECKOUTS = """
SELECT DISTINCT l.payment FROM payment_line l JOIN payment p ON p.id = l.payment
WHERE l.payment <> {} AND p.status = {} AND l.violation IN (...) ORDER BY l.payment
"""


async def credit_payment(
    work: Work, payment_id: int, received: Received, settings: SystemSettings
) -> bool:
    """Settle the payment; False when it was settled before (rules P2, P4, P5).

    Each line pays its whole violation or, when that is paid or void by now, goes back. Less than
    quoted is kept and releases nothing, until its tickets are paid or void; more goes back.
    """
    lines = await _lines(payment_id)
    await take_turn(line.vehicle_id for line in lines)
    payment = await _win(work, payment_id, received)
    if payment is None:
        return False
    if received.captured_cents < payment.amount_cents:
        await keep_as_credit(
            work, payment_id, received.captured_cents, payment.currency, payment.money
        )
        await return_credits(work, {line.vehicle_id for line in lines})
        return True
    kept = [line for line in lines if await _pay_violation(work, line)]
    deposits = {line.id: await _deposit_still_asked(line) for line in kept}
    paid_back = {
        PAID_TWICE: sum(line.due_cents for line in lines if line not in kept),
        DEPOSIT_NOT_DUE: sum(line.deposit_cents - deposits[line.id] for line in kept),
        EXCESS: received.captured_cents - payment.amount_cents,
    }
    for line in kept:
        await enter_line(work, payment_id, line, deposits[line.id], payment.currency, payment.money)
    for reason, cents in paid_back.items():
        if cents > 0:
            await owe_back(
                work, payment_id, reason, cents, currency=payment.currency, money=payment.money
            )
    await _finish(work, payment_id, received, sum(paid_back.values()), sum(deposits.values()))
    if paid_back[PAID_TWICE] and payment.email:
        await queue_mail(
            work,
            LetterKind.paid_twice,
            payment.email,
            cause=f"paid-twice-{payment_id}",
            language=payment.language,
            payment_id=payment_id,
        )
    if kept:
        credited_cents = received.captured_cents - sum(paid_back.values())
        await issue_receipt(
            work,
            payment_id,
            amount_cents=credited_cents,
            deposit_cents=sum(deposits.values()),
            currency=payment.currency,
            tax_rate_bp=settings.tax_rate_bp or 0,
        )
        await _tell(work, payment_id, payment, [line.violation_id for line in kept])
        await cancel_promises(work, [line.violation_id for line in kept])
    await judge_release(
        work,
        {line.vehicle_id for line in lines},
        settings,
        quoted_at=payment.started_at,
    )
    return True


async def _lines(payment_id: int) -> list[QuotedLine]:
    return [QuotedLine(**row) for row in await ask(_LINES, payment_id)]


async def _win(work: Work, payment_id: int, received: Received) -> _Quoted | None:
    step = PAYMENT_MOVES[PaymentVerb.settle]
    sources = sorted(source.value for source in step.sources)
    won = await ask(
        in_list(_SETTLE, len(sources)),
        step.target.value,
        work.at,
        received.captured_cents,
        received.capture_ref,
        received.provider_ref,
        payment_id,
        *sources,
    )
    return _Quoted(**won[0]) if won else None


async def _pay_violation(work: Work, line: QuotedLine) -> bool:
    step = VIOLATION_MOVES[ViolationVerb.settle]
    won = await win_row("violation", line.violation_id, step, {"paid_at": work.at})
    if won:
        await ask("UPDATE payment_line SET kept = {} WHERE id = {}", True, line.id)
    return won


async def _deposit_still_asked(line: QuotedLine) -> int:
    """A boot never applied, or back already, asks no deposit: what was quoted for it returns."""
    if not line.deposit_cents:
        return 0
    asked = (await boot_fees([line.violation_id]))[line.violation_id]
    return min(line.deposit_cents, asked)


async def _finish(
    work: Work, payment_id: int, received: Received, paid_back_cents: int, deposit_cents: int
) -> None:
    status = await _deposit_status(payment_id) if deposit_cents else DepositStatus.none
    credited = received.captured_cents - paid_back_cents
    await ask(_CREDITED, credited, deposit_cents, status.value, payment_id)
    await work.record(
        "settle_payment",
        "payment",
        payment_id,
        after={"captured_cents": received.captured_cents, "credited_cents": credited},
    )


async def _deposit_status(payment_id: int) -> DepositStatus:
    """Held while the boot is out; due at once when it is back or lost by now (rule D2)."""
    out = await ask(_STILL_OUT, payment_id, True)
    return DepositStatus.held if out else DepositStatus.due


async def _tell(work: Work, payment_id: int, payment: _Quoted, violation_ids: list[int]) -> None:
    """The receipt goes out, and other open checkouts for the same tickets are closed."""
    if payment.email:
        await queue_mail(
            work,
            LetterKind.receipt,
            payment.email,
            cause=f"receipt-{payment_id}",
            language=payment.language,
            payment_id=payment_id,
        )
    others = await ask(
        in_list(_OTHER_CHECKOUTS, len(violation_ids)),
        payment_id,
        PaymentStatus.started.value,
        *violation_ids,
    )
    for other in others:
        await work.promise(Effect.EXPIRE_CHECKOUT, other["payment"])
