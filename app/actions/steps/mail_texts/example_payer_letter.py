"""A letter about a payment as it might be, for `example_letter`."""

from app.gateways.mail.letters import (
    EmailChangedLetter,
    GoodwillLetter,
    Organisation,
    PaidTwiceLetter,
    PromiseLetter,
    PromiseReminderLetter,
)
from app.reads.mail_texts.example_ticket import ExampleTicket
from app.rules.mail_texts.words import Wording
from app.rules.outbox.letters import LetterKind
from app.rules.settings.system_settings import SystemSettings
from app.rules.violations.plates import mask_plate

_GOODWILL_CENTS = 20_00


def example_payer_letter(
    kind: LetterKind,
    ticket: ExampleTicket,
    settings: SystemSettings,
    org: Organisation,
    wording: Wording,
    base_url: str,
) -> PromiseLetter | GoodwillLetter | EmailChangedLetter:
    """The letter of `kind` about that ticket. Raises `KeyError` for any other kind."""
    match kind:
        case LetterKind.promise:
            return _promise(PromiseLetter, ticket, settings, org, wording, base_url)
        case LetterKind.promise_reminder:
            return _promise(PromiseReminderLetter, ticket, settings, org, wording, base_url)
        case LetterKind.goodwill:
            given = min(_GOODWILL_CENTS, ticket.total_cents)
            return _goes_back(GoodwillLetter, given, ticket, settings, org, wording)
        case LetterKind.paid_twice:
            whole = ticket.total_cents
            return _goes_back(PaidTwiceLetter, whole, ticket, settings, org, wording)
        case LetterKind.email_changed:
            return _email_changed(ticket, settings, org, wording)
    raise KeyError(kind)


def _promise(
    letter: type[PromiseLetter],
    ticket: ExampleTicket,
    settings: SystemSettings,
    org: Organisation,
    wording: Wording,
    base_url: str,
) -> PromiseLetter:
    return letter(
        organisation=org,
        time_zone=settings.time_zone,
        currency=ticket.currency,
        masked_plate=mask_plate(ticket.plate),
        ticket_numbers=(ticket.number,),
        total_cents=ticket.total_cents,
        pay_url=base_url,
        boot_name=ticket.boot_name,
        wording=wording,
    )


def _goes_back(
    letter: type[GoodwillLetter],
    amount_cents: int,
    ticket: ExampleTicket,
    settings: SystemSettings,
    org: Organisation,
    wording: Wording,
) -> GoodwillLetter:
    return letter(
        organisation=org,
        time_zone=settings.time_zone,
        currency=ticket.currency,
        amount_cents=amount_cents,
        by_card=True,
        ticket_numbers=(ticket.number,),
        masked_plate=mask_plate(ticket.plate),
        wording=wording,
    )


def _email_changed(
    ticket: ExampleTicket, settings: SystemSettings, org: Organisation, wording: Wording
) -> EmailChangedLetter:
    return EmailChangedLetter(
        organisation=org,
        time_zone=settings.time_zone,
        currency=ticket.currency,
        masked_plate=mask_plate(ticket.plate),
        boot_name=ticket.boot_name if ticket.deposit_cents else None,
        wording=wording,
    )
