"""What came in and went out, by local day and way of paying, from the books."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from app.clock import local_day
from app.rules.local_days import day_is_over, day_starts
from app.rules.money.ledger import MONEY_ACCOUNTS, LedgerAccount
from app.rules.money.payment_ways import COUNTER_WAYS, WAY_WORDS, PaymentWay, money_account
from app.tables.money.ledger_entry import LedgerEntry

_WAYS = (PaymentWay.card, *COUNTER_WAYS)
WAY_OF: Mapping[str, PaymentWay] = MappingProxyType(
    {money_account(way).value: way for way in _WAYS}
)
# The entries of one settlement share their moment, so this is about one row a payment and account.
_SQL = """
SELECT at, debit, credit, currency, SUM(amount_cents) AS cents FROM ledger_entry
WHERE at >= {} AND at < {} AND (debit IN ($IN) OR credit IN ($IN))
GROUP BY at, debit, credit, currency ORDER BY at
""".replace("$IN", ", ".join(f"'{account.value}'" for account in MONEY_ACCOUNTS))


@dataclass(frozen=True)
class TakingsRow:
    """One day and way, or a sum of them; cents. `way` is a msgid.

    `disputed_cents` is what payers' banks took back, less what they gave back.
    """

    day: date | None
    way: str
    currency: str
    taken_cents: int
    refunded_cents: int
    disputed_cents: int

    @property
    def net_cents(self) -> int:
        """What is left of it."""
        return self.taken_cents - self.refunded_cents - self.disputed_cents


@dataclass(frozen=True)
class Takings:
    """Days in order; `sums` has one row a way and currency, `totals` one a currency."""

    rows: tuple[TakingsRow, ...]
    sums: tuple[TakingsRow, ...]
    totals: tuple[TakingsRow, ...]


_Key = tuple[date | None, PaymentWay | None, str]


async def takings(first_on: date, last_on: date, time_zone: str) -> Takings:
    """Both days included (rules L6, M9); one statement."""
    entries = await LedgerEntry.raw(
        _SQL, day_starts(first_on, time_zone), day_is_over(last_on, time_zone)
    )
    days: dict[_Key, list[int]] = {}
    ways: dict[_Key, list[int]] = {}
    whole: dict[_Key, list[int]] = {}
    for entry in entries:
        at: datetime = entry["at"]
        day, cents, currency = local_day(at, time_zone), int(entry["cents"]), entry["currency"]
        for account, other, sign in (
            (entry["debit"], entry["credit"], 1),
            (entry["credit"], entry["debit"], -1),
        ):
            if account not in WAY_OF:
                continue
            way = WAY_OF[account]
            for sums, key in (
                (days, (day, way, currency)),
                (ways, (None, way, currency)),
                (whole, (None, None, currency)),
            ):
                _add(sums.setdefault(key, [0, 0, 0]), other, sign * cents)
    return Takings(_rows(days), _rows(ways), _rows(whole))


def _add(sums: list[int], other: str, cents: int) -> None:
    """`cents` are positive when they came in."""
    if other == LedgerAccount.DISPUTES:
        sums[2] -= cents
    elif cents > 0:
        sums[0] += cents
    else:
        sums[1] -= cents


def _rows(found: Mapping[_Key, list[int]]) -> tuple[TakingsRow, ...]:
    def place(key: _Key) -> tuple[date, int, str]:
        day, way, currency = key
        return day or date.min, _WAYS.index(way) if way else 0, currency

    return tuple(
        TakingsRow(key[0], WAY_WORDS[key[1]] if key[1] else "", key[2], *found[key])
        for key in sorted(found, key=place)
    )
