"""Carry out what the office decided about the debt when it lets a boot go (rule R7)."""

from app.actions.steps.assignments.void_debt import void_debt
from app.actions.steps.work import Work
from app.reads.assignments.case import Case
from app.rules.boots.release import DebtChoice


async def decide_debt(doing: Work, case: Case, choice: DebtChoice, reason: str) -> None:
    """Waived makes the booted ticket void; a ticket that is paid stays paid (rule V2)."""
    await doing.record(
        "decide_debt", "violation", case.violation_id, after={"debt": choice.value}, reason=reason
    )
    if choice is DebtChoice.waived:
        await void_debt(doing, case.violation_id, reason)
