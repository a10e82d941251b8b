"""What became of the money just taken at the counter."""

from dataclasses import dataclass

from app.rules.money.payment_ways import COUNTER
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.money.payment import Payment


@dataclass(frozen=True)
class FreedBoot:
    """A boot this money released."""

    boot_id: int
    boot_name: str


@dataclass(frozen=True)
class Taken:
    """`by_hand`: no email was given, so staff hand the code over."""

    payment_id: int
    amount_cents: int
    currency: str
    way: str
    by_hand: bool
    freed: tuple[FreedBoot, ...]


async def taken_for(vehicle_id: int, payment_id: int) -> Taken | None:
    """The settled counter payment of this car, or None."""
    row = (
        await Payment.select(
            Payment.captured_cents, Payment.currency, Payment.method, Payment.email
        )
        .where(
            Payment.id == payment_id,
            Payment.vehicle == vehicle_id,
            Payment.provider == COUNTER,
            Payment.status == "settled",
        )
        .first()
    )
    if row is None:
        return None
    one = BootAssignment
    freed = await one.select(one.boot, one.boot.name).where(one.release_payment_id == payment_id)
    return Taken(
        payment_id=payment_id,
        amount_cents=row["captured_cents"],
        currency=row["currency"],
        way=row["method"],
        by_hand=not row["email"],
        freed=tuple(FreedBoot(boot["boot"], boot["boot.name"]) for boot in freed),
    )
