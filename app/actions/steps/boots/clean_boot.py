"""What is written down about a boot, and what of it cannot be accepted."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from app.rules.boots.codes import clean_code
from app.rules.boots.names import clean_name
from app.rules.errors import Invalid
from app.rules.wording import N_


@dataclass(frozen=True)
class BootFacts:
    """A boot as entered. `code` "" keeps the stored one; `replacement_cents` None means unknown."""

    name: str
    code: str = field(default="", repr=False)
    model: str = ""
    colour: str = ""
    serial: str = ""
    notes: str = ""
    replacement_cents: int | None = None


LONGEST: Mapping[str, int] = MappingProxyType(
    {"model": 60, "colour": 30, "serial": 60, "notes": 2000}
)


def clean_boot(facts: BootFacts, *, code_required: bool) -> BootFacts:
    """The facts as they are stored (rules B13, C3).

    Raises `Invalid` with every problem at once: `name`, `code` and the fields of `LONGEST`.
    """
    problems: dict[str, str] = {}
    name, code = facts.name, facts.code.strip()
    try:
        name = clean_name(facts.name)
    except Invalid as error:
        problems |= error.fields
    try:
        code = clean_code(facts.code, "code") if code or code_required else ""
    except Invalid as error:
        problems |= error.fields
    for word, most in LONGEST.items():
        if len(getattr(facts, word)) > most:
            problems[word] = N_("This is too long. Please shorten it.")
    if problems:
        raise Invalid(fields=problems)
    return replace(facts, name=name, code=code)
