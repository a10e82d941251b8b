"""An uploaded logo: drawn anew, light enough for page and mail, seen in light and in dark."""

import io
import random
import struct

import pytest
from PIL import Image, ImageDraw, PngImagePlugin

from app.gateways.logos import (
    MOST_MAIL_BYTES,
    MOST_PAGE_BYTES,
    MOST_PAPER_BYTES,
    SHOWN,
    logo_forms,
)
from app.gateways.mail.typesetter import LOGO_ROOM
from app.rules.errors import Invalid
from app.rules.settings.logos import FIELD, logo_name

BLUE, IVORY = (20, 60, 110, 255), (250, 246, 235, 255)


def file_of(image: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def noise(width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), random.Random(4).randbytes(width * height * 3))


def ring(colour: tuple[int, int, int, int]) -> Image.Image:
    drawing = Image.new("RGBA", (640, 320), (0, 0, 0, 0))
    ImageDraw.Draw(drawing).ellipse((10, 10, 310, 310), outline=colour, width=60)
    return drawing


def read(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        return image


def refused(content: bytes) -> str:
    with pytest.raises(Invalid) as refusal:
        logo_forms(content)
    return refusal.value.fields[FIELD]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("sides", [(600, 220), (220, 600), (3000, 40), (3, 3)])
def test_even_noise_becomes_small_in_every_form(kind: str, sides: tuple[int, int]) -> None:
    forms = logo_forms(file_of(noise(*sides), kind))
    assert len(forms.page) <= MOST_PAGE_BYTES
    assert len(forms.mail) <= MOST_MAIL_BYTES
    assert len(forms.paper) <= MOST_PAPER_BYTES
    assert read(forms.page).format == "WEBP"
    assert read(forms.mail).format == forms.mail_kind.upper()
    assert (read(forms.paper).format, read(forms.paper).mode) == ("PNG", "P")
    assert (forms.name.width, forms.name.height) <= SHOWN
    assert forms.name.width <= SHOWN[0]
    assert forms.name.height <= SHOWN[1]
    assert logo_name(str(forms.name)) == forms.name


def test_a_plain_drawing_is_kept_twice_as_large_as_it_is_shown() -> None:
    forms = logo_forms(file_of(ring(BLUE)))
    assert read(forms.page).size == read(forms.mail).size
    assert read(forms.page).height == 2 * forms.name.height == 80


def test_the_largest_mail_form_fits_the_room_that_words_leave_it() -> None:
    travelling = MOST_MAIL_BYTES * 4 / 3 * 78 / 76
    assert travelling + 300 < LOGO_ROOM


@pytest.mark.parametrize(("colour", "ground"), [(BLUE, 255), (IVORY, 26)])
def test_what_is_clear_gets_a_ground_on_which_the_logo_is_seen(
    colour: tuple[int, int, int, int], ground: int
) -> None:
    forms = logo_forms(file_of(ring(colour)))
    for form in (forms.page, forms.mail, forms.paper):
        grey = read(form).convert("L")
        assert not read(form).has_transparency_data
        assert abs(int(str(grey.getpixel((1, 1)))) - ground) < 12
        low, high = grey.getextrema()
        assert int(str(high)) - int(str(low)) > 150


def test_the_empty_rim_of_a_drawing_is_cut_off() -> None:
    forms = logo_forms(file_of(ring(BLUE)))
    assert forms.name.width == forms.name.height == SHOWN[1]


def test_words_hidden_in_the_file_are_gone() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    image = Image.new("RGB", (90, 40), "red")
    hidden = file_of(image, pnginfo=info, icc_profile=b"16 Mill Lane") + b"<?php evil"
    forms = logo_forms(hidden)
    for form in (forms.page, forms.mail, forms.paper):
        assert not [word for word in (b"script", b"php", b"Mill") if word in form]
        assert not {"comment", "icc_profile", "exif", "xmp"} & read(form).info.keys()


def test_the_same_file_gives_the_same_name_and_another_file_another() -> None:
    first, second = file_of(ring(BLUE)), file_of(ring((180, 20, 20, 255)))
    assert logo_forms(first).name == logo_forms(first).name
    assert logo_forms(first).name.mark != logo_forms(second).name.mark


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a" + b"\x00" * 40,
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
        file_of(Image.new("RGB", (40, 40)), "GIF"),
        file_of(noise(60, 60), "WEBP")[:90],
        b"%PDF-1.7",
    ],
)
def test_what_is_no_picture_of_the_three_kinds_is_refused(content: bytes) -> None:
    assert refused(content) == "Choose a PNG, JPEG or WebP picture."


@pytest.mark.parametrize("before", [b"", b"<?xml version='1.0'?>\n<!-- a logo -->\n"])
def test_a_drawing_that_could_carry_programs_is_refused_with_what_to_do(before: bytes) -> None:
    drawing = before + b"<SVG xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    assert "Save the logo as a PNG" in refused(drawing)


def test_an_empty_drawing_is_refused() -> None:
    assert "Nothing can be seen" in refused(file_of(Image.new("RGBA", (80, 40), (9, 9, 9, 0))))


def test_a_bomb_is_not_unpacked() -> None:
    assert "too many pixels" in refused(file_of(Image.new("1", (6000, 6000)), "PNG"))


@pytest.mark.parametrize(
    "head",
    [
        b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + b"\xfe\x3f\0" + b"\xfe\x3f\0",
        b"VP8L" + struct.pack("<I", 20) + b"\x2f" + struct.pack("<I", 0x0FFF_FFFF),
        b"VP8 " + struct.pack("<I", 20) + b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 16383, 16383),
    ],
)
def test_a_webp_bomb_is_told_by_its_head(head: bytes) -> None:
    body = b"WEBP" + head.ljust(60, b"\0")
    assert "too many pixels" in refused(b"RIFF" + struct.pack("<I", len(body)) + body)


def test_the_sizes_in_the_head_of_a_webp_are_read_right() -> None:
    clear = Image.new("RGBA", (5000, 4900), (1, 2, 3, 0))
    for how in ({"lossless": True}, {"quality": 5}):
        assert "too many pixels" in refused(file_of(clear.convert("RGB"), "WEBP", **how))
    small = Image.new("RGB", (4800, 4900), "navy")
    assert logo_forms(file_of(small, "WEBP", quality=5)).name.width == SHOWN[1] * 48 // 49


def test_a_file_too_large_is_not_even_opened() -> None:
    assert "larger than 600 kB" in refused(b"\x89PNG\r\n\x1a\n" + b"\0" * 600_000)
