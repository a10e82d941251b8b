"""Find a ticket for the public, by its number and PIN."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.actions.steps.count_guess import count_guess
from app.actions.steps.work import Bells, work
from app.reads.pay.guest.plate_asked_of_all import ASKED_WITHIN, EVERYBODY, plate_asked_of_all
from app.reads.settings.system_settings import system_settings
from app.reads.staff.guesses import guesses, window_of
from app.reads.violations.number_owner import NumberOwner, number_owner
from app.rules.errors import Invalid, TooMany
from app.rules.people.actor import Actor
from app.rules.people.addresses import neighbourhood
from app.rules.violations.numbers import compact, plate_asked_too
from app.rules.violations.plates import normal_plate
from app.rules.wording import N_

MOST_PER_TICKET, TICKET_WINDOW = 5, timedelta(minutes=15)
MOST_PER_ADDRESS = 10
# Counted without an end: beyond 300 the plate is asked, nobody is refused.
NO_END = 2_000_000_000

NOT_FOUND = N_("We found no ticket like this. Check the number, the PIN and the plate.")
ASK_PLATE = N_("Enter the plate of the car as well.")


@dataclass(frozen=True)
class Search:
    """What was typed; `number` may be the whole ticket, and `pin` is then empty."""

    number: str
    pin: str = ""
    plate: str = ""


async def find_ticket(actor: Actor, bells: Bells, search: Search) -> int:
    """Return the violation whose number and PIN were given (rules V8 to V10).

    Only misses count: 5 a ticket in 15 minutes, 10 an address in an hour; 300 in all make the
    plate compulsory. What comes after the last miss allowed is refused unjudged, right or wrong.
    An unknown ticket, a wrong PIN and a wrong plate are alike. Raises `Invalid` on `number`, or
    on `plate` when it is missing (that is no miss), and `TooMany`.
    """
    typed = compact(search.number + search.pin)
    async with work(actor, bells) as doing:
        strict = await plate_asked_of_all(doing.at)
        if not search.plate and (strict or _short(search.pin)):
            raise Invalid(fields={"plate": ASK_PLATE})
        settings = await system_settings()
        owner = await number_owner(typed)
        # An unknown number is counted like a known one, or the limit would tell them apart.
        number = owner.number if owner else typed[: -settings.pin_length] or typed
        right = owner is not None and owner.right and _plate_fits(owner, search, strict)
        near = neighbourhood(actor.origin)
        if owner is None or not right:
            await count_guess(
                "look_up_ticket", number, most=MOST_PER_TICKET, window=TICKET_WINDOW, at=doing.at
            )
            await count_guess(
                "look_up_from", near, most=MOST_PER_ADDRESS, window=ASKED_WITHIN, at=doing.at
            )
            await count_guess(*EVERYBODY, most=NO_END, window=ASKED_WITHIN, at=doing.at)
            found = None
        else:
            await _refuse("look_up_ticket", number, MOST_PER_TICKET, TICKET_WINDOW, doing.at)
            await _refuse("look_up_from", near, MOST_PER_ADDRESS, ASKED_WITHIN, doing.at)
            found = owner.violation_id
    # Outside, so that the miss stays counted.
    if found is None:
        raise Invalid(fields={"number": NOT_FOUND})
    return found


def _short(pin: str) -> bool:
    return bool(pin) and plate_asked_too(len(compact(pin)))


def _plate_fits(owner: NumberOwner, search: Search, strict: bool) -> bool:
    asked = strict or plate_asked_too(owner.pin_length)
    return not asked or normal_plate(search.plate) == owner.plate


async def _refuse(kind: str, subject: str, most: int, window: timedelta, at: datetime) -> None:
    if await guesses(kind, subject, window=window, at=at) >= most:
        raise TooMany(int((window_of(at, window) + window - at).total_seconds()) + 1)
