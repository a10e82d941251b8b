"""Let one action at a time judge a vehicle's case."""

from collections.abc import Iterable

from app.db import ask


async def take_turn(vehicle_ids: Iterable[int]) -> None:
    """Hold the vehicles' rows until the transaction ends (rule R1).

    Two settlements on two tickets of one car would otherwise each see the other unpaid and
    neither would release the boot. Always the first lock of an action, in ascending order.
    """
    for vehicle_id in sorted(set(vehicle_ids)):
        await ask("UPDATE vehicle SET turn = turn + 1 WHERE id = {}", vehicle_id)
