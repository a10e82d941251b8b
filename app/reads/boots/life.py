"""One boot's whole life, newest first and page by page (rule B19)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from app.reads.audit.deeds import deed_words
from app.reads.audit.facts import Fact, facts
from app.reads.audit.things import Key, Thing, things
from app.reads.boots.history import EVENT_WORDS
from app.reads.boots.life_sources import RANKS, SOURCES, Source
from app.reads.payments.payment_history import LETTER_WORDS
from app.rules.money.payment_states import MAIL_WORDS, MailStatus
from app.rules.people.emails import mask_email
from app.rules.wording import N_
from app.tables.records.audit_event import AuditEvent

PAGE_SIZE = 50
ADDED_BY_IMPORT = N_("Added by an import")
LABEL_MADE = N_("Label made to be printed")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Place:
    """Where a page goes on: behind the event `row_id` of the source `letter` at that moment."""

    at: datetime
    letter: str
    row_id: int

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // _MOMENT}-{self.letter}-{self.row_id}"


@dataclass(frozen=True)
class LifeEvent:
    """One line: `text` and `detail` are msgids or "", `note` is as somebody wrote it.

    `others` is how many labels of other boots were made with this one's. `ticket_id` is None for
    what had nothing to do with a car.
    """

    place: Place
    text: str
    who: str
    detail: str = ""
    note: str = ""
    facts: tuple[Fact, ...] = ()
    others: int = 0
    ticket_id: int | None = None
    ticket_number: str = ""
    plate: str = ""

    @property
    def at(self) -> datetime:
        """When it happened."""
        return self.place.at


@dataclass(frozen=True)
class Life:
    """One page; `known` names the things its facts tell of, `older` asks for the next page."""

    events: tuple[LifeEvent, ...]
    known: Mapping[Key, Thing]
    older: Place | None


def read_place(text: str) -> Place | None:
    """The place an address asks for; None for anything else."""
    at, _, rest = text.partition("-")
    letter, _, row_id = rest.partition("-")
    digits = at + row_id
    if letter not in RANKS or not (digits.isascii() and at.isdigit() and row_id.isdigit()):
        return None
    if len(at) > 16 or len(row_id) > 15:
        return None
    return Place(_EPOCH + int(at) * _MOMENT, letter, int(row_id))


async def boot_life(boot_id: int, older_than: Place | None = None) -> Life:
    """A page of all that ever happened to the boot, its cases, deposits, mails and labels.

    A statement for each source and one for each kind of thing told of, however long the life.
    """
    found: dict[Place, LifeEvent] = {}
    for source in SOURCES:
        for row in await _ask(source, boot_id, older_than):
            event = _event(source.letter, row)
            found[event.place] = event
    events = sorted(found.values(), key=lambda one: _order(one.place), reverse=True)
    shown = tuple(events[:PAGE_SIZE])
    keys = {
        value.thing
        for event in shown
        for fact in event.facts
        for value in (fact.before, fact.after)
        if value is not None and value.thing is not None
    }
    return Life(
        events=shown,
        known=await things(keys),
        older=shown[-1].place if len(events) > PAGE_SIZE else None,
    )


def _order(place: Place) -> tuple[datetime, int, int]:
    return place.at, RANKS[place.letter], place.row_id


async def _ask(source: Source, boot_id: int, place: Place | None) -> list[dict[str, Any]]:
    """The newest events of one source behind `place`, one more than a page holds."""
    sql, values = source.sql, [boot_id]
    behind: list[Any] = []
    if place is not None and source.rank == RANKS[place.letter]:
        sql += f" AND ({source.at}, {source.row_id}) < ({{}}, {{}})"
        behind = [place.at, place.row_id]
    elif place is not None:
        sql += f" AND {source.at} {'<=' if source.rank < RANKS[place.letter] else '<'} {{}}"
        behind = [place.at]
    # Both are columns of the rows, as DISTINCT asks of what it is sorted by.
    sql += f" ORDER BY {source.at} DESC, {source.row_id} DESC LIMIT {PAGE_SIZE + 1}"
    return list(await AuditEvent.raw(sql, *values, *behind))


def _event(letter: str, row: Mapping[str, Any]) -> LifeEvent:
    if letter == "m":
        return _mail(row)
    place = Place(row["at"], letter, row["id"])
    who = row["who"] or ""
    if letter == "p":
        return LifeEvent(place, LABEL_MADE, who, others=row["labels"] - 1)
    case = {name: row[name] for name in ("ticket_id", "ticket_number", "plate") if name in row}
    if letter == "i":
        return LifeEvent(place, EVENT_WORDS["issue_boot"], who, note=row["place"], **case)
    text = deed_words(row["subject"], row["verb"])
    return LifeEvent(
        place,
        ADDED_BY_IMPORT if row.get("imported") else text,
        who,
        note=row["reason"],
        facts=tuple(
            fact
            for fact in facts(row["subject"], row["before"], row["after"])
            if fact.before is not None or fact.after is not None
        ),
        **case,
    )


def _mail(row: Mapping[str, Any]) -> LifeEvent:
    failed = row["status"] == MailStatus.failed
    address = mask_email(row["recipient"])
    return LifeEvent(
        Place(row["sent_at"] or row["queued_at"], "m", row["id"]),
        LETTER_WORDS.get(row["kind"], row["kind"]),
        "",
        detail=MAIL_WORDS[MailStatus(row["status"])],
        note=f"{address} · {row['answer']}" if failed and row["answer"] else address,
        ticket_id=row["ticket_id"],
        ticket_number=row["ticket_number"],
        plate=row["plate"],
    )
