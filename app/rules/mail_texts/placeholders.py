"""The closed list of placeholders: for each message, what may stand in it and what it means."""

from collections.abc import Mapping
from types import MappingProxyType

from app.rules.mail_texts.message import (
    BOOT,
    CASE,
    DETAILS,
    PLATE,
    Message,
    Placeholder,
    Shape,
    by_name,
)
from app.rules.mail_texts.payer_messages import PAYER_MESSAGES
from app.rules.outbox.letters import LetterKind
from app.rules.wording import N_

_DEADLINE = Placeholder(
    "deadline", Shape.word, N_("When the boot is due back"), N_("Sun 22 Nov, 18:50")
)
_DROP_OFF = Placeholder("drop_off", Shape.word, N_("Where to bring it"), "Depot, 16 Mill Lane")
_MAP = Placeholder("map_link", Shape.link, N_("Map of that place"), "https://…")
_LATE = Placeholder("late", Shape.word, N_("What happens if it comes late"), N_("$15.00 a day…"))
_RETURN = Placeholder("return", Shape.part, N_("Until when and where to bring it back"))
_DEPOSIT = Placeholder("deposit_note", Shape.part, N_("What becomes of a deposit"))

MESSAGES: Mapping[LetterKind, Message] = MappingProxyType(
    {
        message.kind: message
        for message in (
            Message(
                LetterKind.release,
                N_("Boot Release Email"),
                N_("To the driver, with the code, as soon as the boot is released."),
                by_name(
                    Placeholder(
                        "code",
                        Shape.either,
                        N_("Release code. Left out of the subject where the setting says so."),
                        "••••••",
                    ),
                    BOOT,
                    PLATE,
                    Placeholder("place", Shape.word, N_("Where the car stands"), "King St. 214"),
                    _DEADLINE,
                    _DROP_OFF,
                    _MAP,
                    _LATE,
                    Placeholder(
                        "trouble",
                        Shape.either,
                        N_("What to do if the code fails"),
                        N_("Call +1 519…"),
                        in_subject=False,
                    ),
                    CASE,
                    Placeholder("steps", Shape.part, N_("The three steps of taking the boot off")),
                    _RETURN,
                    DETAILS,
                ),
                ((("code",),), (("return",), ("deadline", "drop_off"))),
            ),
            Message(
                LetterKind.receipt,
                N_("Receipt"),
                N_("To the payer, after every payment."),
                by_name(
                    Placeholder("total", Shape.word, N_("What was paid"), N_("$165.00")),
                    Placeholder("receipt_number", Shape.word, N_("Number of the receipt"), "R-204"),
                    Placeholder("paid_at", Shape.word, N_("When it was paid"), N_("21 Nov 2026")),
                    Placeholder("method", Shape.word, N_("How it was paid"), N_("Card")),
                    Placeholder("tickets", Shape.word, N_("Numbers of the tickets"), "TT-10133"),
                    PLATE,
                    BOOT,
                    Placeholder(
                        "code_note",
                        Shape.word,
                        N_("Says that the code comes in another mail, if one does"),
                        N_("The release code comes…"),
                    ),
                    CASE,
                    Placeholder(
                        "receipt_link", Shape.link, N_("The receipt for printing"), "https://…"
                    ),
                    Placeholder("bill", Shape.part, N_("Each line and the total")),
                    _DEPOSIT,
                    DETAILS,
                ),
                ((("bill",), ("total",)),),
            ),
            Message(
                LetterKind.notice,
                N_("Notice of a ticket"),
                N_("To the owner of the vehicle, if an address is known."),
                by_name(
                    Placeholder(
                        "headline",
                        Shape.word,
                        N_("One sentence: which vehicle has a ticket, and a boot if so"),
                        N_("Your vehicle CKRT 843 has…"),
                    ),
                    Placeholder(
                        "advice",
                        Shape.word,
                        N_("What to do with a boot on the wheel, if one is"),
                        N_("Please do not try to drive…"),
                    ),
                    Placeholder(
                        "ticket",
                        Shape.either,
                        N_("Number of the ticket with its PIN"),
                        "TT-10133-••••",
                        in_subject=False,
                    ),
                    Placeholder("plate", Shape.word, N_("Plate"), "CKRT 843"),
                    Placeholder("place", Shape.word, N_("Where the car stands"), "King St. 214"),
                    Placeholder("issued", Shape.word, N_("When it was written"), N_("21 Nov 2026")),
                    Placeholder("total", Shape.word, N_("What there is to pay"), N_("$165.00")),
                    BOOT,
                    Placeholder(
                        "dates", Shape.word, N_("Discount and due dates"), N_("Overdue from…")
                    ),
                    Placeholder("pay_link", Shape.link, N_("Where to pay"), "https://…"),
                    Placeholder("bill", Shape.part, N_("Each line and the total")),
                    _DEPOSIT,
                    DETAILS,
                ),
                ((("ticket",),), (("pay_link",),)),
            ),
            Message(
                LetterKind.return_reminder,
                N_("Reminder to bring the boot back"),
                N_("To the driver, the set hours before the boot is due back."),
                by_name(
                    BOOT,
                    Placeholder("ticket", Shape.word, N_("Number of the ticket"), "TT-10133"),
                    PLATE,
                    _DEADLINE,
                    _DROP_OFF,
                    _MAP,
                    _LATE,
                    CASE,
                    _RETURN,
                    _DEPOSIT,
                    DETAILS,
                ),
                ((("return",), ("deadline", "drop_off")),),
            ),
            Message(
                LetterKind.refund,
                N_("Decision about a deposit"),
                N_("To the payer, once the boot is back and the deposit is decided."),
                by_name(
                    Placeholder(
                        "outcome",
                        Shape.word,
                        N_("One sentence: what goes back, or that it was kept"),
                        N_("Your deposit: $95.00 goes back to you"),
                    ),
                    Placeholder(
                        "how",
                        Shape.word,
                        N_("How the money comes back"),
                        N_("To your card…"),
                    ),
                    Placeholder("paid", Shape.word, N_("The deposit that was paid"), N_("$120.00")),
                    Placeholder("amount", Shape.word, N_("What goes back"), N_("$95.00")),
                    Placeholder(
                        "decided", Shape.word, N_("When it was decided"), N_("23 Nov 2026")
                    ),
                    PLATE,
                    BOOT,
                    CASE,
                    Placeholder("account", Shape.part, N_("Each deduction with its reason")),
                    DETAILS,
                ),
                ((("account",), ("amount",), ("outcome",)), (("how",),)),
            ),
            *PAYER_MESSAGES,
        )
    }
)
