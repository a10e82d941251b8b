"""What is measured on a page: its width, its targets, the widths it is looked at in."""

WIDTHS = (390, 820, 1440)
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# A label is the target of its box; what is hidden from the eye is not touched, and a letter's links
# stand in its sentences.
SMALL = """(least) => [...document.querySelectorAll("a, button, input, select, summary, textarea")]
  .filter((one) => !one.closest(".vh, .skip, .letter, [hidden]") && one.type !== "hidden")
  .map((one) => one.matches("[type=checkbox], [type=radio]") ? one.closest("label") : one)
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.width && box.height && Math.min(box.width, box.height) < least - 0.5)
  .map(([one, box]) => `${one.outerHTML.slice(0, 80)} ${box.width} x ${box.height}`)"""
