"""Email addresses: accepted, shown to strangers, and checked for slips of the thumb (rule P8)."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from email_validator import EmailNotValidError, validate_email

from app.rules.errors import Invalid
from app.rules.wording import N_

_PROVIDERS = (
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "outlook.com",
    "icloud.com",
    "protonmail.com",
    "yahoo.com",
)
# Real ones a slip away from a bigger one: never questioned.
_REAL = frozenset({"mail.com", "email.com", "ymail.com"})
_ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "con": "com",
        "cmo": "com",
        "ocm": "com",
        "vom": "com",
        "xom": "com",
        "cim": "com",
        "comm": "com",
        "coom": "com",
        "nte": "net",
        "ent": "net",
        "ogr": "org",
        "orgg": "org",
    }
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def clean_email(text: str, field: str = "email") -> str:
    """Return an address any mail server can take: trimmed, domain in lower-case ASCII (rule P8).

    Only the form is checked, nothing is looked up. Raises Invalid on `field`.
    """
    wrong = N_("Enter an email address like name@example.com")
    # Allowed in a name, and taken for an encoded word by whatever reads the header it stands in.
    if "=?" in text:
        raise Invalid(fields={field: wrong})
    try:
        found = validate_email(
            text.strip(), check_deliverability=False, allow_smtputf8=False, strict=True
        )
    except EmailNotValidError as refusal:
        raise Invalid(fields={field: wrong}) from refusal
    return found.ascii_email or found.normalized


def mask_email(email: str) -> str:
    """Return "d••••@e….com" for dana@example.com: enough for its owner, no more (rule S3)."""
    local, _, domain = email.rpartition("@")
    name, _, ending = domain.rpartition(".")
    return f"{local[:1]}••••@{name[:1]}….{ending}"


def _one_slip_away(word: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        if after:
            yield before + after[1:]
            yield from (before + letter + after[1:] for letter in _LETTERS + ".")
        yield from (before + letter + after for letter in _LETTERS + ".")


_SLIPS: Mapping[str, str] = MappingProxyType(
    {
        slip: provider
        for provider in _PROVIDERS
        for slip in _one_slip_away(provider)
        if slip not in _PROVIDERS and slip not in _REAL
    }
)


def suggest(email: str) -> str | None:
    """Return the address probably meant, or None if nothing looks mistyped (rule P8).

    A wrong ending of any domain, and one slip in the name of a large provider.
    """
    local, at, domain = email.rpartition("@")
    if not at:
        return None
    domain = domain.lower()
    name, _, ending = domain.rpartition(".")
    mended = f"{name}.{_ENDINGS.get(ending, ending)}" if name else domain
    mended = _SLIPS.get(mended, mended)
    return f"{local}@{mended}" if mended != domain else None
