"""The life of a violation: unpaid, promised, paid or void (rules V1 to V3)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from app.rules.errors import Conflict
from app.rules.moves import Step, check_step, life
from app.rules.wording import N_


class ViolationStatus(StrEnum):
    """What stands of a violation's debt."""

    unpaid = "unpaid"
    promised = "promised"
    paid = "paid"
    void = "void"


class ViolationVerb(StrEnum):
    """What can happen to a violation's debt."""

    promise = "promise"
    withdraw_promise = "withdraw_promise"
    settle = "settle"
    void = "void"
    reopen = "reopen"


VIOLATION_MOVES: Mapping[ViolationVerb, Step[ViolationStatus]] = life(
    ViolationStatus,
    {
        ViolationVerb.promise: ("unpaid", "promised"),
        ViolationVerb.withdraw_promise: ("promised", "unpaid"),
        ViolationVerb.settle: ("unpaid promised", "paid"),
        ViolationVerb.void: ("unpaid promised", "void"),
        # A dispute the payer wins takes the money back.
        ViolationVerb.reopen: ("paid", "unpaid"),
    },
)

# What still has to be paid: a promise is not money (rule R5).
OWING = frozenset({ViolationStatus.unpaid, ViolationStatus.promised})

VIOLATION_WORDS: Mapping[ViolationStatus, str] = MappingProxyType(
    {
        ViolationStatus.unpaid: N_("Unpaid"),
        ViolationStatus.promised: N_("Paid but not Processed"),
        ViolationStatus.paid: N_("Paid"),
        ViolationStatus.void: N_("Void"),
    }
)

VIOLATION_NOW_WORDS: Mapping[ViolationStatus, str] = MappingProxyType(
    {
        ViolationStatus.unpaid: N_("This ticket is unpaid now, so nothing was changed."),
        ViolationStatus.promised: N_(
            "Payment of this ticket is promised but not processed yet, so nothing was changed."
        ),
        ViolationStatus.paid: N_("This ticket is paid now, so nothing was changed."),
        ViolationStatus.void: N_("This ticket is void now, so nothing was changed."),
    }
)


def check_violation_move(verb: ViolationVerb, status: ViolationStatus) -> Step[ViolationStatus]:
    """Return the step `verb` makes from `status`; raises Conflict naming the status (rule V1)."""
    return check_step(VIOLATION_MOVES, VIOLATION_NOW_WORDS, verb, status)


def check_void(status: ViolationStatus, *, boot_is_on: bool) -> Step[ViolationStatus]:
    """Return the step to void (rules V2, V3).

    `boot_is_on`: the violation has an open assignment not released. Raises Conflict for it, and
    for a ticket that is paid (refund it instead) or void already.
    """
    step = check_violation_move(ViolationVerb.void, status)
    if boot_is_on:
        raise Conflict(
            N_("A boot is still on the vehicle for this ticket, so it cannot be void."),
            next_step=N_("Release the boot or record that it was never applied."),
        )
    return step
