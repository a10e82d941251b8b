"""Fills DATABASE_URL with an authority's inventory; prints who may look and which boot changes."""

import asyncio
import json
import secrets
import sys
from datetime import timedelta

from app.clock import now
from app.db import ask, close_database, in_list, open_database
from app.migrate import migrate
from app.reads.staff.signed_in import token_hash
from app.rules.people.access import Role
from app.tables.boots.boot import Boot
from app.tables.people.staff import Staff
from app.tables.people.staff_session import StaffSession
from app.tables.street.offence_type import OffenceType
from bench.officers import fill_store_room, find_shift

AT_ONCE = 8
RELEASED = """
UPDATE boot_assignment SET released_at = {}, return_due_at = {} WHERE boot IN (...)
"""


async def settle(boots: int, on_cars: int, viewers: int) -> dict[str, object]:
    """`boots` in all, `on_cars` of them issued and a third of those released; sessions to look."""
    await migrate()
    await open_database()
    try:
        await fill_store_room(boots)
        shift = await find_shift()
        await shift.do_many(on_cars, AT_ONCE)
        at = now()
        # The notices are no part of this: nobody waits for their mail here.
        await ask("UPDATE outbox SET done_at = {}", at)
        released = [row["id"] for row in await _issued(on_cars // 3)]
        await Boot.update({Boot.status: "released"}).where(Boot.id.is_in(released))
        due = at + timedelta(days=1)
        await ask(in_list(RELEASED, len(released)), at, due, *released)
        tokens = [secrets.token_urlsafe(32) for _ in range(viewers)]
        await _sign_in(tokens)
        offence = await OffenceType.select(OffenceType.id).where(OffenceType.apply_boot.eq(True))
        return {"tokens": tokens, "boot": released[0], "offence": offence[0]["id"]}
    finally:
        await close_database()


async def _issued(count: int) -> list[dict[str, int]]:
    return await Boot.select(Boot.id).where(Boot.status == "issued").order_by(Boot.id).limit(count)


async def _sign_in(tokens: list[str]) -> None:
    at = now()
    made = await Staff.insert(
        Staff(
            name="Wanda Wall",
            email="wall@example.com",
            password_hash="none",
            role=Role.office.value,
            active=True,
            created_at=at,
        )
    ).returning(Staff.id)
    await StaffSession.insert(
        *(
            StaffSession(
                token_hash=token_hash(token),
                staff=made[0]["id"],
                created_at=at,
                seen_at=at,
                expires_at=at + timedelta(hours=12),
            )
            for token in tokens
        )
    )


if __name__ == "__main__":
    print(json.dumps(asyncio.run(settle(*map(int, sys.argv[1:])))))
