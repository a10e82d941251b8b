"""The Apply Boot list: boots that are really available."""

from dataclasses import dataclass

from piccolo.columns.combination import WhereRaw
from piccolo.query.functions.aggregate import Count

from app.rules.boots.names import name_key
from app.rules.boots.states import BootStatus
from app.tables.boots.boot import Boot

AT_ONCE = 50


@dataclass(frozen=True)
class AvailableBoots:
    """The first boots by name as (id, name), and how many match in all."""

    boots: tuple[tuple[int, str], ...]
    total: int


async def available_boots(search: str, limit: int = AT_ONCE) -> AvailableBoots:
    """Available boots whose name contains `search` in any case (rule V12); by name."""
    query = Boot.select(Boot.id, Boot.name).where(Boot.status == BootStatus.available.value)
    count = Boot.select(Count()).where(Boot.status == BootStatus.available.value)
    if search:
        wanted = name_key(" ".join(search.split()))
        for sign in "!%_":
            wanted = wanted.replace(sign, f"!{sign}")
        # SQLite has no escape sign by default.
        matches = WhereRaw("name_key LIKE {} ESCAPE '!'", f"%{wanted}%")
        query, count = query.where(matches), count.where(matches)
    rows = await query.order_by(Boot.name_key).order_by(Boot.id).limit(limit + 1)
    # The usual store room fits on the list: counted only when it does not.
    total = len(rows) if len(rows) <= limit else int((await count)[0]["count"])
    return AvailableBoots(tuple((row["id"], row["name"]) for row in rows[:limit]), total)
