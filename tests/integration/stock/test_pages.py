"""The pages of a stock take, over HTTP (rule B18)."""

import csv
import html
import io
import re

import httpx
import pytest

from app.actions.boots.labels.reissue_label import reissue_label
from app.actions.boots.take_out import take_out
from app.actions.stock.count_label import count_label
from app.actions.stock.count_said import count_said
from app.actions.stock.finish_stock_take import finish_stock_take
from app.reads.stock.shelf import PAGE_SIZE
from app.rules.boots.states import BootStatus, OutReason
from app.rules.people.access import Role
from app.tables.boots.boot import Boot
from app.tables.stock.stock_line import StockLine
from tests.conftest import RecordingBells
from tests.factories import a_boot, a_staff, sign_in, switch, token_of
from tests.integration.assignments.booted import booted, paid_and_released
from tests.integration.boots.test_pages import a_row
from tests.integration.conftest import Browser
from tests.integration.stock.arrange import a_take, boots, findings
from tests.statements import recorded_statements


def words(answer: httpx.Response) -> str:
    """What the page's main part says."""
    main = answer.text[answer.text.index("<main") :]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


async def test_the_office_starts_one_counts_and_finishes_it(client: Browser) -> None:
    await sign_in(client, Role.office)
    await boots("Red 1", "Red 2", "=HYPERLINK(1)")
    started = await client.post_form("/stock-takes", {})
    assert started.status_code == 303
    page = started.headers["location"]
    second = await client.post_form("/stock-takes", {})
    assert second.status_code == 409
    assert "running already" in second.text
    assert f'href="{page}"' in second.text
    counted = await client.post_form(f"{page}/count", {"what": "red 1"})
    assert counted.status_code == 303
    assert "Red 1 counted, 1 of 3" in words(await client.get(counted.headers["location"]))
    again = await client.post_form(f"{page}/count", {"what": "Red 1"})
    assert "was counted already, 1 of 3" in words(await client.get(again.headers["location"]))
    assert (await client.get(f"{page}/result.csv")).status_code == 409
    asked = await client.get(f"{page}/finish")
    assert "Not counted yet 2" in words(asked)
    assert (await client.post_form(f"{page}/finish", {})).status_code == 303
    late = await client.post_form(f"{page}/finish", {})
    assert late.status_code == 409
    assert "finished a moment ago" in late.text
    result = await client.get(page)
    assert "1 of 3 counted" in words(result)
    assert f"{page}/count" not in result.text
    assert (await client.get(f"{page}/finish")).status_code == 303
    file = await client.get(f"{page}/result.csv")
    assert file.headers["content-type"].startswith("text/csv")
    lines = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [(line["Finding"], line["Boot"], line["How"]) for line in lines] == [
        ("Missing", "'=HYPERLINK(1)", ""),
        ("Missing", "Red 2", ""),
        ("Counted", "Red 1", "By its name"),
    ]
    assert {line["Status at that moment"] for line in lines} == {"Available"}


async def test_what_french_readers_miss_in_a_stock_take_is_boots_and_no_amount(
    client: Browser, bells: RecordingBells
) -> None:
    client.headers["accept-language"] = "fr-CA,fr;q=0.9"
    await sign_in(client, Role.office)
    await boots("Red 1", "Red 2")
    take = await a_take()
    await finish_stock_take(await a_staff(Role.office), bells, take)
    for page in ("/stock-takes", f"/stock-takes/{take}"):
        told = words(await client.get(page))
        assert "Manquant" in told, page
        assert "Montant" not in told, page


async def test_what_is_refused_in_the_field_is_kept_there(client: Browser) -> None:
    await sign_in(client, Role.officer)
    take = await a_take()
    page = f"/stock-takes/{take}"
    refused = await client.post_form(f"{page}/count", {"what": "Rad Boot 01"})
    assert refused.status_code == 422
    assert 'value="Rad Boot 01"' in refused.text
    assert 'href="#f-what"' in refused.text
    assert "No boot has this name" in refused.text
    noted = await client.post_form(f"{page}/count", {"what": "https://x.example/b/NOBODY"})
    shown = await client.get(noted.headers["location"])
    assert "Unknown label noted" in shown.text
    assert "https://x.example/b/NOBODY" in shown.text
    await a_boot("Late")
    await finish_stock_take(await a_staff(Role.office), RecordingBells(), take)
    late = await client.post_form(f"{page}/count", {"what": "Late"})
    assert late.status_code == 409
    assert "This stock take is finished, so this was not counted." in late.text


@pytest.mark.parametrize("state", ["available", "issued", "released", "replaced"])
async def test_a_scanned_label_offers_count_to_staff_in_a_stock_take_alone(
    client: Browser, bells: RecordingBells, state: str
) -> None:
    if state == "released":
        boot_id = (await paid_and_released())[0].boot_id
    else:
        boot_id = (await booted()).boot_id if state == "issued" else await a_boot()
    label = f"/b/{await token_of(boot_id)}"
    if state == "replaced":
        await reissue_label(await a_staff(Role.admin), bells, boot_id, version=1, reason="torn")
    form = f'action="{label}/count"'
    assert form not in (await client.get(label)).text
    stranger = await client.post_form(f"{label}/count", {})
    assert stranger.status_code == 401
    await sign_in(client, Role.officer)
    assert form not in (await client.get(label)).text
    refused = await client.post_form(f"{label}/count", {})
    assert refused.status_code == 409
    assert "No stock take is running" in refused.text
    take = await a_take()
    page = await client.get(label)
    assert form in page.text
    assert await findings(take) == {}
    stranger_now = Browser(transport=client._transport, base_url=client.base_url)
    assert form not in (await stranger_now.get(label)).text
    done = await client.post_form(f"{label}/count", {})
    assert done.headers["location"] == f"/stock-takes/{take}/boots/{boot_id}"
    told = words(await client.get(done.headers["location"]))
    assert ("noted: it should not be here" in told) is (state in {"issued", "released"})
    assert ("It wears an old label" in told) is (state == "replaced")
    after = await client.get(label)
    assert form not in after.text
    assert "Counted" in after.text


