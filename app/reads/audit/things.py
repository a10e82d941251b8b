"""What the things of the audit are called, and where each is shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.reads.payments.payment_history import letter_words
from app.rules.settings.catalogue import CATALOGUE
from app.tables.boots.boot import Boot
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.boots.drop_off import DropOff
from app.tables.effects.mail import Mail
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund
from app.tables.people.staff import Staff
from app.tables.records.setting import Setting
from app.tables.street.offence_type import OffenceType
from app.tables.street.ticket_category import TicketCategory
from app.tables.street.violation import Violation

# Kind and number, as an audit row keeps it.
Key = tuple[str, int]


@dataclass(frozen=True)
class Thing:
    """`name` as it is written, or a msgid where it `is_word`; `href` "" leads nowhere."""

    name: str
    href: str = ""
    is_word: bool = False


# Table, columns of number and name, and where the thing is shown.
_PLAIN = {
    "boot": (Boot, Boot.id, Boot.name, "/boots/{}"),
    "violation": (Violation, Violation.id, Violation.number, "/violations/{}"),
    "payment": (Payment, Payment.id, Payment.reference, "/payments/{}"),
    "drop_off": (DropOff, DropOff.id, DropOff.name, ""),
    "category": (TicketCategory, TicketCategory.id, TicketCategory.name, "/offences/categories/{}"),
    "offence_type": (OffenceType, OffenceType.id, OffenceType.description, "/offences/types/{}"),
    "staff": (Staff, Staff.id, Staff.name, "/staff#p{}"),
}


async def things(keys: Iterable[Key]) -> dict[Key, Thing]:
    """The things of `keys` that are known; one statement for each kind, by primary key."""
    wanted: dict[str, set[int]] = {}
    for kind, number in keys:
        wanted.setdefault(kind, set()).add(number)
    found: dict[Key, Thing] = {}
    for kind, numbers in wanted.items():
        for number, thing in await _of_kind(kind, sorted(numbers)):
            found[kind, number] = thing
    return found


async def _of_kind(kind: str, numbers: list[int]) -> list[tuple[int, Thing]]:
    if kind in _PLAIN:
        table, key, name, href = _PLAIN[kind]
        rows = await table.select(key.as_alias("id"), name.as_alias("name")).where(
            key.is_in(numbers)
        )
        return [(row["id"], Thing(row["name"], href.format(row["id"]))) for row in rows]
    if kind == "boot_assignment":
        one = BootAssignment
        rows = await one.select(one.id, one.boot, one.boot.name, one.violation.number).where(
            one.id.is_in(numbers)
        )
        return [
            (
                row["id"],
                Thing(f"{row['boot.name']} · {row['violation.number']}", f"/boots/{row['boot']}"),
            )
            for row in rows
        ]
    if kind == "stock_take":
        # It has no name of its own: people know it by its number.
        return [(number, Thing(str(number), f"/stock-takes/{number}")) for number in numbers]
    if kind == "refund":
        rows = await Refund.select(Refund.id, Refund.payment, Refund.payment.reference).where(
            Refund.id.is_in(numbers)
        )
        return [
            (row["id"], Thing(row["payment.reference"], f"/payments/{row['payment']}"))
            for row in rows
        ]
    if kind == "mail":
        rows = await Mail.select(Mail.id, Mail.kind).where(Mail.id.is_in(numbers))
        return [
            (row["id"], Thing(letter_words(row["kind"]), f"/mails/{row['id']}", is_word=True))
            for row in rows
        ]
    if kind == "setting":
        rows = await Setting.select(Setting.id, Setting.key).where(Setting.id.is_in(numbers))
        return [
            (row["id"], Thing(CATALOGUE[row["key"]].label, f"/settings#f-{row['key']}", True))
            for row in rows
            if row["key"] in CATALOGUE
        ]
    return []
