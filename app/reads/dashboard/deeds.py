"""The words on the gear's menu: each deed says what it will do before it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.rules.boots.states import BootVerb
from app.rules.people.access import Permission, Role, may
from app.rules.wording import N_


@dataclass(frozen=True)
class Deed:
    """One line of the menu: verb, msgids of its label and of what it will do, its own page."""

    verb: str
    label: str
    what: str
    href: str
    danger: bool


_WORDS: Mapping[BootVerb, tuple[str, str]] = MappingProxyType(
    {
        BootVerb.write_violation: (
            N_("Write a violation"),
            N_("Puts a boot on a vehicle and writes the ticket."),
        ),
        BootVerb.release: (
            N_("Authorise the release"),
            N_("Discloses the code on another basis than payment. A reason is asked."),
        ),
        BootVerb.cancel_never_applied: (
            N_("Cancel: never applied"),
            N_("Makes the boot available and takes its fee off the ticket."),
        ),
        BootVerb.remove_by_staff: (
            N_("Record that staff removed it"),
            N_("Releases the boot and records its return in one step."),
        ),
        BootVerb.mark_returned: (
            N_("Mark as returned"),
            N_("Records condition and place. A deposit that was paid becomes due to be refunded."),
        ),
        BootVerb.undo_return: (
            N_("Undo the return"),
            N_("The boot counts as released again, and its deadline stands."),
        ),
        BootVerb.make_available: (
            N_("Make available"),
            N_("Closes this case. The boot can be issued again."),
        ),
        BootVerb.mark_lost: (
            N_("Mark as lost"),
            N_("Takes the boot out of service and closes this case."),
        ),
        BootVerb.take_out: (
            N_("Take out of service"),
            N_("For maintenance, or for good. An open case is closed."),
        ),
        BootVerb.put_back: (
            N_("Put back into service"),
            N_("The boot can be issued again."),
        ),
    }
)

_DANGEROUS = frozenset({BootVerb.mark_lost, BootVerb.take_out, BootVerb.cancel_never_applied})


def email_deed(payment_id: int) -> Deed:
    """The menu's line for changing the address that got the code (rule P13)."""
    return Deed(
        "change_email",
        N_("Change the payer's email"),
        N_("Sends code and receipt to another address. The old one is told."),
        f"/payments/{payment_id}/email",
        danger=False,
    )


def code_deed(boot_id: int) -> Deed:
    """The menu's line for recording the new code of a device (rule C3)."""
    return Deed(
        "record_code",
        N_("Record a new code"),
        N_("Changes what is stored and sent from now on, never the device."),
        f"/boots/{boot_id}/code",
        danger=False,
    )


def own_deeds(boot_id: int, role: Role, *, needs_new_code: bool) -> tuple[Deed, ...]:
    """What may be done with the device itself in any status: its code and its label.

    A code that is spent comes first. The words say what each will do before it is done.
    """
    lines = (
        (Permission.record_new_code, code_deed(boot_id)),
        (
            Permission.confirm_code,
            Deed(
                "confirm_code",
                N_("Confirm the code by typing it"),
                N_("You type what the device has. The answer is yes or no."),
                f"/boots/{boot_id}/confirm",
                danger=False,
            ),
        ),
        (
            Permission.manage_boots,
            Deed(
                "reissue_label",
                N_("Replace the label"),
                N_("Makes a new QR code. The old label stops working at once."),
                f"/boots/{boot_id}/reissue",
                danger=False,
            ),
        ),
    )
    found = [one for needed, one in lines if may(role, needed)]
    if not needs_new_code:
        # Nothing presses: reading the code off the device comes before changing it.
        found.sort(key=lambda one: one.verb == "record_code")
    return tuple(found)


def refund_deed(payment_id: int) -> Deed:
    """The menu's line for deciding about a deposit that is due (rule D3)."""
    return Deed(
        "process_refund",
        N_("Process the refund"),
        N_("Shows what goes back and what is deducted. Nothing is sent before you say so."),
        f"/payments/{payment_id}/refund",
        danger=False,
    )


def mail_deed(mail_id: int) -> Deed:
    """The menu's line for a letter that failed for good (rule E9)."""
    return Deed(
        "see_mail",
        N_("Look at the mail that failed"),
        N_("Shows what the mail server said. From there it can be sent again."),
        f"/mails/{mail_id}",
        danger=False,
    )


def deed(verb: BootVerb, boot_id: int) -> Deed:
    """The menu's line for doing `verb` to a boot; writing a violation has a page of its own."""
    label, what = _WORDS[verb]
    own_page = f"/boots/{boot_id}/do/{verb.value}"
    href = "/violations/new" if verb is BootVerb.write_violation else own_page
    return Deed(verb.value, label, what, href, verb in _DANGEROUS)
