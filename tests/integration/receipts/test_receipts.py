"""A receipt opens for whoever holds its link, and its PDF is made by the worker on demand."""

import httpx
import pytest

from app.actions.assignments.mark_returned import mark_returned
from app.actions.receipts.print_receipt import print_receipt
from app.actions.steps.assignments.bring_back import Return
from app.gateways.paper.press import PaperFailed
from app.gateways.paper.receipts import ReceiptFacts
from app.reads.assignments.conditions import ReturnCondition
from app.reads.receipts.receipt_link import receipt_path
from app.routes.desk import Desk
from app.tables.effects.outbox import Outbox
from app.tables.money.payment import Payment
from app.tables.money.receipt import Receipt
from tests.conftest import RecordingBells
from tests.factories import a_staff, switch
from tests.integration.conftest import Browser
from tests.integration.payments.conftest import Kerb, booted


class PretendPress:
    """Remembers what it was asked to print; fails when told so."""

    def __init__(self, fails: bool = False) -> None:
        self.printed: list[ReceiptFacts] = []
        self.fails = fails

    async def labels(self, labels: object, order: object, *, drawn: object = None) -> bytes:
        raise AssertionError(f"no labels are printed here: {labels}, {order}, {drawn}")

    async def receipt(self, facts: ReceiptFacts, *, language: str = "en") -> bytes:
        if self.fails:
            raise PaperFailed
        self.printed.append(facts)
        return b"%PDF receipt"


async def paid(bells: RecordingBells, desk: Desk, plate: str = "BKPR43") -> tuple[Kerb, str]:
    """A case paid for, and where its receipt is."""
    kerb = await booted(bells, plate=plate)
    reference = await kerb.pay(payer=plate)
    return kerb, receipt_path(reference, 0, desk.signer.sign)


async def orders() -> int:
    return int(await Outbox.count().where(Outbox.kind == "print_receipt"))


async def test_a_receipt_says_what_was_paid_and_what_comes_back(
    client: Browser, desk: Desk, bells: RecordingBells
) -> None:
    await switch(tax_rate_bp="1300", organisation_name='"City of Marlow Parking"')
    _, path = await paid(bells, desk)
    answer = await client.get(path)
    assert answer.status_code == 200
    assert 'content="noindex' in answer.text
    for words in (
        *("Receipt R-000001", "City of Marlow Parking", "Expired meter", "$45.00", "$120.00"),
        *("Deposit: comes back", "Refundable deposit", "$165.00", "Card", "••••43"),
        # 13 % contained in the fine alone: 45.00 x 13/113.
        *("Tax in it (13%)", "$5.18"),
    ):
        assert words in answer.text, words
    assert "BKPR43" not in answer.text
    assert "dana@" not in answer.text


async def test_without_a_tax_rate_no_tax_is_shown(
    client: Browser, desk: Desk, bells: RecordingBells
) -> None:
    _, path = await paid(bells, desk)
    assert "Tax in it" not in (await client.get(path)).text


async def test_a_foreign_or_forged_proof_looks_missing(
    client: Browser, desk: Desk, bells: RecordingBells
) -> None:
    _, path = await paid(bells, desk)
    _, other = await paid(bells, desk, plate="OTHER9")
    reference, _, signature = path.removeprefix("/receipts/").partition(".")
    foreign = other.rpartition(".")[2]
    case_proof = desk.signer.sign("case link", reference)
    for proof in (
        *(reference, f"{reference}.", f"{reference}.{foreign}", f"{reference}.{case_proof}"),
        *(f"nobody.{signature}", f"{reference}.{signature}x"),
    ):
        for answer in (
            await client.get(f"/receipts/{proof}"),
            await client.get(f"/receipts/{proof}/pdf"),
            await client.post_form(f"/receipts/{proof}/pdf", {}),
        ):
            assert answer.status_code == 404, proof
            assert "R-0000" not in answer.text
    assert await orders() == 0
    # Mailed to an address that was changed since.
    await Payment.update({Payment.link_version: 1}).where(Payment.reference == reference)
    replaced = await client.get(path)
    assert replaced.status_code == 410
    assert "This link is no longer valid" in replaced.text
    unpaid = await (await booted(bells, plate="THIRD1")).start(payer="late")
    missing = receipt_path(unpaid.reference, 0, desk.signer.sign)
    assert (await client.get(missing)).status_code == 404


