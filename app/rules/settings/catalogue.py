"""Every System Setting described once, and the settings read as a whole (rule S6)."""

from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any, cast

from app.rules.errors import Invalid
from app.rules.settings.checks import SECTION_WORDS, SettingRule, SettingSection
from app.rules.settings.listed import SETTINGS
from app.rules.settings.system_settings import SystemSettings
from app.rules.settings.values import SettingKind, SettingValue
from app.rules.wording import N_

__all__ = [
    "CATALOGUE",
    "SECTION_WORDS",
    "SettingKind",
    "SettingRule",
    "SettingSection",
    "SettingValue",
    "SystemSettings",
    "check_change",
    "parse_settings",
    "settings_from_stored",
]

CATALOGUE: Mapping[str, SettingRule] = MappingProxyType({rule.key: rule for rule in SETTINGS})

_DEFAULTS: dict[str, SettingValue] = asdict(SystemSettings())


def _as_settings(values: Mapping[str, SettingValue]) -> SystemSettings:
    # Each value comes from the rule of its key, and a test compares every kind with the attribute.
    return SystemSettings(**cast("dict[str, Any]", dict(values)))


def parse_settings(raw: Mapping[str, object]) -> SystemSettings:
    """Return the settings a whole form says; a key left out counts as empty (rule S6).

    Raises Invalid with every faulty key, also where two settings contradict each other.
    """
    values: dict[str, SettingValue] = {}
    fields: dict[str, str] = {}
    for key, rule in CATALOGUE.items():
        try:
            values[key] = rule.parse(raw.get(key, ""))
        except Invalid as refusal:
            fields.update(refusal.fields)
    if fields:
        raise Invalid(fields=fields)
    settings = _as_settings(values)
    if settings.reminder_hours >= settings.return_window_hours:
        fields["reminder_hours"] = N_("Enter fewer hours than the return window has.")
    if settings.discount_days > settings.overdue_days:
        fields["discount_days"] = N_("Enter no more days than until overdue.")
    if fields:
        raise Invalid(fields=fields)
    return settings


def settings_from_stored(stored: Mapping[str, SettingValue]) -> SystemSettings:
    """Return the settings kept as {key: JSON scalar}; what is not stored has its default.

    Keys of settings that no longer exist are passed over. Raises Invalid for a stored value its
    rule refuses (rule S6).
    """
    return _as_settings(
        _DEFAULTS
        | {key: rule.parse(stored[key]) for key, rule in CATALOGUE.items() if key in stored}
    )


def check_change(old: SystemSettings, new: SystemSettings, *, tickets_exist: bool) -> None:
    """Refuse what may not change any more: a smaller next number, the currency (rule S6).

    `old.next_number` is the next number in force. Raises Invalid with every faulty key.
    """
    fields: dict[str, str] = {}
    if new.next_number < old.next_number:
        fields["next_number"] = N_("Numbers only grow: enter the present one or a higher one.")
    if tickets_exist and new.currency != old.currency:
        fields["currency"] = N_("The currency cannot change once a ticket exists.")
    if fields:
        raise Invalid(fields=fields)
