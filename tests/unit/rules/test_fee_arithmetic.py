"""What a ticket costs by date: examples first, then laws that hold for any terms and dates."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.errors import Invalid
from app.rules.money.cents import cents_from_text
from app.rules.money.fees import (
    DiscountKind,
    Due,
    ItemTerms,
    clock_date,
    dates_at_issue,
    is_overdue,
    item_due,
    percent_of,
    shift_after_review,
)
from app.rules.violations.offence_terms import offence_terms

ISSUED_ON = date(2026, 3, 2)
UNTIL_ON, AFTER_ON = dates_at_issue(ISSUED_ON, 7, 14)

METER = ItemTerms(4500, False, DiscountKind.percent, 3333, 1500)
BOOT = ItemTerms(12000, True, DiscountKind.none, 0, 0)

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
CENTS = st.integers(0, 1_000_000)
TERMS = st.builds(
    ItemTerms,
    CENTS,
    st.booleans(),
    st.sampled_from(DiscountKind),
    st.integers(0, 20_000),
    CENTS,
    void=st.booleans(),
)


def _due(terms: ItemTerms, on: date) -> Due:
    return item_due(terms, discount_until_on=UNTIL_ON, overdue_after_on=AFTER_ON, on=on)


@pytest.mark.parametrize(
    ("day", "due_cents"),
    [(0, 3000), (7, 3000), (8, 4500), (14, 4500), (15, 6000), (400, 6000)],
)
def test_an_item_costs_less_at_first_and_more_once_overdue(day: int, due_cents: int) -> None:
    assert _due(METER, ISSUED_ON + timedelta(days=day)).due_cents == due_cents


@pytest.mark.parametrize("day", [0, 7, 8, 14, 15, 400])
def test_a_boot_item_costs_the_same_on_any_day_and_is_the_deposit(day: int) -> None:
    boot = ItemTerms(12000, True, DiscountKind.percent, 5000, 900)
    assert _due(boot, ISSUED_ON + timedelta(days=day)) == Due(12000, 0, 0, 12000)


def test_a_ticket_is_overdue_from_the_day_after_its_last_day() -> None:
    assert not is_overdue(AFTER_ON, AFTER_ON)
    assert is_overdue(AFTER_ON, AFTER_ON + timedelta(days=1))


def test_half_a_cent_is_rounded_up_for_each_item_by_itself() -> None:
    one = ItemTerms(25, False, DiscountKind.percent, 1000, 0)
    assert _due(one, ISSUED_ON).discount_cents == 3
    three = sum((_due(one, ISSUED_ON) for _ in range(3)), start=Due())
    assert three.discount_cents == 9


def test_a_discount_never_exceeds_its_fine() -> None:
    for kind, value in [(DiscountKind.amount, 5000), (DiscountKind.percent, 15_000)]:
        assert _due(ItemTerms(4500, False, kind, value, 0), ISSUED_ON).due_cents == 0
    assert _due(ItemTerms(4500, False, DiscountKind.amount, 500, 0), ISSUED_ON).due_cents == 4000


@pytest.mark.parametrize("figures", [(-1, 0, 0), (0, -1, 0), (0, 0, -1)])
def test_terms_are_never_negative(figures: tuple[int, int, int]) -> None:
    fine_cents, discount_value, late_cents = figures
    with pytest.raises(ValueError, match="never negative"):
        ItemTerms(fine_cents, False, DiscountKind.amount, discount_value, late_cents)


@given(CENTS, st.integers(0, 10_000))
def test_a_percentage_is_the_nearest_cent_and_a_half_goes_up(cents: int, points: int) -> None:
    exact = Fraction(cents * points, 10_000)
    assert Fraction(-1, 2) < percent_of(cents, points) - exact <= Fraction(1, 2)


@given(TERMS, DAYS, DAYS, DAYS)
def test_no_item_owes_less_than_nothing_or_more_than_fine_and_late_amount(
    terms: ItemTerms, until_on: date, after_on: date, on: date
) -> None:
    due = item_due(terms, discount_until_on=until_on, overdue_after_on=after_on, on=on)
    assert 0 <= due.due_cents <= terms.fine_cents + terms.late_cents
    assert 0 <= due.discount_cents <= due.fine_cents
    assert due.deposit_cents in (0, due.fine_cents)
    if terms.void:
        assert due == Due()
    elif terms.apply_boot:
        assert due == Due(fine_cents=terms.fine_cents, deposit_cents=terms.fine_cents)
    else:
        assert due.deposit_cents == 0
        assert due.fine_cents == terms.fine_cents


@given(TERMS, st.integers(0, 60), st.integers(0, 60), DAYS, DAYS)
def test_waiting_never_makes_a_ticket_cheaper(
    terms: ItemTerms, discount_days: int, overdue_days: int, one: date, other: date
) -> None:
    until_on, after_on = dates_at_issue(date(2026, 1, 1), discount_days, overdue_days)
    earlier, later = (
        item_due(terms, discount_until_on=until_on, overdue_after_on=after_on, on=on).due_cents
        for on in sorted((one, other))
    )
    assert earlier <= later


@given(DAYS, st.integers(0, 400), st.integers(0, 400))
def test_the_clock_stands_still_under_review_and_goes_on_where_it_stood(
    since_on: date, took: int, after: int
) -> None:
    ended_on = since_on + timedelta(days=took)
    assert clock_date(ended_on, since_on) == since_on
    until_on, after_on = shift_after_review(
        UNTIL_ON, AFTER_ON, since_on=since_on, ended_on=ended_on
    )
    resumed = item_due(
        METER,
        discount_until_on=until_on,
        overdue_after_on=after_on,
        on=ended_on + timedelta(days=after),
    )
    assert resumed == _due(METER, since_on + timedelta(days=after))


@given(DAYS)
def test_without_a_review_the_clock_is_the_calendar(on: date) -> None:
    assert clock_date(on, None) == on


def test_a_review_cannot_end_before_it_began() -> None:
    with pytest.raises(ValueError, match="before it began"):
        shift_after_review(UNTIL_ON, AFTER_ON, since_on=AFTER_ON, ended_on=UNTIL_ON)


def test_apply_boot_switches_discount_and_late_amount_off_at_entry() -> None:
    terms = offence_terms(
        fine_cents=12000,
        apply_boot=True,
        discount_kind=DiscountKind.percent,
        discount_value=99_999,
        late_cents=-5,
    )
    assert terms == BOOT


def test_terms_are_kept_as_entered_for_an_ordinary_offence() -> None:
    terms = offence_terms(
        fine_cents=4500,
        apply_boot=False,
        discount_kind=DiscountKind.percent,
        discount_value=3333,
        late_cents=1500,
    )
    assert terms == METER


@pytest.mark.parametrize(
    ("fine_cents", "apply_boot", "kind", "value", "late_cents", "faulty"),
    [
        (-1, False, DiscountKind.none, 0, 0, {"fine_cents"}),
        (0, True, DiscountKind.none, 0, 0, {"fine_cents"}),
        (10_000_000, False, DiscountKind.none, 0, -1, {"fine_cents", "late_cents"}),
        (100, False, DiscountKind.amount, 101, 0, {"discount_value"}),
        (100, False, DiscountKind.amount, 0, 0, {"discount_value"}),
        (100, False, DiscountKind.percent, 10_001, 0, {"discount_value"}),
        (100, False, DiscountKind.percent, 0, 0, {"discount_value"}),
    ],
)
def test_terms_that_make_no_sense_are_refused_field_by_field(
    fine_cents: int,
    apply_boot: bool,
    kind: DiscountKind,
    value: int,
    late_cents: int,
    faulty: set[str],
) -> None:
    with pytest.raises(Invalid) as refusal:
        offence_terms(
            fine_cents=fine_cents,
            apply_boot=apply_boot,
            discount_kind=kind,
            discount_value=value,
            late_cents=late_cents,
        )
    assert set(refusal.value.fields) == faulty


@pytest.mark.parametrize(
    ("text", "cents"),
    [("45", 4500), ("45.5", 4550), (" $1,200.00 ", 120000), ("1 200,05 €", 120005), ("0", 0)],
)
def test_an_amount_is_read_as_people_write_it(text: str, cents: int) -> None:
    assert cents_from_text(text, "fine") == cents


@pytest.mark.parametrize("text", ["", "-1", "1.234", "1,23,4", "12.345", "x", "1e3", "٤٥", "."])
def test_what_is_no_amount_is_refused_beside_its_field(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        cents_from_text(text, "fine")
    assert set(refusal.value.fields) == {"fine"}


@given(st.integers(0, 99_999_999))
def test_an_amount_written_out_is_read_back(cents: int) -> None:
    assert cents_from_text(f"{cents // 100:,}.{cents % 100:02}", "fine") == cents
