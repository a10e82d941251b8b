"""`python -m app [run|web|worker|migrate|…]`: run does everything one machine needs."""

import sys
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import uvloop

from app.demo.opening import SandboxDidNotStart, opening
from app.demo_keys import KeysRefused
from app.ledger_check import BooksDiffer, ledger_check
from app.logs import set_up_logs
from app.migrate import MigrationFailed, migrate
from app.reseal import SealsBroken, reseal_all
from app.serve import PortTaken, refuse_taken_port, serve
from app.settings import Settings, SettingsError, load_settings
from app.take_factor_away import NotTakenAway, take_factor_away_by_hand
from app.work_shift import work_shift


async def run(settings: Settings) -> None:
    """Migrate, fill an empty demonstration, start the sandbox beside us, then serve."""
    refuse_taken_port(settings)
    await migrate()
    if not settings.demo:
        await serve(settings)
        return
    async with opening(settings):
        await serve(settings)


async def only_migrate(_: Settings) -> None:
    """Bring the database up to date and stop."""
    await migrate()


COMMANDS: dict[str, Callable[[Settings], Coroutine[Any, Any, None]]] = {
    "run": run,
    "web": serve,
    "worker": work_shift,
    "migrate": only_migrate,
    "ledger-check": ledger_check,
    "reseal": reseal_all,
}
# The one command that needs a second word: whose one-time codes.
TAKE_AWAY = "take-factor-away"


def main(words: list[str]) -> int:
    """Carry out the command named by the first word; returns the exit status."""
    command = COMMANDS.get(words[0] if words else "run")
    if words[:1] == [TAKE_AWAY] and len(words) == 2:
        command = partial(take_factor_away_by_hand, email=words[1])
    if command is None:
        known = ", ".join((*COMMANDS, f"{TAKE_AWAY} EMAIL"))
        print(f"Unknown command. Use one of: {known}.", file=sys.stderr)
        return 2
    try:
        settings = load_settings()
    except (SettingsError, KeysRefused) as error:
        print(f"Bootkeeper cannot start: {error}", file=sys.stderr)
        return 2
    set_up_logs(settings.log_level)
    try:
        uvloop.run(command(settings))
    except (PortTaken, SandboxDidNotStart, NotTakenAway) as error:
        print(error, file=sys.stderr)
        return 1
    except (BooksDiffer, SealsBroken):
        return 1
    except MigrationFailed as error:
        print(f"The database could not be brought up to date:\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
