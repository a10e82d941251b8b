"""Turns what was typed or stored into a setting's value, or says what to enter (rule S6)."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from app.rules.errors import Invalid
from app.rules.money.cents import cents_from_text
from app.rules.people.emails import clean_email
from app.rules.settings.logos import logo_name
from app.rules.wording import N_

# What the settings table holds: a JSON scalar.
SettingValue = bool | int | str | None

TEXT_MAX_LENGTH = 200
_PERCENT = re.compile(r"([0-9]{1,2})(?:[.,]([0-9]{1,2}))?\s*%?")
_PHONE = re.compile(r"\+?[0-9 ().\-/]{3,30}")
_URL = re.compile(r"https?://[^\s/]+\S*")
_PREFIX = re.compile(r"[A-Z]{1,6}")


class SettingKind(StrEnum):
    """How a setting is entered and read."""

    switch = "switch"
    text = "text"
    long_text = "long_text"
    phone = "phone"
    email = "email"
    url = "url"
    choice = "choice"
    zone = "zone"
    prefix = "prefix"
    whole = "whole"
    money = "money"
    percent = "percent"
    picture = "picture"


def _refuse(key: str, message: str) -> Invalid:
    return Invalid(fields={key: message})


def _switch(key: str, raw: object) -> SettingValue:
    if isinstance(raw, bool):
        return raw
    # A browser leaves an unticked box out of the form: absent is off.
    word = str(raw or "").strip().lower()
    if word in ("on", "true", "1", "yes"):
        return True
    if word in ("", "off", "false", "0", "no"):
        return False
    raise _refuse(key, N_("Choose on or off."))


def _text(key: str, raw: object) -> SettingValue:
    text = " ".join(str(raw or "").split())
    if len(text) > TEXT_MAX_LENGTH or not text.isprintable():
        raise _refuse(key, N_("Use at most 200 characters, without invisible ones."))
    return text


def _long_text(key: str, raw: object) -> SettingValue:
    lines = [" ".join(line.split()) for line in str(raw or "").strip().splitlines()]
    text = "\n".join(lines)
    if len(text) > TEXT_MAX_LENGTH or not all(map(str.isprintable, lines)):
        raise _refuse(key, N_("Use at most 200 characters, without invisible ones."))
    return text


def _phone(key: str, raw: object) -> SettingValue:
    phone = str(raw or "").strip()
    if phone and not _PHONE.fullmatch(phone):
        raise _refuse(key, N_("Enter a phone number like 555 0100."))
    return phone


def _email(key: str, raw: object) -> SettingValue:
    text = str(raw or "").strip()
    return clean_email(text, key) if text else ""


def _url(key: str, raw: object) -> SettingValue:
    url = str(raw or "").strip()
    if url and not (_URL.fullmatch(url) and url.isprintable() and len(url) <= TEXT_MAX_LENGTH):
        raise _refuse(key, N_("Enter a web address that begins with https://"))
    return url


def _zone(key: str, raw: object) -> SettingValue:
    name = str(raw or "").strip()
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as refusal:
        raise _refuse(key, N_("Enter a time zone like America/Toronto.")) from refusal
    return name


def _prefix(key: str, raw: object) -> SettingValue:
    prefix = str(raw or "").strip().upper()
    if not _PREFIX.fullmatch(prefix):
        # A digit in it would run together with the sequence.
        raise _refuse(key, N_("Use 1 to 6 letters from A to Z."))
    return prefix


def _whole(key: str, raw: object) -> SettingValue:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    text = str(raw).strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise _refuse(key, N_("Enter a whole number."))
    return int(text)


def _money(key: str, raw: object) -> SettingValue:
    # An integer is what we stored (cents); text is what a person typed.
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    return cents_from_text(str(raw), key)


def _percent(key: str, raw: object) -> SettingValue:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    match = _PERCENT.fullmatch(str(raw).strip())
    if match is None:
        raise _refuse(key, N_("Enter a percentage like 13 or 9.75."))
    return int(match.group(1)) * 100 + int((match.group(2) or "").ljust(2, "0"))


def _picture(key: str, raw: object) -> SettingValue:
    try:
        return str(logo_name(str(raw or "").strip()) or "")
    except ValueError:
        raise _refuse(key, N_("Choose a PNG, JPEG or WebP picture.")) from None


READERS: Mapping[SettingKind, Callable[[str, object], SettingValue]] = MappingProxyType(
    {
        SettingKind.switch: _switch,
        SettingKind.text: _text,
        SettingKind.long_text: _long_text,
        SettingKind.phone: _phone,
        SettingKind.email: _email,
        SettingKind.url: _url,
        SettingKind.choice: _text,
        SettingKind.zone: _zone,
        SettingKind.prefix: _prefix,
        SettingKind.whole: _whole,
        SettingKind.money: _money,
        SettingKind.percent: _percent,
        SettingKind.picture: _picture,
    }
)
