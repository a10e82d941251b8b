"""What the deposit of a ticket is and how much of it goes back (rules D1 to D4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from app.rules.money.fees import ItemTerms
from app.rules.money.payment_states import DepositStatus
from app.rules.wording import N_


class DeductionKind(StrEnum):
    """What may be taken off a deposit."""

    late_return = "late_return"
    damage = "damage"
    lost_boot = "lost_boot"
    gone_before = "gone_before"


DEDUCTION_WORDS: Mapping[DeductionKind, str] = MappingProxyType(
    {
        DeductionKind.late_return: N_("Late return"),
        DeductionKind.damage: N_("Damage"),
        DeductionKind.lost_boot: N_("Lost boot"),
        DeductionKind.gone_before: N_("Went back before"),
    }
)


@dataclass(frozen=True)
class Deduction:
    """One line of the preview, in cents.

    `reason` is a msgid, and with an amount of 0 it says why nothing is taken (rule D3). Raises
    ValueError for a negative amount.
    """

    kind: DeductionKind
    amount_cents: int
    reason: str = ""

    def __post_init__(self) -> None:
        if self.amount_cents < 0:
            raise ValueError("a deduction is never negative")


@dataclass(frozen=True)
class RefundProposal:
    """What the office sees before it refunds; paid = deducted + refund, all in cents.

    `outcome` is the status the deposit gets if the proposal is carried out as it stands.
    """

    paid_cents: int
    lines: tuple[Deduction, ...]
    deducted_cents: int
    refund_cents: int
    outcome: DepositStatus


def boot_fee(items: Iterable[ItemTerms]) -> int:
    """Return the deposit of a ticket in cents: its Apply Boot fines, no void ones (rule D1)."""
    return sum(item.fine_cents for item in items if item.apply_boot and not item.void)


def propose_refund(paid_deposit_cents: int, deductions: Sequence[Deduction]) -> RefundProposal:
    """Return what is left of a paid deposit after named deductions (rule D3).

    Lines keep their order; the one that would pass the deposit is cut to what is left, later ones
    to 0. Raises ValueError for a negative deposit.
    """
    if paid_deposit_cents < 0:
        raise ValueError("a deposit is never negative")
    left_cents = paid_deposit_cents
    lines: list[Deduction] = []
    for deduction in deductions:
        taken_cents = min(deduction.amount_cents, left_cents)
        left_cents -= taken_cents
        lines.append(replace(deduction, amount_cents=taken_cents))
    return RefundProposal(
        paid_cents=paid_deposit_cents,
        lines=tuple(lines),
        deducted_cents=paid_deposit_cents - left_cents,
        refund_cents=left_cents,
        outcome=deposit_outcome(paid_deposit_cents, left_cents),
    )


def deposit_outcome(paid_deposit_cents: int, refunded_cents: int) -> DepositStatus:
    """Return what a deposit becomes when that much of it went back in all (rule D2)."""
    if paid_deposit_cents == 0:
        return DepositStatus.none
    if refunded_cents >= paid_deposit_cents:
        return DepositStatus.refunded
    return DepositStatus.partly_refunded if refunded_cents else DepositStatus.forfeited
