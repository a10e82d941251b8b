"""What the office sees before it decides about a deposit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.rules.boots.deadlines import (
    forfeit_at,
    is_late,
    judged_return_at,
    late_days,
    late_fee_cents,
)
from app.rules.boots.states import BootVerb
from app.rules.errors import Missing
from app.rules.money.deposits import Deduction, DeductionKind, deposit_outcome, propose_refund
from app.rules.money.ledger import LedgerAccount
from app.rules.money.payment_states import DepositStatus
from app.rules.money.payment_ways import PaymentWay
from app.rules.settings.system_settings import SystemSettings
from app.rules.wording import N_
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.money.ledger_entry import LedgerEntry
from app.tables.money.payment import Payment
from app.tables.money.payment_line import PaymentLine

IN_TIME = N_("{boot} came back in time.")
LATE = N_("{boot} came back late. Days counted: {days}.")
TOO_LATE = N_("{boot} was not back in time for a deposit. Days allowed after the deadline: {days}.")
NEVER_BACK = N_("{boot} did not come back; no day is counted.")
LOST = N_("{boot} was marked lost.")
GONE_BEFORE = N_("Some of what was paid went back already, so only the rest can go back now.")
NO_DAMAGE = N_("No damage was entered.")


@dataclass(frozen=True)
class Damage:
    """What the office typed: an amount in cents, and what was broken."""

    cents: int = 0
    what: str = ""


@dataclass(frozen=True)
class ProposedLine:
    """One line of the preview; `reason` is a msgid filled with `params`, or the office's words."""

    kind: DeductionKind
    amount_cents: int
    reason: str
    params: Mapping[str, object]


@dataclass(frozen=True)
class DepositProposal:
    """A paid deposit and what would become of it; amounts in cents of `currency`.

    `paid_cents` came in, `held_cents` of it are still there to be decided about.
    """

    payment_id: int
    status: DepositStatus
    currency: str
    way: PaymentWay
    email: str
    language: str
    vehicle_ids: tuple[int, ...]
    boot_ids: tuple[int, ...]
    plate: str
    boots: tuple[str, ...]
    paid_cents: int
    held_cents: int
    lines: tuple[ProposedLine, ...]
    refund_cents: int
    outcome: DepositStatus


async def deposit_proposal(
    payment_id: int, settings: SystemSettings, damage: Damage
) -> DepositProposal:
    """Paid minus late return, lost boot and damage, each with its reason (rules D3, D6 to D8).

    Raises `Missing` when the payment never held a deposit.
    """
    payment = await Payment.select().where(Payment.id == payment_id).first()
    if payment is None or payment["deposit_status"] == DepositStatus.none.value:
        raise Missing
    lines = await _paid_lines(payment_id)
    cases = await _cases([line["violation"] for line in lines])
    deposits = {line["violation"]: line["deposit_cents"] for line in lines}
    held_cents = payment["deposit_cents"]
    gone_cents = await _gone_cents(payment_id)
    gone = ProposedLine(DeductionKind.gone_before, gone_cents, GONE_BEFORE, {})
    asked = [gone] if gone_cents else []
    asked += [
        line
        for case in cases
        for line in (_late(case, deposits[case["violation"]], settings), _lost(case, settings))
        if line is not None
    ]
    asked.append(ProposedLine(DeductionKind.damage, damage.cents, damage.what or NO_DAMAGE, {}))
    proposal = propose_refund(
        held_cents + gone_cents, [Deduction(line.kind, line.amount_cents) for line in asked]
    )
    return DepositProposal(
        payment_id=payment_id,
        status=DepositStatus(payment["deposit_status"]),
        currency=payment["currency"],
        way=PaymentWay(payment["method"]),
        email=payment["email"],
        language=payment["language"],
        vehicle_ids=tuple({line["violation.vehicle"] for line in lines}),
        boot_ids=tuple(case["boot"] for case in cases),
        plate=lines[0]["violation.vehicle.plate"] if lines else "",
        boots=tuple(case["boot.name"] for case in cases),
        paid_cents=proposal.paid_cents,
        held_cents=held_cents,
        lines=tuple(
            ProposedLine(line.kind, taken.amount_cents, line.reason, line.params)
            for line, taken in zip(asked, proposal.lines, strict=True)
        ),
        refund_cents=proposal.refund_cents,
        outcome=deposit_outcome(held_cents, proposal.refund_cents),
    )


async def _gone_cents(payment_id: int) -> int:
    """What was refunded at the provider out of the deposit and has not come back."""
    deposits, card = LedgerAccount.DEPOSITS.value, LedgerAccount.CARD_MONEY.value
    one = LedgerEntry
    rows = await one.select(one.debit, one.amount_cents).where(
        one.payment == payment_id,
        ((one.debit == deposits) & (one.credit == card))
        | ((one.credit == deposits) & one.cause.like("refund_failed:%")),
    )
    return sum(
        row["amount_cents"] if row["debit"] == deposits else -row["amount_cents"] for row in rows
    )


async def _paid_lines(payment_id: int) -> list[dict[str, Any]]:
    one = PaymentLine
    return (
        await one.select(
            one.violation,
            one.violation.vehicle,
            one.violation._.vehicle._.plate,
            one.deposit_cents,
        )
        .where(one.payment == payment_id, one.kept.eq(True), one.deposit_cents > 0)
        .order_by(one.violation)
    )


async def _cases(violation_ids: list[int]) -> list[dict[str, Any]]:
    one = BootAssignment
    if not violation_ids:
        return []
    return (
        await one.select(*one.all_columns(), one.boot.name)
        .where(one.violation.is_in(violation_ids))
        .order_by(one.id)
    )


def _late(case: dict[str, Any], deposit_cents: int, settings: SystemSettings) -> ProposedLine:
    name = case["boot.name"]
    back_at = judged_return_at(case["reported_returned_at"], case["returned_at"])
    due_at, allowed_days = case["return_due_at"], settings.forfeit_after_days
    # One that never came back is judged by the moment it was given up.
    ended_at = back_at or case["closed_at"]
    kept_from = forfeit_at(due_at, allowed_days) if due_at else None
    if kept_from is not None and ended_at is not None and is_late(kept_from, ended_at):
        params = {"boot": name, "days": allowed_days}
        return ProposedLine(DeductionKind.late_return, deposit_cents, TOO_LATE, params)
    if back_at is None:
        return ProposedLine(DeductionKind.late_return, 0, NEVER_BACK, {"boot": name})
    days = late_days(due_at, back_at) if due_at else 0
    if days == 0:
        return ProposedLine(DeductionKind.late_return, 0, IN_TIME, {"boot": name})
    fee = late_fee_cents(
        days, settings.late_fee_per_day_cents, settings.late_fee_cap_cents, deposit_cents
    )
    return ProposedLine(DeductionKind.late_return, fee, LATE, {"boot": name, "days": days})


def _lost(case: dict[str, Any], settings: SystemSettings) -> ProposedLine | None:
    if case["close_reason"] != BootVerb.mark_lost.value:
        return None
    return ProposedLine(
        DeductionKind.lost_boot, settings.lost_boot_fee_cents, LOST, {"boot": case["boot.name"]}
    )
