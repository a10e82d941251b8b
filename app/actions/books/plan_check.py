"""See to it that the books are checked next night."""

from app.actions.steps.books.promise_book_check import promise_book_check
from app.actions.steps.work import Bells, work
from app.reads.settings.system_settings import system_settings
from app.rules.people.actor import SYSTEM


async def plan_check(bells: Bells) -> None:
    """Every worker asks for it when it starts; one promise a day comes of it (rule M11)."""
    async with work(SYSTEM, bells) as doing:
        await promise_book_check(doing, (await system_settings()).time_zone)
