"""The way from a receipt back to the case it belongs to."""

from app.reads.boots.current_label import current_label
from app.reads.pay.payer.payers import Payer, paid_by
from app.tables.money.payment import Payment
from app.tables.money.receipt import Receipt


async def case_behind(receipt_id: int, payer: Payer) -> str:
    """The path of the boot's page for whoever paid, "" for everybody else (rule S3).

    A receipt is handed on to others, and the boot may be on another car by then: its page would
    show them a stranger's bill.
    """
    own = paid_by(payer)
    if own is None:
        return ""
    paper = Receipt.select(Receipt.payment).where(Receipt.id == receipt_id)
    row = (
        await Payment.select(Payment.boot_assignment.boot)
        .where(own, Payment.id.is_in(paper))
        .first()
    )
    boot_id = row["boot_assignment.boot"] if row else None
    label = await current_label(boot_id) if boot_id else None
    return f"/b/{label.token}" if label else ""
