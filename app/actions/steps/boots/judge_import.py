"""Say of every row of an import what would be made of it, or everything that is wrong with it."""

from collections import Counter
from dataclasses import dataclass, replace

from app.actions.steps.boots.clean_boot import BootFacts, clean_boot
from app.reads.boots.names_in_use import names_in_use
from app.rules.boots.import_file import ImportRow, read_import
from app.rules.boots.names import NAME_IN_USE, name_key
from app.rules.errors import Invalid
from app.rules.money.cents import MOST_CENTS, cents_from_text
from app.rules.wording import N_


@dataclass(frozen=True)
class JudgedRow:
    """One row; `facts` are clean when there is no problem, else as written.

    `problems` are pairs of column and msgid; `value` is the replacement value as written.
    """

    number: int
    facts: BootFacts
    value: str
    problems: tuple[tuple[str, str], ...] = ()


async def judge_import(text: str) -> tuple[JudgedRow, ...]:
    """Every row in the order of the file; nothing is stored (rules B13, B17 and C3).

    Raises `Invalid` on `file` when the file cannot be read at all.
    """
    judged = [_judge(row) for row in read_import(text)]
    keys = Counter(_key(row) for row in judged)
    taken = await names_in_use([key for key in keys if key])
    return tuple(_beside_others(row, keys, taken) for row in judged)


def _judge(row: ImportRow) -> JudgedRow:
    cells = dict(row.cells)
    value = cells.pop("replacement_value", "")
    problems: dict[str, str] = {}
    cents = None
    try:
        cents = cents_from_text(value, "replacement_value") if value else None
        if cents is not None and cents > MOST_CENTS:
            problems["replacement_value"] = N_("Enter an amount like 45.00.")
    except Invalid as error:
        problems |= error.fields
    facts = BootFacts(**{"name": "", **cells}, replacement_cents=cents)
    try:
        facts = clean_boot(facts, code_required=True)
    except Invalid as error:
        problems = {**error.fields, **problems}
    if row.surplus:
        problems[""] = N_("There are more cells than headings.")
    return JudgedRow(row.number, facts, value, tuple(problems.items()))


def _beside_others(row: JudgedRow, keys: Counter[str], taken: frozenset[str]) -> JudgedRow:
    key, more = _key(row), []
    if key and keys[key] > 1:
        more.append(("name", N_("This name is more than once in the file.")))
    if key in taken:
        more.append(("name", NAME_IN_USE))
    return replace(row, problems=(*row.problems, *more)) if more else row


def _key(row: JudgedRow) -> str:
    return name_key(" ".join(row.facts.name.split()))
