"""Add a member of staff."""

from app.actions.steps.work import Bells, work
from app.gateways.passwords import hashed
from app.reads.settings.system_settings import system_settings
from app.rules.errors import Invalid, Taken
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from app.rules.people.emails import clean_email
from app.rules.people.passwords import password_problem
from app.rules.wording import N_
from app.tables.people.staff import Staff

LONGEST_NAME = 80


async def add_staff(
    actor: Actor, bells: Bells, *, name: str, email: str, password: str, role: Role
) -> int:
    """Return the new person's id.

    Raises `Invalid` with every faulty field: an empty name, a short or well-known password
    (rule S8), an address in use.
    """
    name = " ".join(name.split())
    fields = {}
    if not name:
        fields["name"] = N_("Enter a name, for example Dana Smith.")
    elif len(name) > LONGEST_NAME or not name.isprintable():
        fields["name"] = N_("Use at most 80 characters, without invisible ones.")
    try:
        email = clean_email(email).lower()
    except Invalid as refusal:
        fields.update(refusal.fields)
    organisation = (await system_settings()).organisation_name
    problem = password_problem(password, (name, email.partition("@")[0], email, organisation))
    if problem:
        fields["password"] = problem
    if fields:
        raise Invalid(fields=fields)
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
