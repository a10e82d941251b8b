"""Why somebody did it, in a few words: asked wherever a person decides against the usual."""

from app.rules.errors import Invalid
from app.rules.wording import N_

LONGEST_REASON = 200
SAY_WHY = N_("Say why, in a few words.")
_TOO_LONG = N_("This is too long. Please shorten it.")


def clean_reason(text: str) -> str:
    """Return the reason trimmed, 1 to 200 characters, as the audit keeps it (rule S5).

    Raises Invalid on `reason`.
    """
    reason = text.strip()
    if not reason:
        raise Invalid(fields={"reason": SAY_WHY})
    if len(reason) > LONGEST_REASON:
        raise Invalid(fields={"reason": _TOO_LONG})
    return reason
