"""Boots are imported from a list that was checked before (rules B17, C1 and C5)."""

import asyncio
import html
import json
import re

import httpx
import pytest

from app.actions.boots.import_boots import import_boots
from app.gateways.vault import Vault
from app.routes.body import MOST_BYTES
from app.rules.errors import Conflict
from app.rules.people.access import Role
from app.settings import load_settings
from app.tables.boots.boot import Boot
from app.tables.boots.boot_label import BootLabel
from app.tables.records.audit_event import AuditEvent
from tests.conftest import RecordingBells
from tests.factories import a_boot, a_staff, sign_in
from tests.integration.conftest import Browser

TWO = "Name;Boot Release Code;Colour;Replacement value\nRed 1;4711-X;red;400,50\nRed 2;0815-Y;;\n"


@pytest.fixture
def vault() -> Vault:
    return Vault(load_settings().seal_keys)


async def check(browser: Browser, text: str = "", file: bytes = b"") -> httpx.Response:
    return await browser.post_form(
        "/boots/import", {"pasted": text}, files={"file": ("boots.csv", file, "text/csv")}
    )


def checked(page: httpx.Response) -> str:
    found = re.search(r'name="checked" value="([^"]+)"', page.text)
    return html.unescape(found[1]) if found else ""


async def test_a_list_is_shown_first_and_then_imported_with_codes_and_labels(
    client: Browser, vault: Vault
) -> None:
    await sign_in(client, Role.admin)
    assert 'type="file"' in (await client.get("/boots/import")).text
    shown = await check(client, file=b"\xef\xbb\xbf" + TWO.encode())
    assert shown.status_code == 200
    assert "2 boots can be imported" in shown.text
    assert "$400.50" in shown.text
    assert await Boot.count() == 0
    stored = await client.post_form("/boots/import", {"checked": checked(shown)})
    assert stored.status_code == 303
    rows = await Boot.select().order_by(Boot.name)
    assert [(row["name"], row["status"]) for row in rows] == [
        ("Red 1", "available"),
        ("Red 2", "available"),
    ]
    assert [vault.open(row["id"], row["sealed_code"]) for row in rows] == ["4711-X", "0815-Y"]
    assert (rows[0]["colour"], rows[0]["replacement_cents"]) == ("red", 400_50)
    labels = await BootLabel.select().where(BootLabel.replaced_at.is_null())
    assert {label["boot"] for label in labels} == {row["id"] for row in rows}
    assert len({label["token"] for label in labels}) == 2
    after = await client.get(stored.headers["location"])
    assert "The boots are imported" in after.text
    assert "Red 2" in after.text


async def test_a_release_code_stands_in_no_page_address_or_audit_line_of_an_import(
    client: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    await sign_in(client, Role.admin)
    shown = await check(client, TWO)
    broken = await check(client, TWO.replace("Red 2", "Red 1"))
    headless = await check(client, "Red 1;4711-X\nRed 2;0815-Y")
    stored = await client.post_form("/boots/import", {"checked": checked(shown)})
    assert [page.status_code for page in (shown, broken, headless, stored)] == [200, 422, 422, 303]
    audit = await AuditEvent.select()
    assert {"add_boot", "import_boots"} <= {row["verb"] for row in audit}
    out = capsys.readouterr()
    for code in ("4711-X", "0815-Y"):
        for page in (shown, broken, headless, stored):
            assert code not in page.text + str(page.headers)
        assert code not in str(audit) + out.out + out.err


async def test_every_row_is_told_everything_that_is_wrong_with_it(client: Browser) -> None:
    await sign_in(client, Role.admin)
    await a_boot("Blue")
    lines = [
        "Serial,Name,Code,Notes,Value",
        "1,,,,",
        "2,BLUE,1,,",
        "3,Twin,1,,much",
        f"4,twin,{'9' * 41},,",
        f"{'5' * 61},{'N' * 61},1,{'x' * 2001},",
        '6,"Good, and quoted",1,"two\nlines",45.00',
        "",
        "7,Wide,1,,,surplus",
    ]
    page = await check(client, "\n".join(lines))
    assert page.status_code == 422
    text = html.unescape(page.text)
    told = {
        number: re.findall(r"<li>(?:<b>([^<]+):</b> )?([^<]+)</li>", body)
        for number, body in re.findall(r"Row\s(\d+)</th>(.*?)</ul>", text, re.DOTALL)
    }
    name, code = "Name", "Boot Release Code"
    assert {number: [column for column, _ in said] for number, said in told.items()} == {
        "2": [name, code],
        "3": [name],
        "4": ["Replacement value", name],
        "5": [code, name],
        "6": [name, "Serial number", "Notes"],
        "9": [""],
    }
    assert told["3"][0][1] == "Another boot has this name. Choose a name of its own."
    assert told["4"][1][1] == told["5"][1][1] == "This name is more than once in the file."
    assert "1 row is in order" in text
    assert "Good, and quoted" in text
    assert checked(page) == ""
    assert await Boot.count() == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"", "Choose a CSV file"),
        (b"  \n", "nothing in it"),
        ("Name,Code\nCaf\u00e9,1".encode("latin-1"), "not UTF-8"),
        (b"Name,Code\nA\x00,1", "not a CSV file"),
        (b"Name,Colour\nA,red", "must hold the headings"),
        (b"Name,Code,Shoe size\nA,1,44", "heading of column 3 is not one"),
        (b"Name,Code,name\nA,1,B", "Column 3 has the same heading"),
        (b"Name,Code\n", "no boot below the headings"),
        (b'Name,Code\nA,1\n"B,2\n', "out of place after row 2"),
        (b"Name,Code\n" + b"A,1\n" * 2001, "At most 2,000 boots"),
        (b"Name,Code,Notes\nA,1," + b"x" * 400_000, "too long"),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_as_a_whole(
    client: Browser, sent: bytes, said: str
) -> None:
    await sign_in(client, Role.admin)
    page = await check(client, file=sent)
    assert page.status_code == 422
    assert said in html.unescape(page.text)
    assert 'href="#f-file"' in page.text
    assert await Boot.count() == 0


