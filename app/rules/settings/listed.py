"""The list of every System Setting, in words an administrator reads (rule S6)."""

from app.rules.people.languages import LANGUAGES
from app.rules.settings.checks import SettingRule, SettingSection
from app.rules.settings.values import SettingKind
from app.rules.wording import N_

# All with two decimals: amounts are cents (rule M1).
CURRENCIES = ("CAD", "USD", "EUR", "GBP", "CHF", "AUD", "NZD")

_S = SettingSection
_K = SettingKind
_PRICE = (0, 9_999_999)
_PRICE_WORDS = N_("Enter an amount between 0.00 and 99,999.99.")
_YEAR = (0, 365)
_YEAR_WORDS = N_("Enter a number of days between 0 and 365.")

SETTINGS = (
    SettingRule(
        "universal_boot_enabled",
        _S.third_party,
        _K.switch,
        N_("Universal Boot Enabled"),
        N_(
            "Off: no boot can be issued and Apply Boot offenses are not offered. Boots already "
            "out can still be paid, released, returned and refunded."
        ),
    ),
    SettingRule(
        "require_overdue_paid",
        _S.release,
        _K.switch,
        N_("Require Overdue Paid"),
        N_("On: the vehicle's overdue tickets must be paid too before a boot is released."),
    ),
    SettingRule(
        "organisation_name",
        _S.organisation,
        _K.text,
        N_("Organisation name"),
        N_("Stands on every public page, label, notice, receipt and mail."),
        required=True,
    ),
    SettingRule(
        "organisation_logo",
        _S.organisation,
        _K.picture,
        N_("Logo"),
        N_(
            "Stands beside the name on every public page, label, notice, receipt and mail. "
            "Labels and receipts that are printed already stay as they are. Without a logo a drawn "
            "mark stands there."
        ),
    ),
    SettingRule(
        "organisation_address",
        _S.organisation,
        _K.long_text,
        N_("Organisation address"),
        N_("Stands on notices, receipts and mails."),
    ),
    SettingRule(
        "help_phone",
        _S.organisation,
        _K.phone,
        N_("Help phone"),
        N_("The number a driver can call, one tap away on every page."),
        required=True,
    ),
    SettingRule(
        "help_email",
        _S.organisation,
        _K.email,
        N_("Help email"),
        N_("The address a driver can write to."),
    ),
    SettingRule(
        "terms_url",
        _S.organisation,
        _K.url,
        N_("Link to the terms"),
        N_("Stands on every public page, notice, receipt and mail. Left empty, no link is shown."),
    ),
    SettingRule(
        "privacy_url",
        _S.organisation,
        _K.url,
        N_("Link to the privacy notice"),
        N_("Stands on every public page, notice, receipt and mail. Left empty, no link is shown."),
    ),
    SettingRule(
        "currency",
        _S.organisation,
        _K.choice,
        N_("Currency"),
        N_("Cannot be changed once a ticket exists."),
        choices=CURRENCIES,
    ),
    SettingRule(
        "language",
        _S.organisation,
        _K.choice,
        N_("Default language"),
        N_("Used until a person chooses another."),
        choices=LANGUAGES,
    ),
    SettingRule(
        "time_zone",
        _S.organisation,
        _K.zone,
        N_("Time zone"),
        N_("Decides which day it is for discounts, overdue tickets and reports."),
    ),
    SettingRule(
        "ticket_prefix",
        _S.tickets,
        _K.prefix,
        N_("Ticket prefix"),
        N_("The letters before the number of a new ticket."),
    ),
    SettingRule(
        "next_number",
        _S.tickets,
        _K.whole,
        N_("Next ticket number"),
        N_("Numbers only grow; gaps are allowed."),
        limits=(1, 999_999_999),
        limits_words=N_("Enter a number between 1 and 999999999."),
    ),
    SettingRule(
        "pin_length",
        _S.tickets,
        _K.whole,
        N_("PIN length"),
        N_("For new tickets. Below 4 the public is asked for the plate as well."),
        limits=(2, 8),
        limits_words=N_("Enter a number between 2 and 8."),
    ),
    SettingRule(
        "print_pin",
        _S.tickets,
        _K.switch,
        N_("Print the PIN"),
        N_("On: the PIN stands on the printed ticket."),
    ),
    SettingRule(
        "overdue_days",
        _S.tickets,
        _K.whole,
        N_("Days until overdue"),
        N_("The last day to pay in time, counted from the day of the ticket."),
        limits=_YEAR,
        limits_words=_YEAR_WORDS,
    ),
    SettingRule(
        "discount_days",
        _S.tickets,
        _K.whole,
        N_("Discount days"),
        N_("The last day of the discount, counted from the day of the ticket."),
        limits=_YEAR,
        limits_words=_YEAR_WORDS,
    ),
    SettingRule(
        "show_code_on_screen",
        _S.release,
        _K.switch,
        N_("Show the release code on screen"),
        N_("On: the payer sees the code once the payment is confirmed. It is mailed either way."),
    ),
    SettingRule(
        "code_in_subject",
        _S.release,
        _K.switch,
        N_("Release code in the mail's subject"),
        N_("On: the code can be read without opening the mail."),
    ),
    SettingRule(
        "return_window_hours",
        _S.returns,
        _K.whole,
        N_("Return window in hours"),
        N_(
            "How long a driver has to bring the boot back after the release. Boots already out"
            " keep their deadline."
        ),
        limits=(1, 720),
        limits_words=N_("Enter a number of hours between 1 and 720."),
    ),
    SettingRule(
        "reminder_hours",
        _S.returns,
        _K.whole,
        N_("Reminder, hours before the deadline"),
        N_(
            "A mail to the driver this long before the boot is due back; 0 sends none. For boots"
            " already out the hours stay as they were at their release, but 0 stops their"
            " reminders too."
        ),
        limits=(0, 719),
        limits_words=N_("Enter a number of hours between 0 and 719."),
    ),
    SettingRule(
        "late_fee_per_day_cents",
        _S.returns,
        _K.money,
        N_("Late return fee per day"),
        N_("Taken off the deposit for each started 24 hours after the deadline."),
        limits=_PRICE,
        limits_words=_PRICE_WORDS,
    ),
    SettingRule(
        "late_fee_cap_cents",
        _S.returns,
        _K.money,
        N_("Most that late return can cost"),
        N_("Left empty, the deposit is the most."),
        limits=_PRICE,
        limits_words=_PRICE_WORDS,
        optional=True,
    ),
    SettingRule(
        "forfeit_after_days",
        _S.returns,
        _K.whole,
        N_("Deposit forfeited after days"),
        N_(
            "Counted from the deadline: of a boot that comes back later, nothing is proposed to go"
            " back. Left empty, no deposit is forfeited for lateness."
        ),
        limits=(1, 365),
        limits_words=N_("Enter a number of days between 1 and 365."),
        optional=True,
    ),
    SettingRule(
        "lost_boot_fee_cents",
        _S.returns,
        _K.money,
        N_("Lost-boot fee"),
        N_("Taken off the deposit of a boot that is marked lost."),
        limits=_PRICE,
        limits_words=_PRICE_WORDS,
    ),
    SettingRule(
        "new_code_needed",
        _S.returns,
        _K.switch,
        N_("New code needed before re-issue"),
        N_("On: a boot whose code was disclosed needs a new one before it is available again."),
    ),
    SettingRule(
        "cash_offered",
        _S.payments,
        _K.switch,
        N_("Cash or cheque offered"),
        N_("On: a driver may say they will pay at the counter. That releases nothing."),
    ),
    SettingRule(
        "tax_rate_bp",
        _S.payments,
        _K.percent,
        N_("Tax rate on receipts"),
        N_("In percent. Left empty, receipts show no tax."),
        limits=(0, 9_999),
        limits_words=N_("Enter a percentage between 0 and 99.99."),
        optional=True,
    ),
    SettingRule(
        "second_factor_admins",
        _S.staff,
        _K.switch,
        N_("Second factor compulsory for administrators"),
        N_(
            "On: administrators confirm each sign-in with a one-time code of an app on their "
            "phone. Who has none yet sets it up at the next page, before anything else."
        ),
    ),
)
