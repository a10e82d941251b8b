"""Write to the driver that the boot is due back soon: never the release code."""

from app.actions.letters.late_terms import late_terms
from app.actions.letters.stationery import MailFacts, Stationery, letterhead
from app.clock import now
from app.gateways.mail.letters import DropOff as PlaceOfReturn
from app.gateways.mail.letters import ReturnReminderLetter
from app.reads.assignments.still_out import still_out
from app.reads.pay.drop_off import drop_off
from app.reads.pay.payer.case_link import case_link
from app.reads.settings.system_settings import system_settings
from app.rules.boots.deadlines import is_late
from app.rules.errors import Missing
from app.rules.violations.plates import mask_plate


async def write_return_reminder(facts: MailFacts, desk: Stationery) -> ReturnReminderLetter:
    """The facts of now: by when, where to, what late costs, what comes back (rule D9).

    Raises `Missing` once the boot is back or the deadline has passed, or when the address is
    another by now (rule P13).
    """
    out = await still_out(facts.assignment_id or 0)
    if out is None or out.email != facts.recipient or is_late(out.return_due_at, now()):
        raise Missing
    settings = await system_settings()
    place = await drop_off()
    return ReturnReminderLetter(
        organisation=await letterhead(settings),
        time_zone=settings.time_zone,
        currency=out.currency,
        boot_name=out.boot_name,
        ticket_number=out.ticket_number,
        masked_plate=mask_plate(out.plate),
        return_due_at=out.return_due_at,
        deposit_cents=out.deposit_cents,
        by_card=out.by_card,
        case_url=case_link(
            desk.base_url,
            out.label_token,
            out.payment[1:] if out.payment else None,
            desk.signer.sign,
        ),
        drop_off=PlaceOfReturn(place.name, place.address, place.hours) if place else None,
        late=late_terms(settings),
    )
