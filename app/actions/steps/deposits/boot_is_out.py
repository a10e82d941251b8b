"""Whether the boots that a payment's deposit stands for are still out."""

from collections.abc import Collection

from app.tables.boots.boot_assignment import BootAssignment


async def boot_is_out(violation_ids: Collection[int]) -> bool:
    """True while a boot of these tickets is neither back nor its case closed (rule D2)."""
    return await BootAssignment.exists().where(
        BootAssignment.violation.is_in(sorted(violation_ids)),
        BootAssignment.returned_at.is_null(),
        BootAssignment.closed_at.is_null(),
    )
