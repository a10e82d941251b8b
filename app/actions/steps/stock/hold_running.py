"""Hold the stock take that is running, so that nobody finishes it in between."""

from app.db import ask
from app.rules.errors import Conflict
from app.rules.wording import N_

NOT_RUNNING = N_("No stock take is running, so this was not counted.")
FINISHED = N_("This stock take is finished, so this was not counted.")
START_ONE = N_("Ask the office to start a stock take.")
_HOLD = "UPDATE stock_take SET turn = turn + 1 WHERE finished_at IS NULL RETURNING id"


async def hold_running(take_id: int | None = None) -> int:
    """The id of the running stock take, whose turn is ours until the transaction ends (rule B18).

    Raises `Conflict` when none runs, or another one than `take_id`.
    """
    rows = await ask(_HOLD)
    if take_id is not None and (not rows or rows[0]["id"] != take_id):
        raise Conflict(FINISHED, next_step=START_ONE)
    if not rows:
        raise Conflict(NOT_RUNNING, next_step=START_ONE)
    return int(rows[0]["id"])
