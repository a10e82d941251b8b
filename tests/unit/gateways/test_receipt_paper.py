"""A printed receipt holds its words, however long the list and the names."""

import subprocess
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.gateways.paper.receipts import ReceiptFacts, ReceiptItem
from app.gateways.paper.subprocess_press import SubprocessPress
from app.templating import Templates

FACTS = ReceiptFacts(
    organisation="City of Marlow Parking",
    address="12 Market Square, Marlow",
    help_phone="+1 519 555 0142",
    help_email="help@marlow.example",
    time_zone="America/Toronto",
    currency="CAD",
    number="R-000123",
    paid_at=datetime(2026, 11, 21, 3, 30, tzinfo=UTC),
    method="Card",
    lines=(
        ReceiptItem("TT-10133 Expired meter", 45_00),
        ReceiptItem("TT-10133 Boot applied", 120_00, deposit=True),
    ),
    total_cents=165_00,
    deposit_cents=120_00,
    tax_cents=5_18,
    tax_rate_bp=1300,
    plates=("••••43",),
    boot_name="Red Boot 01",
)


def words(pdf: bytes) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode()


@pytest.fixture
async def press(templates: Templates) -> AsyncIterator[SubprocessPress]:
    press = SubprocessPress(templates)
    yield press
    await press.close()


async def test_a_receipt_is_one_page_with_every_amount(press: SubprocessPress) -> None:
    text = words(await press.receipt(FACTS))
    for word in (
        *("Receipt R-000123", "City of Marlow Parking", "12 Market Square", "$45.00", "$120.00"),
        *("$165.00", "Deposit: comes back", "Tax in it (13%)", "$5.18", "••••43", "Card"),
        # The evening before, as the town's clocks have it.
        *("20 Nov 2026, 22:30", "Red Boot 01"),
    ):
        assert word in text, word
    assert text.count("\f") == 1


async def test_a_long_receipt_goes_on_and_says_no_tax_where_none_is_set(
    press: SubprocessPress,
) -> None:
    many = tuple(ReceiptItem(f"TT-{n} {'W' * 120}", 1_00) for n in range(60))
    text = words(await press.receipt(replace(FACTS, lines=many, tax_rate_bp=0, tax_cents=0)))
    assert all(f"TT-{n} " in text for n in range(60))
    assert text.count("\f") > 1
    assert "Tax" not in text


async def test_terms_and_privacy_are_printed_where_they_are_set(press: SubprocessPress) -> None:
    assert "Terms" not in words(await press.receipt(FACTS))
    terms, privacy = "https://marlow.example/terms", "https://marlow.example/privacy"
    text = words(await press.receipt(replace(FACTS, terms_url=terms, privacy_url=privacy)))
    assert f"Terms: {terms}" in text
    assert f"Privacy: {privacy}" in text
    assert text.count("\f") == 1
