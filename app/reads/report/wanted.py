"""What the Booting Activity Report is asked for, and from where its next page goes on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from types import MappingProxyType

from app.rules.boots.states import BootStatus
from app.rules.wording import N_


class ReportDate(StrEnum):
    """The date the days of the report are about."""

    created = "created"
    released = "released"
    returned = "returned"


class ReportSort(StrEnum):
    """What the rows are ordered by."""

    created = "created"
    released = "released"
    returned = "returned"
    name = "name"


DATE_WORDS: Mapping[ReportDate, str] = MappingProxyType(
    {
        ReportDate.created: N_("Date Created"),
        ReportDate.released: N_("Date Released"),
        ReportDate.returned: N_("Date Returned"),
    }
)


@dataclass(frozen=True)
class Wanted:
    """The filters and the order; empty and None ask for everything. Both days are included.

    With a `status` there is one row a boot that has it now, its latest assignment or the boot
    alone; without one, a row an assignment.
    """

    search: str = ""
    status: BootStatus | None = None
    date_by: ReportDate = ReportDate.created
    first_on: date | None = None
    last_on: date | None = None
    sort: ReportSort = ReportSort.created
    rising: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.search or self.status or self.first_on or self.last_on)


@dataclass(frozen=True)
class Place:
    """The last row of a page: its sort key, None where it has no such date, and its id.

    The id is the assignment's, or the boot's in a report on a status.
    """

    row_id: int
    key: datetime | str | None


def place_text(place: Place) -> str:
    """Return a place as it stands in an address."""
    key = place.key.isoformat() if isinstance(place.key, datetime) else place.key or ""
    return f"{place.row_id}.{key}"


def place_from(text: str, sort: ReportSort) -> Place | None:
    """Return the place written by `place_text` for the same `sort`, or None for anything else."""
    number, dot, key = text.partition(".")
    if not (dot and number.isascii() and number.isdigit() and len(number) < 10) or "\x00" in key:
        return None
    if sort is ReportSort.name:
        return Place(int(number), key) if key else None
    if not key:
        return Place(int(number), None) if sort is not ReportSort.created else None
    try:
        at = datetime.fromisoformat(key)
        return Place(int(number), at.astimezone(UTC)) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None
