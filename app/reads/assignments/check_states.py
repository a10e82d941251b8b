"""Compares what each boot says it is with what its open assignment says (rule B12)."""

from dataclasses import dataclass

from app.rules.boots.states import BootStatus, status_of_open_assignment
from app.tables.boots.boot import Boot
from app.tables.boots.boot_assignment import BootAssignment

# The statuses in which a boot belongs to a case.
_ON_A_CASE = frozenset({BootStatus.issued, BootStatus.released, BootStatus.returned})


@dataclass(frozen=True)
class Difference:
    """One boot whose status and open assignment disagree.

    `expected` is the status its open assignment speaks of, None when it has none.
    """

    boot_id: int
    boot_name: str
    status: BootStatus
    assignment_id: int | None
    expected: BootStatus | None


async def check_states() -> tuple[Difference, ...]:
    """Every difference, by boot id; an empty answer means that the rule holds."""
    cases = {
        row["boot"]: row
        for row in await BootAssignment.select(
            BootAssignment.id,
            BootAssignment.boot,
            BootAssignment.released_at,
            BootAssignment.returned_at,
        ).where(BootAssignment.closed_at.is_null())
    }
    found = []
    for boot in await Boot.select(Boot.id, Boot.name, Boot.status).order_by(Boot.id):
        status = BootStatus(boot["status"])
        case = cases.get(boot["id"])
        expected = (
            status_of_open_assignment(case["released_at"], case["returned_at"]) if case else None
        )
        agrees = status is expected if case else status not in _ON_A_CASE
        if not agrees:
            found.append(
                Difference(
                    boot_id=boot["id"],
                    boot_name=boot["name"],
                    status=status,
                    assignment_id=case["id"] if case else None,
                    expected=expected,
                )
            )
    return tuple(found)
