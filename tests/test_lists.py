"""What a list becomes on a phone is drawn, and each drawing has exactly the cells of its rows."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STACK = (ROOT / "static/css/stack.css").read_text()
STAFF = (ROOT / "static/css/staff.css").read_text()
# Each kind that is drawn, and where its rows are written.
DRAWN = {
    "board": ("dashboard/_row.html",),
    "tickets": ("components/tickets.html",),
    "audit": ("audit/list.html",),
    "groups": ("mail_texts/list.html",),
    "prices": ("offences/list.html",),
    "inventory": ("boots/list.html", "search/show.html"),
}
# The board's rows are written once and drawn one by one, before its table.
ROWS_OF_THE_BOARD = re.compile(r"<tr id=.*?</tr>", re.DOTALL)


def rows_of(kind: str, template: str) -> str:
    """The rows of the list of this kind, without its head."""
    text = (ROOT / "templates" / template).read_text()
    if kind == "board":
        rows = ROWS_OF_THE_BOARD.search(text)
    else:
        rows = re.search(rf'class="rows stack {kind}\b.*?</thead>(.*?)</table>', text, re.DOTALL)
    assert rows, template
    return rows[0] if kind == "board" else rows[1]


def cells_of(kind: str) -> set[str]:
    """The names of the cells; a cell without a name fails."""
    names: set[str] = set()
    for template in DRAWN[kind]:
        for cell in re.findall(r"<t[dh]\b[^>]*>", rows_of(kind, template)):
            named = re.search(r'data-cell="(\w+)"', cell)
            assert named, f"{template}: {cell} has no name and no place in the drawing"
            names.add(named[1])
    return names


def drawings_of(kind: str) -> list[set[str]]:
    """The names in each drawing of this kind, one for each width."""
    rules = re.findall(rf"\.{kind} tr {{[^}}]*grid-template:([^}}]*)}}", STACK)
    return [
        {n for row in re.findall(r'"([^"]+)"', rule) for n in row.split()} - {"."} for rule in rules
    ]


@pytest.mark.parametrize("kind", DRAWN)
def test_a_drawing_has_every_cell_of_its_list(kind: str) -> None:
    cells, drawings = cells_of(kind), drawings_of(kind)
    # What lies in the room of another cell says so in a rule of its own.
    lodgers = set(re.findall(rf'\.{kind} \[data-cell="(\w+)"\] {{ grid-area:', STACK))
    assert drawings
    for drawing in drawings:
        assert drawing <= cells
        assert cells - drawing <= lodgers


def test_every_name_in_a_drawing_is_the_name_of_a_cell() -> None:
    named = dict(re.findall(r'^  \[data-cell="(\w+)"\] { --cell: (\w+); }', STACK, re.MULTILINE))
    assert all(name == place for name, place in named.items())
    assert set(named) == set().union(*(cells_of(kind) for kind in DRAWN))


def test_no_rule_counts_the_cells_of_a_row() -> None:
    counted = r"\b(?:t[dh]|col)\b[^\s,{]*:(?:nth-|first-child|last-child|only-child)"
    assert re.findall(counted, STACK) == []
    # The last word of a head may break; that is so for every list, whatever it ends with.
    assert re.findall(counted, STAFF.replace(".rows thead th:last-child", "")) == []
