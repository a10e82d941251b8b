"""Count what a scanner or a hand wrote into the field of a stock take."""

from dataclasses import dataclass

from app.actions.steps.stock.enter_count import enter_count
from app.actions.steps.stock.hold_running import hold_running
from app.actions.steps.work import Bells, Work, work
from app.db import ask
from app.reads.stock.said_boot import SaidBoot, boot_of_label, boots_of_name
from app.rules.boots.stock_take import LONGEST_SAID, Said, read_said
from app.rules.errors import Invalid, Missing
from app.rules.people.actor import Actor
from app.rules.wording import N_

SAY_SOMETHING = N_("Scan a label, or type the name painted on the boot.")
NO_SUCH_NAME = N_("No boot has this name. Type it as it is painted on the boot, or scan its label.")
SEVERAL = N_("Several boots can be meant: {names}. Type the whole name of one of them.")
MOST_NAMED = 5
_NOTE = """
INSERT INTO stock_line
    (stock_take, boot, finding, boot_name, status, out_reason, said, old_label, by_name, at, staff)
VALUES ({}, NULL, 'unknown', '', '', '', {}, {}, {}, {}, {}) ON CONFLICT DO NOTHING RETURNING id
"""


@dataclass(frozen=True)
class CountedSaid:
    """`boot_id` None: an unknown label was noted. `again`: it stood in the stock take before."""

    boot_id: int | None
    again: bool


async def count_said(actor: Actor, bells: Bells, take_id: int, typed: str) -> CountedSaid:
    """Count the boot with that label or name, or note a label nobody knows; once (rule B18).

    Raises `Invalid` on `what` for an empty field, an unknown name and one that several boots may
    mean; it is kept nowhere, since it could be a code. `Conflict` when the stock take is finished,
    `Missing` without a person.
    """
    said = read_said(typed)
    if not said.text or len(typed) > LONGEST_SAID:
        raise Invalid(fields={"what": SAY_SOMETHING})
    if actor.staff_id is None:
        raise Missing
    found = await boot_of_label(said.token) if said.token else await _named(said.text)
    async with work(actor, bells) as doing:
        await hold_running(take_id)
        if found is None:
            return CountedSaid(None, again=not await _note(doing, take_id, said))
        entered = await enter_count(
            doing,
            take_id,
            found.boot_id,
            old_label=found.label_replaced,
            by_name=not said.token,
        )
        return CountedSaid(found.boot_id, again=not entered)


async def _named(name: str) -> SaidBoot:
    found = await boots_of_name(name)
    if not found:
        raise Invalid(fields={"what": NO_SUCH_NAME})
    if len(found) > 1:
        names = sorted(one.name for one in found)
        shown = ", ".join(names[:MOST_NAMED]) + ("…" if len(names) > MOST_NAMED else "")
        raise Invalid(fields={"what": SEVERAL}, params={"names": shown})
    return found[0]


async def _note(doing: Work, take_id: int, said: Said) -> bool:
    noted = await ask(_NOTE, take_id, said.text, False, False, doing.at, doing.actor.staff_id)
    if noted:
        await doing.record("note_unknown_label", "stock_take", take_id)
    return bool(noted)
