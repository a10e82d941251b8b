"""Check the books: that they balance, and that the card providers say the same."""

from datetime import date, timedelta

import structlog

from app.actions.steps.books.compare_providers import compare_providers
from app.actions.steps.books.promise_book_check import promise_book_check
from app.actions.steps.work import Bells, work
from app.clock import now
from app.gateways.payments.providers import Providers
from app.reads.books.check import check
from app.reads.settings.system_settings import system_settings
from app.rules.people.actor import SYSTEM
from app.tables.records.book_check import BookCheck

log = structlog.get_logger("books")

# Longer than a webhook is tried and a worker stands still.
LOOK_BACK = timedelta(days=4)
NEWER = (BookCheck.checked_at, BookCheck.problems, BookCheck.report)


async def check_books(day: date, providers: Providers, bells: Bells) -> int:
    """Keep the day's findings and promise the next check; returns how many there are (rule M11).

    The questions are asked outside the transaction. Asked again, the day's report is the newer.
    """
    lines = [str(one) for one in await check()]
    lines += await compare_providers(providers, now() - LOOK_BACK)
    async with work(SYSTEM, bells) as doing:
        rows = (
            await BookCheck.insert(
                BookCheck(
                    day=day, checked_at=doing.at, problems=len(lines), report="\n".join(lines)
                )
            )
            .on_conflict(action="DO UPDATE", target=BookCheck.day, values=NEWER)
            .returning(BookCheck.id)
        )
        await doing.record(
            "check_books", "book_check", int(rows[0]["id"]), after={"problems": len(lines)}
        )
        await promise_book_check(doing, (await system_settings()).time_zone)
    for line in lines:
        log.error("the books do not balance", problem=line)
    if not lines:
        log.info("the books balance", day=day.isoformat())
    return len(lines)
