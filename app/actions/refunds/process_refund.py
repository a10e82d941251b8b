"""Decide about a deposit that is due: full, partial or forfeited."""

from dataclasses import dataclass

from app.actions.steps.books.enter_ledger import enter_ledger
from app.actions.steps.queue_mail import queue_mail
from app.actions.steps.refunds.want_refund import want_refund
from app.actions.steps.take_turn import take_turn
from app.actions.steps.win_move import win_move
from app.actions.steps.work import Bells, Work, work
from app.reads.refunds.proposal import Damage, DepositProposal, deposit_proposal
from app.reads.settings.system_settings import system_settings
from app.rules.errors import AmountChanged, Conflict
from app.rules.money.ledger import LedgerAccount
from app.rules.money.payment_states import DEPOSIT_MOVES, DepositStatus, DepositVerb
from app.rules.money.refund_reasons import DEPOSIT
from app.rules.outbox.letters import LetterKind
from app.rules.people.actor import Actor
from app.rules.wording import N_
from app.tables.money.deposit_decision import DepositDecision
from app.tables.money.deposit_deduction import DepositDeduction
from app.tables.money.payment import Payment
from app.wordbook import translate

NOT_DUE = N_("This deposit is not waiting for a decision. Nothing was refunded.")
CHANGED = N_("The amount has changed since the page was opened. Nothing was refunded yet.")

_VERBS = {
    DepositStatus.refunded: DepositVerb.refund_all,
    DepositStatus.partly_refunded: DepositVerb.refund_part,
    DepositStatus.forfeited: DepositVerb.forfeit,
}


@dataclass(frozen=True)
class Decision:
    """What the office typed, and the refund in cents that its page showed."""

    damage: Damage
    seen_cents: int


async def process_refund(
    actor: Actor, bells: Bells, payment_id: int, decision: Decision
) -> DepositStatus:
    """Carry out the proposal as it was seen, once (rules D2, D3, D4).

    Returns what the deposit became. Raises `Missing`, and `Conflict` when the deposit is not due
    or the facts give another amount by now: then nothing is changed.
    """
    async with work(actor, bells) as doing:
        settings = await system_settings()
        await take_turn((await deposit_proposal(payment_id, settings, decision.damage)).vehicle_ids)
        proposal = await deposit_proposal(payment_id, settings, decision.damage)
        if proposal.status is not DepositStatus.due:
            raise Conflict(NOT_DUE)
        if proposal.refund_cents != decision.seen_cents:
            raise AmountChanged(CHANGED, next_step=N_("Look at the new amount and decide again."))
        move = DEPOSIT_MOVES[_VERBS[proposal.outcome]]
        row = (Payment.id == payment_id) & (Payment.deposit_status == DepositStatus.due.value)
        if not await win_move(Payment, row, Payment.deposit_status, move):
            raise Conflict(NOT_DUE)
        await _enter(doing, proposal)
        await _note(doing, proposal)
        # Closed cases too: the dashboard counts the refunds due.
        for boot_id in proposal.boot_ids:
            doing.touch(boot_id)
        if proposal.email:
            await queue_mail(
                doing,
                LetterKind.refund,
                proposal.email,
                cause=f"deposit-{payment_id}",
                language=proposal.language,
                payment_id=payment_id,
            )
    return proposal.outcome


async def _enter(doing: Work, proposal: DepositProposal) -> None:
    for account, cents in (
        (LedgerAccount.OWED_BACK, proposal.refund_cents),
        (LedgerAccount.FORFEITED, proposal.held_cents - proposal.refund_cents),
    ):
        await enter_ledger(
            doing,
            LedgerAccount.DEPOSITS,
            account,
            cents,
            proposal.currency,
            cause=f"deposit>{account}:{proposal.payment_id}",
            payment_id=proposal.payment_id,
        )


async def _note(doing: Work, proposal: DepositProposal) -> None:
    """The decision with its lines, in the payer's language; unique for each payment."""
    refund_id = (
        await want_refund(doing, proposal.payment_id, DEPOSIT, proposal.refund_cents)
        if proposal.refund_cents
        else None
    )
    rows = await DepositDecision.insert(
        DepositDecision(
            payment=proposal.payment_id,
            refund=refund_id,
            paid_cents=proposal.paid_cents,
            refund_cents=proposal.refund_cents,
            decided_by=doing.actor.staff_id,
            decided_at=doing.at,
        )
    ).returning(DepositDecision.id)
    for line in proposal.lines:
        await DepositDeduction.insert(
            DepositDeduction(
                decision=rows[0]["id"],
                kind=line.kind.value,
                amount_cents=line.amount_cents,
                reason=translate(proposal.language, line.reason, dict(line.params))[:200]
                if line.params
                else line.reason,
            )
        )
    await doing.record(
        "process_refund",
        "payment",
        proposal.payment_id,
        before={"deposit": DepositStatus.due.value},
        after={
            "deposit": proposal.outcome.value,
            "refund_cents": proposal.refund_cents,
            **{line.kind.value: line.amount_cents for line in proposal.lines},
        },
    )
