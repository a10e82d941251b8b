"""`python -m app [run|web|worker|migrate|…]`: run does everything one machine needs."""

import sys
from collections.abc import Callable, Coroutine
from functools import partial
from importlib import import_module
from typing import Any

import uvloop

from app.demo_keys import KeysRefused
from app.logs import set_up_logs
from app.settings import Settings, SettingsError, load_settings
from app.stopped import Stopped

Command = Callable[[Settings], Coroutine[Any, Any, None]]
# By name, each when it is asked for: a web process has no use for the migrations and the
# demonstration's town, which would be a tenth of its memory (target P5).
COMMANDS: dict[str, Callable[[], Command]] = {
    "run": lambda: import_module("app.demo.run").run,
    "web": lambda: import_module("app.serve").serve,
    "worker": lambda: import_module("app.work_shift").work_shift,
    "migrate": lambda: import_module("app.migrate").only_migrate,
    "ledger-check": lambda: import_module("app.ledger_check").ledger_check,
    "reseal": lambda: import_module("app.reseal").reseal_all,
}
# The one command that needs a second word: whose one-time codes.
TAKE_AWAY = "take-factor-away"


def main(words: list[str]) -> int:
    """Carry out the command named by the first word; returns the exit status."""
    find_command = COMMANDS.get(words[0] if words else "run")
    if words[:1] == [TAKE_AWAY] and len(words) == 2:
        find_command = partial(_take_factor_away, words[1])
    if find_command is None:
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
        uvloop.run(find_command()(settings))
    except Stopped as end:
        if said := str(end):
            print(said, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


def _take_factor_away(email: str) -> Command:
    return partial(import_module("app.take_factor_away").take_factor_away_by_hand, email=email)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
