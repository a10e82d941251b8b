"""What stood before and what stands after, read out of an audit row."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from app.reads.assignments.conditions import read_condition
from app.rules.boots.release import BASIS_WORDS, DEBT_WORDS
from app.rules.boots.states import OUT_REASON_WORDS, STATUS_WORDS
from app.rules.mail_texts.placeholders import MESSAGES
from app.rules.money.fees import DiscountKind
from app.rules.money.payment_states import DEPOSIT_WORDS, PAYMENT_WORDS, REFUND_WORDS
from app.rules.money.payment_ways import WAY_WORDS
from app.rules.people.access import ROLE_WORDS
from app.rules.people.languages import LANGUAGE_WORDS
from app.rules.settings.catalogue import CATALOGUE, SettingKind
from app.rules.violations.reviews import DECISION_WORDS
from app.rules.violations.states import VIOLATION_WORDS
from app.rules.wording import N_

_DISCOUNTS = {
    DiscountKind.none: N_("None"),
    DiscountKind.amount: N_("Amount"),
    DiscountKind.percent: N_("Percentage"),
}
# Msgids by what is stored: a status says by the kind of thing what it means.
_CHOICES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "role": {one.value: text for one, text in ROLE_WORDS.items()},
        "basis": {one.value: text for one, text in BASIS_WORDS.items()},
        "debt": {one.value: text for one, text in DEBT_WORDS.items()},
        "decision": {one.value: text for one, text in DECISION_WORDS.items()},
        "deposit": {one.value: text for one, text in DEPOSIT_WORDS.items()},
        "out_reason": {one.value: text for one, text in OUT_REASON_WORDS.items()},
        "way": {one.value: text for one, text in WAY_WORDS.items()},
        "discount_kind": {one.value: text for one, text in _DISCOUNTS.items()},
        "code": {"changed": N_("changed")},
        "how": {"label": N_("By its label"), "name": N_("By its name")},
        "mail": {kind.value: message.title for kind, message in MESSAGES.items()},
        "language": LANGUAGE_WORDS,
    }
)
_STATUSES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "payment": {one.value: text for one, text in PAYMENT_WORDS.items()},
        "refund": {one.value: text for one, text in REFUND_WORDS.items()},
        "violation": {one.value: text for one, text in VIOLATION_WORDS.items()},
        "boot_assignment": {one.value: text for one, text in STATUS_WORDS.items()},
    }
)
# Facts that are the number of another thing, and of which kind.
REFERENCES: Mapping[str, str] = MappingProxyType(
    {
        "boot": "boot",
        "violation": "violation",
        "payment": "payment",
        "place": "drop_off",
        "category_id": "category",
        "stock_take": "stock_take",
    }
)
# Numbers that say nothing to people; what they lead to is told beside them or by another row.
_SILENT = frozenset({"vehicle", "assignment", "items", "offence_types", "refund"})
FACT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "active": N_("In use"),
        "amount_cents": N_("Amount"),
        "apply_boot": N_("Apply Boot"),
        "basis": N_("Basis"),
        "boot": N_("Boot"),
        "by_card_cents": N_("Moved by card"),
        "captured_cents": N_("Taken"),
        "category_id": N_("Ticket category"),
        "code": N_("Release code"),
        "codes_left": N_("Recovery codes left"),
        "condition": N_("Condition"),
        "counted": N_("Counted"),
        "credited_cents": N_("Credited"),
        "currency": N_("Currency"),
        "damage": N_("Damage"),
        "debt": N_("Debt"),
        "decision": N_("Decision"),
        "deposit": N_("Deposit"),
        "description": N_("Description"),
        "description_fr": N_("Description in French"),
        "discount_kind": N_("Discount"),
        "discount_value": N_("Value of the discount"),
        "email": N_("Email"),
        "fine_cents": N_("Fine"),
        "gone_before": N_("Gone back before"),
        "how": N_("How"),
        "language": N_("Language"),
        "late_cents": N_("Late amount"),
        "late_return": N_("Late return"),
        "live": N_("Real money"),
        "lost_boot": N_("Lost boot"),
        "missing": N_("Missing"),
        "mail": N_("Mail"),
        "name": N_("Name"),
        "number": N_("Number"),
        "out_reason": N_("Why out of service"),
        "paid_out_cents": N_("Paid out"),
        "payment": N_("Payment"),
        "place": N_("Place"),
        "problems": N_("Problems found"),
        "refund_cents": N_("Refund"),
        "returned_at": N_("Returned"),
        "role": N_("Role"),
        "same_as": N_("Same as version"),
        "short_cents": N_("Amount missing"),
        "since_on": N_("Since"),
        "status": N_("Status"),
        "stock_take": N_("Stock take"),
        "surprises": N_("Wrong status"),
        "unknown": N_("Unknown labels"),
        "template_version": N_("Version"),
        "version": N_("Version of the label"),
        "violation": N_("Ticket"),
        "way": N_("Way"),
    }
)


@dataclass(frozen=True)
class Value:
    """One of `text` (as it was written), `word` (a msgid), `cents`, `rate_bp`, `at` or `thing`."""

    text: str = ""
    word: str = ""
    cents: int | None = None
    rate_bp: int | None = None
    at: datetime | None = None
    thing: tuple[str, int] | None = None


@dataclass(frozen=True)
class Fact:
    """One line of what changed; `label` is a msgid, an empty value is None.

    `was_only`: the deed kept how it stood before and nothing about afterwards.
    """

    label: str
    before: Value | None
    after: Value | None
    was_only: bool = False


def facts(kind: str, before: str, after: str) -> tuple[Fact, ...]:
    """Every fact of the two JSON objects (either may be ""), equal ones left out."""
    old: dict[str, object] = json.loads(before) if before else {}
    new: dict[str, object] = json.loads(after) if after else {}
    return tuple(
        Fact(
            _label(kind, name),
            _value(kind, name, old),
            _value(kind, name, new),
            was_only=name not in new,
        )
        for name in (*old, *(name for name in new if name not in old))
        if name not in _SILENT and not (name in old and name in new and old[name] == new[name])
    )


def _label(kind: str, name: str) -> str:
    if kind == "setting" and name in CATALOGUE:
        return CATALOGUE[name].label
    return FACT_WORDS.get(name) or name.removesuffix("_cents").replace("_", " ").capitalize()


def _value(kind: str, name: str, known: Mapping[str, object]) -> Value | None:
    raw = known.get(name)
    if raw is None or raw == "":
        return None
    if isinstance(raw, bool):
        return Value(word=N_("Yes") if raw else N_("No"))
    if isinstance(raw, int):
        return _number(kind, name, raw, known)
    text = str(raw)
    words = _STATUSES.get(kind, {}) if name == "status" else _CHOICES.get(name, {})
    if text in words:
        return Value(word=words[text])
    if name == "condition":
        word, note = read_condition(text)
        return Value(word=word, text=note)
    if name.endswith("_at"):
        return Value(at=datetime.fromisoformat(text))
    return Value(text=text)


def _number(kind: str, name: str, raw: int, known: Mapping[str, object]) -> Value:
    if name in REFERENCES:
        return Value(thing=(REFERENCES[name], raw))
    rule = CATALOGUE.get(name) if kind == "setting" else None
    # What a deposit's decision takes off is kept under the name of its line, in cents.
    of_deposit = kind == "payment" and "refund_cents" in known
    discount = known.get("discount_kind") if name == "discount_value" else None
    if (rule and rule.kind is SettingKind.percent) or discount == DiscountKind.percent.value:
        return Value(rate_bp=raw)
    in_cents = (rule and rule.kind is SettingKind.money) or name.endswith("_cents")
    if in_cents or of_deposit or discount == DiscountKind.amount.value:
        return Value(cents=raw)
    return Value(text=str(raw))
