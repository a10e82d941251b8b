"""Takings by day and way are those of the books, on screen and in the file."""

import csv
import io
from datetime import UTC, datetime

from app.reads.payments.takings import takings
from app.rules.csv_cells import inert, plain_amount
from app.rules.local_days import day_from_text
from app.rules.money.ledger import LedgerAccount as Account
from app.rules.people.access import Role
from app.tables.money.ledger_entry import LedgerEntry
from tests.factories import sign_in
from tests.integration.conftest import Browser

# Toronto is five hours behind in November.
BEFORE = datetime(2026, 11, 20, 4, 59, 59, tzinfo=UTC)
MORNING = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
LAST = datetime(2026, 11, 21, 4, 59, 59, tzinfo=UTC)
AFTER = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
HAND_MADE = (
    (BEFORE, Account.CARD_MONEY, Account.FINES, 10_00),
    (MORNING, Account.CARD_MONEY, Account.FINES, 45_00),
    (MORNING, Account.CARD_MONEY, Account.DEPOSITS, 120_00),
    (MORNING, Account.DISCOUNTS, Account.FINES, 5_00),
    (MORNING, Account.CASH, Account.FINES, 20_50),
    (LAST, Account.DEPOSITS, Account.CARD_MONEY, 120_00),
    (LAST, Account.DISPUTES, Account.CARD_MONEY, 45_00),
    (AFTER, Account.TERMINAL, Account.LATE, 7_00),
    (AFTER, Account.OWED_BACK, Account.CHEQUES, 3_05),
    (AFTER, Account.CARD_MONEY, Account.DISPUTES, 45_00),
)


async def books() -> None:
    for n, (at, debit, credit, cents) in enumerate(HAND_MADE):
        await LedgerEntry.insert(
            LedgerEntry(
                at=at,
                debit=debit.value,
                credit=credit.value,
                amount_cents=cents,
                currency="CAD",
                cause=f"hand:{n}",
            )
        )


async def exported(client: Browser, query: str) -> list[list[str]]:
    answer = await client.get(f"/takings.csv?{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def test_the_file_has_one_line_a_day_and_way_up_to_the_last_minute(client: Browser) -> None:
    await books()
    await sign_in(client, Role.office)
    head, *lines = await exported(client, "from=2026-11-20&to=2026-11-20")
    assert head == [
        *("Day", "Way", "Currency", "Taken", "Refunded", "Taken back by banks", "Net"),
    ]
    assert lines == [
        ["2026-11-20", "Card", "CAD", "165.00", "120.00", "45.00", "0.00"],
        ["2026-11-20", "Cash", "CAD", "20.50", "0.00", "0.00", "20.50"],
    ]
    _, *lines = await exported(client, "from=2026-11-21&to=2026-11-30")
    assert lines == [
        ["2026-11-21", "Card", "CAD", "0.00", "0.00", "-45.00", "45.00"],
        ["2026-11-21", "Cheque", "CAD", "0.00", "3.05", "0.00", "-3.05"],
        ["2026-11-21", "Card at the counter", "CAD", "7.00", "0.00", "0.00", "7.00"],
    ]


async def test_the_page_shows_the_same_with_sums(client: Browser) -> None:
    await books()
    await sign_in(client, Role.admin)
    answer = await client.get("/takings?from=2026-11-19&to=2026-11-21")
    for words in ("$165.00", "$20.50", "$3.05", "All days", "\N{MINUS SIGN}$3.05"):
        assert words in answer.text, words
    total = answer.text.split('colspan="2">Total')[1]
    # 10 + 165 + 20.50 + 7 came in; 120 + 3.05 went out; the dispute came and went.
    assert [part.split("</b>")[0] for part in total.split("<b>")[1:]] == [
        *("$202.50", "$123.05", "$0.00", "$79.45"),
    ]
    assert 'href="/takings.csv?from=2026-11-19&amp;to=2026-11-21"' in answer.text
    quiet = await client.get("/takings?from=2020-01-01&to=2020-01-31")
    assert "No money came in or went out" in quiet.text


async def test_a_day_of_the_spring_change_is_whole() -> None:
    for n, at in enumerate((datetime(2027, 3, 14, 5, 0), datetime(2027, 3, 15, 3, 59, 59))):  # noqa: DTZ001
        await LedgerEntry.insert(
            LedgerEntry(
                at=at.replace(tzinfo=UTC),
                debit="cash",
                credit="fines",
                amount_cents=1_00,
                currency="CAD",
                cause=f"spring:{n}",
            )
        )
    day = day_from_text("2027-03-14")
    assert day is not None
    found = await takings(day, day, "America/Toronto")
    assert [(row.day, row.taken_cents) for row in found.rows] == [(day, 2_00)]


def test_no_cell_is_a_formula_and_amounts_are_plain() -> None:
    assert [inert(text) for text in ("=1+1", "+1", "-1", "@x", "Card")] == [
        *("'=1+1", "'+1", "'-1", "'@x", "Card"),
    ]
    assert [plain_amount(cents) for cents in (0, 5, 165_00, -45_50, -5)] == [
        *("0.00", "0.05", "165.00", "-45.50", "-0.05"),
    ]
