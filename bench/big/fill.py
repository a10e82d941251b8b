"""Fills an empty, migrated database with people, boots, cars and what happened to them."""

import base64
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from app.actions.staff.add_staff import add_staff
from app.demo.cast import OFFENCES, PEOPLE, SETTINGS
from app.demo.opening import Quiet
from app.gateways.vault import Vault
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from app.settings import load_settings
from app.tables.people.staff import Staff
from app.tables.records.setting import Setting
from app.tables.street.offence_type import OffenceType
from app.tables.street.ticket_category import TicketCategory
from bench.big.sinks import Row, Sink, sink
from bench.big.stories import COLUMNS, DEPOSIT_CENTS, WAYS, Town, boot_name, plate_of, stories

SEED = 20261121
STATEMENTS = Path(__file__).parent / "fill.sql"
_BOOT = (
    *("id", "name", "name_key", "sealed_code", "status", "out_reason", "model", "colour"),
    *("serial", "notes", "code_changed_at", "revision", "created_at"),
)
_ACCOUNTS = {"card": "card_money", "cheque": "cheques"}


class NotEmpty(Exception):
    """Somebody lives in the database; nothing was written."""


async def fill(town: Town, seed: int = SEED) -> None:
    """Write the whole town. Raises `NotEmpty`."""
    if await Staff.count():
        raise NotEmpty("This database is in use: name an empty one with DATABASE_URL.")
    ids = await _people_and_offences()
    await Setting.insert(
        *(
            Setting(key=key, value=json.dumps(value))
            for key, value in {**SETTINGS, "next_number": 10001 + town.cases}.items()
        )
    )
    numbers = {**ids, "$DEPOSIT": str(DEPOSIT_CENTS)}
    async with sink() as into:
        await _things(into, town, seed)
        for statement in _statements():
            for word, number in numbers.items():
                statement = statement.replace(word, number)  # noqa: PLW2901
            await into.run(statement)
        await into.run("DROP TABLE story")
        await into.run("DROP TABLE way_account")


async def _people_and_offences() -> dict[str, str]:
    setup = Actor(name="big town", origin="big town")
    ids = {}
    for person in PEOPLE:
        ids[person.role] = await add_staff(
            setup,
            Quiet(),
            name=person.name,
            email=person.email,
            password=person.password,
            role=person.role,
        )
    offences = []
    for category, types in OFFENCES.items():
        made = await TicketCategory.insert(TicketCategory(name=category, active=True)).returning(
            TicketCategory.id
        )
        for one in types:
            rows = await OffenceType.insert(
                OffenceType(
                    category=made[0]["id"],
                    description=one.description,
                    fine_cents=one.fine_cents,
                    apply_boot=one.apply_boot,
                    discount_kind=one.discount_kind,
                    discount_value=one.discount_value,
                    late_cents=one.late_cents,
                    active=True,
                )
            ).returning(OffenceType.id)
            offences.append(rows[0]["id"])
    # "$OFFICER" first: "$OFFICE" is its beginning.
    return {
        "$OFFICER": str(ids[Role.officer]),
        "$OFFICE": str(ids[Role.office]),
        "$BOOTING": str(offences[-1]),
    }


async def _things(into: Sink, town: Town, seed: int) -> None:
    dice = Random(seed + 1)
    boots = town.boots + town.spare
    await into.load("boot", _BOOT, _boots(town))
    await into.load(
        "boot_label",
        ("token", "boot", "version", "created_at"),
        (
            (base64.b32encode(dice.randbytes(20)).decode(), boot, 1, str(town.first_at))
            for boot in range(1, boots + 1)
        ),
    )
    await into.load(
        "vehicle",
        ("id", "plate", "region", "plate_type", "make", "colour", "turn", "created_at"),
        (
            (number, plate_of(number), "ON", "", "", "", 1, str(town.first_at))
            for number in range(1, town.vehicles + 1)
        ),
    )
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    await into.run(f"CREATE TEMPORARY TABLE story ({columns})")
    await into.run("CREATE TEMPORARY TABLE way_account (way TEXT, account TEXT)")
    await into.load(
        "way_account", ("way", "account"), [(way, _ACCOUNTS.get(way, way)) for way, _ in WAYS]
    )
    await into.load("story", tuple(COLUMNS), stories(town, seed))
    await into.run("ANALYZE story")


def _boots(town: Town) -> Iterator[Row]:
    vault = Vault(load_settings().seal_keys)
    for boot in range(1, town.boots + town.spare + 1):
        name = boot_name(boot)
        since: datetime = town.first_at + timedelta(days=0 if boot <= town.boots else boot % 900)
        sealed = vault.seal(boot, f"{boot * 7919 % 10_000:04}")
        words = ("available", "", "Claw 3", name.partition(" ")[0], "", "")
        yield (boot, name, name.casefold(), sealed, *words, str(since), boot, str(since))


def _statements() -> list[str]:
    blocks = STATEMENTS.read_text().split("\n\n")
    return [block for block in blocks if not _only_remarks(block)]


def _only_remarks(block: str) -> bool:
    return all(line.startswith("--") or not line for line in block.splitlines())
