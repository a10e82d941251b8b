"""Refunds that somebody made at the provider itself: how such a row is found and named."""

from app.rules.money.refund_reasons import MADE_OUTSIDE

REFUNDED_OUTSIDE = "refunded_outside"


def outside_reason(part_ref: str) -> str:
    """The reason of the refund row that stands for the provider's refund `part_ref`."""
    # At most 40 signs are kept; the end of a provider's name is what tells two of them apart.
    return f"{MADE_OUTSIDE}:{part_ref[-(39 - len(MADE_OUTSIDE)) :]}"
