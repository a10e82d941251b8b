"""The reasons of refunds that more than one place has to tell from the others, and all in words."""

from collections.abc import Mapping
from types import MappingProxyType

from app.rules.wording import N_

# Made at the provider itself, not asked for here: how its reason begins; the provider's name of
# it follows.
MADE_OUTSIDE = "at_provider:"
# Money of another currency or mode than the payment asked for, never credited (rule P6).
WRONG_MONEY = "wrong_money"
# The ticket was paid or void when this payment's money for it arrived (rule P5).
PAID_TWICE = "paid_twice"

# By what stands before the colon; what follows it names the one ticket, refund or dispute meant.
REASON_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "deposit": N_("Deposit"),
        "goodwill": N_("Goodwill"),
        "short": N_("It was too little, and the tickets need it no more"),
        "dismissed": N_("The ticket was dismissed"),
        "never_applied": N_("The boot was never applied"),
        "dispute_won": N_("The dispute was won"),
        "rest_of": N_("What a refund by card left over"),
        WRONG_MONEY: N_("Wrong currency or test money"),
        PAID_TWICE: N_("The ticket was paid twice"),
        MADE_OUTSIDE.rstrip(":"): N_("Made at the card service"),
    }
)


def reason_words(reason: str) -> str:
    """The msgid of a refund's reason; one nobody has words for is its own name."""
    kind = reason.partition(":")[0]
    return REASON_WORDS.get(kind, kind.replace("_", " ").capitalize())
