"""What is kept of a picture: few colours, so that README stays light."""

import io
from pathlib import Path

from PIL import Image
from playwright.async_api import Page

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
COLOURS = 64
END = 1_000_000


async def keep(page: Page, name: str, *, at_end: bool = False) -> None:
    """One picture of what the window shows, from the top of the page or `at_end`."""
    await page.evaluate("(y) => window.scrollTo(0, y)", END if at_end else 0)
    keep_image(Image.open(io.BytesIO(await page.screenshot(animations="disabled"))), name)


def keep_image(picture: Image.Image, name: str) -> None:
    """One picture, whatever it was taken of."""
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        PICTURES / f"{name}.png", optimize=True
    )
