"""A boot on its way back, a clock that can be moved, and a worker that keeps what is due."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine

from app.actions.assignments.remind_return import remind_return
from app.actions.outbox.keep_promise import Keeper, keep_promise
from app.actions.outbox.lease_due import lease_due
from app.actions.outbox.send_mail import send_mail
from app.actions.steps.assignments.bring_back import Return
from app.reads.assignments.conditions import ReturnCondition
from app.rules.outbox.effects import Effect
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.mail import Mail
from tests.conftest import RecordingBells
from tests.integration.outbox.test_send_mail import PretendPostman, desk
from tests.integration.payments.conftest import Kerb, booted

START = datetime(2026, 5, 4, 15, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SOON = timedelta(seconds=3)
GOOD = Return(ReturnCondition.good)


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(START, tick=False) as travelling:
        yield travelling


@pytest.fixture
async def case(clock: Any, app_db: str, bells: RecordingBells) -> Kerb:
    """Paid at 15:00, so due at 15:00 the next day; the code arrived three seconds later."""
    kerb = await booted(bells)
    await kerb.pay()
    clock.move_to(START + SOON)
    await keep(kerb, PretendPostman())
    return kerb


async def keep(kerb: Kerb, postman: PretendPostman) -> None:
    """Keep what is due, as a worker does."""

    async def send(mail_id: int) -> None:
        await send_mail(mail_id, postman, desk(), kerb.bells, domain="example.com")

    keepers: Mapping[Effect, Keeper] = {
        Effect.SEND_MAIL: send,
        Effect.REMIND_RETURN: partial(remind_return, kerb.bells),
    }
    for queue in ("release", "mail", "mail"):
        for promise in await lease_due(queue, 20):
            await keep_promise(promise, keepers)


async def reminders() -> list[dict[str, Any]]:
    return await Mail.select().where(Mail.kind == "return_reminder").order_by(Mail.id)


async def times() -> dict[str, Any]:
    row = await BootAssignment.select().first()
    assert row is not None
    return row
