"""The town's logo goes wherever its name goes, and away again."""

import io
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw
from playwright.async_api import Page, expect

from app.rules.people.access import Role
from e2e.booted import Clerk
from e2e.browsers import DESK, Visitors
from e2e.mail import Letter, MailServer
from e2e.pages.boots import BootForm, BootPage
from e2e.pages.card import CardPage
from e2e.pages.driver import DriverPage
from e2e.pages.settings import SettingsPage
from e2e.test_label import scanned

# Whether a picture has arrived and was drawn.
DRAWN = "image => image.complete && image.naturalWidth > 0"
MOST_MAIL_BYTES = 30_000


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A seal on nothing, as towns have them."""
    seal = Image.new("RGBA", (900, 320), (0, 0, 0, 0))
    pen = ImageDraw.Draw(seal)
    pen.ellipse((20, 20, 300, 300), outline=(16, 60, 110, 255), width=24)
    pen.rectangle((360, 110, 880, 210), fill=(16, 60, 110, 255))
    seal.save(tmp_path / "seal.png")
    return tmp_path / "seal.png"


@pytest.fixture
def logo(clerk: Clerk, picture: Path) -> Iterator[None]:
    """The town has it while the test lasts."""
    clerk.save_logo(picture.read_bytes())
    yield
    clerk.remove_logo()


async def shows_logo(page: Page) -> bool:
    """Whether the logo stands beside the name, and nothing else does."""
    pictures = page.locator("header.top .brand").locator("img, svg")
    await expect(pictures).to_have_count(1)
    found = page.locator("header.top .brand img.logo")
    if not await found.count():
        return False
    await expect(found).to_have_attribute("alt", "")
    return bool(await found.evaluate(DRAWN))


def images(pdf: Path) -> int:
    """How many pictures stand on the first page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return len(list(document[0].get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,))))


def carries_logo(letter: Letter) -> bool:
    """Whether the mail has it inside and shows it, and loads nothing."""
    assert 'src="http' not in letter.html
    carried = dict(letter.pictures).get("_logo@picture")
    assert ('src="cid:_logo@picture"' in letter.html) == (carried is not None)
    if carried is None:
        return False
    with Image.open(io.BytesIO(carried)) as drawn:
        drawn.load()
    return True


async def test_the_logo_stands_on_pages_paper_and_mail_until_it_is_removed(
    visitors: Visitors, clerk: Clerk, mail: MailServer, tmp_path: Path, picture: Path
) -> None:
    admin = await visitors.admin()
    # Nothing of it needs a script.
    settings = SettingsPage(await visitors.staff(Role.admin, DESK, scripts=False))
    await settings.save_logo(picture)
    await expect(settings.done).to_contain_text("The logo is saved.")
    assert await settings.logo.evaluate(DRAWN)
    assert await shows_logo(settings.page)

    await BootForm(admin).add("Logo Boot 41", "4141")
    label = await BootPage(admin).download_label(tmp_path)
    [[address]] = scanned(label)
    assert address.casefold() == (await BootPage(admin).label_address()).casefold()
    assert images(label) == 1

    car = clerk.boot_car()
    driver = DriverPage(await visitors.driver(), car.boot.address)
    await driver.scan()
    assert await shows_logo(driver.page)
    await driver.pay(car.email)
    await CardPage(driver.hand).approve()
    # The mail may be faster than the way back from the card page.
    await expect(driver.code).to_be_visible()
    assert await mail.release_code(car.email) == car.boot.code
    letters = mail.for_reader(car.email)
    assert [carries_logo(letter) for letter in letters] == [True, True]
    assert max(letter.size for letter in letters) <= MOST_MAIL_BYTES

    [receipt] = [letter for letter in letters if letter.is_receipt]
    await driver.hand.open(receipt.link("/receipts/"))
    assert await shows_logo(driver.page)
    await driver.hand.tap(driver.page.get_by_role("button", name="Make a PDF of it"))
    async with driver.page.expect_download() as coming:
        await driver.hand.tap(driver.page.get_by_role("link", name="Download the receipt"))
    await (await coming.value).save_as(tmp_path / "receipt.pdf")
    assert images(tmp_path / "receipt.pdf") == 1

    await settings.remove_logo()
    await expect(settings.done).to_contain_text("The logo is removed.")
    assert not await shows_logo(settings.page)
    await driver.scan()
    await expect(driver.page.locator("header.top svg.mark")).to_be_visible()


async def test_a_picture_that_is_none_is_refused_where_it_was_chosen(
    visitors: Visitors, tmp_path: Path
) -> None:
    settings = SettingsPage(await visitors.admin())
    drawing = tmp_path / "logo.svg"
    drawing.write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    await settings.save_logo(drawing)
    await expect(settings.summary).to_be_focused()
    await settings.hand.tap(settings.summary.get_by_role("link"))
    await expect(settings.logo_file).to_be_focused()
    await expect(settings.logo_file).to_have_attribute("aria-invalid", "true")
