"""The notice leads whoever reads it straight to where it is paid."""

from app.actions.violations.write_violation import write_violation
from tests.conftest import RecordingBells
from tests.factories import a_boot, a_staff, switch
from tests.integration.mail_texts.writing import deliver
from tests.integration.violations.arrange import an_entry, boots_on


async def test_a_notice_without_a_boot_opens_the_search_for_its_ticket(
    bells: RecordingBells,
) -> None:
    meter, _ = await boots_on()
    entry = an_entry((meter,), owner_email="owner@example.com")
    await write_violation(await a_staff(), bells, entry)
    await switch(terms_url='"https://marlow.example/terms"')
    [(_, _, text)] = await deliver(bells)
    assert "\nhttp://localhost:8000/pay\n" in text
    assert "\nTerms: https://marlow.example/terms\n" in text


async def test_a_notice_of_a_booted_car_opens_the_page_of_its_boot(bells: RecordingBells) -> None:
    entry = an_entry(await boots_on(), boot_id=await a_boot(), owner_email="owner@example.com")
    await write_violation(await a_staff(), bells, entry)
    [(_, _, text)] = await deliver(bells)
    assert "\nhttp://localhost:8000/b/" in text
