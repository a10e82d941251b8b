"""Everything that happened with one payment: our deeds, the provider's words, refunds, mails."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from piccolo.columns.combination import And

from app.rules.money.payment_states import MAIL_WORDS, REFUND_WORDS, MailStatus, RefundStatus
from app.rules.money.refund_reasons import reason_words
from app.rules.wording import N_
from app.tables.effects.mail import Mail
from app.tables.money.dispute import Dispute
from app.tables.money.provider_notice import ProviderNotice
from app.tables.money.refund import Refund
from app.tables.records.audit_event import AuditEvent

LONGEST = 200
DEED_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "start_payment": N_("Payment started"),
        "settle_payment": N_("Payment settled"),
        "want_refund": N_("Refund decided"),
        "refuse_money": N_("Money refused"),
        "cancel_payment": N_("Cancelled"),
        "deposit_held_again": N_("Deposit held again"),
        "deposit_falls_due": N_("Deposit due: the boot is back or lost"),
        "close_payment": N_("Closed"),
        "process_refund": N_("Deposit decided"),
        "refunded_outside": N_("Refunded at the card service, not by us"),
        "refund_beyond": N_("The card service refunded more than is left: look there"),
        "hold_deposit": N_("Deposit held again"),
        "take_of_deposit": N_("Part of the deposit went back at the card service"),
        "open_dispute": N_("Owed again: the payer's bank took the money back"),
        "win_dispute": N_("The money came back: paid again"),
        "lose_dispute": N_("The money stays with the payer"),
        "take_money": N_("Money taken at the counter"),
        "promise_payment": N_("Cash or cheque promised"),
        "change_promise": N_("Promise changed"),
        "withdraw_promise": N_("Promise withdrawn"),
        "remind_promise": N_("Reminded of the promise"),
        "give_goodwill": N_("Goodwill refund"),
        "change_email": N_("Email changed"),
    }
)
NOTICE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "paid": N_("Card service: paid"),
        "declined": N_("Card service: declined"),
        "pending": N_("Card service: waiting for the bank"),
        "expired": N_("Card service: expired"),
        "refunded": N_("Card service: refunded"),
        "refund_failed": N_("Card service: refund failed"),
        "disputed": N_("Card service: the payer's bank takes the money back"),
        "dispute_won": N_("Card service: dispute won"),
        "dispute_lost": N_("Card service: dispute lost"),
    }
)
OUTCOME_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "repeated": N_("Known already, nothing changed"),
        "wrong currency or mode": N_("Wrong currency or test money"),
        "waits": N_("Waits until the payment is settled"),
    }
)
LETTER_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "release": N_("Boot release mail"),
        "receipt": N_("Receipt mail"),
        "notice": N_("Notice of the ticket"),
        "promise": N_("Mail about the promise"),
        "promise_reminder": N_("Reminder of the promise"),
        "return_reminder": N_("Reminder to bring the boot back"),
        "refund": N_("Mail about the deposit"),
        "goodwill": N_("Mail about the goodwill refund"),
        "paid_twice": N_("Mail about the second payment"),
        "email_changed": N_("Mail to the old address"),
        "template_test": N_("Test of a template"),
    }
)
DISPUTE_WORDS: Mapping[str, str] = MappingProxyType(
    {"open": N_("Dispute open"), "won": N_("Dispute won"), "lost": N_("Dispute lost")}
)


@dataclass(frozen=True)
class PaymentEvent:
    """One line: `text` and `details` are msgids or plain words, `note` is as it was written.

    `ref` is what the card service calls it.
    """

    at: datetime
    text: str
    who: str = ""
    details: tuple[str, ...] = ()
    note: str = ""
    ref: str = ""
    cents: int = 0
    currency: str | None = None


def letter_words(kind: str) -> str:
    """The msgid of a kind of letter; one nobody has words for is its own name."""
    return LETTER_WORDS.get(kind, kind.replace("_", " ").capitalize())


async def payment_history(payment_id: int) -> tuple[PaymentEvent, ...]:
    """Newest first, at most 200 lines; five statements."""
    events = [
        *await _mails(payment_id),
        *await _disputes(payment_id),
        *await _refunds(payment_id),
        *await _notices(payment_id),
        *await _deeds(payment_id),
    ]
    # Stable: what one transaction wrote at one moment keeps its order.
    return tuple(sorted(events, key=lambda event: event.at, reverse=True))[:LONGEST]


async def _deeds(payment_id: int) -> list[PaymentEvent]:
    one = AuditEvent
    rows = (
        await one.select(one.at, one.verb, one.reason, one.staff.name)
        .where(And(one.subject == "payment", one.subject_id == payment_id))
        .order_by(one.id, ascending=False)
        .limit(LONGEST)
    )
    return [
        PaymentEvent(
            at=row["at"],
            text=DEED_WORDS.get(row["verb"], row["verb"].replace("_", " ").capitalize()),
            who=row["staff.name"] or "",
            **_why(row["verb"], row["reason"]),
        )
        for row in rows
    ]


def _why(verb: str, reason: str) -> dict[str, Any]:
    """The reason of a deed: what somebody typed as it is, a refund's own in words."""
    if verb != "want_refund":
        return {"note": reason}
    return {"details": (reason_words(reason),)}


