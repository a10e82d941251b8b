"""Every System Setting: described, defaulted, read, refused."""

from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import get_type_hints

import pytest

from app.rules.errors import Invalid
from app.rules.settings.already import ALREADY
from app.rules.settings.catalogue import (
    CATALOGUE,
    SystemSettings,
    check_change,
    parse_settings,
    settings_from_stored,
)
from app.rules.settings.checks import SECTION_WORDS, SettingSection
from app.rules.settings.values import READERS, SettingKind

ROOT = Path(__file__).parents[3]
DEFAULTS = SystemSettings()
TYPED = get_type_hints(SystemSettings)
WHOLE_FORM: dict[str, object] = asdict(DEFAULTS)


def test_every_setting_is_described_once_and_every_description_has_a_setting() -> None:
    assert set(CATALOGUE) == {field.name for field in fields(SystemSettings)}
    assert set(READERS) == set(SettingKind)
    assert set(SECTION_WORDS) == set(SettingSection)


@pytest.mark.parametrize("key", list(CATALOGUE))
def test_a_setting_has_words_and_a_default_its_own_rule_accepts(key: str) -> None:
    rule = CATALOGUE[key]
    assert rule.key == key
    assert rule.label
    assert rule.help.endswith(".")
    assert rule.default == getattr(DEFAULTS, key)
    assert rule.parse(rule.default) == rule.default
    if rule.limits:
        assert rule.limits_words


@pytest.mark.parametrize("key", list(CATALOGUE))
def test_a_setting_is_read_as_the_type_it_is_declared_with(key: str) -> None:
    rule = CATALOGUE[key]
    numbers = (SettingKind.whole, SettingKind.money, SettingKind.percent)
    expected: object = str
    if rule.kind is SettingKind.switch:
        expected = bool
    elif rule.kind in numbers:
        expected = int | None if rule.optional else int
        assert rule.limits is not None
    assert TYPED[key] == expected


def test_the_defaults_are_those_of_the_product() -> None:
    assert not DEFAULTS.universal_boot_enabled
    assert not DEFAULTS.require_overdue_paid
    assert (DEFAULTS.currency, DEFAULTS.language) == ("CAD", "en")
    assert DEFAULTS.time_zone == "America/Toronto"
    assert (DEFAULTS.ticket_prefix, DEFAULTS.next_number, DEFAULTS.pin_length) == ("TT", 10001, 4)
    assert (DEFAULTS.overdue_days, DEFAULTS.discount_days) == (14, 7)
    assert (DEFAULTS.return_window_hours, DEFAULTS.reminder_hours) == (24, 4)
    assert (DEFAULTS.late_fee_per_day_cents, DEFAULTS.late_fee_cap_cents) == (0, None)
    assert (DEFAULTS.forfeit_after_days, DEFAULTS.lost_boot_fee_cents) == (None, 0)
    assert DEFAULTS.show_code_on_screen
    assert DEFAULTS.code_in_subject
    assert DEFAULTS.print_pin
    assert DEFAULTS.cash_offered
    assert not DEFAULTS.new_code_needed
    assert not DEFAULTS.second_factor_admins
    assert DEFAULTS.tax_rate_bp is None


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("universal_boot_enabled", "on", True),
        ("universal_boot_enabled", "", False),
        ("universal_boot_enabled", None, False),
        ("universal_boot_enabled", True, True),
        ("organisation_name", "  Ville  de Lac ", "Ville de Lac"),
        ("organisation_address", " 1 Rue A \n Lac ", "1 Rue A\nLac"),
        ("help_phone", "+1 (555) 010-0", "+1 (555) 010-0"),
        ("help_email", "Help@Example.com", "Help@example.com"),
        ("help_email", "", ""),
        ("terms_url", "https://example.com/terms", "https://example.com/terms"),
        ("currency", "EUR", "EUR"),
        ("language", "fr", "fr"),
        ("time_zone", "Europe/Paris", "Europe/Paris"),
        ("ticket_prefix", "lot", "LOT"),
        ("pin_length", "6", 6),
        ("late_fee_per_day_cents", "12.50", 1250),
        ("late_fee_per_day_cents", 1250, 1250),
        ("late_fee_cap_cents", "", None),
        ("late_fee_cap_cents", "0", 0),
        ("forfeit_after_days", None, None),
        ("tax_rate_bp", "9.75 %", 975),
        ("tax_rate_bp", "13", 1300),
        ("tax_rate_bp", 1300, 1300),
        ("tax_rate_bp", "", None),
    ],
)
def test_a_setting_is_read_from_a_form_or_from_store(
    key: str, typed: object, value: object
) -> None:
    assert CATALOGUE[key].parse(typed) == value
    assert type(CATALOGUE[key].parse(typed)) is type(value)


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("universal_boot_enabled", "maybe"),
        ("organisation_name", ""),
        ("organisation_name", "x" * 201),
        ("organisation_name", "a\x00b"),
        ("organisation_address", "a\x00b"),
        ("help_phone", "call us"),
        ("help_phone", ""),
        ("help_email", "nobody"),
        ("terms_url", "javascript:alert(1)"),
        ("privacy_url", "https://a b"),
        ("currency", "JPY"),
        ("language", "de"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../etc/passwd"),
        ("time_zone", ""),
        ("ticket_prefix", "T1"),
        ("ticket_prefix", ""),
        ("ticket_prefix", "TOOLONG"),
        ("next_number", "0"),
        ("next_number", "12.5"),
        ("next_number", True),
        ("pin_length", "1"),
        ("pin_length", "9"),
        ("pin_length", "٤"),
        ("overdue_days", "-1"),
        ("discount_days", "366"),
        ("return_window_hours", "0"),
        ("late_fee_per_day_cents", "-1"),
        ("late_fee_per_day_cents", "100000"),
        ("late_fee_cap_cents", "a lot"),
        ("forfeit_after_days", "0"),
        ("tax_rate_bp", "100"),
        ("tax_rate_bp", "-1"),
    ],
)
def test_what_a_setting_cannot_be_is_refused_beside_it(key: str, typed: object) -> None:
    with pytest.raises(Invalid) as refusal:
        CATALOGUE[key].parse(typed)
    assert set(refusal.value.fields) == {key}
    assert refusal.value.fields[key]


