"""What may be promised to the outside, and which queue keeps it (rule E2)."""

from enum import StrEnum


class Effect(StrEnum):
    """A kind of promise; its subject is an id in the table named behind it."""

    SEND_MAIL = "send_mail"  # mail
    PAY_BACK = "pay_back"  # refund
    EXPIRE_CHECKOUT = "expire_checkout"  # payment
    ASK_PROVIDER = "ask_provider"  # payment
    PRINT_PAPER = "print_paper"  # paper_job
    REMIND_PROMISE = "remind_promise"  # payment
    PRINT_RECEIPT = "print_receipt"  # receipt
    REMOVE_PAPER = "remove_paper"  # paper_job
    REMIND_RETURN = "remind_return"  # boot_assignment
    CHECK_BOOKS = "check_books"  # no table: the day, counted as date.toordinal() does


# Mail apart from paper: no letter waits for a PDF.
QUEUE_OF = {
    Effect.SEND_MAIL: "mail",
    Effect.PAY_BACK: "money",
    Effect.EXPIRE_CHECKOUT: "money",
    Effect.ASK_PROVIDER: "money",
    Effect.PRINT_PAPER: "paper",
    Effect.REMIND_PROMISE: "mail",
    Effect.PRINT_RECEIPT: "paper",
    Effect.REMOVE_PAPER: "paper",
    Effect.REMIND_RETURN: "mail",
    Effect.CHECK_BOOKS: "books",
}

# The queue of the release mails: they wait neither for paper nor for another mail.
RELEASES = "release"

QUEUES = tuple(sorted({*QUEUE_OF.values(), RELEASES}))
