"""The reasons of refunds that more than one place has to tell from the others."""

# Made at the provider itself, not asked for here: how its reason begins; the provider's name of
# it follows.
MADE_OUTSIDE = "at_provider:"
# Money of another currency or mode than the payment asked for, never credited (rule P6).
WRONG_MONEY = "wrong_money"
# The ticket was paid or void when this payment's money for it arrived (rule P5).
PAID_TWICE = "paid_twice"