def test_a_whole_form_names_every_fault_at_once() -> None:
    assert parse_settings(WHOLE_FORM) == DEFAULTS
    with pytest.raises(Invalid) as refusal:
        parse_settings(WHOLE_FORM | {"pin_length": "99", "currency": "XXX"})
    assert set(refusal.value.fields) == {"pin_length", "currency"}


def test_two_settings_may_not_contradict_each_other() -> None:
    with pytest.raises(Invalid) as refusal:
        parse_settings(WHOLE_FORM | {"overdue_days": "14", "discount_days": "15"})
    assert set(refusal.value.fields) == {"discount_days"}


@pytest.mark.parametrize(
    ("window", "before", "fits"), [(3, 24, False), (4, 4, False), (4, 3, True)]
)
def test_a_reminder_comes_inside_the_return_window(window: int, before: int, fits: bool) -> None:
    typed = WHOLE_FORM | {"return_window_hours": str(window), "reminder_hours": str(before)}
    if fits:
        assert parse_settings(typed).reminder_hours == before
        return
    with pytest.raises(Invalid) as refusal:
        parse_settings(typed)
    assert set(refusal.value.fields) == {"reminder_hours"}


def test_every_setting_is_read_somewhere() -> None:
    described = ROOT / "app" / "rules" / "settings"
    sources = [path for path in (ROOT / "app").rglob("*.py") if described not in path.parents]
    sources += [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    written = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    assert {key for key in CATALOGUE if f".{key}" not in written} == set()


def test_an_unticked_box_is_left_out_of_a_form_and_means_off() -> None:
    form = {key: value for key, value in WHOLE_FORM.items() if key != "cash_offered"}
    assert parse_settings(form) == replace(DEFAULTS, cash_offered=False)


def test_what_is_not_stored_has_its_default_and_what_is_gone_is_passed_over() -> None:
    assert settings_from_stored({}) == DEFAULTS
    stored = settings_from_stored({"pin_length": 2, "of_last_year": "x"})
    assert stored == replace(DEFAULTS, pin_length=2)
    with pytest.raises(Invalid):
        settings_from_stored({"pin_length": 99})


def test_settings_survive_the_way_through_the_store() -> None:
    changed = replace(DEFAULTS, late_fee_cap_cents=500, universal_boot_enabled=True, language="fr")
    assert settings_from_stored(asdict(changed)) == changed


def test_numbers_only_grow_and_the_currency_stays_once_a_ticket_exists() -> None:
    smaller = replace(DEFAULTS, next_number=10000, currency="EUR")
    with pytest.raises(Invalid) as refusal:
        check_change(DEFAULTS, smaller, tickets_exist=True)
    assert set(refusal.value.fields) == {"next_number", "currency"}
    check_change(DEFAULTS, replace(DEFAULTS, currency="EUR"), tickets_exist=False)
    check_change(DEFAULTS, replace(DEFAULTS, next_number=10002), tickets_exist=True)


# Read anew by whatever shows them, or fixed by a rule that their help tells.
NOTHING_OUT_DEPENDS_ON = {
    *("organisation_address", "help_email", "terms_url", "privacy_url", "currency", "language"),
    *("next_number", "second_factor_admins"),
}


def test_a_setting_says_what_a_change_means_for_what_is_out_already() -> None:
    silent = {
        key
        for key, rule in CATALOGUE.items()
        if not any(word in f"{rule.help} {rule.already}" for word in ("already", "Boots"))
    }
    assert silent == NOTHING_OUT_DEPENDS_ON
    assert set(ALREADY) <= set(CATALOGUE)
    assert all(CATALOGUE[key].already == said for key, said in ALREADY.items())
