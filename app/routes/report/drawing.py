"""Where the bars, lines and labels of a chart stand: numbers for SVG, no words and no colours."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 400, 190
TOP, BASE = 22, 164
_ENDS = (1, 2, 4, 6, 8, 10, 12, 16, 20, 24, 30, 40, 50, 60, 80, 100)
ROW, LABEL, ROW_END = 22, 142, 345


@dataclass(frozen=True)
class Bar:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Mark:
    """A line across the chart, and the value it stands for."""

    y: float
    value: int


@dataclass(frozen=True)
class Tick:
    """A label below: for which part, where, and which end of the text stands there."""

    part: int
    x: float
    anchor: str


@dataclass(frozen=True)
class Columns:
    """Bars side by side; `second` stands on `first`, or hangs below the zero line."""

    first: tuple[Bar, ...]
    second: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    zero: float


@dataclass(frozen=True)
class Area:
    """A stepped line with the ground below it, as the `d` of two paths."""

    line: str
    ground: str
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    zero: float


@dataclass(frozen=True)
class Row:
    """A bar lying beside its label; `text` is the y of both texts."""

    bar: Bar
    text: float


def stacked(first: Sequence[int], second: Sequence[int]) -> Columns:
    """`second` on top of `first`."""
    top = _round_up(max(map(sum, zip(first, second, strict=True)), default=0))
    lower, upper = [], []
    for part, (one, other) in enumerate(zip(first, second, strict=True)):
        x, width = _place(part, len(first))
        lower.append(_bar(x, width, 0, one, top))
        upper.append(_bar(x, width, one, one + other, top))
    return Columns(_drawn(lower), _drawn(upper), _marks(top), _ticks(len(first)), BASE)


def mirrored(up: Sequence[int], down: Sequence[int]) -> Columns:
    """`up` above the zero line and `down` below it, to the same scale."""
    above, below = (_round_up(max(values, default=0)) for values in (up, down))
    below = below if any(down) else 0
    step = (BASE - TOP) / ((above + below) or 1)
    zero = round(TOP + above * step, 1)
    upper, lower = [], []
    for part, (one, other) in enumerate(zip(up, down, strict=True)):
        x, width = _place(part, len(up))
        upper.append(Bar(x, round(zero - one * step, 1), width, round(one * step, 1)))
        lower.append(Bar(x, zero, width, round(other * step, 1)))
    marks = (Mark(TOP, above),)
    return Columns(_drawn(upper), _drawn(lower), marks, _ticks(len(up)), zero)


def area(values: Sequence[int]) -> Area:
    """One step a value."""
    top = _round_up(max(values, default=0))
    width = WIDTH / max(1, len(values))
    path = []
    for part, value in enumerate(values):
        y = _height(value, top)
        path.append(f"{part * width:.1f},{y} {(part + 1) * width:.1f},{y}")
    line = f"M{' L'.join(path)}"
    return Area(line, f"{line} L{WIDTH},{BASE} L0,{BASE} Z", _marks(top), _ticks(len(values)), BASE)


def lying(values: Sequence[int]) -> tuple[Row, ...]:
    """One bar a value, from the top down."""
    most = max(values, default=0) or 1
    return tuple(
        Row(
            Bar(
                LABEL, TOP - 18 + number * ROW, round((ROW_END - LABEL) * value / most, 1), ROW - 6
            ),
            TOP - 6 + number * ROW,
        )
        for number, value in enumerate(values)
    )


def _round_up(value: int) -> int:
    """The next round number a scale can end with; its half is round too, but for 1."""
    power = 1
    while value > 100 * power:
        power *= 10
    return next(step * power for step in _ENDS if value <= step * power)


def _height(value: int, top: int) -> float:
    return round(BASE - (BASE - TOP) * value / top, 1)


def _bar(x: float, width: float, low: int, high: int, top: int) -> Bar:
    y = _height(high, top)
    return Bar(x, y, width, round(_height(low, top) - y, 1))


def _place(part: int, count: int) -> tuple[float, float]:
    step = WIDTH / count
    width = min(step * 0.8, 40)
    return round(part * step + (step - width) / 2, 1), round(width, 1)


def _drawn(bars: Sequence[Bar]) -> tuple[Bar, ...]:
    return tuple(bar for bar in bars if bar.height > 0)


def _marks(top: int) -> tuple[Mark, ...]:
    values = (top, top // 2) if top % 2 == 0 else (top,)
    return tuple(Mark(_height(value, top), value) for value in values)


def _ticks(count: int) -> tuple[Tick, ...]:
    if count < 3:
        first = Tick(0, 0, "start")
        return (first, Tick(1, WIDTH, "end")) if count == 2 else (first,)
    middle = count // 2
    x, width = _place(middle, count)
    return (
        Tick(0, 0, "start"),
        Tick(middle, round(x + width / 2, 1), "middle"),
        Tick(count - 1, WIDTH, "end"),
    )
