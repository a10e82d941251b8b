"""Which offences a new ticket charges: copies of the types, and whether a boot goes with them."""

from dataclasses import dataclass

from app.db import ask, in_list
from app.rules.errors import Invalid
from app.rules.settings.system_settings import SystemSettings
from app.rules.wording import N_

_OFFERED = """
SELECT o.id, o.description, o.description_fr, o.fine_cents, o.apply_boot, o.discount_kind,
    o.discount_value, o.late_cents
FROM offence_type o JOIN ticket_category c ON c.id = o.category
WHERE o.id IN (...) AND o.active = {} AND c.active = {}
"""


@dataclass(frozen=True)
class Charge:
    """One offence type as it is copied onto the ticket (rule M7); amounts in cents."""

    offence_type_id: int
    description: str
    description_fr: str
    fine_cents: int
    apply_boot: bool
    discount_kind: str
    discount_value: int
    late_cents: int

    def copied(self, violation_id: int) -> tuple[object, ...]:
        """The values of this charge's row on one ticket, as the table's columns follow."""
        return (
            violation_id,
            self.offence_type_id,
            self.description,
            self.description_fr,
            self.fine_cents,
            self.apply_boot,
            self.discount_kind,
            self.discount_value,
            self.late_cents,
        )


async def charges_for(
    type_ids: tuple[int, ...], boot_id: int | None, settings: SystemSettings
) -> tuple[Charge, ...]:
    """Return the chosen offences in the order chosen, Apply Boot last.

    Raises `Invalid` on `offences` when one is not offered any more, or has Apply Boot while
    Universal Boot is off (rule B16); on `boot` when an Apply Boot offence comes without a boot or
    a boot without such an offence.
    """
    rows = await ask(in_list(_OFFERED, len(type_ids)), *type_ids, True, True) if type_ids else []
    found = {
        row["id"]: Charge(
            offence_type_id=row.pop("id"), apply_boot=bool(row.pop("apply_boot")), **row
        )
        for row in rows
    }
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
