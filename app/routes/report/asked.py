"""Reads what the report is asked for out of its address, and writes such addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from app.reads.report.wanted import Place, ReportDate, ReportSort, Wanted, place_text
from app.routes.address import address
from app.routes.reader import reader_language
from app.routes.search_words import search_words
from app.rules.boots.states import BootStatus
from app.rules.local_days import day_from_text
from app.rules.wording import N_
from app.wordbook import translate

LONGEST_SEARCH = 100
NOT_A_DAY = N_("Enter a day, such as 2026-11-21.")
BACKWARDS = N_("This day is before the start date. Choose the same day or a later one.")

SORT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "-created": N_("Date Created, newest first"),
        "created": N_("Date Created, oldest first"),
        "-released": N_("Date Released, newest first"),
        "released": N_("Date Released, oldest first"),
        "-returned": N_("Date Returned, newest first"),
        "returned": N_("Date Returned, oldest first"),
        "name": N_("Boot, A to Z"),
        "-name": N_("Boot, Z to A"),
    }
)


@dataclass(frozen=True)
class Asked:
    """`typed` is what the form is filled with, `errors` what to do about which field."""

    wanted: Wanted
    typed: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)


def read_asked(asked: Mapping[str, str]) -> Asked:
    """Filters and order; days that are none are errors, any other unknown word is read as none."""
    errors: dict[str, str] = {}
    days: dict[str, date | None] = {}
    for name in ("from", "to"):
        text = asked.get(name, "").strip()
        days[name] = day_from_text(text)
        if text and days[name] is None:
            errors[name] = translate(reader_language(), NOT_A_DAY)
    first_on, last_on = days["from"], days["to"]
    if first_on and last_on and last_on < first_on:
        errors["to"] = translate(reader_language(), BACKWARDS)
    sort = asked.get("sort", "")
    wanted = Wanted(
        search=search_words(asked.get("q", ""), LONGEST_SEARCH),
        status=next((one for one in BootStatus if one == asked.get("status")), None),
        date_by=next((one for one in ReportDate if one == asked.get("by")), ReportDate.created),
        first_on=first_on,
        last_on=last_on,
        sort=next((one for one in ReportSort if one == sort.removeprefix("-")), ReportSort.created),
        rising=sort in ReportSort.__members__,
    )
    typed = {
        "q": wanted.search,
        "by": wanted.date_by.value,
        "from": asked.get("from", "").strip()[:LONGEST_SEARCH],
        "to": asked.get("to", "").strip()[:LONGEST_SEARCH],
        "status": wanted.status.value if wanted.status else "",
        "sort": sort_text(wanted),
    }
    return Asked(wanted, typed, errors)


def query_of(wanted: Wanted, after: Place | None = None, **more: str) -> str:
    """`?q=…&after=…`, or "" for the whole report from its beginning."""
    newest_first = wanted.sort is ReportSort.created and not wanted.rising
    pairs = {
        "q": wanted.search,
        "by": "" if wanted.date_by is ReportDate.created else wanted.date_by.value,
        "from": wanted.first_on.isoformat() if wanted.first_on else "",
        "to": wanted.last_on.isoformat() if wanted.last_on else "",
        "status": wanted.status.value if wanted.status else "",
        "sort": "" if newest_first else sort_text(wanted),
        "after": place_text(after) if after else "",
        **more,
    }
    return address("", pairs)


def sort_text(wanted: Wanted) -> str:
    """`name`, or `-name` when the last comes first."""
    return f"{'' if wanted.rising else '-'}{wanted.sort.value}"


def sorted_by(wanted: Wanted, sort: ReportSort) -> Wanted:
    """The same in the order of a column; the other way round if it is in that order already."""
    if wanted.sort is sort:
        return replace(wanted, rising=not wanted.rising)
    return replace(wanted, sort=sort, rising=sort is ReportSort.name)
