"""Where a boot is brought back."""

from dataclasses import dataclass

from app.tables.boots.drop_off import DropOff


@dataclass(frozen=True)
class ReturnPlace:
    """A drop-off location as drivers read it."""

    name: str
    address: str
    hours: str


async def drop_off() -> ReturnPlace | None:
    """The first active drop-off location, or None when none has been set up."""
    row = (
        await DropOff.select(DropOff.name, DropOff.address, DropOff.hours)
        .where(DropOff.active.eq(True))
        .order_by(DropOff.id)
        .first()
    )
    return ReturnPlace(**row) if row else None
