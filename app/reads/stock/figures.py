"""How far a stock take is, in numbers."""

from dataclasses import dataclass

from app.rules.boots.stock_take import IN_STORE, Finding
from app.tables.boots.boot import Boot
from app.tables.stock.stock_line import StockLine

STATES = tuple(sorted(state.value for state in IN_STORE))
# Our own words, written into statements.
STATES_SQL = ", ".join(f"'{state}'" for state in STATES)
_LINES = """
SELECT finding, status, old_label, COUNT(*) AS many FROM stock_line
WHERE stock_take = {} GROUP BY finding, status, old_label
"""
# NOT IN is one list to look into, also before PostgreSQL knows how long the table has grown:
# with NOT EXISTS it read the lines anew for every boot.
_NOT_YET = f"""
SELECT COUNT(*) AS many FROM boot b
WHERE b.status IN ({STATES_SQL})
    AND b.id NOT IN (
        SELECT boot FROM stock_line WHERE stock_take = {{}} AND boot IS NOT NULL)
"""  # noqa: S608


@dataclass(frozen=True)
class Figures:
    """Boots counted that stood in store, those not found, those found with another status.

    While it runs, `missing` are the boots in store not counted yet.
    """

    counted: int
    missing: int
    surprises: int
    unknown: int
    old_labels: int

    @property
    def expected(self) -> int:
        """How many boots should be there."""
        return self.counted + self.missing


async def figures(take_id: int, *, running: bool) -> Figures:
    """The numbers of one stock take (rule B18); two statements while it runs, else one."""
    lines = await StockLine.raw(_LINES, take_id)
    found = {Finding.missing: 0, Finding.unknown: 0}
    counted = surprises = old_labels = 0
    for line in lines:
        many = int(line["many"])
        if line["finding"] != Finding.counted:
            found[Finding(line["finding"])] += many
            continue
        if line["status"] in STATES:
            counted += many
        else:
            surprises += many
        old_labels += many if line["old_label"] else 0
    missing = found[Finding.missing]
    if running:
        missing = int((await Boot.raw(_NOT_YET, take_id))[0]["many"])
    return Figures(counted, missing, surprises, found[Finding.unknown], old_labels)
