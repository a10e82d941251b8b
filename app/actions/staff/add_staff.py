"""Add a member of staff."""

from app.actions.steps.work import Bells, work
from app.gateways.passwords import hashed
from app.rules.access import Role
from app.rules.actor import Actor
from app.rules.emails import clean_email
from app.rules.errors import Invalid, Taken
from app.rules.wording import N_
from app.tables.people.staff import Staff

SHORTEST_PASSWORD = 12


async def add_staff(
    actor: Actor, bells: Bells, *, name: str, email: str, password: str, role: Role
) -> int:
    """Return the new person's id. Raises `Invalid` for a short password or an address in use."""
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid(fields={"password": N_("Choose a password of 12 characters or more.")})
    email = clean_email(email).lower()
    password_hash = await hashed(password)
    try:
        async with work(actor, bells) as doing:
            rows = await Staff.insert(
                Staff(
                    name=name,
                    email=email,
                    password_hash=password_hash,
                    role=role.value,
                    active=True,
                    created_at=doing.at,
                )
            ).returning(Staff.id)
            staff_id = int(rows[0]["id"])
            await doing.record("add_staff", "staff", staff_id, after={"role": role.value})
    except Taken:
        raise Invalid(fields={"email": N_("Somebody has this email already.")}) from None
    return staff_id
