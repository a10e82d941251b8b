"""The kinds of letters that are sent."""

import re
from enum import StrEnum

# What the log says of a letter that had nothing to tell any more. It calls nobody.
GONE = "what it was about is gone"


class LetterKind(StrEnum):
    """A kind of mail; the mail log and the templates use these words."""

    release = "release"
    receipt = "receipt"
    notice = "notice"
    promise = "promise"
    promise_reminder = "promise_reminder"
    return_reminder = "return_reminder"
    refund = "refund"
    goodwill = "goodwill"
    paid_twice = "paid_twice"
    email_changed = "email_changed"
    template_test = "template_test"


# A payment may have several goodwill refunds, so such a letter's cause names the one it tells of.
_GOODWILL = re.compile(
    rf"{LetterKind.goodwill}-(?P<refund>[0-9]{{1,9}})(?:-v[0-9]+)?(?:-again[0-9]+)?"
)
_COPY = re.compile(r"-again[0-9]+$")


def goodwill_cause(refund_id: int, version: int = 0) -> str:
    """The cause of the letter about that refund; `version` once the address was changed."""
    again = f"-v{version}" if version else ""
    return f"{LetterKind.goodwill}-{refund_id}{again}"


def goodwill_refund(cause: str) -> int | None:
    """The refund that a goodwill letter's cause names; None for any other cause."""
    named = _GOODWILL.fullmatch(cause)
    return int(named["refund"]) if named else None


def copy_cause(cause: str, copies: int) -> str:
    """The cause of one more copy of a letter of which `copies` were sent again already."""
    return f"{first_cause(cause)}-again{copies + 1}"


def first_cause(cause: str) -> str:
    """The cause of the letter that this one is a copy of; of an original its own."""
    return _COPY.sub("", cause)


# A test carries words that may never be saved: its cause names the row that holds them.
_TEST = re.compile(rf"{LetterKind.template_test}-(?P<text>[0-9]{{1,9}})")


def cause_of_test(text_id: int) -> str:
    """The cause of a test of those words."""
    return f"{LetterKind.template_test}-{text_id}"


def text_of_test(cause: str) -> int | None:
    """The words that a test's cause names; None for any other cause."""
    named = _TEST.fullmatch(first_cause(cause))
    return int(named["text"]) if named else None
