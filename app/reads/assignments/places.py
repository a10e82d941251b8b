"""Where boots are brought back."""

from dataclasses import dataclass

from app.tables.boots.drop_off import DropOff


@dataclass(frozen=True)
class Place:
    """A drop-off location in use."""

    place_id: int
    name: str


async def places() -> tuple[Place, ...]:
    """The active drop-off locations by name."""
    rows = (
        await DropOff.select(DropOff.id, DropOff.name)
        .where(DropOff.active.eq(True))
        .order_by(DropOff.name)
    )
    return tuple(Place(row["id"], row["name"]) for row in rows)
