"""How some refunds are told from the others: made at the provider, or of wrong money."""

# The beginning of its reason; the provider's name of it follows.
MADE_OUTSIDE = "at_provider:"
# Money of another currency or mode than the payment asked for, never credited (rule P6).
WRONG_MONEY = "wrong_money"
