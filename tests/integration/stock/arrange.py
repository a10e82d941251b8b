"""What the tests of stock takes arrange and look at."""

from typing import Any

from app.actions.stock.start_stock_take import start_stock_take
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from app.tables.stock.stock_line import StockLine
from tests.factories import Silent, a_boot, a_staff


async def a_take(who: Actor | None = None) -> int:
    """A running stock take; returns its id."""
    return await start_stock_take(who or await a_staff(Role.office), Silent())


async def boots(*names: str) -> list[int]:
    """Available boots with these names; returns their ids."""
    return [await a_boot(name) for name in names]


async def lines(take_id: int) -> list[dict[str, Any]]:
    """Every finding, oldest first."""
    return list(
        await StockLine.select().where(StockLine.stock_take == take_id).order_by(StockLine.id)
    )


async def findings(take_id: int) -> dict[str, str]:
    """What was found of each boot: its name -> counted or missing."""
    return {row["boot_name"]: row["finding"] for row in await lines(take_id) if row["boot"]}
