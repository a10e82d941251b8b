"""Ask the release rule about every boot on the given vehicles, and release what is free."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from app.actions.steps.refunds.return_credits import return_credits
from app.actions.steps.release_boot import Release, release_boot
from app.actions.steps.work import Work
from app.clock import local_day
from app.db import ask, in_list
from app.rules.boots.release import Debt, ReleaseBasis, may_release
from app.rules.money.fees import clock_date, is_overdue
from app.rules.settings.system_settings import SystemSettings
from app.rules.violations.states import OWING, ViolationStatus


@dataclass(frozen=True)
class _Held:
    assignment_id: int
    boot_id: int
    violation_id: int
    vehicle_id: int
    require_overdue: bool


_HELD = """
SELECT a.id AS assignment_id, a.boot AS boot_id, a.violation AS violation_id,
    v.vehicle AS vehicle_id, a.require_overdue
FROM boot_assignment a JOIN violation v ON v.id = a.violation
WHERE v.vehicle IN (...) AND a.closed_at IS NULL AND a.released_at IS NULL ORDER BY a.id
"""
_DEBTS = """
SELECT id, status, overdue_after_on, under_review, under_review_since_on FROM violation
WHERE vehicle = {} AND status IN (...)
"""
_PAID_BY = """
SELECT p.id, p.email, p.language FROM payment_line l JOIN payment p ON p.id = l.payment
WHERE l.violation = {} AND l.kept = {}
"""


async def judge_release(
    work: Work,
    vehicle_ids: Collection[int],
    settings: SystemSettings,
    *,
    quoted_at: datetime | None = None,
) -> tuple[int, ...]:
    """Release each boot whose required violations are all paid (rule R1); returns assignment ids.

    Asked after every settlement, counter payment, void and decision, with the vehicles' turns
    already taken. The code goes to the email of the payment that paid the booted violation.
    `quoted_at` is when the settled checkout was frozen: what fell due since does not hold the
    code back (rule M8).
    """
    # Whatever asks this question may have ended the debt that a short payment is kept for.
    await return_credits(work, vehicle_ids)
    released = []
    today = local_day(quoted_at or work.at, settings.time_zone)
    for held in await _held_boots(vehicle_ids):
        if not may_release(await _debts(held, today), held.require_overdue):
            continue
        release = await _paid_release(held)
        if release is None:
            continue  # nobody paid for the booted violation: staff decide about its basis
        await release_boot(work, held.assignment_id, held.boot_id, release, settings)
        released.append(held.assignment_id)
    return tuple(released)


async def _held_boots(vehicle_ids: Collection[int]) -> list[_Held]:
    if not vehicle_ids:
        return []
    rows = await ask(in_list(_HELD, len(vehicle_ids)), *vehicle_ids)
    return [_Held(**{**row, "require_overdue": bool(row["require_overdue"])}) for row in rows]


async def _debts(held: _Held, today: date) -> list[Debt]:
    owing = [status.value for status in OWING]
    rows = await ask(in_list(_DEBTS, len(owing)), held.vehicle_id, *owing)
    return [
        Debt(
            violation_id=row["id"],
            status=ViolationStatus(row["status"]),
            overdue=is_overdue(
                row["overdue_after_on"], clock_date(today, row["under_review_since_on"])
            ),
            under_review=bool(row["under_review"]),
            booted=row["id"] == held.violation_id,
        )
        for row in rows
    ]


async def _paid_release(held: _Held) -> Release | None:
    rows = await ask(_PAID_BY, held.violation_id, True)
    if not rows:
        return None
    return Release(
        basis=ReleaseBasis.paid,
        email=rows[0]["email"],
        language=rows[0]["language"],
        payment_id=rows[0]["id"],
    )
