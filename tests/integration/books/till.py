"""One booted car for the state machine: its provider, its crashes, a database for each run."""

import asyncio
import contextlib
import dataclasses
import itertools
import shutil
from collections.abc import Coroutine, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from app.actions.steps.refunds.want_refund import MORE_THAN_PAID
from app.db import close_database, database, open_database
from app.reads.settings.system_settings import forget_cached_settings
from app.rules.errors import BootkeeperError, Conflict, NeverWill, NotYet, Taken
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from tests.conftest import RecordingBells
from tests.databases import Databases
from tests.factories import a_staff, a_violation, switch
from tests.integration.books.shop import PowerCut, Shop
from tests.integration.counter.arrange import vehicle_of
from tests.integration.payments.conftest import Kerb, booted
from tests.servers import PostgresServer

_numbers = itertools.count(1)


@dataclasses.dataclass
class Till:
    """The kerb, staff, and an old overdue ticket of the same car that must be paid too."""

    kerb: Kerb
    office: Actor
    admin: Actor
    vehicle_id: int
    old_ticket: int


async def arrange() -> Till:
    """Make the car, its two tickets and the office."""
    await switch(require_overdue_paid="true", lost_boot_fee_cents="5000")
    old = await a_violation(issued_at=datetime.now(UTC) - timedelta(days=60), late_cents=5_00)
    kerb = await booted(RecordingBells())
    return Till(
        kerb,
        await a_staff(Role.office),
        await a_staff(Role.admin),
        await vehicle_of(kerb.violation_id),
        old.violation_id,
    )


class Copies:
    """Databases that all begin with one arranged till."""

    def __init__(self, databases: Databases, server: PostgresServer | None) -> None:
        self._databases, self._server = databases, server
        self._url = databases.fresh()
        forget_cached_settings()
        self.till = asyncio.run(self._arrange())

    async def _arrange(self) -> Till:
        await open_database()
        try:
            return await arrange()
        finally:
            await close_database()

    def fresh(self) -> Till:
        """Point to a new copy; the provider is new too."""
        name = f"till_{next(_numbers)}"
        if self._server is None:
            path = self._url.removeprefix("sqlite:///")
            copy = path.replace(".sqlite", f"_{name}.sqlite")
            shutil.copy(path, copy)
            self._databases.point_to(f"sqlite:///{copy}")
        else:
            template = self._url.rpartition("/")[2].partition("?")[0]
            self._databases.point_to(self._server.create_database(name, template=template))
        forget_cached_settings()
        kerb = dataclasses.replace(self.till.kerb, provider=Shop(), bells=RecordingBells())
        return dataclasses.replace(self.till, kerb=kerb)


@contextlib.contextmanager
def power_cut_after(statements: int) -> Iterator[None]:
    """The process ends once that many statements were run; 0: it lives on."""
    kind = type(database())
    run, left = kind.run_querystring, statements

    async def counting(self: Any, querystring: Any, *more: Any, **named: Any) -> Any:
        nonlocal left
        answer = await run(self, querystring, *more, **named)
        left -= 1
        if left == 0:
            raise PowerCut
        return answer

    if not statements:
        yield
        return
    kind.run_querystring = counting  # type: ignore[method-assign]
    try:
        yield
    finally:
        kind.run_querystring = run  # type: ignore[method-assign]


async def survive(deed: Coroutine[Any, Any, Any]) -> None:
    """A refusal in plain words, a wait or a power cut are all right; anything else is not.

    Nor is a refund that was offered a moment ago and cannot be paid.
    """
    try:
        await deed
    except Conflict as refusal:
        if refusal.message == MORE_THAN_PAID:
            raise AssertionError("more was to go back than is left") from refusal
    except (PowerCut, BootkeeperError, NotYet, NeverWill, Taken):
        return
