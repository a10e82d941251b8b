"""The test cards: what a payer may choose on the hosted page and what each of them does."""

from dataclasses import dataclass
from enum import StrEnum


class Behaviour(StrEnum):
    """What happens when the payer presses Pay."""

    APPROVE = "approve"
    DECLINE = "decline"
    SLOW = "slow"
    ABANDON = "abandon"


@dataclass(frozen=True)
class Choice:
    """One of the large choices on the page; `number` is empty for leaving without paying."""

    behaviour: Behaviour
    title: str
    number: str
    effect: str


CHOICES = (
    Choice(Behaviour.APPROVE, "Card that works", "4242 4242 4242 4242", "Approved at once."),
    Choice(Behaviour.DECLINE, "Card that is declined", "4000 0000 0000 0002", "The bank says no."),
    Choice(
        Behaviour.SLOW, "Slow card", "4000 0000 0000 3220", "Approved after you have gone back."
    ),
    Choice(Behaviour.ABANDON, "Leave without paying", "", "Nothing is charged."),
)

_BY_DIGITS = {choice.number.replace(" ", ""): choice.behaviour for choice in CHOICES[:3]}


def behaviour_of(number: str) -> Behaviour | None:
    """Return what a typed card number does, or None when it is not a test card."""
    digits = "".join(sign for sign in number if sign not in " -\u00a0")
    return _BY_DIGITS.get(digits)
