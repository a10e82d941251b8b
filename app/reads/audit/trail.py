"""The audit: filtered, newest first, page by page however long it has grown (rule S5)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from piccolo.columns.combination import And, Where, WhereRaw
from piccolo.query import Select

from app.reads.audit.deeds import KIND_WORDS, deed_words
from app.reads.audit.facts import FACT_WORDS, Fact, Value, facts
from app.reads.audit.things import Key, Thing, things
from app.rules.local_days import day_is_over, day_starts
from app.rules.money.refund_reasons import reason_words
from app.rules.people.actor import SYSTEM
from app.rules.people.addresses import read_address
from app.rules.wording import N_
from app.tables.records.audit_event import AuditEvent

PAGE_SIZE = 50
# Asks for what no member of staff did: drivers, card services, the system.
NOT_STAFF = 0
# The facts that a thing is called by.
_NAMES = frozenset(FACT_WORDS[name] for name in ("name", "number", "description"))

Condition = Where | WhereRaw | And


@dataclass(frozen=True)
class Wanted:
    """What the audit is filtered by; None and "" ask for everything. Both days are included.

    `person` is a number of staff or `NOT_STAFF`; `thing` one thing, whatever `kind` says.
    """

    person: int | None = None
    kind: str = ""
    thing: Key | None = None
    verb: str = ""
    first_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True)
class AuditRow:
    """One deed. `text`, `kind` and a `who` that `is_word` are msgids; the rest is as written."""

    at: datetime
    who: str
    is_word: bool
    origin: str
    text: str
    kind: str
    key: Key
    facts: tuple[Fact, ...]
    reason: str
    reason_word: str


@dataclass(frozen=True)
class Trail:
    """One page; `known` names every thing its rows tell of, `older_than` asks for the next."""

    rows: tuple[AuditRow, ...]
    known: Mapping[Key, Thing]
    older_than: int | None


async def trail(wanted: Wanted, *, before_id: int | None, time_zone: str) -> Trail:
    """One page of the deeds `wanted`; those older than deed `before_id` when it is known."""
    last = None
    if before_id is not None:
        last = (
            await AuditEvent.select(AuditEvent.id, AuditEvent.at)
            .where(AuditEvent.id == before_id)
            .first()
        )
    found = await question(wanted, (last["at"], last["id"]) if last else None, time_zone)
    rows = tuple(_row(row) for row in found[:PAGE_SIZE])
    keys = {row.key for row in rows} | {
        value.thing
        for row in rows
        for fact in row.facts
        for value in (fact.before, fact.after)
        if isinstance(value, Value) and value.thing
    }
    if wanted.thing:
        keys.add(wanted.thing)
    known = await things(keys)
    return Trail(
        rows=tuple(replace(row, facts=_not_in_the_name(row, known)) for row in rows),
        known=known,
        older_than=found[PAGE_SIZE - 1]["id"] if len(found) > PAGE_SIZE else None,
    )


def question(
    wanted: Wanted, last: tuple[datetime, int] | None, time_zone: str
) -> "Select[AuditEvent]":
    """The statement: every single filter has an index of its own that ends in moment and number."""
    one = AuditEvent
    conditions = _conditions(wanted, time_zone)
    if last is not None:
        conditions.append(WhereRaw("(audit_event.at, audit_event.id) < ({}, {})", *last))
    return (
        one.select(*one.all_columns(), one.staff.name)
        .where(*conditions)
        .order_by(one.at, one.id, ascending=False)
        .limit(PAGE_SIZE + 1)
    )


def _conditions(wanted: Wanted, time_zone: str) -> list[Condition]:
    one = AuditEvent
    found: list[Condition] = []
    if wanted.person == NOT_STAFF:
        found.append(one.staff.is_null())
    elif wanted.person is not None:
        found.append(one.staff == wanted.person)
    if wanted.thing:
        found += [one.subject == wanted.thing[0], one.subject_id == wanted.thing[1]]
    elif wanted.kind:
        found.append(one.subject == wanted.kind)
    if wanted.verb:
        found.append(one.verb == wanted.verb)
    if wanted.first_on is not None:
        found.append(one.at >= day_starts(wanted.first_on, time_zone))
    if wanted.last_on is not None:
        found.append(one.at < day_is_over(wanted.last_on, time_zone))
    return found


def _row(row: Mapping[str, Any]) -> AuditRow:
    who, is_word = _who(row["staff.name"], row["origin"])
    # The reason of a refund is ours; all others were typed.
    is_refund = row["verb"] == "want_refund"
    return AuditRow(
        at=row["at"],
        who=who,
        is_word=is_word,
        origin="" if row["origin"] == SYSTEM.origin else row["origin"],
        text=deed_words(row["subject"], row["verb"]),
        kind=KIND_WORDS.get(row["subject"], row["subject"].replace("_", " ").capitalize()),
        key=(row["subject"], row["subject_id"]),
        facts=facts(row["subject"], row["before"], row["after"]),
        reason="" if is_refund else row["reason"],
        reason_word=reason_words(row["reason"]) if is_refund else "",
    )


def _not_in_the_name(row: AuditRow, known: Mapping[Key, Thing]) -> tuple[Fact, ...]:
    """The facts without a first name, when it is what the thing is called anyway."""
    thing = known.get(row.key)
    if thing is None:
        return row.facts
    named = Value(text=thing.name)
    return tuple(
        one
        for one in row.facts
        if one.label not in _NAMES or one.before is not None or one.after != named
    )


def _who(name: str | None, origin: str) -> tuple[str, bool]:
    if name:
        return name, False
    if origin in {SYSTEM.origin, ""}:
        return N_("The system"), True
    if origin == "demonstration":
        return KIND_WORDS["town"], True
    # Card services act under their own name, drivers from an address.
    return (N_("Driver"), True) if read_address(origin) else (origin.capitalize(), False)
