"""The kinds of letters that are sent."""

from enum import StrEnum


class LetterKind(StrEnum):
    """A kind of mail; the mail log and the templates use these words."""

    release = "release"
    receipt = "receipt"
    notice = "notice"
    promise = "promise"
    promise_reminder = "promise_reminder"
    refund = "refund"
    goodwill = "goodwill"
    paid_twice = "paid_twice"
    email_changed = "email_changed"
