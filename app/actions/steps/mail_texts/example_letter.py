"""A letter as it might be: a real ticket's facts, and nothing in it that opens or pays anything."""

from datetime import datetime, timedelta

from app.actions.letters.late_terms import late_terms
from app.actions.letters.stationery import letterhead
from app.actions.steps.mail_texts.example_payer_letter import example_payer_letter
from app.clock import now
from app.gateways.mail.letters import (
    DropOff,
    Letter,
    Line,
    NoticeLetter,
    Organisation,
    ReceiptLetter,
    RefundLetter,
    ReleaseLetter,
    ReturnReminderLetter,
    TakenOff,
)
from app.reads.mail_texts.example_ticket import ExampleTicket, example_ticket
from app.reads.pay.drop_off import drop_off
from app.reads.settings.system_settings import system_settings
from app.reads.violations.bill import BillLine
from app.rules.mail_texts.words import Wording
from app.rules.money.deposits import DEDUCTION_WORDS, DeductionKind
from app.rules.money.payment_ways import WAY_WORDS, PaymentWay
from app.rules.outbox.letters import LetterKind
from app.rules.settings.system_settings import SystemSettings
from app.rules.violations.plates import mask_plate
from app.wordbook import called, translate

# Where a secret would stand: never a real one (rule E8).
MASK = "••••••"
_DAMAGE_CENTS = 25_00
# While reminders are off, the example has to tell of some deadline.
_AHEAD_HOURS = 4


async def example_letter(
    kind: LetterKind,
    language: str,
    wording: Wording,
    *,
    base_url: str,
    violation_id: int | None = None,
) -> Letter:
    """The letter of `kind` about that ticket, by default the newest that fits (rule E8).

    Raises `Missing` when there is no such ticket, `KeyError` for a test.
    """
    settings = await system_settings()
    ticket = await example_ticket(kind, violation_id, settings.currency)
    at, org = now(), await letterhead(settings)
    match kind:
        case LetterKind.release:
            return await _release(ticket, settings, org, wording, base_url, at)
        case LetterKind.receipt:
            return _receipt(ticket, settings, org, wording, base_url, at, language)
        case LetterKind.notice:
            return _notice(ticket, settings, org, wording, base_url, language)
        case LetterKind.return_reminder:
            return await _return_reminder(ticket, settings, org, wording, base_url, at)
        case LetterKind.refund:
            return _refund(ticket, settings, org, wording, base_url, at, language)
    return example_payer_letter(kind, ticket, settings, org, wording, base_url)


async def _release(
    ticket: ExampleTicket,
    settings: SystemSettings,
    org: Organisation,
    wording: Wording,
    base_url: str,
    at: datetime,
) -> ReleaseLetter:
    place = await drop_off()
    return ReleaseLetter(
        organisation=org,
        time_zone=settings.time_zone,
        currency=ticket.currency,
        boot_name=ticket.boot_name,
        release_code=MASK,
        masked_plate=mask_plate(ticket.plate),
        place=ticket.place,
        released_at=at,
        return_due_at=at + timedelta(hours=settings.return_window_hours),
        deposit_cents=ticket.deposit_cents,
        case_url=base_url,
        drop_off=DropOff(place.name, place.address, place.hours) if place else None,
        paid_at=at,
        late=late_terms(settings),
        reminded=settings.reminder_hours > 0,
        code_in_subject=settings.code_in_subject,
        wording=wording,
    )


async def _return_reminder(
    ticket: ExampleTicket,
    settings: SystemSettings,
    org: Organisation,
    wording: Wording,
    base_url: str,
    at: datetime,
) -> ReturnReminderLetter:
    place = await drop_off()
    return ReturnReminderLetter(
        organisation=org,
        time_zone=settings.time_zone,
        currency=ticket.currency,
        boot_name=ticket.boot_name,
        ticket_number=ticket.number,
        masked_plate=mask_plate(ticket.plate),
        return_due_at=at + timedelta(hours=settings.reminder_hours or _AHEAD_HOURS),
        deposit_cents=ticket.deposit_cents,
        case_url=base_url,
        drop_off=DropOff(place.name, place.address, place.hours) if place else None,
        late=late_terms(settings),
        wording=wording,
    )


def _receipt(
    ticket: ExampleTicket,
    settings: SystemSettings,
    org: Organisation,
    wording: Wording,
    base_url: str,
    at: datetime,
    language: str,
) -> ReceiptLetter:
    return ReceiptLetter(
        organisation=org,
        time_zone=settings.time_zone,
        currency=ticket.currency,
        receipt_number="R-00000",
        paid_at=at,
        method=translate(language, WAY_WORDS[PaymentWay.card]),
        lines=_lines(ticket, f"{ticket.number} ", language),
        total_cents=ticket.total_cents,
        deposit_cents=ticket.deposit_cents,
        masked_plate=mask_plate(ticket.plate),
        case_url=base_url,
        receipt_url=base_url,
        ticket_numbers=(ticket.number,),
        boot_name=ticket.boot_name if ticket.deposit_cents else None,
        code_follows=ticket.deposit_cents > 0,
        wording=wording,
    )


def _notice(
    ticket: ExampleTicket,
    settings: SystemSettings,
    org: Organisation,
    wording: Wording,
    base_url: str,
    language: str,
) -> NoticeLetter:
    return NoticeLetter(
        organisation=org,
        time_zone=settings.time_zone,
        currency=ticket.currency,
        ticket_number=f"{ticket.number}-{MASK[:4]}",
        plate=ticket.plate,
        place=ticket.place,
        issued_at=ticket.issued_at,
        lines=_lines(ticket, "", language),
        total_cents=ticket.total_cents,
        deposit_cents=ticket.deposit_cents,
        pay_url=base_url,
        boot_name=ticket.boot_name if ticket.deposit_cents else None,
        discount_until_on=ticket.discount_until_on,
        overdue_on=ticket.overdue_on,
        wording=wording,
    )


def _refund(
    ticket: ExampleTicket,
    settings: SystemSettings,
    org: Organisation,
    wording: Wording,
    base_url: str,
    at: datetime,
    language: str,
) -> RefundLetter:
    paid = ticket.deposit_cents or ticket.total_cents
    taken = min(_DAMAGE_CENTS, paid)
    damage = translate(language, DEDUCTION_WORDS[DeductionKind.damage])
    return RefundLetter(
        organisation=org,
        time_zone=settings.time_zone,
        currency=ticket.currency,
        paid_cents=paid,
        refund_cents=paid - taken,
        lines=(TakenOff(damage, "…", taken),),
        by_card=True,
        decided_at=at,
        masked_plate=mask_plate(ticket.plate),
        case_url=base_url,
        boot_name=ticket.boot_name,
        wording=wording,
    )


def _lines(ticket: ExampleTicket, before: str, language: str) -> tuple[Line, ...]:
    return tuple(
        Line(f"{before}{_label(line, language)}", line.amount_cents) for line in ticket.lines
    )


def _label(line: BillLine, language: str) -> str:
    if line.said:
        return translate(language, line.label)
    return called(language, line.label, line.label_fr)
