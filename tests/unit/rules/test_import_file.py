"""A list of boots is read as spreadsheets write it (rule B17)."""

import unicodedata

import pytest

from app.rules.boots.import_file import MOST_ROWS, import_text, read_import
from app.rules.errors import Invalid


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_commas_semicolons_and_tabs_part_cells_in_any_order_of_columns(sign: str, end: str) -> None:
    lines = [
        ["Color", "BOOT RELEASE  CODE", "replacement_value", "Name"],
        ["red", "1", "45", " A "],
    ]
    text = end.join(sign.join(cells) for cells in lines)
    [row] = read_import(text)
    assert row.cells == {"colour": "red", "code": "1", "replacement_value": "45", "name": "A"}
    assert row.number == 2


def test_a_french_spreadsheet_names_its_columns_in_french() -> None:
    headings = "Nom;Code de libération;Modèle;Couleur;Numéro de série;Notes;Valeur de remplacement"
    cells = {
        "name": "A",
        "code": "1",
        "model": "M",
        "colour": "rouge",
        "serial": "S",
        "notes": "",
        "replacement_value": "45,00",
    }
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize(form, headings) + "\nA;1;M;rouge;S;;45,00"
        assert read_import(text)[0].cells == cells, form


def test_a_mark_at_the_start_is_no_part_of_the_first_heading() -> None:
    text = import_text(b"\xef\xbb\xbfName,Code\nCaf\xc3\xa9,1")
    assert read_import(text)[0].cells["name"] == "Café"
    assert read_import("\ufeffName,Code\nA,1")[0].cells["name"] == "A"


def test_rows_keep_the_number_a_spreadsheet_shows_whatever_is_empty_or_folded() -> None:
    rows = read_import('Name,Code,Notes,\n\nA,1,"two\nlines",\n,,,\nB,2\nC,3,,more')
    assert [(row.number, row.cells["name"], row.surplus) for row in rows] == [
        (3, "A", False),
        (5, "B", False),
        (6, "C", True),
    ]
    assert rows[0].cells["notes"] == "two\nlines"
    assert "notes" not in rows[1].cells


def test_as_many_rows_as_are_said_are_read_and_not_one_more() -> None:
    text = "Name,Code\n" + "A,1\n" * MOST_ROWS
    assert len(read_import(text)) == MOST_ROWS
    with pytest.raises(Invalid):
        read_import(text + "A,1\n")


def test_neither_a_refusal_nor_a_printed_row_repeats_a_cell() -> None:
    [row] = read_import("Name,Code\nA,SECRET-1")
    assert "SECRET" not in repr(row)
    for text in ("A,SECRET-1\nB,SECRET-2", "Name,Code,SECRET-1\nA,1,1", 'Name,Code\n"A,SECRET-1'):
        with pytest.raises(Invalid) as refusal:
            read_import(text)
        assert "SECRET" not in f"{refusal.value.fields}{refusal.value.params}"
        assert refusal.value.__cause__ is None
