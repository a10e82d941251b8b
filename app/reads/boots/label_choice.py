"""Which boots are chosen for labels: by their boxes, or all of a search and a filter."""

from dataclasses import dataclass
from typing import Any

from app.reads.boots.inventory import matching
from app.rules.boots.states import BootStatus, OutReason
from app.tables.boots.boot import Boot

_NAMES_SHOWN = 6


@dataclass(frozen=True)
class LabelChoice:
    """The boots in the order of their names, without the retired ones; the first few by name."""

    boot_ids: tuple[int, ...]
    names: tuple[str, ...]
    retired: int

    @property
    def more(self) -> int:
        """How many are not named."""
        return len(self.boot_ids) - len(self.names)


async def chosen_boots(boot_ids: list[int]) -> LabelChoice:
    """The boots with these ids, as far as they exist."""
    return _choice(await _boots().where(Boot.id.is_in(boot_ids)) if boot_ids else [])


async def all_boots(search: str, status: BootStatus | None) -> LabelChoice:
    """Every boot that the list shows for this search and status."""
    query = _boots()
    found = matching(search)
    if found is not None:
        query = query.where(found)
    if status is not None:
        query = query.where(Boot.status == status.value)
    return _choice(await query)


def _boots() -> Any:
    return Boot.select(Boot.id, Boot.name, Boot.out_reason).order_by(Boot.name_key, Boot.id)


def _choice(rows: list[dict[str, Any]]) -> LabelChoice:
    kept = [row for row in rows if row["out_reason"] != OutReason.retired.value]
    return LabelChoice(
        boot_ids=tuple(row["id"] for row in kept),
        names=tuple(row["name"] for row in kept[:_NAMES_SHOWN]),
        retired=len(rows) - len(kept),
    )
