"""The mails about a payment itself, with the placeholders of each."""

from app.rules.mail_texts.message import BOOT, DETAILS, PLATE, Message, Placeholder, Shape, by_name
from app.rules.outbox.letters import LetterKind
from app.rules.wording import N_

_TICKETS = Placeholder("tickets", Shape.word, N_("Numbers of the tickets"), "TT-10133")
_GOES_BACK = by_name(
    Placeholder("amount", Shape.word, N_("What goes back"), N_("$95.00")),
    Placeholder("how", Shape.word, N_("How the money comes back"), N_("To your card…")),
    _TICKETS,
    PLATE,
    DETAILS,
)
_PROMISED = by_name(
    Placeholder("total", Shape.word, N_("What is to be brought today"), N_("$165.00")),
    _TICKETS,
    PLATE,
    BOOT,
    Placeholder("pay_link", Shape.link, N_("Where to pay by card instead"), "https://…"),
    DETAILS,
)
# How much, and how: money paid at the counter comes back to nobody who waits for it.
_GOES_BACK_HOW = ((("amount", "how"),),)
# How much, and where to: whoever holds the cash asks nothing else.
_BRING = ((("details",), ("total", "address")),)

PAYER_MESSAGES = (
    Message(
        LetterKind.promise,
        N_("Promise to pay at the office"),
        N_("To the driver, once they say they will bring cash or a cheque."),
        _PROMISED,
        _BRING,
    ),
    Message(
        LetterKind.promise_reminder,
        N_("Reminder of the promise"),
        N_("To the driver, three days later, if the money is not here yet."),
        _PROMISED,
        _BRING,
    ),
    Message(
        LetterKind.goodwill,
        N_("Goodwill refund"),
        N_("To the payer, when an administrator gives money back as goodwill."),
        _GOES_BACK,
        _GOES_BACK_HOW,
    ),
    Message(
        LetterKind.paid_twice,
        N_("Second payment that goes back"),
        N_("To the payer, when the tickets were paid already and the money goes back."),
        _GOES_BACK,
        _GOES_BACK_HOW,
    ),
    Message(
        LetterKind.email_changed,
        N_("Changed email address"),
        N_("To the old address of a payment, once its mails go to another one."),
        by_name(
            Placeholder(
                "not_you",
                Shape.either,
                N_("Whom to tell if the reader did not ask for it"),
                N_("If it was not you, call…"),
                in_subject=False,
            ),
            PLATE,
            BOOT,
            DETAILS,
        ),
        ((("not_you",),),),
    ),
)
