"""End a stock take and freeze what it found."""

from app.actions.steps.work import Bells, work
from app.db import ask, in_list
from app.reads.stock.figures import figures
from app.rules.boots.stock_take import IN_STORE
from app.rules.errors import Conflict, Missing
from app.rules.people.actor import Actor
from app.rules.wording import N_
from app.tables.stock.stock_take import StockTake

# In the order of their names, so that the frozen list has it by its own numbers.
_FREEZE = """
INSERT INTO stock_line
    (stock_take, boot, finding, boot_name, status, out_reason, said, old_label, by_name, at, staff)
SELECT CAST({} AS INTEGER), b.id, 'missing', b.name, b.status, b.out_reason, '',
    CAST({} AS BOOLEAN), CAST({} AS BOOLEAN), {}, CAST({} AS INTEGER)
FROM boot b
WHERE b.status IN (...)
    AND b.id NOT IN (SELECT boot FROM stock_line WHERE stock_take = {} AND boot IS NOT NULL)
ORDER BY b.name_key, b.id
"""
_RESULT = """
UPDATE stock_take SET counted = {}, missing = {}, surprises = {}, unknown = {} WHERE id = {}
"""


async def finish_stock_take(actor: Actor, bells: Bells, take_id: int) -> None:
    """Write down what is missing and close the stock take; nothing is counted after (rule B18).

    Raises `Missing`, also without a person, and `Conflict` when it is finished already.
    """
    if actor.staff_id is None or not await StockTake.exists().where(StockTake.id == take_id):
        raise Missing
    async with work(actor, bells) as doing:
        # First of all: whoever counts at this moment has finished or waits.
        won = (
            await StockTake.update(
                {StockTake.finished_at: doing.at, StockTake.finished_by: actor.staff_id}
            )
            .where(StockTake.id == take_id, StockTake.finished_at.is_null())
            .returning(StockTake.id)
        )
        if not won:
            raise Conflict(
                N_("This stock take was finished a moment ago."),
                next_step=N_("Its result is below."),
            )
        states = sorted(state.value for state in IN_STORE)
        await ask(
            in_list(_FREEZE, len(states)),
            take_id,
            False,
            False,
            doing.at,
            actor.staff_id,
            *states,
            take_id,
        )
        found = await figures(take_id, running=False)
        result = {
            "counted": found.counted,
            "missing": found.missing,
            "surprises": found.surprises,
            "unknown": found.unknown,
        }
        await ask(_RESULT, *result.values(), take_id)
        await doing.record("finish_stock_take", "stock_take", take_id, after=result)
