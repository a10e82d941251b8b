"""Begin to count the store."""

from app.actions.steps.work import Bells, work
from app.rules.errors import Conflict, Missing, Taken
from app.rules.people.actor import Actor
from app.rules.wording import N_
from app.tables.stock.stock_take import StockTake


async def start_stock_take(actor: Actor, bells: Bells) -> int:
    """Open a stock take of the whole inventory; returns its id (rule B18).

    Raises `Conflict` while another one runs: the database allows one. `Missing` without a person.
    """
    if actor.staff_id is None:
        raise Missing
    try:
        async with work(actor, bells) as doing:
            rows = await StockTake.insert(
                StockTake(started_at=doing.at, started_by=actor.staff_id)
            ).returning(StockTake.id)
            take_id = int(rows[0]["id"])
            await doing.record("start_stock_take", "stock_take", take_id)
    except Taken:
        raise Conflict(
            N_("A stock take is running already, so no second one was started."),
            next_step=N_("Keep counting in the one that is running, or finish it first."),
        ) from None
    return take_id
