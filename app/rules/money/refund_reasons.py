"""The reasons of refunds, as they are kept and in words."""

from collections.abc import Mapping
from types import MappingProxyType

from app.rules.wording import N_

DEPOSIT = "deposit"
GOODWILL = "goodwill"
# What was kept of a payment that was too little, once its tickets need it no more.
SHORT = "short"
# The ticket was dismissed after it had been paid (rule V15).
DISMISSED = "dismissed"
# The boot of a paid deposit was never on the car.
NEVER_APPLIED = "never_applied"
# The boot of the quoted deposit was back or never applied when the money arrived.
DEPOSIT_NOT_DUE = "deposit_not_due"
# More arrived than was asked for.
EXCESS = "excess"
DISPUTE_WON = "dispute_won"
# What a refund by card brought too little.
REST_OF = "rest_of"
# Made at the provider itself, not asked for here; the provider's name of it follows the colon.
MADE_OUTSIDE = "at_provider"
# Money of another currency or mode than the payment asked for, never credited (rule P6).
WRONG_MONEY = "wrong_money"
# The ticket was paid or void when this payment's money for it arrived (rule P5).
PAID_TWICE = "paid_twice"

# By what stands before the colon; what follows it names the one ticket, refund or dispute meant.
REASON_WORDS: Mapping[str, str] = MappingProxyType(
    {
        DEPOSIT: N_("Deposit"),
        GOODWILL: N_("Goodwill refund"),
        SHORT: N_("Too little was paid, and the tickets no longer need it"),
        DISMISSED: N_("The ticket was dismissed"),
        NEVER_APPLIED: N_("The boot was never applied"),
        DEPOSIT_NOT_DUE: N_("No deposit was due any more"),
        EXCESS: N_("More was paid than was asked"),
        DISPUTE_WON: N_("The dispute was won"),
        REST_OF: N_("The rest of a refund by card"),
        WRONG_MONEY: N_("Wrong currency or test money"),
        PAID_TWICE: N_("Nothing was left to pay on the ticket"),
        MADE_OUTSIDE: N_("Refunded at the card service"),
    }
)


def reason_words(reason: str) -> str:
    """The msgid of a refund's reason; one nobody has words for is its own name."""
    kind = reason.partition(":")[0]
    return REASON_WORDS.get(kind, kind.replace("_", " ").capitalize())
