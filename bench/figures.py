"""What was measured beside what was promised, as a table people can read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One promise of the target table and how it came out; `kept` is the verdict."""

    name: str
    target: str
    measured: str
    ratio: float | None
    kept: bool


def table(figures: list[Figure]) -> str:
    """A Markdown table, one line a promise."""
    lines = ["| | target | measured | ratio | verdict |", "|---|---|---|---|---|"]
    for figure in figures:
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
        verdict = "green" if figure.kept else "**RED**"
        lines.append(
            f"| {figure.name} | {figure.target} | {figure.measured} | {ratio} | {verdict} |"
        )
    return "\n".join(lines) + "\n"


def median(values: list[float]) -> float:
    """The middle value: one disturbed round must not decide."""
    return sorted(values)[len(values) // 2]


def percentile(values: list[float], share: float) -> float:
    """The value that `share` (0 to 1) of all values do not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