async def test_a_file_and_a_pasted_list_together_are_refused(client: Browser) -> None:
    await sign_in(client, Role.admin)
    assert "not both" in (await check(client, TWO, TWO.encode())).text


async def test_a_checked_list_is_imported_once_however_often_it_is_sent(client: Browser) -> None:
    await sign_in(client, Role.admin)
    sealed = checked(await check(client, TWO))
    for _ in range(2):
        again = await client.post_form("/boots/import", {"checked": sealed})
        assert again.status_code == 303
    assert await Boot.count() == 2


async def test_nothing_is_imported_when_the_inventory_has_changed_since_the_check(
    client: Browser,
) -> None:
    await sign_in(client, Role.admin)
    sealed = checked(await check(client, TWO))
    await a_boot("RED 2")
    refused = await client.post_form("/boots/import", {"checked": sealed})
    assert refused.status_code == 409
    assert "has changed since this list was checked" in refused.text
    assert "Another boot has this name" in refused.text
    assert checked(refused) == ""
    assert await Boot.count() == 1


async def test_a_checked_list_is_no_good_to_others_and_not_for_long(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sign_in(client, Role.admin)
    sealed = checked(await check(client, TWO))
    for wrong in (sealed[:-9] + "AAAAAAAA=", "nonsense"):
        assert (await client.post_form("/boots/import", {"checked": wrong})).status_code == 422
    monkeypatch.setattr("app.routes.boots.bring_in._SECONDS", -1)
    late = await client.post_form("/boots/import", {"checked": sealed})
    assert "more than an hour old" in late.text
    monkeypatch.undo()
    await client.post_form("/sign-out", {})
    await sign_in(client, Role.admin)
    stolen = await client.post_form("/boots/import", {"checked": sealed})
    assert stolen.status_code == 422
    assert await Boot.count() == 0


async def test_two_thousand_boots_are_one_import_and_more_than_any_other_form_may_hold(
    client: Browser, bells: RecordingBells
) -> None:
    await sign_in(client, Role.admin)
    lines = [f"Boot {n:04},CODE-{n:04},Wolf 3000,yellow,SN-{n:09},400.00" for n in range(2000)]
    text = "\n".join(["Name,Code,Model,Color,Serial Number,Replacement Value", *lines])
    assert len(text) > MOST_BYTES
    shown = await check(client, file=text.encode())
    assert shown.status_code == 200
    stored = await client.post_form("/boots/import", {"checked": checked(shown)})
    assert stored.status_code == 303
    assert await Boot.count() == 2000
    assert await BootLabel.count() == 2000
    await client.post_form("/sign-out", {})
    await sign_in(client, Role.office)
    assert (await client.get("/boots/import")).status_code == 403
    too_much = await check(client, file=b"x" * 700_000)
    assert too_much.status_code == 413


async def test_ten_copies_of_one_import_and_a_rival_make_every_boot_once(
    bells: RecordingBells, vault: Vault
) -> None:
    admin = await a_staff(Role.admin)
    sends = [import_boots(admin, bells, vault, number=7, text=TWO) for _ in range(10)]
    rival = import_boots(admin, bells, vault, number=8, text=TWO + "Red 3;1;;\n")
    answers = await asyncio.gather(*sends, rival, return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, Conflict)]
    names = [row["name"] for row in await Boot.select(Boot.name).order_by(Boot.name)]
    if isinstance(answers[-1], int):
        assert (answers[-1], len(refused), names) == (3, 10, ["Red 1", "Red 2", "Red 3"])
    else:
        assert (len(refused), names) == (1, ["Red 1", "Red 2"])
        assert sorted(answer for answer in answers if isinstance(answer, int)) == [0] * 9 + [2]
    lines = await AuditEvent.select().where(AuditEvent.verb == "import_boots")
    assert [json.loads(line["after"]) for line in lines] == [{"boots": len(names)}]


async def test_one_row_that_cannot_be_stored_keeps_all_the_others_out(
    bells: RecordingBells, vault: Vault
) -> None:
    admin = await a_staff(Role.admin)
    with pytest.raises(Conflict):
        await import_boots(admin, bells, vault, number=1, text=TWO + "Red 3;;;\n")
    assert await Boot.count() == 0
    assert await AuditEvent.exists().where(AuditEvent.verb == "import_boots") is False