async def _notices(payment_id: int) -> list[PaymentEvent]:
    one = ProviderNotice
    rows = (
        await one.select()
        .where(one.payment_id == payment_id)
        .order_by(one.id, ascending=False)
        .limit(LONGEST)
    )
    return [
        PaymentEvent(
            at=row["received_at"],
            text=NOTICE_WORDS.get(row["kind"], row["kind"].replace("_", " ").capitalize()),
            who=row["provider"],
            details=(OUTCOME_WORDS[row["outcome"]],) if row["outcome"] in OUTCOME_WORDS else (),
            ref=" · ".join(text for text in (row["event_id"], row["part_ref"]) if text),
            cents=row["part_cents"],
            currency=row["currency"] or None,
        )
        for row in rows
    ]


async def _refunds(payment_id: int) -> list[PaymentEvent]:
    one = Refund
    rows = (
        await one.select(*one.all_columns(), one.paid_out_by.name, one.wanted_by.name)
        .where(one.payment == payment_id)
        .order_by(one.id, ascending=False)
    )
    return [
        PaymentEvent(
            at=row["done_at"] or row["wanted_at"],
            text=REFUND_WORDS[RefundStatus(row["status"])],
            who=row["paid_out_by.name"] or row["wanted_by.name"] or "",
            details=(reason_words(row["reason"]),),
            note=" · ".join(
                text
                for text in (
                    row["note"],
                    row["last_error"] if row["status"] != RefundStatus.done.value else "",
                )
                if text
            ),
            ref=row["provider_ref"] or row["paid_out_ref"] or "",
            cents=row["amount_cents"],
            currency=row["currency"],
        )
        for row in rows
    ]


async def _disputes(payment_id: int) -> list[PaymentEvent]:
    one = Dispute
    rows = await one.select().where(one.payment == payment_id).order_by(one.id, ascending=False)
    return [
        PaymentEvent(
            at=row["closed_at"] or row["opened_at"],
            text=DISPUTE_WORDS.get(row["status"], row["status"]),
            who=row["provider"],
            ref=row["provider_ref"],
            cents=row["amount_cents"],
            currency=row["currency"],
        )
        for row in rows
    ]


async def _mails(payment_id: int) -> list[PaymentEvent]:
    one = Mail
    rows = await one.select().where(one.payment == payment_id).order_by(one.id, ascending=False)
    return [
        PaymentEvent(
            at=row["sent_at"] or row["queued_at"],
            text=letter_words(row["kind"]),
            details=(MAIL_WORDS[MailStatus(row["status"])],),
            note=" · ".join(text for text in (row["recipient"], _refusal(row)) if text),
        )
        for row in rows
    ]


def _refusal(row: dict[str, Any]) -> str:
    """What the mail server said, where it did not take the mail; the mail log has every answer."""
    return "" if row["status"] == MailStatus.sent.value else str(row["answer"] or "")
