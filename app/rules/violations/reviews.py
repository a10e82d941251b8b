"""Putting a ticket under review, and what the decision does to debt and boot (rules M6, V15)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from app.rules.errors import Conflict, NotAllowed
from app.rules.violations.states import ViolationStatus
from app.rules.wording import N_


class ReviewDecision(StrEnum):
    """How a review ends."""

    stands = "stands"
    dismissed = "dismissed"


DECISION_WORDS: Mapping[ReviewDecision, str] = MappingProxyType(
    {
        ReviewDecision.stands: N_("The ticket stands"),
        ReviewDecision.dismissed: N_("The ticket is dismissed"),
    }
)


def check_put_under_review(status: ViolationStatus, *, under_review: bool) -> None:
    """Raise Conflict for a void ticket, and for one that is under review already (rule V15)."""
    if status is ViolationStatus.void:
        raise Conflict(N_("This ticket is void now, so nothing was changed."))
    if under_review:
        raise Conflict(N_("This ticket is under review already."))


def check_decide(
    decision: ReviewDecision,
    status: ViolationStatus,
    *,
    under_review: bool,
    may_refund_fines: bool,
) -> None:
    """Say whether this person may decide so now (rules D4, V15).

    Dismissing a paid ticket refunds its fine, which is more than the deposit. Raises Conflict
    when it is not under review, NotAllowed when the refund is for administrators.
    """
    if not under_review:
        raise Conflict(N_("This ticket is not under review now, so nothing was changed."))
    refunds = decision is ReviewDecision.dismissed and status is ViolationStatus.paid
    if refunds and not may_refund_fines:
        raise NotAllowed(
            N_("Dismissing a paid ticket refunds its fine. Nothing was changed."),
            next_step=N_("Ask an administrator to decide it."),
        )
