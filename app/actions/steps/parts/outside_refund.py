"""Refunds that somebody made at the provider itself: how such a row is found and named."""

# At most 40 signs are kept; the end of a provider's name is what tells two of them apart.
REFUNDED_OUTSIDE = "refunded_outside"
MADE_OUTSIDE = "at_provider:"


def outside_reason(part_ref: str) -> str:
    """The reason of the refund row that stands for the provider's refund `part_ref`."""
    return MADE_OUTSIDE + part_ref[-(40 - len(MADE_OUTSIDE)) :]
