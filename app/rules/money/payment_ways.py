"""The ways of paying, and the account of the books where each one's money lies."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from app.rules.money.ledger import LedgerAccount
from app.rules.wording import N_


class PaymentWay(StrEnum):
    """How a payment is made (rules P7, P8)."""

    card = "card"  # on the provider's hosted page
    cash = "cash"
    cheque = "cheque"
    terminal = "terminal"  # the office's own card machine; its reference is kept
    promise = "promise"  # "cash or cheque", until the office has it in hand


WAY_WORDS: Mapping[PaymentWay, str] = MappingProxyType(
    {
        PaymentWay.card: N_("Card"),
        PaymentWay.cash: N_("Cash"),
        PaymentWay.cheque: N_("Cheque"),
        PaymentWay.terminal: N_("Card at the counter"),
        PaymentWay.promise: N_("Cash or cheque"),
    }
)

# What the office takes in hand; the provider of such a payment is COUNTER.
COUNTER = "counter"
COUNTER_WAYS = (PaymentWay.cash, PaymentWay.cheque, PaymentWay.terminal)

_MONEY_IN: Mapping[PaymentWay, LedgerAccount] = MappingProxyType(
    {
        PaymentWay.card: LedgerAccount.CARD_MONEY,
        PaymentWay.cash: LedgerAccount.CASH,
        PaymentWay.cheque: LedgerAccount.CHEQUES,
        PaymentWay.terminal: LedgerAccount.TERMINAL,
    }
)


def money_account(way: PaymentWay) -> LedgerAccount:
    """Where money paid that way lies (rule M9). Raises KeyError for a promise: no money yet."""
    return _MONEY_IN[way]
