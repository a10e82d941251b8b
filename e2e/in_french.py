"""Looks at a page as a reader of French sees it: no English, nothing clipped, nothing too wide."""

from collections.abc import Sequence

from playwright.async_api import Page

from e2e.rulers import TOO_WIDE, WIDTHS
from tests.english_left import english_left

COOKIE = "bk-lang"
# What is short on purpose must show its words whole: neither cut off nor broken inside a word.
CUT_OFF = """() => {
  const short =
    "button, .button, .chip, .pill, .tag, .counter, nav a, label, legend, th, dt, dd";
  const faults = [];
  for (const one of document.querySelectorAll(short)) {
    const box = one.getBoundingClientRect();
    if (!box.width || !box.height || one.closest(".vh, .skip, [hidden]")) continue;
    if (!one.checkVisibility({ visibilityProperty: true })) continue;
    if (one.clientWidth && one.scrollWidth > one.clientWidth + 1) {
      faults.push(`clipped: ${one.textContent.trim()}`);
    }
    const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      if (text.parentElement.closest(".vh, .mono, .wrap, .email, [lang]:not(html)")) continue;
      // An address breaks where it has to.
      if (/[@/]/.test(text.data)) continue;
      for (const word of text.data.matchAll(/[\\p{L}]{2,}/gu)) {
        // No word of ours is as long as a name may be, and such a name has to break somewhere.
        if (word[0].length > 30) continue;
        const range = document.createRange();
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        const lines = new Set([...range.getClientRects()].map((rect) => Math.round(rect.top)));
        if (lines.size > 1) faults.push(`broken: ${word[0]}`);
      }
    }
  }
  // No sum of money is broken, wherever it stands.
  const all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (all.nextNode()) {
    for (const sum of all.currentNode.data.matchAll(/[\\d\\s]*\\d,\\d{2}\\s\\$/g)) {
      const range = document.createRange();
      range.setStart(all.currentNode, sum.index + sum[0].search(/\\S/));
      range.setEnd(all.currentNode, sum.index + sum[0].length);
      const lines = new Set([...range.getClientRects()].map((rect) => Math.round(rect.top)));
      if (lines.size > 1) faults.push(`broken: ${sum[0].trim()}`);
    }
  }
  return faults;
}"""


async def faults_of_french(page: Page, widths: Sequence[int] = WIDTHS) -> list[str]:
    """What a page that should be in French has wrong with it."""
    faults = []
    if await page.locator("html").get_attribute("lang") != "fr":
        faults.append("the page is not in French")
    faults += [f"English: {text}" for text in english_left(await page.content())]
    for width in widths:
        await page.set_viewport_size({"width": width, "height": 900})
        if await page.evaluate(TOO_WIDE):
            faults.append(f"too wide at {width}")
        faults += [f"{fault} at {width}" for fault in await page.evaluate(CUT_OFF)]
    return [f"in French: {fault}" for fault in faults]
