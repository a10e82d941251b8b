"""Write the boot release letter: the code and all that is needed to be free."""

from app.actions.letters.stationery import MailFacts, Stationery, letterhead
from app.gateways.mail.letters import DropOff as PlaceOfReturn
from app.gateways.mail.letters import LateTerms, ReleaseLetter
from app.reads.boots.current_label import current_label
from app.reads.pay.case_link import case_link
from app.reads.pay.drop_off import drop_off
from app.reads.settings.system_settings import system_settings
from app.rules.errors import Missing
from app.rules.violations.plates import mask_plate
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.money.payment import Payment


async def write_release(facts: MailFacts, desk: Stationery) -> ReleaseLetter:
    """Read the facts now and open the sealed code (rules C1, E5).

    Raises `Missing` once the boot is back or the case is closed, `SealBroken` when the code cannot
    be opened.
    """
    one = BootAssignment
    row = (
        await one.select(
            one.released_at,
            one.return_due_at,
            one.returned_at,
            one.closed_at,
            one.boot,
            one.boot.name,
            one.boot.sealed_code,
            one.release_email,
            one.violation.place,
            one.violation.currency,
            one.violation._.vehicle._.plate,
        )
        .where(one.id == facts.assignment_id)
        .first()
    )
    over = row is None or row["returned_at"] is not None or row["closed_at"] is not None
    if row is None or over or row["released_at"] is None:
        # The boot may carry another car's code by now: a letter that comes too late says nothing.
        raise Missing
    if facts.recipient != row["release_email"]:
        raise Missing  # the payer's address was changed since: the old one gets no code (rule P13)
    label = await current_label(row["boot"])
    payment = (
        await Payment.select(
            Payment.settled_at, Payment.deposit_cents, Payment.reference, Payment.link_version
        )
        .where(Payment.id == facts.payment_id)
        .first()
        if facts.payment_id
        else None
    )
    settings = await system_settings()
    place = await drop_off()
    token = label.token if label else ""
    return ReleaseLetter(
        organisation=letterhead(settings),
        time_zone=settings.time_zone,
        currency=row["violation.currency"],
        boot_name=row["boot.name"],
        release_code=desk.vault.open(row["boot"], row["boot.sealed_code"]),
        masked_plate=mask_plate(row["violation.vehicle.plate"]),
        place=row["violation.place"],
        released_at=row["released_at"],
        return_due_at=row["return_due_at"],
        deposit_cents=payment["deposit_cents"] if payment else 0,
        case_url=case_link(
            desk.base_url,
            token,
            (payment["reference"], payment["link_version"]) if payment else None,
            desk.signer.sign,
        ),
        drop_off=PlaceOfReturn(place.name, place.address, place.hours) if place else None,
        paid_at=payment["settled_at"] if payment else None,
        late=LateTerms(
            fee_per_day_cents=settings.late_fee_per_day_cents,
            cap_cents=settings.late_fee_cap_cents,
            forfeit_after_days=settings.forfeit_after_days,
        ),
        code_in_subject=settings.code_in_subject,
    )
