"""What the audit may tell of, and the words for every deed (rule S5)."""

from collections.abc import Mapping
from types import MappingProxyType

from app.reads.payments.payment_history import DEED_WORDS
from app.reads.violations.ticket_history import TICKET_WORDS
from app.rules.wording import N_

KIND_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "violation": N_("Ticket"),
        "boot": N_("Boot"),
        "boot_assignment": N_("Boot on a vehicle"),
        "boot_import": N_("Import of boots"),
        "stock_take": N_("Stock take"),
        "payment": N_("Payment"),
        "refund": N_("Refund"),
        "mail": N_("Mail"),
        "offence_type": N_("Offense type"),
        "category": N_("Ticket category"),
        "setting": N_("Setting"),
        "staff": N_("Staff"),
        "template": N_("Email template"),
        "mail_picture": N_("Picture for mails"),
        "book_check": N_("Check of the books"),
        "town": N_("Demonstration"),
    }
)
# Of tickets and boots the pages about one of them tell TICKET_WORDS; here is everything.
DEEDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "violation": {
            **{
                verb: TICKET_WORDS[verb]
                for verb in (
                    "write_violation",
                    "void_violation",
                    "void_boot_items",
                    "decide_debt",
                    "put_under_review",
                    "decide_review",
                    "reopen_violation",
                )
            },
            "owe_boot_items_again": N_("The boot's charge is owed again"),
            "promise_violation": DEED_WORDS["promise_payment"],
            "withdraw_promise": DEED_WORDS["withdraw_promise"],
        },
        "boot": {
            verb: TICKET_WORDS[verb]
            for verb in (
                "add_boot",
                "edit_boot",
                "change_code",
                "reveal_code",
                "reissue_label",
                "take_out",
                "put_back",
                "count_boot",
                "confirm_code",
                "mistype_code",
            )
        },
        "boot_assignment": {
            **{
                verb: TICKET_WORDS[verb]
                for verb in (
                    "cancel_never_applied",
                    "release_boot",
                    "mark_returned",
                    "undo_return",
                    "make_available",
                    "mark_lost",
                )
            },
            "resend_code": N_("Release code sent again"),
            "remind_return": N_("Reminded to bring the boot back"),
        },
        "boot_import": {"import_boots": N_("Boots imported")},
        "stock_take": {
            "start_stock_take": N_("Stock take started"),
            "finish_stock_take": N_("Stock take finished"),
            "note_unknown_label": N_("Unknown label noted"),
        },
        "payment": DEED_WORDS,
        "refund": {
            "send_refund": N_("Refund sent to the card service"),
            "pay_back": N_("Refunded"),
            "fail_refund": N_("Refund failed"),
            "retry_refund": N_("Refund sent again"),
            "record_pay_out": N_("Paid out at the counter"),
            "close_stuck_refund": N_("Refund closed by the office"),
        },
        "mail": {"send_mail_again": N_("Mail sent again")},
        "offence_type": {
            "add_offence_type": N_("Offense type added"),
            "edit_offence_type": N_("Offense type changed"),
        },
        "category": {
            "add_category": N_("Category added"),
            "edit_category": N_("Category changed"),
        },
        "setting": {"change_setting": N_("Setting changed")},
        "staff": {
            "sign_in": N_("Signed in"),
            "sign_out": N_("Signed out"),
            "add_staff": N_("Person added"),
            "change_role": N_("Role changed"),
            "deactivate_staff": N_("Deactivated"),
            "reactivate_staff": N_("Activated again"),
            "turn_on_factor": N_("One-time codes turned on"),
            "turn_off_factor": N_("One-time codes turned off"),
            "renew_recovery_codes": N_("New recovery codes made"),
            "use_recovery_code": N_("Recovery code used"),
            "take_factor_away": N_("One-time codes taken away"),
        },
        "template": {
            "save_template": N_("Template saved"),
            "restore_template": N_("Version restored"),
            "use_standard_words": N_("Standard words used again"),
            "test_template": N_("Test mail sent"),
        },
        "mail_picture": {
            "add_picture": N_("Picture added"),
            "remove_picture": N_("Picture removed"),
        },
        "book_check": {"check_books": N_("Books checked")},
        "town": {
            "begin_town": N_("Demonstration begun"),
            "complete_town": N_("Demonstration filled"),
        },
    }
)
# A verb of two kinds says the same of both.
VERB_WORDS: Mapping[str, str] = MappingProxyType(
    {verb: text for deeds in DEEDS.values() for verb, text in deeds.items()}
)


def deed_words(kind: str, verb: str) -> str:
    """The msgid of what was done; a deed nobody knows any more is its own name."""
    known = DEEDS.get(kind, {}).get(verb) or VERB_WORDS.get(verb)
    return known or verb.replace("_", " ").capitalize()
