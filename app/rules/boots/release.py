"""The one question that frees a car: is any required violation unpaid? (rule R1)"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from app.rules.errors import Invalid
from app.rules.violations.states import OWING, ViolationStatus
from app.rules.wording import N_


class ReleaseBasis(StrEnum):
    """Why a boot was released (rule R6)."""

    paid = "paid"
    authorised = "authorised"
    hearing = "hearing"
    wrong_vehicle = "wrong_vehicle"
    device_fault = "device_fault"
    emergency = "emergency"
    payment_outage = "payment_outage"


BASIS_WORDS: Mapping[ReleaseBasis, str] = MappingProxyType(
    {
        ReleaseBasis.paid: N_("Paid"),
        ReleaseBasis.authorised: N_("Authorised by the office"),
        ReleaseBasis.hearing: N_("Decided at a hearing"),
        ReleaseBasis.wrong_vehicle: N_("Wrong vehicle"),
        ReleaseBasis.device_fault: N_("Fault of the device"),
        ReleaseBasis.emergency: N_("Emergency"),
        ReleaseBasis.payment_outage: N_("Payments are down"),
    }
)

# What a person may choose: paid is the system's alone.
CHOSEN_BASES = tuple(basis for basis in ReleaseBasis if basis is not ReleaseBasis.paid)


class DebtChoice(StrEnum):
    """What becomes of the debt when a boot is released on another basis (rule R7)."""

    stays = "stays"
    waived = "waived"


DEBT_WORDS: Mapping[DebtChoice, str] = MappingProxyType(
    {
        DebtChoice.stays: N_("The debt stays"),
        DebtChoice.waived: N_("The debt is waived"),
    }
)

ALWAYS_WAIVED = frozenset({ReleaseBasis.wrong_vehicle, ReleaseBasis.device_fault})


@dataclass(frozen=True)
class Debt:
    """One violation as the release rule sees it.

    `booted`: it is the violation of the assignment asked about. `same_vehicle`: it was written
    for that vehicle. `same_account_and_vehicle_in_account`: it belongs to the payer's account and
    the booted vehicle belongs to that account too.
    """

    violation_id: int
    status: ViolationStatus
    overdue: bool
    under_review: bool
    booted: bool
    same_vehicle: bool = True
    same_account_and_vehicle_in_account: bool = False


def _is_required(debt: Debt, require_overdue: bool) -> bool:
    if debt.status not in OWING:
        return False
    if debt.booted:
        return True
    concerns_this_car = debt.same_vehicle or debt.same_account_and_vehicle_in_account
    return require_overdue and debt.overdue and not debt.under_review and concerns_this_car


def required(debts: Iterable[Debt], require_overdue: bool) -> tuple[Debt, ...]:
    """Return the debts that must still be paid, in the order given (rules R2 to R5).

    `require_overdue` is the rule stored when the assignment was opened (rule B3).
    """
    return tuple(debt for debt in debts if _is_required(debt, require_overdue))


def may_release(debts: Iterable[Debt], require_overdue: bool) -> bool:
    """Say whether nothing required is unpaid (rule R1).

    Paid and void debts may be left out: nothing owed releases without a payment (rule R9).
    """
    return not required(debts, require_overdue)


def debt_choice(basis: ReleaseBasis, chosen: DebtChoice | None) -> DebtChoice:
    """Return what becomes of the debt when the office releases on `basis` (rule R7).

    Wrong vehicle and device fault always waive. Raises Invalid on `debt` if a choice is missing,
    and on `basis` for paid, which no person chooses.
    """
    if basis is ReleaseBasis.paid:
        raise Invalid(fields={"basis": N_("Choose one of the reasons offered.")})
    if basis in ALWAYS_WAIVED:
        return DebtChoice.waived
    if chosen is None:
        raise Invalid(fields={"debt": N_("Choose whether the debt stays or is waived.")})
    return chosen
