"""What a change of a setting means for the boots, tickets and papers that are out already."""

from collections.abc import Mapping
from types import MappingProxyType

from app.rules.wording import N_

_WHEN_DECIDED = N_(
    "Boots already out come under a change too: what is set when the deposit is decided counts."
)
_KEEP_DAY = N_("Tickets already written keep their day.")

# A setting is not in here when nothing that is out depends on it, or its help says so itself.
ALREADY: Mapping[str, str] = MappingProxyType(
    {
        "require_overdue_paid": N_("Boots already out keep the rule they were issued under."),
        "organisation_name": N_("Labels and receipts that are printed already stay as they are."),
        "help_phone": N_("Labels already on boots keep the number they were printed with."),
        "time_zone": N_(
            "Tickets already written keep their dates, and boots already out their deadline."
        ),
        "ticket_prefix": N_("Tickets already written keep theirs."),
        "pin_length": N_("Tickets already written keep their PIN."),
        "print_pin": N_("It also decides how a ticket already written is printed again."),
        "overdue_days": _KEEP_DAY,
        "discount_days": _KEEP_DAY,
        "show_code_on_screen": N_("A change holds at once, for boots already out too."),
        "code_in_subject": N_("A change holds for mails from now on, of boots already out too."),
        "late_fee_per_day_cents": _WHEN_DECIDED,
        "late_fee_cap_cents": _WHEN_DECIDED,
        "forfeit_after_days": _WHEN_DECIDED,
        "lost_boot_fee_cents": _WHEN_DECIDED,
        "new_code_needed": N_(
            "Boots already out need one when they are back; those in the store stay available."
        ),
        "cash_offered": N_("What is promised already can still be paid there."),
        "tax_rate_bp": N_("Receipts already written keep their rate."),
    }
)
