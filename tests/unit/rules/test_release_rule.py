"""The release rule over every single debt, and its laws over any set of them."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.boots.release import (
    ALWAYS_WAIVED,
    BASIS_WORDS,
    CHOSEN_BASES,
    DEBT_WORDS,
    Debt,
    DebtChoice,
    ReleaseBasis,
    debt_choice,
    may_release,
    required,
)
from app.rules.errors import Invalid
from app.rules.violations.states import ViolationStatus

PAID, VOID = ViolationStatus.paid, ViolationStatus.void
UNPAID, PROMISED = ViolationStatus.unpaid, ViolationStatus.promised

BOOTED = Debt(1, UNPAID, overdue=False, under_review=False, booted=True)
OVERDUE = Debt(2, UNPAID, overdue=True, under_review=False, booted=False)

ANY_DEBT = st.builds(
    Debt,
    st.integers(1, 99),
    st.sampled_from(ViolationStatus),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
ANY_DEBTS = st.lists(ANY_DEBT, max_size=6)


@pytest.mark.parametrize(
    ("status", "flags", "require_overdue"),
    list(product(ViolationStatus, product([False, True], repeat=5), [False, True])),
)
def test_a_debt_is_required_exactly_when_the_product_says_so(
    status: ViolationStatus, flags: tuple[bool, bool, bool, bool, bool], require_overdue: bool
) -> None:
    overdue, under_review, booted, same_vehicle, same_account = flags
    debt = Debt(1, status, overdue, under_review, booted, same_vehicle, same_account)
    expected = False
    if status in (UNPAID, PROMISED):
        if booted:
            expected = True
        elif require_overdue and (same_vehicle or same_account):
            expected = overdue and not under_review
    assert required([debt], require_overdue) == ((debt,) if expected else ())
    assert may_release([debt], require_overdue) is not expected


def test_a_booted_ticket_holds_the_boot_even_under_review() -> None:
    assert not may_release([replace(BOOTED, under_review=True)], require_overdue=False)


def test_a_promise_of_cash_releases_nothing() -> None:
    assert not may_release([replace(BOOTED, status=PROMISED)], require_overdue=False)
    assert may_release([replace(BOOTED, status=PAID)], require_overdue=False)


def test_an_overdue_ticket_is_required_only_under_the_stored_rule() -> None:
    debts = [replace(BOOTED, status=PAID), OVERDUE]
    assert may_release(debts, require_overdue=False)
    assert not may_release(debts, require_overdue=True)
    assert may_release([debts[0], replace(OVERDUE, under_review=True)], require_overdue=True)


def test_a_ticket_of_the_account_counts_only_if_the_car_belongs_to_it() -> None:
    elsewhere = replace(OVERDUE, same_vehicle=False)
    assert may_release([elsewhere], require_overdue=True)
    inside = replace(elsewhere, same_account_and_vehicle_in_account=True)
    assert not may_release([inside], require_overdue=True)


def test_nothing_owed_releases_without_a_payment() -> None:
    assert may_release([], require_overdue=True)


@given(ANY_DEBTS, st.booleans(), st.sampled_from([PAID, VOID]), st.data())
def test_settling_one_more_ticket_never_takes_a_release_back(
    debts: list[Debt], require_overdue: bool, end: ViolationStatus, data: st.DataObject
) -> None:
    chosen = data.draw(st.integers(0, max(0, len(debts) - 1)))
    after = [replace(d, status=end) if at == chosen else d for at, d in enumerate(debts)]
    assert len(required(after, require_overdue)) <= len(required(debts, require_overdue))
    if may_release(debts, require_overdue):
        assert may_release(after, require_overdue)


@given(ANY_DEBTS, st.booleans(), st.data())
def test_promising_to_pay_never_changes_the_answer(
    debts: list[Debt], require_overdue: bool, data: st.DataObject
) -> None:
    promising = [
        replace(d, status=PROMISED) if d.status is UNPAID and data.draw(st.booleans()) else d
        for d in debts
    ]
    assert may_release(promising, require_overdue) is may_release(debts, require_overdue)


@given(ANY_DEBTS)
def test_the_stricter_rule_requires_everything_the_milder_one_does(debts: list[Debt]) -> None:
    assert set(required(debts, require_overdue=False)) <= set(required(debts, require_overdue=True))


@given(ANY_DEBTS, st.booleans())
def test_paying_what_is_required_and_only_that_releases(
    debts: list[Debt], require_overdue: bool
) -> None:
    needed = required(debts, require_overdue)
    after = [replace(d, status=PAID) if d in needed else d for d in debts]
    assert may_release(after, require_overdue)


@pytest.mark.parametrize("basis", list(ReleaseBasis))
def test_the_office_says_what_becomes_of_the_debt(basis: ReleaseBasis) -> None:
    if basis is ReleaseBasis.paid:
        with pytest.raises(Invalid, match="another look") as refusal:
            debt_choice(basis, DebtChoice.stays)
        assert "basis" in refusal.value.fields
    elif basis in (ReleaseBasis.wrong_vehicle, ReleaseBasis.device_fault):
        assert basis in ALWAYS_WAIVED
        assert debt_choice(basis, None) is DebtChoice.waived
        assert debt_choice(basis, DebtChoice.stays) is DebtChoice.waived
    else:
        assert [debt_choice(basis, choice) for choice in DebtChoice] == list(DebtChoice)
        with pytest.raises(Invalid) as refusal:
            debt_choice(basis, None)
        assert "debt" in refusal.value.fields


def test_every_basis_has_a_word_and_people_choose_all_but_paid() -> None:
    assert set(BASIS_WORDS) == set(ReleaseBasis)
    assert set(DEBT_WORDS) == set(DebtChoice)
    assert set(CHOSEN_BASES) == set(ReleaseBasis) - {ReleaseBasis.paid}
