"""The offences an officer may choose from now, the recently used ones first."""

from dataclasses import dataclass

from app.tables.street.offence_type import OffenceType
from app.tables.street.violation_item import ViolationItem

RECENT = 4
# Only the newest items are looked at, so that the list costs the same however old the town is.
LOOK_BACK = 200


@dataclass(frozen=True)
class OfferedType:
    """One offence as offered; the fine in cents."""

    type_id: int
    description: str
    fine_cents: int
    apply_boot: bool
    description_fr: str = ""


@dataclass(frozen=True)
class Group:
    """A category's offences; `recent` marks the group that has no category name."""

    name: str
    types: tuple[OfferedType, ...]
    recent: bool = False


@dataclass(frozen=True)
class Offered:
    """All groups in the order shown, and the region of the newest ticket as a first guess."""

    groups: tuple[Group, ...]
    latest_region: str

    def needs_boot(self, type_ids: tuple[int, ...]) -> bool:
        """True when one of the chosen offences has Apply Boot."""
        return any(
            one.apply_boot and one.type_id in type_ids
            for group in self.groups
            for one in group.types
        )

    def without_boot(self, type_ids: tuple[int, ...]) -> tuple[int, ...]:
        """The chosen offences less those with Apply Boot (rule V12)."""
        boots = {one.type_id for group in self.groups for one in group.types if one.apply_boot}
        return tuple(type_id for type_id in type_ids if type_id not in boots)


async def offered(staff_id: int | None, *, universal_boot: bool) -> Offered:
    """What may be charged; Apply Boot types only while Universal Boot is on (rule B16)."""
    query = OffenceType.select(
        OffenceType.id,
        OffenceType.description,
        OffenceType.description_fr,
        OffenceType.fine_cents,
        OffenceType.apply_boot,
        OffenceType.category.name,
    ).where(OffenceType.active.eq(True), OffenceType.category.active.is_in([True]))
    if not universal_boot:
        query = query.where(OffenceType.apply_boot.eq(False))
    rows = await query.order_by(OffenceType.category.name).order_by(OffenceType.description)
    types = {
        row["id"]: OfferedType(
            row["id"],
            row["description"],
            row["fine_cents"],
            row["apply_boot"],
            row["description_fr"],
        )
        for row in rows
    }
    used, latest_region = await _lately(staff_id)
    recent = [type_id for type_id in used if type_id in types][:RECENT]
    names = list(dict.fromkeys(row["category.name"] for row in rows))
    groups = [
        Group(
            name,
            tuple(
                types[row["id"]]
                for row in rows
                if row["category.name"] == name and row["id"] not in recent
            ),
        )
        for name in names
    ]
    if recent:
        groups.insert(0, Group("", tuple(types[type_id] for type_id in recent), recent=True))
    return Offered(tuple(group for group in groups if group.types), latest_region)


async def _lately(staff_id: int | None) -> tuple[list[int], str]:
    rows = (
        await ViolationItem.select(
            ViolationItem.offence_type,
            ViolationItem.violation.officer,
            ViolationItem.violation._.vehicle._.region,
        )
        .order_by(ViolationItem.id, ascending=False)
        .limit(LOOK_BACK)
    )
    own = [row["offence_type"] for row in rows if row["violation.officer"] == staff_id]
    return list(dict.fromkeys(own)), rows[0]["violation.vehicle.region"] if rows else ""
