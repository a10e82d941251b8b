"""When a release code is spent, and what may be stored as one (rules C2, C3)."""

import unicodedata
from datetime import datetime

from app.rules.boots.states import BootStatus
from app.rules.errors import Conflict, Invalid
from app.rules.wording import N_

CODE_MAX_LENGTH = 40


def clean_code(text: str, field: str = "release_code") -> str:
    """Return a release code in NFC, trimmed, 1 to 40 characters, case kept (rule C3).

    Raises Invalid on `field`; the message never repeats the code (rule C1).
    """
    code = unicodedata.normalize("NFC", text).strip()
    if not code:
        raise Invalid(fields={field: N_("Enter the release code from the device's instructions.")})
    if len(code) > CODE_MAX_LENGTH:
        raise Invalid(fields={field: N_("A release code has at most 40 characters.")})
    if any(unicodedata.category(letter)[0] == "C" for letter in code):
        raise Invalid(fields={field: N_("Remove the invisible characters from the code.")})
    return code


def needs_new_code(
    *, disclosed_at: datetime | None, changed_at: datetime, setting_on: bool
) -> bool:
    """Say whether the code was disclosed after its last change and that matters (rule C2)."""
    return setting_on and disclosed_at is not None and disclosed_at > changed_at


def confirmed_at(at: datetime | None, changed_at: datetime) -> datetime | None:
    """Return `at` unless the code was changed after it was confirmed (rule C11)."""
    return at if at is not None and at >= changed_at else None


def check_new_code(*, needed: bool) -> None:
    """Raise Conflict while a returned boot waits for its new code (rule B8)."""
    if needed:
        raise Conflict(
            N_("This boot needs a new release code before it can be available."),
            next_step=N_("Set a new code on the device and record it here."),
        )


def edit_asks_again(status: BootStatus) -> bool:
    """Say whether changing the code in `status` needs a second confirmation (rule C3)."""
    return status in (BootStatus.issued, BootStatus.released)
