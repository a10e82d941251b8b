"""Chooses the largest type that keeps a text inside its box, without measuring fonts."""

import unicodedata

# Widths in em of a wide bold face (DejaVu Sans Bold), so that narrower faces fit as well.
_WIDE = frozenset("WM@%mwŒœÆæ—…")
_NARROW = dict.fromkeys("iIjlft.,:;'!|()[]/\\- r’", 0.5)
_LINE_HEIGHT = 1.15


def fitting_size_mm(
    text: str, *, width_mm: float, height_mm: float, largest_mm: float, smallest_mm: float = 1.5
) -> float:
    """Return a type size in mm at which `text`, broken between and inside words, fits the box.

    Lines are 1.15 high. Texts that fit at no size get `smallest_mm`.
    """
    size = largest_mm
    while size > smallest_mm:
        if _lines(text, width_mm / size) * size * _LINE_HEIGHT <= height_mm:
            return round(size, 2)
        size *= 0.95
    return smallest_mm


def _lines(text: str, width_em: float) -> int:
    """Count the lines of a greedy setting; a word longer than a line is broken."""
    lines, used = 1, 0.0
    for word in text.split():
        width = sum(_width(letter) for letter in word)
        gap = 0.4 if used else 0.0
        if used + gap + width <= width_em:
            used += gap + width
        elif width <= width_em:
            lines, used = lines + 1, width
        else:
            if used:
                lines, used = lines + 1, 0.0
            for letter in word:
                if used + _width(letter) > width_em:
                    lines, used = lines + 1, 0.0
                used += _width(letter)
    return lines


def _width(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    # An accent makes no letter wider.
    plain = unicodedata.normalize("NFD", letter)[0]
    if plain in _WIDE or unicodedata.east_asian_width(plain) in "WF":
        return 1.11
    return _NARROW.get(plain, 0.85 if plain.isupper() else 0.75)
