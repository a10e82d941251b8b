"""The words in which invariants compare amounts: two sides that must be equal."""

from app.rules.money.ledger import MONEY_ACCOUNTS, LedgerAccount

# As SQL writes a list.
MONEY = "(" + ", ".join(f"'{account}'" for account in MONEY_ACCOUNTS) + ")"
KNOWN = "(" + ", ".join(f"'{account}'" for account in LedgerAccount) + ")"
# What came in from payers; money of a refund that came back was there before.
CAME_IN = f"debit IN {MONEY} AND cause NOT LIKE 'refund_failed:%'"


def equal(per: str, *sides: str) -> str:
    """The payments for which the sides, amounts with their signs, do not add up to nothing."""
    return (
        f"SELECT DISTINCT payment AS id FROM (SELECT payment FROM ({' UNION ALL '.join(sides)}) s"
        f" GROUP BY {per} HAVING SUM(cents) <> 0) d ORDER BY 1"
    )


def booked(which: str, sign: str = "-", per: str = "payment, currency") -> str:
    """The entries of a payment that fulfil the condition."""
    return (
        f"SELECT {per}, {sign}amount_cents AS cents FROM ledger_entry"
        f" WHERE payment IS NOT NULL AND {which}"
    )


def into(account: str) -> tuple[str, str]:
    """What an account holds, to be compared with what it should."""
    return booked(f"credit = '{account}'"), booked(f"debit = '{account}'", "+")
