"""Which names cannot be given to another boot."""

from collections.abc import Collection

from app.tables.boots.boot import Boot


async def names_in_use(keys: Collection[str]) -> frozenset[str]:
    """Those of `keys` (`name_key`) that boots not retired have (rule B13)."""
    if not keys:
        return frozenset()
    rows = await Boot.select(Boot.name_key).where(
        Boot.name_key.is_in(list(keys)), Boot.out_reason != "retired"
    )
    return frozenset(row["name_key"] for row in rows)
