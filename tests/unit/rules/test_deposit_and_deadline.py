"""What goes back of a deposit, and when a boot is late, across clock changes too."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.boots.deadlines import (
    forfeit_at,
    is_boot_overdue,
    is_late,
    judged_return_at,
    late_days,
    late_fee_cents,
    reminder_at,
    return_due_at,
)
from app.rules.boots.states import BootStatus
from app.rules.money.deposits import (
    DEDUCTION_WORDS,
    Deduction,
    DeductionKind,
    boot_fee,
    deposit_outcome,
    propose_refund,
)
from app.rules.money.fees import DiscountKind, ItemTerms
from app.rules.money.payment_states import DepositStatus

TORONTO = ZoneInfo("America/Toronto")
RELEASED_AT = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)

MOMENTS = st.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001 - Hypothesis wants naive bounds and adds the zone
    datetime(2035, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, TORONTO, ZoneInfo("Australia/Lord_Howe")]),
)
DEDUCTIONS = st.lists(
    st.builds(Deduction, st.sampled_from(DeductionKind), st.integers(0, 30_000)), max_size=5
)


def _item(fine_cents: int, *, boot: bool, void: bool = False) -> ItemTerms:
    return ItemTerms(fine_cents, boot, DiscountKind.none, 0, 0, void=void)


def test_the_boot_fee_is_the_sum_of_the_apply_boot_fines_that_are_not_void() -> None:
    items = [_item(4500, boot=False), _item(12000, boot=True), _item(300, boot=True)]
    assert boot_fee([*items, _item(9999, boot=True, void=True)]) == 12300
    assert boot_fee([]) == 0


def test_a_late_and_damaged_boot_gives_back_the_rest_line_by_line() -> None:
    late = Deduction(DeductionKind.late_return, 2000, "Two late days")
    damage = Deduction(DeductionKind.damage, 3000, "Bent arm")
    proposal = propose_refund(12000, [late, damage])
    assert proposal.lines == (late, damage)
    assert (proposal.deducted_cents, proposal.refund_cents) == (5000, 7000)
    assert proposal.outcome is DepositStatus.partly_refunded


def test_the_preview_keeps_the_line_that_says_why_nothing_is_deducted() -> None:
    in_time = Deduction(DeductionKind.late_return, 0, "Returned in time")
    proposal = propose_refund(12000, [in_time])
    assert proposal.lines == (in_time,)
    assert proposal.outcome is DepositStatus.refunded


def test_deductions_beyond_the_deposit_are_cut_to_what_is_left() -> None:
    lost = Deduction(DeductionKind.lost_boot, 50_000)
    proposal = propose_refund(12000, [Deduction(DeductionKind.late_return, 1000), lost])
    assert [line.amount_cents for line in proposal.lines] == [1000, 11000]
    assert proposal.outcome is DepositStatus.forfeited


def test_a_deposit_never_paid_has_nothing_to_give_back() -> None:
    assert propose_refund(0, []).outcome is DepositStatus.none
    assert deposit_outcome(0, 0) is DepositStatus.none


@given(st.integers(0, 100_000), DEDUCTIONS)
def test_deductions_and_refund_are_always_the_whole_deposit(
    paid_cents: int, deductions: list[Deduction]
) -> None:
    proposal = propose_refund(paid_cents, deductions)
    assert proposal.deducted_cents + proposal.refund_cents == proposal.paid_cents == paid_cents
    assert sum(line.amount_cents for line in proposal.lines) == proposal.deducted_cents
    assert 0 <= proposal.refund_cents <= paid_cents
    wanted_cents = sum(line.amount_cents for line in deductions)
    assert proposal.refund_cents == max(0, paid_cents - wanted_cents)
    assert proposal.outcome is deposit_outcome(paid_cents, proposal.refund_cents)


def test_negative_deposits_and_deductions_are_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="never negative"):
        propose_refund(-1, [])
    with pytest.raises(ValueError, match="never negative"):
        Deduction(DeductionKind.damage, -1)


def test_every_deduction_has_a_word() -> None:
    assert set(DEDUCTION_WORDS) == set(DeductionKind)


@pytest.mark.parametrize(
    ("released", "back"),
    [
        # The clock goes forward on 8 March 2026 and back on 1 November.
        (datetime(2026, 3, 7, 18, 0, tzinfo=TORONTO), datetime(2026, 3, 8, 19, 0, tzinfo=TORONTO)),
        (
            datetime(2026, 10, 31, 18, 0, tzinfo=TORONTO),
            datetime(2026, 11, 1, 17, 0, tzinfo=TORONTO),
        ),
    ],
)
def test_a_window_of_24_hours_lasts_24_hours_when_the_clock_changes(
    released: datetime, back: datetime
) -> None:
    due_at = return_due_at(released, 24)
    assert due_at == back
    assert due_at - released.astimezone(UTC) == 24 * HOUR


@given(MOMENTS, st.integers(1, 720), st.none() | MOMENTS)
def test_a_deadline_moves_later_with_the_code_and_never_earlier(
    released_at: datetime, hours: int, reached_at: datetime | None
) -> None:
    due_at = return_due_at(released_at, hours, reached_at)
    assert due_at >= return_due_at(released_at, hours)
    assert due_at.tzinfo is UTC
    starts = [moment.timestamp() for moment in (released_at, reached_at) if moment is not None]
    assert due_at.timestamp() == pytest.approx(max(starts) + hours * 3600, abs=0.001)


@given(MOMENTS, MOMENTS)
def test_late_days_count_every_started_day_and_none_in_time(due: datetime, at: datetime) -> None:
    days = late_days(due, at)
    elapsed = at.astimezone(UTC) - due.astimezone(UTC)
    assert is_late(due, at) is (elapsed > timedelta(0)) is (days > 0)
    if days:
        assert timedelta(days=days - 1) < elapsed <= timedelta(days=days)


@pytest.mark.parametrize(
    ("late_by", "days"),
    [(-SECOND, 0), (0 * SECOND, 0), (SECOND, 1), (24 * HOUR, 1), (24 * HOUR + SECOND, 2)],
)
def test_the_deadline_itself_is_in_time_and_a_second_later_a_day_has_started(
    late_by: timedelta, days: int
) -> None:
    assert late_days(RELEASED_AT, RELEASED_AT + late_by) == days


@pytest.mark.parametrize(
    ("days", "cap_cents", "fee_cents"),
    [
        (0, None, 0),
        (2, None, 2000),
        (50, None, 12000),
        (3, 2500, 2500),
        (3, 0, 0),
        (50, 90000, 50000),
    ],
)
def test_the_late_fee_stops_at_its_cap_or_at_the_deposit(
    days: int, cap_cents: int | None, fee_cents: int
) -> None:
    assert late_fee_cents(days, 1000, cap_cents, deposit_cents=12000) == fee_cents


def test_lateness_is_judged_by_the_drivers_report_first() -> None:
    reported_at, returned_at = RELEASED_AT, RELEASED_AT + 9 * HOUR
    assert judged_return_at(reported_at, returned_at) == reported_at
    assert judged_return_at(None, returned_at) == returned_at
    assert judged_return_at(None, None) is None


@pytest.mark.parametrize(
    ("window", "before", "after_release"), [(24, 4, 20), (24, 0, None), (4, 4, None), (2, 4, None)]
)
def test_a_reminder_comes_inside_the_window_or_not_at_all(
    window: int, before: int, after_release: int | None
) -> None:
    due_at = return_due_at(RELEASED_AT, window)
    expected = None if after_release is None else RELEASED_AT + after_release * HOUR
    assert reminder_at(due_at, window, before) == expected


def test_a_deposit_is_forfeited_after_whole_days_or_never() -> None:
    assert forfeit_at(RELEASED_AT, None) is None
    assert forfeit_at(RELEASED_AT, 30) == RELEASED_AT + 720 * HOUR


def test_a_time_without_a_zone_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="aware"):
        return_due_at(RELEASED_AT.replace(tzinfo=None), 24)


@pytest.mark.parametrize("status", BootStatus)
def test_only_a_released_boot_can_be_overdue(status: BootStatus) -> None:
    overdue = is_boot_overdue(status, RELEASED_AT, None, RELEASED_AT + SECOND)
    assert overdue is (status is BootStatus.released)
    assert not is_boot_overdue(status, None, None, RELEASED_AT)


@pytest.mark.parametrize(
    ("reported_after", "now_after", "overdue"),
    [
        (None, -SECOND, False),
        (None, 0 * SECOND, False),
        (None, SECOND, True),
        (-SECOND, HOUR, False),
        (0 * SECOND, HOUR, False),
        (SECOND, HOUR, True),
    ],
)
def test_a_boot_is_overdue_by_the_drivers_report_or_else_by_the_clock(
    reported_after: timedelta | None, now_after: timedelta, overdue: bool
) -> None:
    reported_at = None if reported_after is None else RELEASED_AT + reported_after
    found = is_boot_overdue(BootStatus.released, RELEASED_AT, reported_at, RELEASED_AT + now_after)
    assert found is overdue
