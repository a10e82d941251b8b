"""Small verbs that say only what matters to a test; everything goes through the real actions."""

import itertools
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

from app.actions.boots.add_boot import add_boot
from app.actions.staff.add_staff import add_staff
from app.actions.steps.boots.clean_boot import BootFacts
from app.actions.steps.violations.entry import Entry
from app.actions.violations.write_violation import Written, write_violation
from app.gateways.vault import Vault
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from app.settings import load_settings
from app.tables.boots.boot_label import BootLabel
from app.tables.records.setting import Setting
from app.tables.street.offence_type import OffenceType
from app.tables.street.ticket_category import TicketCategory
from tests.integration.conftest import Browser

PASSWORD = "correct horse battery"
_numbers = itertools.count(1)


class Silent:
    """Bells nobody hears."""

    async def ring(self, queues: frozenset[str]) -> None:
        """Nothing."""

    async def hint(self, changed: Mapping[int, int]) -> None:
        """Nothing."""


async def a_staff(role: Role = Role.officer, name: str = "") -> Actor:
    """A member of staff, as the actor of actions; signs in as `<role><n>@example.com`."""
    n = next(_numbers)
    staff_id = await add_staff(
        Actor(name="setup"),
        Silent(),
        name=name or f"{role.value.title()} {n}",
        email=f"{role.value}{n}@example.com",
        password=PASSWORD,
        role=role,
    )
    return Actor(
        name=name or f"{role.value.title()} {n}", staff_id=staff_id, role=role, origin="test"
    )


async def sign_in(browser: Browser, role: Role) -> Actor:
    """Sign a new person of `role` in and return the person."""
    who = await a_staff(role)
    n = who.name.rpartition(" ")[2]
    answer = await browser.post_form(
        "/sign-in", {"email": f"{role.value}{n}@example.com", "password": PASSWORD}
    )
    if answer.status_code != 303:
        raise AssertionError(f"could not sign in: {answer.status_code}")
    return who


async def switch(**settings: str) -> None:
    """Store system settings as JSON scalars, e.g. `switch(require_overdue_paid="true")`."""
    for key, value in settings.items():
        await Setting.delete().where(Setting.key == key)
        await Setting.insert(Setting(key=key, value=value))


async def a_boot(name: str = "", code: str = "47-11") -> int:
    """An available boot with its label; returns its id."""
    # The dash: four digits stand in one of a thousand security tokens by chance, and tests look
    # for codes in whole pages.
    vault = Vault(load_settings().seal_keys)
    admin = await a_staff(Role.admin)
    facts = BootFacts(name=name or f"Boot {next(_numbers)}", code=code)
    return await add_boot(admin, Silent(), vault, facts)


async def token_of(boot_id: int) -> str:
    """The token of the boot's current label."""
    row = (
        await BootLabel.select(BootLabel.token)
        .where(BootLabel.boot == boot_id, BootLabel.replaced_at.is_null())
        .first()
    )
    if row is None:
        raise AssertionError("the boot has no label")
    return str(row["token"])


async def an_offence_type(
    description: str = "Expired meter",
    fine_cents: int = 45_00,
    *,
    apply_boot: bool = False,
    late_cents: int = 0,
) -> int:
    """An active offence type in a category of its own; returns its id."""
    category = await TicketCategory.insert(
        TicketCategory(name=f"Category {next(_numbers)}", active=True)
    ).returning(TicketCategory.id)
    made = await OffenceType.insert(
        OffenceType(
            category=category[0]["id"],
            description=description,
            fine_cents=fine_cents,
            apply_boot=apply_boot,
            late_cents=late_cents,
            active=True,
        )
    ).returning(OffenceType.id)
    return int(made[0]["id"])


async def a_violation(
    *,
    officer: Actor | None = None,
    plate: str = "BKPR 43",
    boot_id: int | None = None,
    fine_cents: int = 45_00,
    deposit_cents: int = 120_00,
    late_cents: int = 0,
    issued_at: datetime | None = None,
) -> Written:
    """A ticket, booted when `boot_id` is given; Universal Boot must be on for that."""
    offences = [await an_offence_type(fine_cents=fine_cents, late_cents=late_cents)]
    if boot_id is not None:
        offences.append(await an_offence_type("Boot applied", deposit_cents, apply_boot=True))
    return await write_violation(
        officer or await a_staff(),
        Silent(),
        Entry(
            form_key=secrets.token_hex(16),
            plate=plate,
            place="214 King St",
            happened_at=issued_at or datetime.now(UTC),
            offence_type_ids=tuple(offences),
            boot_id=boot_id,
            issued_at=issued_at,
            confirm_second_boot=True,
        ),
    )
