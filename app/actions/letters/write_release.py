"""Write the boot release letter: the code and all that is needed to be free."""

from app.actions.letters.late_terms import late_terms
from app.actions.letters.stationery import MailFacts, Stationery, letterhead
from app.db import ask
from app.gateways.mail.letters import DropOff as PlaceOfReturn
from app.gateways.mail.letters import ReleaseLetter
from app.reads.pay.drop_off import drop_off
from app.reads.pay.payer.case_link import case_link
from app.reads.settings.system_settings import system_settings
from app.rules.errors import Missing
from app.rules.violations.plates import mask_plate

# In one statement, because a driver waits for the letter.
_CASE = """
SELECT a.released_at, a.return_due_at, a.remind_at, a.returned_at, a.closed_at, a.release_email,
    a.boot, b.name AS boot_name, b.sealed_code, l.token, v.place, v.currency, c.plate,
    p.settled_at, p.deposit_cents, p.reference, p.link_version
FROM boot_assignment a JOIN boot b ON b.id = a.boot
    JOIN violation v ON v.id = a.violation JOIN vehicle c ON c.id = v.vehicle
    LEFT JOIN boot_label l ON l.boot = b.id AND l.replaced_at IS NULL
    LEFT JOIN payment p ON p.id = {}
WHERE a.id = {}
"""


async def write_release(facts: MailFacts, desk: Stationery) -> ReleaseLetter:
    """Read the facts now and open the sealed code (rules C1, E5).

    Raises `Missing` once the boot is back or the case is closed, `SealBroken` when the code cannot
    be opened.
    """
    rows = await ask(_CASE, facts.payment_id, facts.assignment_id)
    row = rows[0] if rows else None
    over = row is None or row["returned_at"] is not None or row["closed_at"] is not None
    if row is None or over or row["released_at"] is None:
        # The boot may carry another car's code by now: a letter that comes too late says nothing.
        raise Missing
    if facts.recipient != row["release_email"]:
        raise Missing  # the payer's address was changed since: the old one gets no code (rule P13)
    paid = row["reference"] is not None
    settings = await system_settings()
    place = await drop_off()
    return ReleaseLetter(
        organisation=await letterhead(settings),
        time_zone=settings.time_zone,
        currency=row["currency"],
        boot_name=row["boot_name"],
        release_code=desk.vault.open(row["boot"], row["sealed_code"]),
        masked_plate=mask_plate(row["plate"]),
        place=row["place"],
        released_at=row["released_at"],
        return_due_at=row["return_due_at"],
        deposit_cents=row["deposit_cents"] if paid else 0,
        case_url=case_link(
            desk.base_url,
            row["token"] or "",
            (row["reference"], row["link_version"]) if paid else None,
            desk.signer.sign,
        ),
        drop_off=PlaceOfReturn(place.name, place.address, place.hours) if place else None,
        paid_at=row["settled_at"],
        late=late_terms(settings),
        reminded=row["remind_at"] is not None and settings.reminder_hours > 0,
        code_in_subject=settings.code_in_subject,
    )
