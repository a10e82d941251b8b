"""Reads the officer's form: what was typed, and the entry it means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.actions.steps.violations.entry import Entry, checked
from app.routes.address import row_number
from app.routes.forms import Form
from app.rules.errors import BootkeeperError, Invalid
from app.rules.wording import N_

# What the action calls a field -> what the page calls it.
FIELD_OF: Mapping[str, str] = {
    "place": "street",
    "happened_at": "occurred_at",
    "offences": "offence",
    "boot": "boot_id",
}
_TEXTS = {
    "plate": 40,
    "region": 10,
    "plate_type": 20,
    "make": 60,
    "colour": 30,
    "street": 120,
    "occurred_at": 30,
    "remarks": 2000,
    "owner_email": 254,
    "boot_search": 60,
}


@dataclass(frozen=True)
class Typed:
    """The form as typed: `texts` by field name, chosen offences and boot, and what is wrong."""

    texts: Mapping[str, str]
    offences: tuple[int, ...]
    boot_id: int | None
    second_boot: bool
    key: str
    step: str
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, object]:
        """What the page shows again."""
        return {
            **self.texts,
            "boot_id": self.boot_id or "",
            "offences": [str(one) for one in self.offences],
            "confirm_second_boot": "on" if self.second_boot else "",
        }


def read_typed(form: Form) -> Typed:
    """Everything on the page; nothing is refused yet, problems are kept."""
    texts = {name: form.text(name, most=most) for name, most in _TEXTS.items()}
    chosen = dict.fromkeys(row_number(one) for one in form.all("offence"))
    return Typed(
        texts=texts,
        offences=tuple(one for one in chosen if one is not None),
        boot_id=form.id("boot_id"),
        second_boot=form.flag("confirm_second_boot"),
        key=form.text("key", most=64),
        step=form.text("step", most=20),
        problems=dict(form.problems),
    )


def entry_from(
    typed: Typed, offences: tuple[int, ...], boot_id: int | None, time_zone: str, now: datetime
) -> Entry:
    """The entry the form means.

    Raises `Invalid` with the page's field names: what cannot be read and, in the same round, what
    was read and is wrong.
    """
    problems = dict(typed.problems)
    happened_at = _moment(typed.texts["occurred_at"], time_zone)
    if happened_at is None:
        problems["occurred_at"] = N_("Enter day and time, for example 21 November, 18:42.")
    texts = typed.texts
    entry = Entry(
        form_key=typed.key,
        plate=texts["plate"],
        region=texts["region"],
        plate_type=texts["plate_type"],
        make=texts["make"],
        colour=texts["colour"],
        place=texts["street"],
        happened_at=happened_at or now,
        offence_type_ids=offences,
        remarks=texts["remarks"],
        owner_email=texts["owner_email"],
        boot_id=boot_id,
        confirm_second_boot=typed.second_boot,
    )
    try:
        checked(entry, now)
    except Invalid as refusal:
        problems = as_on_page(refusal).fields | problems
    if problems:
        raise Invalid(fields=problems)
    return entry


def local_text(at: datetime, time_zone: str) -> str:
    """The moment as the browser's date and time field wants it, in the authority's zone."""
    return at.astimezone(ZoneInfo(time_zone)).strftime("%Y-%m-%dT%H:%M")


def as_on_page(error: BootkeeperError) -> BootkeeperError:
    """The same error with its fields named as on the page."""
    error.fields = {FIELD_OF.get(name, name): words for name, words in error.fields.items()}
    return error


def _moment(text: str, time_zone: str) -> datetime | None:
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        return None
    if local.tzinfo is None:
        local = local.replace(tzinfo=ZoneInfo(time_zone))
    try:
        return local.astimezone(UTC)
    except OverflowError:
        return None
