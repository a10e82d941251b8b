"""Static files travel as small as the browser can take them, and are the same for all."""

import gzip

import brotli
import pytest

from app.static_files import StaticFiles
from tests.integration.conftest import Browser

CODINGS = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
PACKED = ("css/app.css", "js/app.js", "vendor/htmx-4.0.1.min.js")


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=1.0, gzip;q=0.8", "br"),
        ("gzip, deflate", "gzip"),
        ("abracadabra", None),
        ("identity", None),
    ],
)
async def test_each_browser_gets_the_smallest_form_it_takes(
    client: Browser, accepted: str, coding: str | None
) -> None:
    statics = StaticFiles()
    for name in PACKED:
        address = statics.url(name)
        file = statics.find(address.removeprefix("/static/"))
        assert file
        async with client.stream("GET", address, headers={"accept-encoding": accepted}) as answer:
            sent = b"".join([part async for part in answer.aiter_raw()])
        assert answer.headers.get("content-encoding") == coding
        assert answer.headers["vary"] == "Accept-Encoding"
        assert CODINGS[coding](sent) == file.body


def test_brotli_is_an_eighth_smaller_than_gzip_where_it_counts() -> None:
    statics = StaticFiles()
    files = [statics.find(statics.url(name).removeprefix("/static/")) for name in PACKED]
    packed = sum(len(file.brotli or b"") for file in files if file)
    zipped = sum(len(file.gzipped or b"") for file in files if file)
    assert 1000 < packed < zipped * 0.9


async def test_a_picture_that_is_packed_already_is_sent_as_it_is(client: Browser) -> None:
    drawing = StaticFiles().url("mail/step-1.png")
    answer = await client.get(drawing, headers={"accept-encoding": "br"})
    assert "content-encoding" not in answer.headers
