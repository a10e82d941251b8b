"""Which language a page speaks: chosen, asked for by the browser, or the default."""

import asyncio
import html
import re

import pytest

from app.reads.settings.system_settings import forget_cached_settings
from app.rules.people.access import Role
from app.tables.people.staff import Staff
from tests.factories import a_boot, a_violation, sign_in, switch, token_of
from tests.integration.conftest import Browser
from tests.integration.test_p1_statements import MOST_STATEMENTS
from tests.statements import recorded_statements

FRENCH = {"accept-language": "fr-CA,fr;q=0.9"}
ENGLISH = {"accept-language": "en-CA,en;q=0.9"}


def language_of(page: str) -> str:
    found = re.search(r'<html lang="(\w+)"', page)
    return found[1] if found else ""


async def choose(client: Browser, language: str, back: str = "/pay") -> str:
    """Press the switch; returns where it leads."""
    answer = await client.post_form("/language", {"language": language, "next": back})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def test_a_page_speaks_the_language_the_browser_asks_for(client: Browser) -> None:
    french = await client.get("/pay", headers=FRENCH)
    assert language_of(french.text) == "fr"
    assert "Payer votre constat" in french.text
    assert french.headers["content-language"] == "fr"
    assert french.headers["vary"] == "accept-language, cookie"
    english = await client.get("/pay", headers=ENGLISH)
    assert language_of(english.text) == "en"
    assert english.headers["content-language"] == "en"


async def test_the_choice_comes_before_the_browser_and_stays(client: Browser) -> None:
    assert await choose(client, "fr", "/pay?number=TT-1") == "/pay?number=TT-1"
    assert language_of((await client.get("/pay", headers=ENGLISH)).text) == "fr"
    cookie = next(one for one in client.cookies.jar if one.name == "bk-lang")
    assert cookie.has_nonstandard_attr("HttpOnly")
    await choose(client, "en")
    assert language_of((await client.get("/pay", headers=FRENCH)).text) == "en"


async def test_without_a_wish_the_default_language_is_spoken(client: Browser) -> None:
    assert language_of((await client.get("/")).text) == "en"
    await switch(language='"fr"')
    forget_cached_settings()
    assert language_of((await client.get("/")).text) == "fr"
    assert language_of((await client.get("/", headers={"accept-language": "de"})).text) == "fr"
    assert language_of((await client.get("/", headers=ENGLISH)).text) == "en"
    client.cookies.set("bk-lang", "xx")
    assert language_of((await client.get("/")).text) == "fr"


async def test_staff_keep_their_choice_in_every_browser(client: Browser) -> None:
    clerk = await sign_in(client, Role.office)
    await choose(client, "fr", "/counter")
    assert await Staff.select(Staff.language).where(Staff.id == clerk.staff_id) == [
        {"language": "fr"}
    ]
    client.cookies.delete("bk-lang")
    assert language_of((await client.get("/counter", headers=ENGLISH)).text) == "fr"
    await client.post_form("/sign-out", {})
    assert language_of((await client.get("/sign-in", headers=ENGLISH)).text) == "en"


async def test_one_person_s_choice_is_nobody_else_s(client: Browser) -> None:
    await sign_in(client, Role.office)
    other = await sign_in(client, Role.admin)
    await choose(client, "fr")
    assert await Staff.count().where(Staff.language.is_not_null()) == 1
    assert (await Staff.select(Staff.id).where(Staff.language == "fr")) == [{"id": other.staff_id}]


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "/\t/evil.example", "pay", ""],
)
async def test_the_switch_leads_nowhere_else(client: Browser, elsewhere: str) -> None:
    assert await choose(client, "fr", elsewhere) == "/"


async def test_the_switch_works_on_a_page_with_a_long_address(client: Browser) -> None:
    chosen = "&".join(f"boot={number}" for number in range(1000))
    await sign_in(client, Role.admin)
    shown = (await client.get(f"/boots/labels?{chosen}")).text
    form = re.search('action="/language".*?name="next" value="([^"]+)"', shown)
    assert form is not None
    assert await choose(client, "fr", html.unescape(form[1])) == "/boots/labels"


async def test_an_unknown_language_is_refused_and_changes_nothing(client: Browser) -> None:
    clerk = await sign_in(client, Role.office)
    answer = await client.post_form("/language", {"language": "xx", "next": "/pay"})
    assert answer.status_code == 422
    assert "bk-lang" not in client.cookies
    assert await Staff.exists().where(Staff.id == clerk.staff_id, Staff.language.is_null())


