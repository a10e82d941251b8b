"""Draws an uploaded logo anew in the three sizes it is needed in: page, mail and paper."""

import hashlib
from collections.abc import Iterable

from PIL import Image, ImageStat

from app.gateways.mail.pictures import encodings
from app.gateways.uploads import encoded, opened
from app.rules.errors import Invalid
from app.rules.settings.logos import FIELD, MARK_LENGTH, NO_LOGO, LogoForms, LogoName
from app.rules.wording import N_

# What the page behind the QR code and a release mail with a picture have left of their 30 kB
# (targets U2, U9).
MOST_PAGE_BYTES = 2_200
MOST_MAIL_BYTES = 2_200
MOST_PAPER_BYTES = 24_000
# As it is shown, in CSS pixels: beside a name of two lines on a small phone.
SHOWN = (112, 40)
# At 300 dots an inch it is as large as on the largest label and on a receipt.
PRINTED = (600, 170)
_FORMATS = ("PNG", "JPEG", "WEBP")
_DRAWING = b"<svg"
_WHITE, _INK = (255, 255, 255), (27, 26, 23)
# Of 255: what cannot be told from white, or from ink; and of how many pixels that may be so.
_PALE, _DARK, _MANY = 225, 60, 0.2
# A drawing has no more, smooth edges included.
_FLAT_COLOURS = 4096


def logo_forms(content: bytes) -> LogoForms:
    """The logo of the file `content`; nothing of it is kept but its pixels (rule S6).

    Slow: call it in a thread. Raises `Invalid` on the setting's key.
    """
    if _DRAWING in content[:1000].lower():
        raise Invalid(
            fields={
                FIELD: N_(
                    "SVG drawings can carry programs and are not taken. Save the logo as a PNG."
                )
            }
        )
    whole = _on_a_plate(opened(content, _FORMATS, field=FIELD, refusal=NO_LOGO))
    page = _first_below(MOST_PAGE_BYTES, _page_forms(whole))[1]
    mail_kind, mail = _first_below(MOST_MAIL_BYTES, _mail_forms(whole))
    paper = _first_below(MOST_PAPER_BYTES, _paper_forms(whole))[1]
    shown = _fitting(whole, 1).size
    mark = hashlib.sha256(page + mail + paper).hexdigest()[:MARK_LENGTH]
    return LogoForms(LogoName(mark, *shown), page, mail_kind, mail, paper)


def _on_a_plate(image: Image.Image) -> Image.Image:
    """What is clear becomes white, or ink under a pale logo: so it is seen in light and in dark."""
    if image.mode != "RGBA":
        return image
    box = image.getchannel("A").point(lambda seen: 255 if seen > 8 else 0).getbbox()
    if box is None:
        raise Invalid(fields={FIELD: N_("Nothing can be seen in this picture.")})
    cut = image.crop(box)
    seen = cut.getchannel("A")
    grey = ImageStat.Stat(cut.convert("L"), mask=seen.point(lambda one: 255 if one > 127 else 0)).h
    many = sum(grey) or 1
    pale, dark = sum(grey[_PALE:]) / many, sum(grey[:_DARK]) / many
    rim = round(cut.height * 0.05) + 1
    size = (cut.width + 2 * rim, cut.height + 2 * rim)
    plate = Image.new("RGB", size, _INK if pale > max(dark, _MANY) else _WHITE)
    plate.paste(cut, (rim, rim), seen)
    return plate


def _fitting(image: Image.Image, times: float, box: tuple[int, int] = SHOWN) -> Image.Image:
    """A copy that fits into `times` the box; never larger than the picture is."""
    small = image.copy()
    small.thumbnail((round(box[0] * times), round(box[1] * times)), Image.Resampling.LANCZOS)
    return small


def _first_below(most: int, forms: Iterable[tuple[str, bytes]]) -> tuple[str, bytes]:
    for kind, data in forms:
        if len(data) <= most:
            return kind, data
    raise Invalid(fields={FIELD: N_("This picture cannot be made small enough. Simplify it.")})


def _page_forms(image: Image.Image) -> Iterable[tuple[str, bytes]]:
    """The sharpest first."""
    for times, qualities in (
        (2, (85, 70, 55)),
        (1.5, (70, 55, 40)),
        (1, (70, 55, 40, 20, 0)),
    ):
        small = _fitting(image, times)
        yield "webp", encoded(small, "WEBP", lossless=True, method=6)
        for quality in qualities:
            yield "webp", encoded(small, "WEBP", quality=quality, method=6)


def _mail_forms(image: Image.Image) -> Iterable[tuple[str, bytes]]:
    for times in (2, 1.5, 1, 0.5):
        small = _fitting(image, times)
        if small.getcolors(_FLAT_COLOURS) is None:
            yield "jpeg", encoded(small, "JPEG", quality=80, optimize=True)
        yield from encodings(small)


def _paper_forms(image: Image.Image) -> Iterable[tuple[str, bytes]]:
    for times in (1, 0.75, 0.5, 0.25):
        small = _fitting(image, times, PRINTED)
        for colours in (256, 32):
            few = small.quantize(colours, method=Image.Quantize.MEDIANCUT)
            yield "png", encoded(few, "PNG", optimize=True)
