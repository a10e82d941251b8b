"""The logo on paper: on every label and receipt, once in its document, never in the code's way."""

import io
import subprocess
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageDraw

from app.gateways.logos import PRINTED, logo_forms
from app.gateways.paper.label_plan import label_plan
from app.gateways.paper.labels import LabelFacts, LabelOrder
from app.gateways.paper.receipts import ReceiptFacts, ReceiptItem
from app.gateways.paper.subprocess_press import SubprocessPress
from app.rules.boots.label_formats import PAPERS, LabelFormat
from app.templating import Templates

URL = "https://boot.marlow.example/b/8f2kX0Qm3nVt7LpZr5wYcA"
SHORT = LabelFacts("City of Marlow Parking", "Red Boot 01", URL, "+1 519 555 0142", 3)
RED = (200, 16, 32)
RECEIPT = ReceiptFacts(
    organisation="City of Marlow Parking",
    address="1 Market Square",
    help_phone="555 0100",
    help_email="",
    time_zone="America/Toronto",
    currency="CAD",
    number="R-10001",
    paid_at=datetime(2026, 11, 21, 18, 0, tzinfo=UTC),
    method="Card",
    lines=(ReceiptItem("Boot applied", 120_00, deposit=True),),
    total_cents=120_00,
    deposit_cents=120_00,
    tax_cents=0,
    tax_rate_bp=0,
    plates=("ABC 123",),
    boot_name="Red Boot 01",
)


def a_logo(width: int = 900, height: int = 320) -> bytes:
    """The print form of a red bar on nothing."""
    drawing = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(drawing).rectangle((4, 4, width - 5, height - 5), fill=(*RED, 255))
    out = io.BytesIO()
    drawing.save(out, "PNG")
    return logo_forms(out.getvalue()).paper


def drawn(pdf: bytes, folder: Path) -> Image.Image:
    """The first page as a 150 dpi printer would show it."""
    (folder / "paper.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", "150", "-l", "1", "-singlefile", "-png", "paper.pdf", "page"]
    subprocess.run(command, cwd=folder, check=True)
    return Image.open(folder / "page.png").convert("RGB")


def red_pixels(page: Image.Image) -> int:
    red, green, blue = page.split()
    bright = red.point(lambda one: 255 if one > 150 else 0)
    others = ImageChops.lighter(green, blue).point(lambda one: 255 if one < 80 else 0)
    return ImageChops.darker(bright, others).histogram()[255]


@pytest.fixture
async def press(templates: Templates) -> SubprocessPress:
    return SubprocessPress(templates)


@pytest.mark.parametrize("paper", LabelFormat)
@pytest.mark.parametrize("sides", [(900, 320), (4000, 100), (60, 900)])
async def test_every_label_shows_the_logo_and_still_scans(
    press: SubprocessPress, tmp_path: Path, paper: LabelFormat, sides: tuple[int, int]
) -> None:
    cells = PAPERS[paper].cells
    pdf = await press.labels([SHORT] * cells, LabelOrder(paper=paper, logo=a_logo(*sides)))
    await press.close()
    page = drawn(pdf, tmp_path)
    assert red_pixels(page) > 40 * cells
    for look in (page.convert("L"), page.convert("L").rotate(30, expand=True, fillcolor=255)):
        assert [code.text for code in zxingcpp.read_barcodes(look)] == [URL] * cells


@pytest.mark.parametrize("paper", LabelFormat)
def test_the_code_keeps_its_place_and_size_and_nothing_reaches_into_it(paper: LabelFormat) -> None:
    width, height = PAPERS[paper].width, PAPERS[paper].height
    plain, with_logo = label_plan(width, height), label_plan(width, height, 2.8)
    assert with_logo.logo is not None
    assert replace(with_logo, logo=None, organisation=plain.organisation) == plain
    assert with_logo.logo.top + with_logo.logo.height <= plain.rule_top < plain.code_top
    assert with_logo.logo.left + with_logo.logo.width < with_logo.organisation.left
    assert with_logo.organisation.width > 0.5 * plain.organisation.width


async def test_a_thousand_labels_hold_the_logo_once(press: SubprocessPress) -> None:
    many = LabelOrder(paper=LabelFormat.sheet_a4, logo=a_logo())
    pdf = await press.labels([SHORT] * 1000, many)
    await press.close()
    assert pdf.count(b"/Subtype /Image") == 1


async def test_the_next_job_has_no_logo_left_over(press: SubprocessPress) -> None:
    await press.labels([SHORT], LabelOrder(logo=a_logo()))
    pdf = await press.labels([SHORT], LabelOrder())
    await press.close()
    assert b"/Image" not in pdf


async def test_a_receipt_shows_the_logo_that_was_handed_in(
    press: SubprocessPress, tmp_path: Path
) -> None:
    with_logo = drawn(await press.receipt(replace(RECEIPT, logo=a_logo())), tmp_path)
    without = drawn(await press.receipt(RECEIPT), tmp_path)
    await press.close()
    assert red_pixels(with_logo) > 5000
    assert red_pixels(without) == 0


async def test_a_page_may_show_the_logo_and_nothing_else(
    press: SubprocessPress, tmp_path: Path
) -> None:
    (tmp_path / "secret.png").write_bytes(a_logo())
    page = '<img src="{}" style="height: 40mm">'
    letters = b64encode(a_logo()).decode()
    for address, shown in (
        ("picture:logo", 1),
        ("picture:other", 0),
        ((tmp_path / "secret.png").as_uri(), 0),
        (f"data:image/png;base64,{letters}", 0),
    ):
        pdf = await press._ask({"do": "page", "html": page.format(address), "logo": letters})
        with pypdfium2.PdfDocument(pdf) as document:
            images = document[0].get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,))
            assert len(list(images)) == shown, address
    await press.close()


def test_what_is_printed_is_sharp_enough() -> None:
    with Image.open(io.BytesIO(a_logo())) as picture:
        assert picture.height == PRINTED[1]
