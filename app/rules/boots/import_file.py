"""Reads a list of boots as spreadsheets write it: any order of columns, comma or semicolon."""

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from app.rules.errors import Invalid
from app.rules.wording import N_

MOST_ROWS = 2000
MOST_IMPORT_BYTES = 400_000
# Where the problem of a whole file is shown.
FIELD = "file"
# A comma is the usual one; semicolons come from spreadsheets set to French, tabs from pasting.
_DELIMITERS = ",;\t"
# In English and in French, whoever sends the list.
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "name": ("name", "boot name", "boot", "nom", "nom du sabot", "sabot"),
        "code": (
            "code",
            "release code",
            "boot release code",
            "code de libération",
            "code de libération du sabot",
        ),
        "model": ("model", "modèle"),
        "colour": ("colour", "color", "couleur"),
        "serial": ("serial", "serial number", "numéro de série"),
        "notes": ("notes", "note"),
        "replacement_value": ("replacement value", "value", "valeur de remplacement", "valeur"),
    }
)
_COLUMN_OF = {heading: column for column, names in COLUMNS.items() for heading in names}


@dataclass(frozen=True)
class ImportRow:
    """One boot as written; `number` is the row's number in a spreadsheet, headings being row 1.

    `surplus` says that the row has more cells than there are headings.
    """

    number: int
    cells: Mapping[str, str] = field(repr=False)
    surplus: bool = False


def import_text(content: bytes) -> str:
    """The text of an uploaded file, UTF-8 with or without a mark. Raises `Invalid` on `file`."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # From None: the error carries the bytes, and the bytes hold codes (rule C1).
        raise _refused(N_("This file is not UTF-8 text. Save it as “CSV UTF-8”.")) from None


def read_import(text: str) -> tuple[ImportRow, ...]:
    """The rows below the headings, empty ones left out (rule B17).

    Raises `Invalid` on `file` for what concerns the file as a whole. No message repeats a cell:
    without headings the first row holds a code (rule C1).
    """
    text = text.removeprefix("\ufeff")
    if "\x00" in text:
        raise _refused(N_("This is not a CSV file. Save your list as “CSV UTF-8”."))
    if len(text.encode(errors="replace")) > MOST_IMPORT_BYTES:
        raise _refused(N_("This is too long. Send the boots in several parts."))
    lines = _lines(text)
    if not lines:
        raise _refused(N_("There is nothing in it. The first row holds the headings."))
    (_, first), *rest = lines
    columns = _columns(first)
    if not rest:
        raise _refused(N_("There is no boot below the headings."))
    if len(rest) > MOST_ROWS:
        raise _refused(N_("At most 2,000 boots at once. Send them in several parts."))
    return tuple(
        ImportRow(
            number,
            {column: cell.strip() for column, cell in zip(columns, cells, strict=False)},
            surplus=any(cell.strip() for cell in cells[len(columns) :]),
        )
        for number, cells in rest
    )


def _lines(text: str) -> list[tuple[int, list[str]]]:
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[tuple[int, list[str]]] = []
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cell.strip() for cell in cells):
                lines.append((number, cells))
    except csv.Error:
        raise Invalid(
            fields={FIELD: N_("A quotation mark is out of place after row {row}.")},
            params={"row": lines[-1][0] if lines else 0},
        ) from None
    return lines


def _columns(cells: Sequence[str]) -> list[str]:
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    found = [_COLUMN_OF.get(_heading(cell)) for cell in cells]
    if "name" not in found or "code" not in found:
        raise _refused(
            N_("The first row must hold the headings, with Name and Boot Release Code among them.")
        )
    columns: list[str] = []
    for place, column in enumerate(found, start=1):
        if column is None:
            raise Invalid(
                fields={FIELD: N_("The heading of column {column} is not one of those below.")},
                params={"column": place},
            )
        if column in columns:
            raise Invalid(
                fields={FIELD: N_("Column {column} has the same heading as one before.")},
                params={"column": place},
            )
        columns.append(column)
    return columns


def _heading(cell: str) -> str:
    # Some computers write é as e and an accent.
    text = unicodedata.normalize("NFC", cell).replace("_", " ")
    return " ".join(text.casefold().split())


def _refused(message: str) -> Invalid:
    return Invalid(fields={FIELD: message})
