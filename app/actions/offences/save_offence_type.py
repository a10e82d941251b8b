"""Add an offence type or change one; tickets already written keep their copies."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from app.actions.steps.work import Bells, work
from app.reads.settings.system_settings import system_settings
from app.rules.errors import Invalid, Missing
from app.rules.money.fees import DiscountKind
from app.rules.people.actor import Actor
from app.rules.violations.offence_terms import offence_terms
from app.rules.wording import N_
from app.tables.street.offence_type import OffenceType
from app.tables.street.ticket_category import TicketCategory

LONGEST_DESCRIPTION = 120


@dataclass(frozen=True)
class TypeFacts:
    """An offence type as entered; cents, and basis points for a percentage."""

    category_id: int
    description: str
    fine_cents: int
    apply_boot: bool
    discount_kind: DiscountKind
    discount_value: int
    late_cents: int
    active: bool
    description_fr: str = ""


async def save_offence_type(
    actor: Actor, bells: Bells, type_id: int | None, facts: TypeFacts
) -> int:
    """Return the type's id; `type_id` None adds one. Audited with all values before and after.

    Apply Boot switches discount and late amount off (rule M4). While Universal Boot is off the
    flag is hidden and stays as it is stored (rule B16). Raises `Missing`; `Invalid` with every
    faulty field (`description`, `description_fr`, `fine_cents`, `discount_value`, `late_cents`,
    `category`).
    """
    facts = replace(
        facts,
        description=" ".join(facts.description.split()),
        description_fr=" ".join(facts.description_fr.split()),
    )
    async with work(actor, bells) as doing:
        old = await _stored(type_id)
        if not (await system_settings()).universal_boot_enabled:
            facts = replace(facts, apply_boot=old is not None and old.apply_boot)
        facts = _judged(facts)
        if not await TicketCategory.exists().where(TicketCategory.id == facts.category_id):
            raise Invalid(fields={"category": N_("Choose one of the options offered.")})
        row = _row(facts)
        if type_id is None:
            made = await OffenceType.insert(OffenceType(**row)).returning(OffenceType.id)
            type_id = int(made[0]["id"])
            await doing.record("add_offence_type", "offence_type", type_id, after=asdict(facts))
        elif old is not None and facts != old:
            await OffenceType.update(row).where(OffenceType.id == type_id)
            await doing.record(
                "edit_offence_type",
                "offence_type",
                type_id,
                before=asdict(old),
                after=asdict(facts),
            )
    return type_id


def _judged(facts: TypeFacts) -> TypeFacts:
    fields: dict[str, str] = {}
    if not facts.description:
        fields["description"] = N_("Enter what is charged, for example Expired meter.")
    for name in ("description", "description_fr"):
        text = getattr(facts, name)
        if len(text) > LONGEST_DESCRIPTION or not text.isprintable():
            fields[name] = N_("Use at most 120 characters, without invisible ones.")
    try:
        terms = offence_terms(
            fine_cents=facts.fine_cents,
            apply_boot=facts.apply_boot,
            discount_kind=facts.discount_kind,
            discount_value=facts.discount_value,
            late_cents=facts.late_cents,
        )
    except Invalid as refusal:
        raise Invalid(fields=fields | refusal.fields) from refusal
    if fields:
        raise Invalid(fields=fields)
    return replace(
        facts,
        discount_kind=terms.discount_kind,
        discount_value=terms.discount_value,
        late_cents=terms.late_cents,
    )


async def _stored(type_id: int | None) -> TypeFacts | None:
    if type_id is None:
        return None
    row = await OffenceType.select().where(OffenceType.id == type_id).first()
    if row is None:
        raise Missing
    return TypeFacts(
        category_id=row["category"],
        description=row["description"],
        fine_cents=row["fine_cents"],
        apply_boot=row["apply_boot"],
        discount_kind=DiscountKind(row["discount_kind"]),
        discount_value=row["discount_value"],
        late_cents=row["late_cents"],
        active=row["active"],
        description_fr=row["description_fr"],
    )


def _row(facts: TypeFacts) -> dict[Any, Any]:
    row: dict[Any, Any] = asdict(facts)
    row["category"] = row.pop("category_id")
    row["discount_kind"] = facts.discount_kind.value
    return row
