"""Who waits for whom: verbs that meet on the same rows never wait for each other in a circle."""

import asyncio
from collections import Counter
from datetime import timedelta

from app.actions.boots.edit_boot import edit_boot
from app.actions.outbox.lease_due import lease_due
from app.actions.outbox.send_mail import send_mail
from app.actions.steps.boots.clean_boot import BootFacts
from app.actions.steps.work import work
from app.gateways.vault import Vault
from app.rules.outbox.effects import Effect
from app.rules.people.access import Role
from app.rules.people.actor import SYSTEM
from app.settings import load_settings
from app.tables.boots.boot import Boot
from app.tables.effects.mail import Mail
from app.tables.effects.outbox import Outbox
from tests.conftest import RecordingBells
from tests.factories import a_staff
from tests.integration.outbox.test_send_mail import PretendPostman, desk
from tests.integration.payments.conftest import Kerb, kerb

__all__ = ["kerb"]

LEASERS = 8
PROMISES = 300
TOGETHER = 20


async def test_a_letter_is_noted_while_its_boot_is_edited_without_a_deadlock(kerb: Kerb) -> None:
    """Both hold the boot's row and the live counter; each must take them in the same order."""
    await kerb.pay()
    office = await a_staff(Role.admin)
    vault = Vault(load_settings().seal_keys)
    mail = await Mail.select(Mail.id).where(Mail.kind == "release").first()
    for number in range(TOGETHER):
        await Mail.update({Mail.status: "queued", Mail.sent_at: None}).where(Mail.id == mail["id"])
        facts = BootFacts(name=f"Red Boot {number}", code=f"{number:04}")
        async with asyncio.timeout(10):
            await asyncio.gather(
                send_mail(mail["id"], PretendPostman(), desk(), kerb.bells, domain="example.com"),
                edit_boot(office, kerb.bells, vault, kerb.boot_id, facts, confirmed=True),
            )
    assert await Mail.count().where(Mail.id == mail["id"], Mail.status == "sent") == 1
    boot = await Boot.select(Boot.name).where(Boot.id == kerb.boot_id).first()
    assert boot["name"] == f"Red Boot {TOGETHER - 1}"


async def test_eight_leasers_share_three_hundred_promises_without_a_double_lease() -> None:
    async with work(SYSTEM, RecordingBells()) as doing:
        for subject in range(PROMISES):
            # Of different age, so that everybody wants the same oldest ones first.
            await doing.promise(Effect.SEND_MAIL, subject, wait=-timedelta(seconds=subject))
    leased: list[int] = []

    async def lease_all() -> None:
        while due := await lease_due("mail", 4):
            assert len(due) <= 4
            leased.extend(promise.id for promise in due)

    async with asyncio.timeout(30):
        await asyncio.gather(*(lease_all() for _ in range(LEASERS)))
    # Somebody may have passed the last rows while another was just taking them.
    leased.extend(promise.id for promise in await lease_due("mail", PROMISES))
    assert Counter(leased) == dict.fromkeys(leased, 1)
    assert len(leased) == PROMISES
    attempts = await Outbox.select(Outbox.attempts)
    assert {row["attempts"] for row in attempts} == {1}