async def test_the_switch_needs_the_page_s_own_token(client: Browser) -> None:
    data = {"language": "fr", "next": "/"}
    ours = {"sec-fetch-site": "same-origin"}
    assert (await client.post("/language", data=data, headers=ours)).status_code == 403
    token = client.cookies.get("bk-csrf") or ""
    theirs = {"sec-fetch-site": "cross-site"}
    foreign = await client.post("/language", data={**data, "_csrf_token": token}, headers=theirs)
    assert foreign.status_code == 403
    assert "bk-lang" not in client.cookies
    assert (await client.get("/language")).status_code == 405


async def test_the_switch_leads_back_to_the_page_it_is_on(client: Browser) -> None:
    page = (await client.get("/sign-in?next=/counter%3Fq%3Da%26b")).text
    assert 'name="next" value="/sign-in?next=/counter%3Fq%3Da%26b"' in page
    lost = (await client.get("/no/such page")).text
    assert 'name="next" value="/no/such%20page"' in lost
    assert "Français" in lost


async def test_after_a_refused_form_the_switch_leads_to_a_page_that_exists(
    client: Browser,
) -> None:
    await switch(universal_boot_enabled="true")
    boot_id = await a_boot()
    await a_violation(boot_id=boot_id)
    token = await token_of(boot_id)
    refused = await client.post_form(f"/b/{token}/pay", {"email": "", "seen": "16500"})
    assert refused.status_code == 422
    assert f'name="next" value="/b/{token}"' in refused.text


async def test_a_french_reader_s_mistakes_are_told_in_french(client: Browser) -> None:
    client.headers["accept-language"] = "fr"
    answer = await client.post_form("/sign-in", {"email": "", "password": ""})
    assert answer.status_code == 422
    assert "Entrez votre adresse courriel" in answer.text or "Entrez votre courriel" in answer.text
    assert "Enter your" not in answer.text


async def test_readers_at_the_same_moment_get_each_their_own(client: Browser) -> None:
    wanted = ["fr", "en"] * 20
    answers = await asyncio.gather(
        *(client.get("/pay", headers={"accept-language": one}) for one in wanted)
    )
    assert [language_of(answer.text) for answer in answers] == wanted


async def test_files_that_are_nobody_s_in_particular_name_no_language(client: Browser) -> None:
    page = (await client.get("/", headers=FRENCH)).text
    [sheet] = re.findall(r'href="(/static/css/app[^"]+)"', page)
    answer = await client.get(sheet, headers=FRENCH)
    assert answer.status_code == 200
    assert "content-language" not in answer.headers


async def test_the_board_is_kept_for_each_language(client: Browser) -> None:
    await a_boot("Red Boot 01")
    await sign_in(client, Role.admin)
    boards = [
        (await client.get("/dashboard/board", headers=headers)).text
        for headers in (FRENCH, ENGLISH, FRENCH)
    ]
    assert ["Disponible" in board for board in boards] == [True, False, True]
    assert ["Available" in board for board in boards] == [False, True, False]


async def test_money_and_moments_are_written_as_in_french_canada(client: Browser) -> None:
    await switch(universal_boot_enabled="true")
    boot_id = await a_boot()
    await a_violation(boot_id=boot_id, deposit_cents=1_234_56)
    page = (await client.get(f"/b/{await token_of(boot_id)}", headers=FRENCH)).text
    assert "1\u00a0279,56\u00a0$" in page
    assert re.search("[0-9]{2}\u00a0h\u00a0[0-9]{2}", page)


async def test_a_scan_costs_a_french_reader_no_statement_more(client: Browser) -> None:
    await switch(universal_boot_enabled="true")
    boot_id = await a_boot()
    await a_violation(boot_id=boot_id)
    page = f"/b/{await token_of(boot_id)}"
    await client.get("/")
    client.cookies.clear()
    with recorded_statements() as asked:
        answer = await client.get(page, headers=FRENCH)
    assert "À payer" in answer.text
    assert 1 <= len(asked) <= MOST_STATEMENTS, [one.sql for one in asked]


@pytest.mark.parametrize("address", ["/report.csv", "/takings.csv"])
async def test_files_have_french_headings(client: Browser, address: str) -> None:
    await sign_in(client, Role.admin)
    english = (await client.get(address, headers=ENGLISH)).text.splitlines()[0]
    french = await client.get(address, headers=FRENCH)
    assert french.headers["content-language"] == "fr"
    assert set(french.text.splitlines()[0].split(",")).isdisjoint(set(english.split(",")) - {"Net"})
