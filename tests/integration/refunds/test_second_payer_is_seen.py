"""Money that goes back by itself to who paid second is seen by the office wherever it looks."""

import pytest

from app.actions.payments.settle_payment import settle_payment
from app.actions.refunds.pay_back import pay_back
from app.gateways.payments.provider import RefundStatus
from app.rules.errors import NeverWill
from app.rules.people.access import Role
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund
from tests.conftest import RecordingBells
from tests.factories import a_violation, sign_in
from tests.integration.conftest import Browser
from tests.integration.pay_ticket.conftest import card, open_page, paper_of
from tests.integration.pay_ticket.test_cart import pays
from tests.integration.payments.conftest import Kerb, kerb
from tests.pretend_provider import PretendProvider

__all__ = ["card", "kerb"]

PLATE = "BKPR43"


async def paid_twice(kerb: Kerb) -> tuple[int, int]:
    """Two phones paid the same ticket; the second payment and its refund."""
    first = await kerb.start("one@example.com", "phone one")
    second = await kerb.start("two@example.com", "phone two")
    for started in (first, second):
        await kerb.settle(kerb.provider.notice(f"chk_{started.reference}"))
    row = await Refund.select(Refund.id, Refund.payment).first()
    return int(row["payment"]), int(row["id"])


async def test_it_is_under_way_until_it_is_done_and_the_payment_says_why(
    client: Browser, kerb: Kerb
) -> None:
    await sign_in(client, Role.office)
    payment_id, refund_id = await paid_twice(kerb)
    listed = (await client.get("/refunds")).text
    assert f'<a class="mono" href="/payments/{payment_id}">{PLATE}</a>' in listed
    assert "Refund wanted" in listed
    await pay_back(refund_id, kerb.provider, kerb.bells)
    assert "No refund is under way" in (await client.get("/refunds")).text
    text = (await client.get(f"/payments/{payment_id}")).text
    assert "Refund done" in text
    assert "Not kept: the ticket is not paid by this" in text


async def test_one_that_the_card_service_refuses_waits_for_the_office(
    client: Browser, kerb: Kerb
) -> None:
    await sign_in(client, Role.office)
    _, refund_id = await paid_twice(kerb)
    kerb.provider.refund_status = RefundStatus.FAILED
    with pytest.raises(NeverWill):
        await pay_back(refund_id, kerb.provider, kerb.bells)
    listed = (await client.get("/refunds")).text
    assert "Send $165.00 again" in listed
    assert "Pay out $165.00" in listed


async def test_a_guest_without_a_boot_is_listed_by_the_plate(
    client: Browser, card: PretendProvider, bells: RecordingBells
) -> None:
    page = await open_page(client, await paper_of((await a_violation()).violation_id, "3K7M"))
    await pays(client, page)
    row = await Payment.select(Payment.provider_ref, Payment.amount_cents).first()
    notice = card.notice(row["provider_ref"], captured_cents=row["amount_cents"] + 5_00)
    await settle_payment("pretend", notice, bells)
    await sign_in(client, Role.office)
    assert f">{PLATE}</a>" in (await client.get("/refunds")).text
