"""The accounts of the books: every entry moves an amount from one of them to another."""

from enum import StrEnum


class LedgerAccount(StrEnum):
    """Where money can be (rule M9). Debit says where an amount comes from, credit where it goes."""

    CARD_MONEY = "card_money"  # what the card provider holds for us
    CASH = "cash"
    CHEQUES = "cheques"
    TERMINAL = "terminal"
    FINES = "fines"
    LATE = "late"
    DISCOUNTS = "discounts"
    DEPOSITS = "deposits"  # held for drivers, not ours
    OWED_BACK = "owed_back"  # received without a debt behind it
    CREDITED = "credited"  # less than was asked: kept for the payer
    FORFEITED = "forfeited"  # deposits that became ours: late return, damage, loss
    DISPUTES = "disputes"  # taken back by the payer's bank, less the debts that stand again


# Where money lies. The sum over them is what we hold; every refund leaves through one of them.
MONEY_ACCOUNTS = (
    LedgerAccount.CARD_MONEY,
    LedgerAccount.CASH,
    LedgerAccount.CHEQUES,
    LedgerAccount.TERMINAL,
)