async def test_an_unknown_label_is_missing_to_staff_as_to_everybody(client: Browser) -> None:
    await sign_in(client, Role.officer)
    await a_take()
    answer = await client.post_form(f"/b/{'A' * 32}/count", {})
    assert answer.status_code == 404
    assert await StockLine.count() == 0


async def test_what_is_not_there_looks_missing(client: Browser) -> None:
    await sign_in(client, Role.admin)
    take = await a_take()
    boot_id = await a_boot()
    for path in ("999", "999/boots/1", "999/finish", "999/result.csv", f"{take}/boots/{boot_id}"):
        assert (await client.get(f"/stock-takes/{path}")).status_code == 404, path
    assert (await client.post_form("/stock-takes/999/finish", {})).status_code == 404
    assert (await client.post_form("/stock-takes/999/count", {"what": "x"})).status_code == 404


async def test_the_lists_lead_to_what_puts_each_finding_right(
    client: Browser, bells: RecordingBells
) -> None:
    admin = await sign_in(client, Role.admin)
    case = await booted()
    gone, repair = await boots("Gone", "Repair")
    await take_out(admin, bells, repair, out_reason=OutReason.maintenance, reason="bent")
    take = await a_take(admin)
    for boot_id in (case.boot_id, repair):
        await count_label(admin, bells, await token_of(boot_id))
    await count_said(admin, bells, take, "https://x.example/b/NOBODY")
    page = f"/stock-takes/{take}"
    assert f"/boots/{gone}/do/take_out" not in (await client.get(page)).text
    wrong = (await client.get(f"{page}?show=surprise")).text
    assert f'href="/boots/{case.boot_id}/do/remove_by_staff"' in wrong
    assert f'href="/boots/{repair}/do/put_back"' in wrong
    await finish_stock_take(admin, bells, take)
    assert f'href="/boots/{gone}/do/take_out"' in (await client.get(page)).text
    assert (await client.post_form(f"/boots/{repair}/do/put_back", {})).status_code == 303
    wrong = (await client.get(f"{page}?show=surprise")).text
    assert f"/boots/{repair}/do/put_back" not in wrong
    assert "Put right since" in wrong
    counted = words(await client.get("/stock-takes"))
    assert "No. " in counted
    assert "0 1 2 1" in counted  # counted, missing, wrong status, unknown labels


@pytest.mark.parametrize("frozen", [False, True])
async def test_a_long_list_comes_in_pages_by_name_and_each_boot_once(
    client: Browser, bells: RecordingBells, frozen: bool
) -> None:
    admin = await sign_in(client, Role.admin)
    names = [f"Boot {n:03}" for n in range(2 * PAGE_SIZE + 5)]
    await Boot.insert(*(a_row(name) for name in reversed(names)))
    take = await a_take(admin)
    if frozen:
        await finish_stock_take(admin, bells, take)
    seen: list[str] = []
    address = f"/stock-takes/{take}"
    while address:
        answer = await client.get(address)
        seen += re.findall(r'<a href="/boots/\d+">([^<]+)</a>', answer.text)
        more = re.search(r'href="([^"]+)" rel="next"', answer.text)
        address = html.unescape(more[1]).partition("#")[0] if more else ""
    assert seen == names


async def test_a_page_asks_the_same_whatever_the_size_of_the_store(client: Browser) -> None:
    admin = await sign_in(client, Role.admin)
    take = await a_take(admin)

    async def asked() -> int:
        await client.get(f"/stock-takes/{take}")
        with recorded_statements() as seen:
            answer = await client.get(f"/stock-takes/{take}")
        assert answer.status_code == 200
        return len(seen)

    few = await asked()
    await Boot.insert(*(a_row(f"Boot {n:04}") for n in range(600)))
    assert await asked() == few
    assert few <= 8


async def test_boots_that_need_a_new_code_are_filtered_and_marked(client: Browser) -> None:
    await sign_in(client, Role.office)
    case, _ = await paid_and_released()
    other = await a_boot("Other")
    name = (await Boot.select(Boot.name).where(Boot.id == case.boot_id))[0]["name"]
    assert "code=needed" not in (await client.get("/boots")).text
    await switch(new_code_needed="true")
    page = await client.get("/boots")
    assert 'href="/boots?code=needed"' in page.text
    found = await client.get("/boots?code=needed")
    listed = re.findall(r'<a href="/boots/\d+">([^<]+)</a>', found.text)
    assert listed == [name]
    assert "Needs a new code" in words(found)
    assert 'name="code" value="needed"' in found.text
    assert f"/boots/{other}" not in found.text
    assert "No boot matches" in (await client.get("/boots?code=needed&status=available")).text
    shown = await client.get(f"/boots/{case.boot_id}")
    assert "Needs a new code" in words(shown)
    assert await Boot.exists().where(Boot.status == BootStatus.available.value)
