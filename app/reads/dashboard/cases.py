"""Which open assignments the board shows, in which group and order (rule L4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.reads.dashboard.asked import ATTENTION, PER_PAGE, Asked
from app.reads.dashboard.failed_mail import MAIL_FAILED
from app.reads.dashboard.stretch import Stretch, stretch
from app.reads.violations.boot_fees import boot_fees
from app.rules.boots.states import BootStatus
from app.tables.boots.boot_assignment import BootAssignment

GROUPS = (ATTENTION, BootStatus.issued, BootStatus.released, BootStatus.returned)


@dataclass(frozen=True)
class BoardRow:
    """One boot on a vehicle or coming back.

    `needs` holds "overdue", "mail_failed", "refund_due" (these call somebody) and
    "reported_returned". `fee_cents` is None when no Apply Boot item stands. Times are aware UTC.
    """

    boot_id: int
    boot_name: str
    revision: int
    status: str
    overdue: bool
    needs: tuple[str, ...]
    plate: str
    ticket_id: int
    ticket_number: str
    issued_at: datetime
    return_due_at: datetime | None
    fee_cents: int | None
    currency: str


@dataclass(frozen=True)
class Group:
    """The rows of one group, and which of its pages they are."""

    name: str
    rows: tuple[BoardRow, ...]
    shown: Stretch


# Numbers, not booleans: SQLite has none. Overdue is `is_boot_overdue` (rule D6). Filled with the
# time, the search, the filter, and the group that stands at another page than its first: beyond
# its end it stands at its last, because the list has become shorter meanwhile.
_PASSED = f"""CASE WHEN grp <> {{}} THEN 0
    WHEN (group_size - 1) / {PER_PAGE} < {{}} THEN (group_size - 1) / {PER_PAGE} * {PER_PAGE}
    ELSE {{}} * {PER_PAGE} END"""
_CHOSEN = f"""
SELECT assignment, grp, overdue, mail_failed, refund_due, group_size FROM (
    SELECT judged.*, COUNT(*) OVER (PARTITION BY grp) AS group_size, ROW_NUMBER() OVER (
        PARTITION BY grp ORDER BY
            CASE WHEN grp = 'attention' THEN 1 - overdue END,
            CASE WHEN grp IN ('attention', 'released') THEN return_due_at END,
            CASE WHEN grp = 'returned' THEN returned_at END,
            CASE WHEN grp = 'issued' THEN issued_at END DESC,
            assignment) AS place
    FROM (
        SELECT found.*, CASE WHEN overdue + mail_failed + refund_due > 0
            THEN 'attention' ELSE status END AS grp
        FROM (
            SELECT a.id AS assignment, b.status AS status, a.issued_at AS issued_at,
                a.return_due_at AS return_due_at, a.returned_at AS returned_at,
                CASE WHEN b.status = 'released'
                    AND a.return_due_at < COALESCE(a.reported_returned_at, {{}})
                    THEN 1 ELSE 0 END AS overdue,
                CASE WHEN {MAIL_FAILED} THEN 1 ELSE 0 END AS mail_failed,
                CASE WHEN EXISTS (SELECT 1 FROM payment p WHERE p.boot_assignment = a.id
                    AND p.deposit_status = 'due') THEN 1 ELSE 0 END AS refund_due
            FROM boot_assignment a
            JOIN boot b ON b.id = a.boot
            JOIN violation v ON v.id = a.violation
            JOIN vehicle c ON c.id = v.vehicle
            WHERE a.closed_at IS NULL AND b.status IN ('issued', 'released', 'returned')
                AND (b.name_key LIKE {{}} ESCAPE '\\' OR c.plate LIKE {{}} ESCAPE '\\'
                    OR v.compact LIKE {{}} ESCAPE '\\'
                    OR v.number || v.pin LIKE {{}} ESCAPE '\\')
        ) AS found
    ) AS judged
    WHERE {{}} IN ('', grp, status)
) AS ranked
WHERE place > {_PASSED} AND place <= {_PASSED} + {PER_PAGE}
ORDER BY place
"""  # noqa: S608  (put together from the constants above; what was typed goes in as a parameter)


async def groups(asked: Asked, now: datetime) -> tuple[Group, ...]:
    """The groups of the board in their order, empty ones too; three statements (rule L4).

    A boot that needs somebody stands in the first group alone, whatever its status.
    """
    page = (asked.group, asked.page - 1, asked.page - 1)
    chosen = await BootAssignment.raw(_CHOSEN, now, *asked.patterns(), asked.status, *page, *page)
    details = await _details([mark["assignment"] for mark in chosen])
    fees = await _fees(sorted({detail["violation"] for detail in details.values()}))
    return tuple(
        _group(asked, name, [mark for mark in chosen if mark["grp"] == name], details, fees)
        for name in GROUPS
    )


def _group(
    asked: Asked,
    name: str,
    marks: Sequence[dict[str, Any]],
    details: dict[int, dict[str, Any]],
    fees: dict[int, int],
) -> Group:
    size = marks[0]["group_size"] if marks else 0
    rows = tuple(_row(mark, details[mark["assignment"]], fees) for mark in marks)
    return Group(name, rows, stretch(asked, name, size))


async def _details(assignment_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    if not assignment_ids:
        return {}
    rows = await BootAssignment.select(
        BootAssignment.id,
        BootAssignment.boot,
        BootAssignment.boot.name,
        BootAssignment.boot.status,
        BootAssignment.boot.revision,
        BootAssignment.violation,
        BootAssignment.violation.number,
        BootAssignment.violation.currency,
        BootAssignment.violation.vehicle.plate,  # type: ignore[union-attr]
        BootAssignment.issued_at,
        BootAssignment.return_due_at,
        BootAssignment.reported_returned_at,
    ).where(BootAssignment.id.is_in(list(assignment_ids)))
    return {row["id"]: row for row in rows}


async def _fees(violation_ids: list[int]) -> dict[int, int]:
    """Violation id -> Boot Fee in cents (rule D1); tickets without one are left out."""
    return {ticket: cents for ticket, cents in (await boot_fees(violation_ids)).items() if cents}


def _row(mark: dict[str, Any], detail: dict[str, Any], fees: dict[int, int]) -> BoardRow:
    needs = [name for name in ("overdue", "mail_failed", "refund_due") if mark[name]]
    if detail["boot.status"] == BootStatus.released and detail["reported_returned_at"]:
        needs.append("reported_returned")
    return BoardRow(
        boot_id=detail["boot"],
        boot_name=detail["boot.name"],
        revision=detail["boot.revision"],
        status=detail["boot.status"],
        overdue=bool(mark["overdue"]),
        needs=tuple(needs),
        plate=detail["violation.vehicle.plate"],
        ticket_id=detail["violation"],
        ticket_number=detail["violation.number"],
        issued_at=detail["issued_at"],
        return_due_at=detail["return_due_at"],
        fee_cents=fees.get(detail["violation"]),
        currency=detail["violation.currency"],
    )
