"""Order the PDF of a receipt."""

from app.actions.steps.work import Bells, work
from app.rules.outbox.effects import Effect
from app.rules.people.actor import Actor
from app.tables.money.receipt import Receipt


async def ask_receipt(actor: Actor, bells: Bells, receipt_id: int) -> bool:
    """Queue the PDF and promise it to the worker (rule E2); False when it was ordered before.

    However often the button is pressed, one is made; after a failure it is tried anew.
    """
    async with work(actor, bells) as doing:
        won = (
            await Receipt.update({Receipt.paper: "queued"})
            .where(Receipt.id == receipt_id, Receipt.paper.is_in(["", "failed"]))
            .returning(Receipt.id)
        )
        if won:
            cause = f"{Effect.PRINT_RECEIPT}:{receipt_id}:{doing.at.isoformat()}"
            await doing.promise(Effect.PRINT_RECEIPT, receipt_id, cause=cause)
    return bool(won)
