"""Sets a text into a box: the largest type at which it fits, and its lines."""

from collections.abc import Callable
from dataclasses import dataclass

LINE_HEIGHT = 1.15
_SMALLER = 0.95
# A word is broken rather than set smaller than this share of the largest type.
_WHOLE_WORDS_DOWN_TO = 0.3
# And rather than smaller than can be read at arm's length, in mm.
_WHOLE_WORDS_FROM = 2.0
_NARROWER = 0.97
# How wide a text is, in em.
Width = Callable[[str], float]


@dataclass(frozen=True)
class Setting:
    """`size` in mm."""

    size: float
    lines: tuple[str, ...]


def set_text(
    text: str, measure: Width, *, width: float, height: float, largest: float, smallest: float = 1.5
) -> Setting:
    """Set `text`, with whole words if that leaves it readable, else broken inside words as well.

    Box and sizes in mm. Lines are 1.15 high. A text that fits at no size is set in the smallest.
    """
    whole = max(largest * _WHOLE_WORDS_DOWN_TO, _WHOLE_WORDS_FROM)
    for breaking, least in ((False, whole), (True, smallest)):
        size = largest
        while size > least:
            lines = _lines(text, measure, width / size, breaking=breaking)
            if lines is not None and len(lines) * size * LINE_HEIGHT <= height:
                if not breaking:
                    lines = _balanced(text, measure, width / size, lines)
                return Setting(round(size, 2), tuple(lines))
            size *= _SMALLER
    return Setting(smallest, tuple(_lines(text, measure, width / smallest, breaking=True) or ()))


def _lines(text: str, measure: Width, width: float, *, breaking: bool) -> list[str] | None:
    """A greedy setting; None when a word is longer than a line and may not be broken."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if measure(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        if measure(word) <= width:
            continue
        if not breaking:
            return None
        *full, line = _broken(word, measure, width)
        lines += full
    return [*lines, line]


def _balanced(text: str, measure: Width, width: float, lines: list[str]) -> list[str]:
    """As many lines, as even as can be: no last word by itself."""
    while len(lines) > 1:
        width *= _NARROWER
        narrower = _lines(text, measure, width, breaking=False)
        if narrower is None or len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _broken(word: str, measure: Width, width: float) -> list[str]:
    parts = [""]
    for letter in word:
        if parts[-1] and measure(parts[-1] + letter) > width:
            parts.append("")
        parts[-1] += letter
    return parts
