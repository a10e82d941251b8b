"""Which offences a new ticket charges: copies of the types, and whether a boot goes with them."""

from dataclasses import dataclass

from app.rules.errors import Invalid
from app.rules.settings.system_settings import SystemSettings
from app.rules.wording import N_
from app.tables.street.offence_type import OffenceType
from app.tables.street.violation_item import ViolationItem

# Named once: following a foreign key builds new columns each time.
_CATEGORY_IN_USE = OffenceType.category.active.is_in([True])
_COLUMNS = (
    OffenceType.id,
    OffenceType.description,
    OffenceType.fine_cents,
    OffenceType.apply_boot,
    OffenceType.discount_kind,
    OffenceType.discount_value,
    OffenceType.late_cents,
)


@dataclass(frozen=True)
class Charge:
    """One offence type as it is copied onto the ticket (rule M7); amounts in cents."""

    offence_type_id: int
    description: str
    fine_cents: int
    apply_boot: bool
    discount_kind: str
    discount_value: int
    late_cents: int

    def item(self, violation_id: int) -> ViolationItem:
        """The row of this charge on one ticket."""
        return ViolationItem(
            violation=violation_id,
            offence_type=self.offence_type_id,
            description=self.description,
            fine_cents=self.fine_cents,
            apply_boot=self.apply_boot,
            discount_kind=self.discount_kind,
            discount_value=self.discount_value,
            late_cents=self.late_cents,
        )


async def charges_for(
    type_ids: tuple[int, ...], boot_id: int | None, settings: SystemSettings
) -> tuple[Charge, ...]:
    """Return the chosen offences in the order chosen, Apply Boot last.

    Raises `Invalid` on `offences` when one is not offered any more, or has Apply Boot while
    Universal Boot is off (rule B16); on `boot` when an Apply Boot offence comes without a boot or
    a boot without such an offence.
    """
    rows = await OffenceType.select(*_COLUMNS).where(
        OffenceType.id.is_in(list(type_ids)), OffenceType.active.eq(True), _CATEGORY_IN_USE
    )
    found = {row["id"]: Charge(offence_type_id=row.pop("id"), **row) for row in rows}
    if len(found) < len(type_ids):
        raise Invalid(fields={"offences": N_("One of the offenses is not offered any more.")})
    # The boot last, so that a bill begins with what the driver did.
    charges = tuple(
        sorted((found[type_id] for type_id in type_ids), key=lambda charge: charge.apply_boot)
    )
    boots = any(charge.apply_boot for charge in charges)
    if boots and not settings.universal_boot_enabled:
        raise Invalid(
            fields={"offences": N_("No boot can be issued now. Choose offenses without a boot.")}
        )
    if boots and boot_id is None:
        raise Invalid(fields={"boot": N_("Choose the boot you are putting on.")})
    if boot_id is not None and not boots:
        raise Invalid(fields={"boot": N_("A boot needs an offense with Apply Boot.")})
    return charges
