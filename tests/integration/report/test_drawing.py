"""Bars are as long as their numbers say, and never leave the picture."""

import pytest

from app.routes.report.drawing import BASE, HEIGHT, TOP, WIDTH, area, lying, mirrored, stacked


def test_bars_are_in_proportion_and_stand_on_each_other() -> None:
    drawn = stacked([2, 0, 4], [2, 0, 0])
    (low, high), (top,) = drawn.first, drawn.second
    assert high.height == pytest.approx(2 * low.height)
    assert top.height == pytest.approx(low.height)
    assert top.y + top.height == pytest.approx(low.y)
    assert low.y + low.height == pytest.approx(BASE)
    # Nothing is drawn where nothing is.
    assert (len(drawn.first), len(drawn.second)) == (2, 1)
    assert [mark.value for mark in drawn.marks] == [4, 2]


def test_what_came_in_and_what_went_back_have_one_scale_on_both_sides_of_zero() -> None:
    drawn = mirrored([100, 50], [50, 0])
    (most, half), (back,) = drawn.first, drawn.second
    assert most.height == pytest.approx(2 * half.height, abs=0.2)
    assert back.height == pytest.approx(half.height, abs=0.2)
    assert back.y == drawn.zero == pytest.approx(most.y + most.height, abs=0.2)


@pytest.mark.parametrize("values", [[0], [1], [7], [0, 0], [3] * 61, [999_999, 1, 100_000_000]])
def test_nothing_leaves_the_picture(values: list[int]) -> None:
    columns = (stacked(values, values), mirrored(values, values))
    rows = [row.bar for row in lying(values[:8])]
    for bar in [*rows, *(bar for one in columns for bar in (*one.first, *one.second))]:
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
        assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT
    for one in (*columns, area(values)):
        assert all(TOP <= mark.y <= BASE for mark in one.marks)
        assert {tick.part for tick in one.ticks} <= set(range(len(values)))
        assert one.ticks[-1].part == len(values) - 1


def test_a_scale_ends_with_a_round_number_a_little_above_the_highest() -> None:
    for highest, end in ((0, 1), (1, 1), (3, 4), (11, 12), (101, 120), (4_300, 5_000)):
        assert area([highest]).marks[0].value == end
        assert highest <= end
