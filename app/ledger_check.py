"""`python -m app ledger-check`: prints each sentence about the books with its verdict."""

from app.actions.books.check_books import LOOK_BACK
from app.actions.steps.books.compare_providers import compare_providers
from app.clock import now
from app.db import close_database, open_database
from app.main import make_providers
from app.reads.books.check import check
from app.reads.books.invariants import INVARIANTS
from app.settings import Settings
from app.stopped import Stopped


class BooksDiffer(Stopped):
    """Something about the books is not as it must be; what, has been printed."""


async def ledger_check(settings: Settings) -> None:
    """Only reads, so it may run beside everything else (rule M11).

    Raises `BooksDiffer` when a sentence is not true or a provider says something else.
    """
    providers = make_providers(settings)
    await open_database()
    try:
        found = {one.name: one for one in await check()}
        for one in INVARIANTS:
            differs = found.get(one.name)
            print(f"{'NOT SO' if differs else 'ok':6}  {one.rule:4} {one.name}: {one.sentence}")
            if differs:
                print(f"        {differs.count} in {one.about}: {', '.join(map(str, differs.ids))}")
        said = await compare_providers(providers, now() - LOOK_BACK)
        for line in said or ("the card providers say the same of every recent payment",):
            print(f"{'NOT SO' if said else 'ok':6}  M11  {line}")
    finally:
        await close_database()
        await providers.close()
    if found or said:
        raise BooksDiffer
