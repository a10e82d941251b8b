"""The settings of an installation with their defaults: the one place a default is written."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SystemSettings:
    """Every System Setting, typed; the defaults are those of an empty settings table (rule S6).

    Names tell the unit: `_cents`, `_hours`, `_days`, `_bp` (hundredths of a percent). None means
    off, or for `late_fee_cap_cents` "the deposit".
    """

    universal_boot_enabled: bool = False
    require_overdue_paid: bool = False

    organisation_name: str = "Town of Marlow Parking"
    organisation_logo: str = ""
    organisation_address: str = "1 Market Square\nMarlow"
    help_phone: str = "555 0100"
    help_email: str = "help@example.com"
    terms_url: str = ""
    privacy_url: str = ""
    currency: str = "CAD"
    language: str = "en"
    time_zone: str = "America/Toronto"

    ticket_prefix: str = "TT"
    next_number: int = 10001
    pin_length: int = 4
    print_pin: bool = True
    overdue_days: int = 14
    discount_days: int = 7

    show_code_on_screen: bool = True
    code_in_subject: bool = True

    return_window_hours: int = 24
    reminder_hours: int = 4
    late_fee_per_day_cents: int = 0
    late_fee_cap_cents: int | None = None
    forfeit_after_days: int | None = None
    lost_boot_fee_cents: int = 0

    new_code_needed: bool = False
    cash_offered: bool = True
    tax_rate_bp: int | None = None
    second_factor_admins: bool = False
