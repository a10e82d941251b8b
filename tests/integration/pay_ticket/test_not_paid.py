"""What was tried and brought nothing, or too little, is told on both pages that ask for money."""

from typing import Any

import pytest

from app.actions.payments.settle_payment import settle_payment
from app.gateways.payments.provider import NoticeKind
from tests.conftest import RecordingBells
from tests.integration.conftest import Browser
from tests.integration.pay_ticket.conftest import a_paper, open_page, paper_of
from tests.integration.pay_ticket.test_cart import pays
from tests.integration.payments.conftest import booted
from tests.pretend_provider import PretendProvider

TOLD = {
    "declined": ({"kind": NoticeKind.DECLINED}, "Your payment did not go through"),
    "expired": ({"kind": NoticeKind.EXPIRED}, "The card page was open too long."),
    "wrong money": ({"currency": "USD"}, "It came in another currency"),
    "short": ({"captured_cents": 20_00}, "Only $20.00 of your payment reached us"),
}


async def try_to_pay(
    client: Browser, card: PretendProvider, page: str, brought: dict[str, Any]
) -> None:
    """A payment at `page` of which the provider tells this."""
    ref = f"chk_{await pays(client, page)}"
    await settle_payment(card.name, card.notice(ref, **brought), RecordingBells())


@pytest.mark.parametrize(("brought", "words"), TOLD.values(), ids=TOLD)
async def test_it_is_told_on_the_page_of_the_ticket(
    brought: dict[str, Any], words: str, client: Browser, card: PretendProvider
) -> None:
    page = await open_page(client, await a_paper())
    assert words not in (await client.get(page)).text
    await try_to_pay(client, card, page, brought)
    shown = (await client.get(page)).text
    assert words in shown
    assert "Pay $45.00 by card" in shown
    assert "the boot is not released" not in shown


@pytest.mark.parametrize(("brought", "words"), TOLD.values(), ids=TOLD)
async def test_it_is_told_on_the_page_of_the_boot(
    brought: dict[str, Any], words: str, client: Browser, card: PretendProvider
) -> None:
    page = f"/b/{(await booted(RecordingBells())).token}"
    assert words not in (await client.get(page)).text
    await try_to_pay(client, card, page, brought)
    shown = (await client.get(page)).text
    assert words in shown
    assert "Pay $165.00 by card" in shown


async def test_a_guest_whose_car_wears_a_boot_reads_that_it_is_not_released(
    client: Browser, card: PretendProvider
) -> None:
    page = await open_page(client, await paper_of((await booted(RecordingBells())).violation_id))
    await try_to_pay(client, card, page, {"captured_cents": 20_00})
    assert "so the boot is not released" in (await client.get(page)).text
