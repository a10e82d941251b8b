"""A car at the counter: who promises, who takes the money."""

import secrets

from app.actions.payments.promise_payment import Promise, promise_payment
from app.actions.payments.take_money import Taking, take_money
from app.rules.money.payment_ways import PaymentWay
from app.rules.people.actor import Actor
from app.tables.street.violation import Violation
from tests.integration.payments.conftest import DRIVER, Kerb

TOTAL_CENTS = 165_00


async def vehicle_of(violation_id: int) -> int:
    """The car a ticket was written for."""
    row = await Violation.select(Violation.vehicle).where(Violation.id == violation_id).first()
    return int(row["vehicle"]) if row else 0


async def status_of(violation_id: int) -> str:
    """What stands of a ticket's debt."""
    row = await Violation.select(Violation.status).where(Violation.id == violation_id).first()
    return str(row["status"]) if row else ""


async def promise(kerb: Kerb, email: str = "dana@example.com", payer: str = "phone") -> int:
    """The driver says that cash will be brought."""
    return await promise_payment(DRIVER, kerb.bells, Promise(kerb.token, email, payer, "en"))


async def take(
    kerb: Kerb,
    clerk: Actor,
    *,
    email: str = "dana@example.com",
    cents: int = TOTAL_CENTS,
    key: str = "",
    way: PaymentWay = PaymentWay.cash,
    number: str = "",
    more: frozenset[int] = frozenset(),
    ticked: bool = True,
) -> int:
    """The clerk records the money for the car at the kerb."""
    return await take_money(
        clerk,
        kerb.bells,
        Taking(
            vehicle_id=await vehicle_of(kerb.violation_id),
            violation_ids=more | ({kerb.violation_id} if ticked else frozenset()),
            way=way,
            seen_cents=cents,
            form_key=key or secrets.token_hex(16),
            tender_ref=number,
            email=email,
            no_email=not email,
        ),
    )
