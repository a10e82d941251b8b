"""How a refund that somebody made at the provider itself is told from those asked for here."""

# The beginning of its reason; the provider's name of it follows.
MADE_OUTSIDE = "at_provider:"
