"""The organisation's logo: saved, shown by what it contains, printed, mailed, and taken away."""

import io
import json
import re

import httpx
import pytest
from PIL import Image, ImageDraw

from app.actions.settings.change_logo import change_logo
from app.actions.settings.change_settings import change_settings
from app.actions.settings.remove_logo import remove_logo
from app.reads.settings.system_settings import system_settings
from app.rules.errors import Conflict
from app.rules.people.access import Role
from app.rules.settings.catalogue import CATALOGUE
from app.tables.records.audit_event import AuditEvent
from app.tables.records.logo import Logo
from app.tables.records.setting import Setting
from tests.conftest import RecordingBells
from tests.factories import a_staff, sign_in
from tests.integration.conftest import Browser
from tests.integration.settings.test_settings_page import the_form

PATH = "/settings/logo"
SHOWN = re.compile(
    r'<img class="logo" src="(/logo/[0-9a-f]{16})" width="(\d+)" height="(\d+)" alt=""'
)


def a_picture(colour: str = "#103c6e", kind: str = "PNG") -> bytes:
    picture = Image.new("RGB", (840, 300), "white")
    ImageDraw.Draw(picture).ellipse((20, 20, 280, 280), fill=colour)
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


async def send(client: Browser, content: bytes, *, seen: str | None = None) -> httpx.Response:
    kept = (await system_settings()).organisation_logo if seen is None else seen
    return await client.post_form(
        PATH,
        {"logo_shown": kept},
        files={"organisation_logo": ("logo.png", content, "image/png")},
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_a_logo_is_drawn_anew_and_stands_on_every_page(client: Browser, kind: str) -> None:
    assert not SHOWN.search((await client.get("/")).text)
    await sign_in(client, Role.admin)
    answer = await send(client, a_picture(kind=kind))
    assert (answer.status_code, answer.headers["location"]) == (303, "/settings?done=logo")
    assert "The logo is saved." in (await client.get("/settings?done=logo")).text
    addresses = set()
    for path in ("/", "/settings", "/dashboard", "/b/unknown"):
        found = SHOWN.search((await client.get(path)).text)
        assert found, path
        addresses.add(found[1])
        assert (found[2], found[3]) == ("112", "40")
    [address] = addresses
    picture = await client.get(address)
    assert picture.headers["content-type"] == "image/webp"
    with Image.open(io.BytesIO(picture.content)) as drawn:
        assert (drawn.format, drawn.size) == ("WEBP", (224, 80))


async def test_the_picture_is_served_as_a_file_that_never_changes(client: Browser) -> None:
    await sign_in(client, Role.admin)
    await send(client, a_picture())
    mark = (await system_settings()).organisation_logo.partition("-")[0]
    client.cookies.clear()
    picture = await client.get(f"/logo/{mark}")
    assert picture.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert picture.headers["x-content-type-options"] == "nosniff"
    assert picture.headers["content-security-policy"].startswith("default-src 'none';")
    assert "set-cookie" not in picture.headers
    assert (await client.get("/logo/0123456789abcdef")).status_code == 404


async def test_the_audit_tells_of_the_change_and_never_the_picture(client: Browser) -> None:
    await sign_in(client, Role.admin)
    await send(client, a_picture())
    first = (await system_settings()).organisation_logo.partition("-")[0]
    await send(client, a_picture("#7d0017"))
    second = (await system_settings()).organisation_logo.partition("-")[0]
    rows = (
        await AuditEvent.select().where(AuditEvent.verb == "change_setting").order_by(AuditEvent.id)
    )
    told = [(json.loads(row["before"]), json.loads(row["after"])) for row in rows]
    assert [sorted(before | after) for before, after in told] == [["organisation_logo"]] * 2
    assert told[0][0] == {"organisation_logo": ""}
    assert told[1][0] == told[0][1]
    for mark, (_, after) in zip((first, second), told, strict=True):
        assert re.fullmatch(rf"{mark}, \d+\.\d kB", after["organisation_logo"])
    page = (await client.get("/audit")).text
    assert "Setting changed" in page
    assert second in page
    assert await Logo.count() == 1


async def test_a_removed_logo_is_gone_and_the_mark_is_back(client: Browser) -> None:
    await sign_in(client, Role.admin)
    await send(client, a_picture())
    kept = (await system_settings()).organisation_logo
    answer = await client.post_form(f"{PATH}/remove", {"logo_shown": kept})
    assert answer.headers["location"] == "/settings?done=no_logo"
    page = (await client.get(PATH)).text
    assert '<svg class="mark"' in page
    assert "Remove the logo" not in page
    assert (await client.get(f"/logo/{kept.partition('-')[0]}")).status_code == 404
    assert (await system_settings()).organisation_logo == ""
    assert await Logo.count() == 0


async def test_what_cannot_be_taken_is_refused_beside_the_field(client: Browser) -> None:
    await sign_in(client, Role.admin)
    for content, sentence in (
        (b"", "Choose a PNG, JPEG or WebP picture."),
        (b"GIF89a", "Choose a PNG, JPEG or WebP picture."),
        (b"x" * 3_000_000, "This file is larger than 600 kB."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Save the logo as a PNG."),
    ):
        answer = await send(client, content)
        assert answer.status_code == 422
        assert '<a href="#f-organisation_logo">' in answer.text
        beside = answer.text.partition('id="e-organisation_logo"')[2].partition("</p>")[0]
        assert sentence in beside
    assert (await send(client, b"x" * 6_000_000)).status_code == 413
    assert await Logo.count() == 0
    assert not await AuditEvent.exists().where(AuditEvent.verb == "change_setting")


async def test_of_two_administrators_the_second_is_told(
    client: Browser, bells: RecordingBells
) -> None:
    await sign_in(client, Role.admin)
    other = await a_staff(Role.admin)
    await change_logo(other, bells, a_picture("#7d0017"), seen="")
    theirs = (await system_settings()).organisation_logo
    answer = await send(client, a_picture(), seen="")
    assert answer.status_code == 409
    assert "Somebody else has changed the logo meanwhile." in answer.text
    assert f"/logo/{theirs.partition('-')[0]}" in answer.text
    assert (await system_settings()).organisation_logo == theirs
    # Now that it was seen, the same file may take its place; and once more changes nothing.
    assert (await send(client, a_picture())).headers["location"] == "/settings?done=logo"
    assert (await send(client, a_picture())).headers["location"] == "/settings?done=same"
    with pytest.raises(Conflict):
        await remove_logo(other, bells, seen=theirs)
    assert await Logo.count() == 1


async def test_saving_the_settings_leaves_the_logo_alone(
    client: Browser, bells: RecordingBells
) -> None:
    await sign_in(client, Role.admin)
    await send(client, a_picture())
    kept = (await system_settings()).organisation_logo
    form = await the_form(client)
    answer = await client.post_form(
        "/settings", form | {"help_phone": "555 0199", "organisation_logo": "x"}
    )
    assert answer.status_code == 303
    settings = await system_settings()
    assert (settings.organisation_logo, settings.help_phone) == (kept, "555 0199")
    assert await change_settings(await a_staff(Role.admin), bells, form) == ("help_phone",)
    assert (await system_settings()).organisation_logo == kept


async def test_the_row_says_what_becomes_of_labels_that_are_out(client: Browser) -> None:
    await sign_in(client, Role.admin)
    page = (await client.get("/settings")).text
    hint = page.partition('id="h-organisation_logo">')[2].partition("</p>")[0]
    assert "Labels and receipts that are printed already stay as they are." in hint
    assert CATALOGUE["organisation_logo"].default == ""
    assert await Setting.count() == 0


async def test_a_logo_of_other_than_our_making_is_never_read_from_the_store() -> None:
    for stored in ("../x", "0123456789abcdef", "0123456789abcdef-0x40", "<b>"):
        with pytest.raises(Exception, match="look"):
            CATALOGUE["organisation_logo"].parse(stored)
    assert CATALOGUE["organisation_logo"].parse("0123456789abcdef-112x40") == (
        "0123456789abcdef-112x40"
    )
