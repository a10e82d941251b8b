"""What an officer hands in for a new ticket, brought into its one form and judged."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.rules.errors import Invalid
from app.rules.people.emails import clean_email
from app.rules.violations.numbers import new_pin
from app.rules.violations.plates import PLATE_MAX_LENGTH, vehicle_key
from app.rules.wording import N_

MOST_ITEMS = 20
# A tablet's clock may be a little fast; further ahead somebody mistyped.
CLOCKS_MAY_DIFFER = timedelta(minutes=10)

_TOO_LONG = N_("This is too long. Please shorten it.")
_MOST = {
    "region": 10,
    "plate_type": 20,
    "make": 60,
    "colour": 30,
    "place": 120,
    "remarks": 2000,
}


@dataclass(frozen=True)
class Entry:
    """One new ticket as typed; times are aware UTC, ids those of the lists offered.

    `form_key` is drawn with the form and makes saving happen once (rule V11). `boot_id` is given
    exactly when one of the offences has Apply Boot. `issued_at` dates a ticket back and is None
    for "now"; `new_pin` draws a PIN of the asked length.
    """

    form_key: str
    plate: str
    place: str
    happened_at: datetime
    offence_type_ids: tuple[int, ...]
    region: str = ""
    plate_type: str = ""
    make: str = ""
    colour: str = ""
    remarks: str = ""
    owner_email: str = ""
    boot_id: int | None = None
    confirm_second_boot: bool = False
    issued_at: datetime | None = None
    new_pin: Callable[[int], str] = new_pin

    def digest(self, staff_id: int) -> str:
        """What tells two entries under one key apart: a hash of everything typed, and by whom."""
        content = (
            *(staff_id, self.plate, self.region, self.plate_type, self.make, self.colour),
            *(self.place, self.happened_at.isoformat(), self.remarks, self.owner_email),
            *(sorted(self.offence_type_ids), self.boot_id),
        )
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def checked(entry: Entry, now: datetime) -> Entry:
    """Return the entry in normal form: plate folded, texts trimmed, each offence once.

    Raises `Invalid` with every faulty field. What needs the database is judged when it is saved.
    """
    neat = _neat(entry)
    fields = {name: _TOO_LONG for name, most in _MOST.items() if len(getattr(neat, name)) > most}
    fields |= _faults(neat, now)
    if neat.owner_email:
        try:
            neat = replace(neat, owner_email=clean_email(neat.owner_email, "owner_email"))
        except Invalid as refusal:
            fields |= refusal.fields
    if fields:
        raise Invalid(fields=fields)
    return neat


def _neat(entry: Entry) -> Entry:
    plate, region, plate_type = vehicle_key(entry.plate, entry.region, entry.plate_type)
    return replace(
        entry,
        plate=plate,
        region=region,
        plate_type=plate_type,
        make=" ".join(entry.make.split()),
        colour=" ".join(entry.colour.split()),
        place=" ".join(entry.place.split()),
        remarks=entry.remarks.strip(),
        owner_email=entry.owner_email.strip(),
        offence_type_ids=tuple(dict.fromkeys(entry.offence_type_ids)),
    )


def _faults(entry: Entry, now: datetime) -> dict[str, str]:
    fields: dict[str, str] = {}
    if not entry.plate:
        fields["plate"] = N_("Enter the plate: letters and digits.")
    elif len(entry.plate) > PLATE_MAX_LENGTH:
        fields["plate"] = N_("A plate has at most 16 letters and digits.")
    if not entry.place:
        fields["place"] = N_("Enter where the car stands.")
    if entry.happened_at > now + CLOCKS_MAY_DIFFER:
        fields["happened_at"] = N_("Enter a time that is not in the future.")
    if not entry.offence_type_ids:
        fields["offences"] = N_("Choose at least one offense.")
    elif len(entry.offence_type_ids) > MOST_ITEMS:
        fields["offences"] = N_("Choose at most 20 offenses.")
    if not 16 <= len(entry.form_key) <= 64:
        fields["form"] = N_("This form is no longer complete. Reload the page and enter it again.")
    return fields
