"""The hand of a person on a page: does what a finger can do, and counts it."""

from playwright.async_api import Frame, Locator, Page, Response


class Hand:
    """One tab in front of one person; `taps`, `typed` and `pages` count since `start_counting`."""

    def __init__(self, page: Page, *, touch: bool = False) -> None:
        self.page = page
        self._touch = touch
        self.start_counting()
        page.on("framenavigated", self._count_page)

    def start_counting(self) -> None:
        """Forget what was counted so far."""
        self.taps = 0
        self.typed = 0
        self.pages: list[str] = []

    async def open(self, address: str) -> Response:
        """Go to an address: scanned, typed or followed from a mail."""
        answer = await self.page.goto(address)
        if answer is None:
            raise ValueError(f"{address} is the page that is open already")
        return answer

    async def tap(self, target: Locator) -> None:
        """One tap or click."""
        self.taps += 1
        if self._touch:
            await target.tap()
        else:
            await target.click()

    async def type(self, field: Locator, text: str) -> None:
        """Tap into a field and fill it."""
        await self.tap(field)
        self.typed += 1
        await field.fill(text)

    async def choose(self, field: Locator, label: str) -> None:
        """Pick an option of a list."""
        self.taps += 1
        await field.select_option(label=label)

    def _count_page(self, frame: Frame) -> None:
        if frame == self.page.main_frame:
            self.pages.append(frame.url)
