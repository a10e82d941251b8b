"""Spans of days are cut into whole parts without a gap, and never into too many."""

from datetime import date, timedelta

import pytest

from app.rules.calendar_steps import Step, calendar

FIRST = date(2026, 1, 15)


@pytest.mark.parametrize(
    ("days", "step", "begins"),
    [
        (1, Step.day, FIRST),
        (45, Step.day, FIRST),
        (46, Step.week, date(2026, 1, 12)),
        (400, Step.week, date(2026, 1, 12)),
        (401, Step.month, date(2026, 1, 1)),
        (1830, Step.month, date(2026, 1, 1)),
        (1831, Step.year, date(2026, 1, 1)),
    ],
)
def test_a_span_is_cut_into_parts_a_chart_can_show(days: int, step: Step, begins: date) -> None:
    last = FIRST + timedelta(days=days - 1)
    found = calendar(FIRST, last)
    assert (found.step, found.starts[0]) == (step, begins)
    assert found.starts[-1] <= last
    assert len(found.starts) <= 62
    assert list(found.starts) == sorted(set(found.starts))


def test_parts_follow_each_other_over_leap_days_and_new_years() -> None:
    found = calendar(date(2027, 12, 31), date(2029, 3, 1))
    assert found.step is Step.month
    assert len(found.starts) == 16
    assert found.starts[:3] == (date(2027, 12, 1), date(2028, 1, 1), date(2028, 2, 1))


def test_later_days_are_added_in_the_same_step() -> None:
    found = calendar(FIRST, FIRST, FIRST + timedelta(days=99))
    assert (found.step, len(found.starts)) == (Step.day, 100)
