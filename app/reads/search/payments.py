"""Payments by the whole of an email, a receipt's number, or a reference on anybody's paper."""

from piccolo.columns.combination import WhereRaw

from app.reads.payments.payment_list import PaymentRow, payment_rows
from app.rules.money.receipts import receipt_id_from

# Each part has an index of its own, which one condition over all of them could not use. Some leave
# out what is empty, and serve only a query that says the same.
_BY_REFERENCE = (
    "SELECT id FROM payment WHERE LOWER(email) = {}",
    "SELECT id FROM payment WHERE reference = {}",
    "SELECT id FROM payment WHERE provider_ref = {}",
    "SELECT id FROM payment WHERE capture_ref = {}",
    "SELECT id FROM payment WHERE tender_ref = {} AND tender_ref <> ''",
    "SELECT payment FROM refund WHERE provider_ref = {} AND provider_ref <> ''",
    "SELECT payment FROM refund WHERE paid_out_ref = {} AND paid_out_ref <> ''",
    "SELECT payment FROM dispute WHERE provider_ref = {}",
)
_BY_RECEIPT = "SELECT payment FROM receipt WHERE id = {}"


async def payments_found(search: str, *, most: int) -> tuple[PaymentRow, ...]:
    """At most `most` payments, newest first; an email in any case. Two statements.

    References are ours, those of the provider's payments, refunds and disputes, and those of a
    terminal, a cheque or a pay-out at the counter.
    """
    parts = list(_BY_REFERENCE)
    values: list[str | int] = [search.lower(), *[search] * (len(parts) - 1)]
    receipt_id = receipt_id_from(search)
    if receipt_id is not None:
        parts.append(_BY_RECEIPT)
        values.append(receipt_id)
    among = WhereRaw(f"payment.id IN ({' UNION '.join(parts)})", *values)
    return await payment_rows([among], before_id=None, most=most)
