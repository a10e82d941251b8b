"""Officers who write booted violations as fast as they can, through the app's own action."""

import asyncio
import itertools
import secrets
import time
from collections.abc import Mapping
from datetime import datetime

from app.actions.steps.violations.entry import Entry
from app.actions.violations.write_violation import write_violation
from app.clock import now
from app.rules.boots.names import name_key
from app.rules.boots.states import BootStatus
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from app.tables.boots.boot import Boot
from app.tables.people.staff import Staff
from app.tables.records.setting import Setting
from app.tables.street.offence_type import OffenceType
from app.tables.street.ticket_category import TicketCategory

BOOTS_AT_ONCE = 500
OFFENCES = (("Expired meter", 45_00, False), ("Boot Applied", 120_00, True))


class Silent:
    """Bells nobody hears: what is measured ends with the commit."""

    async def ring(self, queues: frozenset[str]) -> None:
        """Nothing."""

    async def hint(self, changed: Mapping[int, int]) -> None:
        """Nothing."""


class Shift:
    """One officer, two offences and a store room of boots that are all available."""

    def __init__(self, officer: Actor, offences: tuple[int, ...], boots: list[int]) -> None:
        self._officer, self._offences = officer, offences
        self._boots = iter(boots)
        self._cars = itertools.count(1)

    async def do(self) -> None:
        """One booted violation of a car never seen before."""
        await write_violation(
            self._officer,
            Silent(),
            Entry(
                form_key=secrets.token_hex(16),
                plate=f"BKPR{next(self._cars):06}",
                place="214 King St",
                happened_at=now(),
                offence_type_ids=self._offences,
                boot_id=next(self._boots),
                # With the notice to the owner each kind of row is among those written.
                owner_email="owner@example.com",
            ),
        )

    async def do_many(self, count: int, at_once: int) -> float:
        """`count` violations by `at_once` officers; returns how many a second were committed."""
        turns = iter(range(count))

        async def one_officer() -> None:
            for _ in turns:
                await self.do()

        started = time.perf_counter()
        await asyncio.gather(*(one_officer() for _ in range(at_once)))
        return count / (time.perf_counter() - started)


async def fill_store_room(boots: int) -> None:
    """Fill an empty, migrated database with an officer, two offences and available boots."""
    at = now()
    await Setting.insert(Setting(key="universal_boot_enabled", value="true"))
    await Staff.insert(
        Staff(
            name="Olive Officer",
            email="officer@example.com",
            password_hash="none",
            role=Role.officer.value,
            active=True,
            created_at=at,
        )
    )
    made = await TicketCategory.insert(TicketCategory(name="Parking", active=True)).returning(
        TicketCategory.id
    )
    await OffenceType.insert(
        *(
            OffenceType(
                category=made[0]["id"],
                description=description,
                fine_cents=fine_cents,
                apply_boot=apply_boot,
                active=True,
            )
            for description, fine_cents, apply_boot in OFFENCES
        )
    )
    for first in range(0, boots, BOOTS_AT_ONCE):
        await Boot.insert(
            *(_boot(number, at) for number in range(first, min(first + BOOTS_AT_ONCE, boots)))
        )


def _boot(number: int, at: datetime) -> Boot:
    name = f"Boot {number:05}"
    return Boot(
        name=name,
        name_key=name_key(name),
        sealed_code="sealed",
        status=BootStatus.available.value,
        code_changed_at=at,
        created_at=at,
    )


async def find_shift() -> Shift:
    """The officer, the offences and the boots that `fill_store_room` left behind."""
    staff = await Staff.select(Staff.id, Staff.name).first()
    if staff is None:
        raise RuntimeError("the store room has not been filled")
    offences = await OffenceType.select(OffenceType.id).order_by(OffenceType.id)
    boots = await Boot.select(Boot.id).order_by(Boot.id)
    return Shift(
        Actor(name=staff["name"], staff_id=staff["id"], role=Role.officer, origin="127.0.0.1"),
        tuple(row["id"] for row in offences),
        [row["id"] for row in boots],
    )
