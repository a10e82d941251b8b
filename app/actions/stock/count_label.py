"""Count the boot whose label somebody has just scanned."""

from dataclasses import dataclass

from app.actions.steps.stock.enter_count import enter_count
from app.actions.steps.stock.hold_running import hold_running
from app.actions.steps.work import Bells, work
from app.reads.stock.said_boot import boot_of_label
from app.rules.errors import Missing
from app.rules.people.actor import Actor


@dataclass(frozen=True)
class Counted:
    """Which boot counts in which stock take; `again`: it did so before."""

    take_id: int
    boot_id: int
    again: bool


async def count_label(actor: Actor, bells: Bells, token: str) -> Counted:
    """Count the boot of the label `token` in the stock take that runs, once (rule B18).

    A replaced label counts too, and is marked. Raises `Missing` for an unknown label or without a
    person, `Conflict` when no stock take runs.
    """
    found = await boot_of_label(token)
    if found is None or actor.staff_id is None:
        raise Missing
    async with work(actor, bells) as doing:
        take_id = await hold_running()
        entered = await enter_count(doing, take_id, found.boot_id, old_label=found.label_replaced)
    return Counted(take_id, found.boot_id, again=not entered)
