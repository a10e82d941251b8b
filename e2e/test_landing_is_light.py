"""What the QR code leads to arrives over one bar of signal."""

import io
import random
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.async_api import expect

from app.gateways.logos import MOST_PAGE_BYTES
from e2e.booted import Clerk
from e2e.browsers import ENGLISH, FRENCH, Visitors
from e2e.pages.driver import DriverPage
from e2e.town import Town

MOST_BYTES = 30_000
MOST_REQUESTS = 6


@pytest.fixture
def logo(clerk: Clerk) -> Iterator[None]:
    """The town has a logo, as hard to draw small as any: noise."""
    noise = Image.frombytes("RGB", (500, 180), random.Random(4).randbytes(500 * 180 * 3))
    file = io.BytesIO()
    noise.save(file, "PNG")
    clerk.save_logo(file.getvalue())
    yield
    clerk.remove_logo()


@pytest.mark.parametrize("locale", [ENGLISH, FRENCH])
@pytest.mark.usefixtures("logo")
async def test_the_landing_page_is_small_and_asks_nobody_else(
    visitors: Visitors, clerk: Clerk, town: Town, locale: str
) -> None:
    car = clerk.boot_car()
    driver = DriverPage(await visitors.driver(locale=locale), car.boot.address)
    wire = await driver.page.context.new_cdp_session(driver.page)
    sizes: dict[str, float] = {}
    addresses: dict[str, str] = {}
    wire.on(
        "Network.requestWillBeSent",
        lambda event: addresses.__setitem__(event["requestId"], event["request"]["url"]),
    )
    wire.on(
        "Network.loadingFinished",
        lambda event: sizes.__setitem__(event["requestId"], event["encodedDataLength"]),
    )
    await wire.send("Network.enable")
    await driver.scan()
    await expect(driver.pay_button).to_be_enabled()
    await driver.page.wait_for_load_state("networkidle")

    asked = [address for address in addresses.values() if not address.startswith("data:")]
    assert asked[0] == car.boot.address
    assert {urlsplit(address).netloc for address in asked} == {urlsplit(town.address).netloc}
    assert len(asked) <= MOST_REQUESTS, asked
    assert set(sizes) == set(addresses)
    [logo] = [address for address in asked if urlsplit(address).path.startswith("/logo/")]
    # Another logo may be as heavy as any that is kept.
    lighter = MOST_PAGE_BYTES - len(await (await driver.page.request.get(logo)).body())
    assert 0 <= lighter < 600
    assert 5_000 < sum(sizes.values()) + lighter <= MOST_BYTES, {
        urlsplit(addresses[one]).path: size for one, size in sizes.items()
    }
