"""Where a boot is brought back."""

from dataclasses import dataclass

from app.tables.boots.drop_off import DropOff

# Written out, because a driver waits for the letter (target P4).
_FIRST = "SELECT name, address, hours FROM drop_off WHERE active ORDER BY id LIMIT 1"


@dataclass(frozen=True)
class ReturnPlace:
    """A drop-off location as drivers read it."""

    name: str
    address: str
    hours: str


async def drop_off() -> ReturnPlace | None:
    """The first active drop-off location, or None when none has been set up."""
    rows = await DropOff.raw(_FIRST)
    return ReturnPlace(**rows[0]) if rows else None
