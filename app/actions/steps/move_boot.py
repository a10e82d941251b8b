"""Move a boot from one state to the next by a guarded update."""

from app.actions.steps.win_row import win_row
from app.actions.steps.work import Work
from app.rules.boots.states import MOVES, BootVerb, OutReason, check_move
from app.rules.errors import Conflict, Missing
from app.tables.boots.boot import Boot


async def move_boot(
    work: Work,
    boot_id: int,
    verb: BootVerb,
    *,
    out_reason: OutReason | None = None,
    disclosed: bool = False,
) -> None:
    """Carry out one move of the table (rule B1) and note it for dashboards.

    `disclosed`: from now on somebody outside knows the code.
    Raises `Conflict` naming what the boot is now when somebody else was first, `Missing` when
    there is no such boot.
    """
    move = MOVES[verb]
    more: dict[str, object] = {"out_reason": (out_reason or "")}
    if disclosed:
        more["code_disclosed_at"] = work.at
    if not await win_row("boot", boot_id, move, more):
        row = await Boot.select(Boot.status).where(Boot.id == boot_id).first()
        if row is None:
            raise Missing
        check_move(verb, row["status"])
        raise Conflict
    work.touch(boot_id, held=True)
