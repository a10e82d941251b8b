"""Uploaded pictures: drawn anew, small, and nothing else comes along."""

import io
import random
import struct

import pytest
from PIL import Image, PngImagePlugin

from app.gateways.mail.pictures import MOST_BYTES, shrunk
from app.rules.errors import Invalid


def file_of(image: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def noise(width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), random.Random(4).randbytes(width * height * 3))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_even_noise_becomes_small(kind: str) -> None:
    made, content, width, height = shrunk(file_of(noise(600, 300), kind))
    assert len(content) <= MOST_BYTES
    with Image.open(io.BytesIO(content)) as image:
        assert image.format == made.upper()
        assert image.size == (width, height)
        assert width <= 536


def test_a_drawing_stays_a_png_and_keeps_what_is_clear() -> None:
    drawing = Image.new("RGBA", (300, 80), (0, 0, 0, 0))
    drawing.paste((245, 168, 0, 255), (10, 10, 90, 70))
    kind, content, width, height = shrunk(file_of(drawing, "PNG"))
    assert (kind, width, height) == ("png", 300, 80)
    with Image.open(io.BytesIO(content)) as image:
        assert image.convert("RGBA").getpixel((0, 0))[3] == 0
        assert image.convert("RGBA").getpixel((50, 40)) == (245, 168, 0, 255)


def camera(*tags: tuple[int, int, bytes]) -> bytes:
    """What a camera says about a picture: tag, kind of value, value."""
    said = b"".join(
        struct.pack("<HHI", tag, kind, 1) + value.ljust(4, b"\0") for tag, kind, value in tags
    )
    head = b"Exif\0\0II*\0" + struct.pack("<IH", 8, len(tags))
    return head + said + bytes(4)


TURNED = (0x0112, 3, b"\6")


@pytest.mark.parametrize(
    "odd", [(0x010E, 5, b"\x08"), (0x010E, 12, b"\x08"), (0x0131, 200, b""), (0x8769, 2, b"x")]
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_stands_upright_whatever_else_its_camera_says(
    kind: str, odd: tuple[int, int, bytes]
) -> None:
    lying = Image.new("RGB", (40, 20), "red")
    lying.paste("blue", (0, 0, 20, 20))
    _, kept, width, height = shrunk(file_of(lying, kind, exif=camera(TURNED, odd)))
    assert (width, height) == (20, 40)
    with Image.open(io.BytesIO(kept)) as upright:
        red, _, blue = upright.convert("RGB").split()
        assert blue.tobytes()[5 * 20 + 10] > red.tobytes()[5 * 20 + 10]


def test_words_hidden_in_the_file_are_gone() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    content = file_of(Image.new("RGB", (40, 40), "red"), "PNG", pnginfo=info) + b"<?php evil"
    _, kept, _, _ = shrunk(content)
    assert b"script" not in kept
    assert b"php" not in kept


@pytest.mark.parametrize(
    ("kind", "hidden"),
    [("JPEG", {"comment": b"taken at 16 Mill Lane"}), ("PNG", {"icc_profile": b"16 Mill Lane"})],
)
def test_no_word_about_the_picture_comes_along(kind: str, hidden: dict[str, bytes]) -> None:
    image = noise(400, 300) if kind == "JPEG" else Image.new("RGB", (40, 40), "red")
    _, kept, _, _ = shrunk(file_of(image, kind, **hidden))
    with Image.open(io.BytesIO(kept)) as drawn:
        drawn.load()
        assert not {"comment", "icc_profile"} & drawn.info.keys()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a" + b"\x00" * 40,
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
        file_of(Image.new("RGB", (40, 40)), "PNG")[:60],
        file_of(Image.new("RGB", (40, 40)), "GIF"),
        file_of(Image.new("RGB", (40, 40)), "WEBP"),
    ],
)
def test_what_is_no_png_or_jpeg_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        shrunk(content)
    assert "file" in refusal.value.fields


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(Invalid, match="look"):
        shrunk(file_of(Image.new("1", (6000, 6000)), "PNG"))
