"""How often a refund was entered in the books: one that failed may be sent again."""

from app.tables.money.ledger_entry import LedgerEntry


async def cause_of_refund(what: str, refund_id: int) -> str:
    """The next free cause for `what` ("refund" or "refund_failed"); the refund's row is held."""
    first = f"{what}:{refund_id}"
    times = await LedgerEntry.count().where(
        (LedgerEntry.cause == first) | LedgerEntry.cause.like(f"{first}:%")
    )
    return f"{first}:{times + 1}" if times else first