async def test_the_pdf_is_ordered_once_prepared_by_the_worker_and_offered(
    client: Browser, desk: Desk, bells: RecordingBells
) -> None:
    _, path = await paid(bells, desk)
    assert await orders() == 0
    assert "Make a PDF" in (await client.get(path)).text
    assert (await client.get(f"{path}/pdf")).status_code == 404
    for _ in range(2):
        answer: httpx.Response = await client.post_form(f"{path}/pdf", {})
        assert answer.status_code == 303
    assert await orders() == 1
    row = await Outbox.select().where(Outbox.kind == "print_receipt").first()
    assert row is not None
    assert row["queue"] == "paper"
    swap = {"hx-request": "true"}
    fragment = await client.get(f"{path}/progress", headers=swap)
    assert "being prepared" in fragment.text
    assert "<html" not in fragment.text
    await switch(terms_url='"https://marlow.example/terms"')
    press = PretendPress()
    for _ in range(2):
        await print_receipt(bells, press, row["subject_id"])
    [facts] = press.printed
    assert (facts.number, facts.total_cents, facts.deposit_cents) == ("R-000001", 165_00, 120_00)
    assert (facts.terms_url, facts.privacy_url) == ("https://marlow.example/terms", "")
    assert sum(line.amount_cents for line in facts.lines) == facts.total_cents
    assert [line.deposit for line in facts.lines] == [False, True]
    assert f'href="{path}/pdf"' in (await client.get(path)).text
    pdf = await client.get(f"{path}/pdf")
    assert (pdf.content, pdf.headers["content-type"]) == (b"%PDF receipt", "application/pdf")
    await client.post_form(f"{path}/pdf", {})
    assert await orders() == 1


async def test_a_pdf_that_could_not_be_made_is_said_and_can_be_tried_again(
    client: Browser, desk: Desk, bells: RecordingBells
) -> None:
    _, path = await paid(bells, desk)
    await client.post_form(f"{path}/pdf", {})
    row = await Receipt.select(Receipt.id).first()
    assert row is not None
    await print_receipt(bells, PretendPress(fails=True), row["id"])
    assert "could not be made" in (await client.get(path)).text
    await client.post_form(f"{path}/pdf", {})
    expected = 2
    assert await orders() == expected
    await print_receipt(bells, PretendPress(), row["id"])
    assert "Download the receipt" in (await client.get(path)).text


@pytest.mark.parametrize("over", [False, True])
async def test_only_the_payer_finds_the_receipt_on_the_boots_page(
    client: Browser, desk: Desk, bells: RecordingBells, over: bool
) -> None:
    kerb = await booted(bells)
    await client.get(f"/b/{kerb.token}")
    started = await kerb.start(payer="phone")
    await kerb.settle(kerb.provider.notice(f"chk_{started.reference}"))
    proof = f"{started.reference}.{desk.signer.sign('case link', started.reference)}"
    if over:
        back = Return(ReturnCondition.good)
        await mark_returned(await a_staff(), bells, kerb.assignment_id, back)
    stranger = await client.get(f"/b/{kerb.token}")
    assert "/receipts/" not in stranger.text
    path = receipt_path(started.reference, 0, desk.signer.sign)
    assert kerb.token not in (await client.get(path)).text
    await client.get(f"/b/{kerb.token}/mine/{proof}")
    page = (await client.get(f"/b/{kerb.token}")).text
    assert f'href="{path}"' in page
    receipt = await client.get(path)
    assert f'href="/b/{kerb.token}">Back to your boot' in receipt.text
