"""The papers that labels are printed on: how large a label is and where it lies on its sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from app.rules.wording import N_


class LabelFormat(StrEnum):
    """The papers offered."""

    single = "single"
    roll62 = "roll62"
    label4x6 = "label4x6"
    sheet_a4 = "sheet_a4"
    sheet_letter = "sheet_letter"


@dataclass(frozen=True)
class Paper:
    """A page and the labels on it, all in mm; a page of one label is that label.

    `left` and `top` are where the first label begins, `across` and `down` the way to the next.
    """

    page_width: float
    page_height: float
    width: float
    height: float
    columns: int = 1
    rows: int = 1
    left: float = 0.0
    top: float = 0.0
    across: float = 0.0
    down: float = 0.0

    @property
    def cells(self) -> int:
        """How many labels a page holds."""
        return self.columns * self.rows

    def corner(self, cell: int) -> tuple[float, float]:
        """Where the label in `cell` begins, counted from 0 row by row, from the top left."""
        row, column = divmod(cell, self.columns)
        return self.left + column * self.across, self.top + row * self.down


# The sheets are those sold for address labels: 8 of 99.1 x 67.7 mm, 10 of 4 x 2 inches.
PAPERS: Mapping[LabelFormat, Paper] = MappingProxyType(
    {
        LabelFormat.single: Paper(100, 60, 100, 60),
        LabelFormat.roll62: Paper(62, 100, 62, 100),
        LabelFormat.label4x6: Paper(101.6, 152.4, 101.6, 152.4),
        LabelFormat.sheet_a4: Paper(210, 297, 99.1, 67.7, 2, 4, 4.65, 13.1, 101.6, 67.7),
        LabelFormat.sheet_letter: Paper(215.9, 279.4, 101.6, 50.8, 2, 5, 3.97, 12.7, 106.36, 50.8),
    }
)
FORMAT_WORDS: Mapping[LabelFormat, str] = MappingProxyType(
    {
        LabelFormat.single: N_("Single label, 100 × 60 mm"),
        LabelFormat.roll62: N_("62 mm roll, 100 mm long"),
        LabelFormat.label4x6: N_("4 × 6 inch label"),
        LabelFormat.sheet_a4: N_("A4 sheet, 8 labels of 99 × 68 mm"),
        LabelFormat.sheet_letter: N_("Letter sheet, 10 labels of 4 × 2 inches"),
    }
)
