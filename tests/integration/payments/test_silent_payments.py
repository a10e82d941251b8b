"""With every webhook lost and the return page never opened the code still comes (target R5)."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
import time_machine

from app.actions.outbox.keep_promise import keep_promise
from app.actions.outbox.lease_due import lease_due
from app.gateways.payments.provider import NoticeKind
from app.gateways.payments.providers import Providers
from app.rules.outbox.effects import Effect
from app.settings import load_settings
from app.tables.effects.mail import Mail
from app.tables.effects.outbox import Outbox
from app.tasks.keepers import Tools, make_keepers
from tests.integration.payments.conftest import Kerb

WITHIN = timedelta(seconds=90)


async def wait_for_the_code(kerb: Kerb, start: datetime, paid_at: datetime) -> datetime:
    """Let the worker keep its promises, and nothing else happen; when the code mail is queued."""
    nobody = cast("Any", None)
    tools = Tools(Providers(kerb.provider), nobody, nobody, nobody, kerb.bells, "example.com")
    keepers = make_keepers(tools)
    sweep = timedelta(seconds=load_settings().sweep_seconds)
    ref = next(iter(kerb.provider.orders))
    for _ in range(200):
        ask = await Outbox.select().where(Outbox.kind == Effect.ASK_PROVIDER.value).first()
        # Every bell is lost as well: the sweep sees it as late as it can.
        moment = max(start, ask["due_at"]) + sweep
        if moment >= paid_at:
            kerb.provider.kinds[ref] = NoticeKind.PAID
        with time_machine.travel(moment, tick=False):
            for promise in await lease_due("money", 4):
                await keep_promise(promise, keepers)
        mail = await Mail.select(Mail.queued_at).where(Mail.kind == "release").first()
        if mail is not None:
            return cast("datetime", mail["queued_at"])
    raise AssertionError("the code never came")


@pytest.mark.parametrize("paid_after_seconds", [1, 16, 19, 32, 61, 100, 301, 900, 1500, 1790])
async def test_the_code_comes_within_90_seconds_of_paying(
    kerb: Kerb, paid_after_seconds: int
) -> None:
    start = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
    paid_at = start + timedelta(seconds=paid_after_seconds)
    with time_machine.travel(start, tick=False):
        await kerb.start()

    queued_at = await wait_for_the_code(kerb, start, paid_at)

    assert paid_at <= queued_at <= paid_at + WITHIN
