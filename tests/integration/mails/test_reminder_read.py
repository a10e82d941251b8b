"""The reminder to bring a boot back, as it comes out of a real mail server in both languages."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from html import unescape

import pytest
import time_machine

from app.actions.assignments.remind_return import remind_return
from app.actions.outbox.send_mail import send_mail
from app.actions.payments.start_payment import Wish, start_payment
from app.gateways.mail.smtp import MailServer, SmtpPostman
from app.static_files import StaticFiles
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.boots.drop_off import DropOff
from app.tables.effects.mail import Mail
from app.templating import Templates
from tests.conftest import RecordingBells
from tests.factories import switch
from tests.integration.outbox.test_send_mail import PretendPostman, deliver, desk
from tests.integration.payments.conftest import DRIVER, booted
from tests.unit.gateways.post_office import PostOffice
from tests.unit.gateways.test_postmen import office

__all__ = ["office"]

SAID = {
    "en": (
        "Please bring {boot} back by Tue 5 May, 11:00",
        "Thank you for taking it off. Please bring it here:",
        "By Tue 5 May, 11:00",
        "your deposit of $120.00 goes back to the card you paid with.",
        "If you are late, $15.00 of the deposit is kept for each day begun",
    ),
    "fr": (
        "Merci de rapporter {boot} au plus tard le mar. 5 mai, 11 h 00",
        "Merci de l’avoir enlevé. Rapportez-le ici, s’il vous plaît\N{NO-BREAK SPACE}:",
        "Au plus tard le mar. 5 mai, 11\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}00",
        "nous renvoyons votre dépôt de 120,00\N{NO-BREAK SPACE}$ sur la carte",
        "En cas de retard, nous retenons 15,00\N{NO-BREAK SPACE}$ du dépôt",
    ),
}


@pytest.mark.parametrize("language", SAID)
async def test_the_reminder_says_what_where_and_until_when_and_never_the_code(
    app_db: str, bells: RecordingBells, office: PostOffice, language: str
) -> None:
    await switch(late_fee_per_day_cents="1500")
    await DropOff.insert(
        DropOff(name="Parking depot", address="16 Mill Lane, Marlow", hours="Day and night")
    )
    with time_machine.travel(datetime(2026, 5, 4, 15, tzinfo=UTC), tick=False) as clock:
        kerb = await booted(bells)
        wish = Wish(kerb.token, "dana@example.com", "phone", language, "http://localhost:8000")
        started = await start_payment(DRIVER, bells, kerb.provider, wish)
        await kerb.settle(kerb.provider.notice(f"chk_{started.reference}"))
        await deliver(kerb, PretendPostman())
        clock.shift(timedelta(hours=20))
        await remind_return(bells, kerb.assignment_id)
        mail = await Mail.select(Mail.id).where(Mail.kind == "return_reminder").first()
        assert mail is not None
        server = MailServer("127.0.0.1", office.port, start_tls=False, timeout_seconds=5)
        postman = SmtpPostman(server, Templates(StaticFiles()), sender="boots@example.com")
        await send_mail(mail["id"], postman, desk(), bells, domain="example.com")
        await postman.close()

    assert office.recipients == ["dana@example.com"]
    [raw] = office.mails
    assert b"47-11" not in raw
    message = message_from_bytes(raw, policy=default)
    assert message["Message-ID"] == f"<return-reminder-{kerb.assignment_id}@example.com>"
    assert message["Content-Language"] == language
    case = await BootAssignment.select(
        BootAssignment.boot.name, BootAssignment.violation.number
    ).first()
    assert case is not None
    subject, *sentences = (words.format(boot=case["boot.name"]) for words in SAID[language])
    assert message["Subject"] == subject
    for kind in ("plain", "html"):
        part = message.get_body((kind,))
        assert part is not None
        text = " ".join(unescape(part.get_content()).replace("\N{NO-BREAK SPACE}", "~").split())
        for words in (*sentences, "16 Mill Lane, Marlow", "Day and night"):
            assert words.replace("\N{NO-BREAK SPACE}", "~") in text
        assert case["violation.number"] in text
        assert case["boot.name"] in text
        assert f"/b/{kerb.token}/mine/{started.reference}" in text
