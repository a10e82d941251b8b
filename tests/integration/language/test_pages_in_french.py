"""Every page that links lead to says nothing in English to a reader of French."""

import html
import re
from urllib.parse import urlsplit

import httpx
import pytest

from app.actions.assignments.mark_returned import mark_returned
from app.actions.payments.promise_payment import Promise, promise_payment
from app.actions.steps.assignments.bring_back import Return
from app.demo.cast import PEOPLE
from app.demo.town import fill_town
from app.gateways.vault import Vault
from app.reads.assignments.conditions import ReturnCondition
from app.rules.errors import DatabaseDown
from app.rules.people.access import Role
from app.settings import load_settings
from app.tables.boots.boot_assignment import BootAssignment
from tests.conftest import RecordingBells
from tests.english_left import english_left, texts_of
from tests.factories import Silent, a_staff, token_of
from tests.integration.conftest import Browser
from tests.integration.ground.declared_access import DECLARED
from tests.integration.payments.conftest import DRIVER, Kerb
from tests.pretend_provider import PretendProvider

FRENCH = {"accept-language": "fr-CA,fr;q=0.9,en;q=0.5"}
# So many pages of one kind: a list leads to each of its rows.
MOST_OF_A_KIND = 5
LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)')
PAGES = sorted({path for method, path in DECLARED if method == "GET"})
# Of each area what its links must have led to, or the walk proves little.
MUST_BE_SEEN = {
    *("/", "/pay", "/b/{token:str}", "/receipts/{proof:str}", "/dashboard", "/violations"),
    *("/violations/new", "/violations/{violation_id:int}", "/violations/{violation_id:int}/ticket"),
    *("/boots", "/boots/{boot_id:int}", "/boots/import", "/boots/{boot_id:int}/edit"),
    *("/dashboard/boots/{boot_id:int}/actions", "/boots/{boot_id:int}/do/mark_lost"),
    *("/counter", "/counter/{vehicle_id:int}", "/counter/drawer", "/takings", "/refunds"),
    *("/payments", "/payments/{payment_id:int}", "/payments/{payment_id:int}/goodwill"),
    *("/payments/{payment_id:int}/refund", "/report", "/report/totals", "/search", "/staff"),
    *("/offences", "/offences/types/{type_id:int}", "/settings", "/audit", "/staff/new"),
}


@pytest.fixture
async def town(client: Browser, bells: RecordingBells) -> Browser:
    """The demonstration town with money in it, and the administrator's browser."""
    await fill_town(Silent(), Vault(load_settings().seal_keys))
    admin = next(person for person in PEOPLE if person.role is Role.admin)
    await client.post_form("/sign-in", {"email": admin.email, "password": admin.password})
    paying, promising = await _kerbs(bells)
    await paying.pay()
    back = Return(ReturnCondition.good)
    await mark_returned(await a_staff(Role.admin, "Zoe"), bells, paying.assignment_id, back)
    promise = Promise(promising.token, "pia@example.com", "phone 2", "fr")
    await promise_payment(DRIVER, bells, promise)
    return client


async def _kerbs(bells: RecordingBells) -> list[Kerb]:
    one = BootAssignment
    rows = await one.select(one.id, one.boot, one.violation).where(
        one.released_at.is_null(), one.closed_at.is_null()
    )
    return [
        Kerb(
            boot_id=row["boot"],
            violation_id=row["violation"],
            assignment_id=row["id"],
            token=await token_of(row["boot"]),
            provider=PretendProvider(),
            bells=bells,
        )
        for row in rows[:2]
    ]


def kind_of(path: str) -> str:
    """The route an address belongs to; of several that fit the most literal one."""

    def fits(route: str) -> bool:
        pattern = re.sub(r"\{\w+:int\}", "[0-9]+", re.sub(r"\{\w+:str\}", "[^/]+", route))
        return re.fullmatch(pattern, path) is not None

    return min(filter(fits, PAGES), key=lambda route: route.count("{"), default="")


async def walk(client: httpx.AsyncClient, *starts: str) -> dict[str, list[tuple[str, str]]]:
    """Follow every link from these addresses; returns kind -> (address, page)."""
    waiting, seen = list(starts), set(starts)
    found: dict[str, list[tuple[str, str]]] = {}
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(urlsplit(address).path)
        if not kind or kind.startswith("/live") or len(found.get(kind, ())) >= MOST_OF_A_KIND:
            continue
        answer = await client.get(address, headers=FRENCH)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        found.setdefault(kind, []).append((address, answer.text))
        new = [link for link in map(html.unescape, LINK.findall(answer.text)) if link not in seen]
        seen.update(new)
        waiting += new
    return found


async def test_no_page_that_links_lead_to_says_anything_in_english(town: Browser) -> None:
    labels = [f"/b/{await token_of(boot)}" for boot in range(1, 9)]
    cars = ["/counter?q=CKLR208", "/search?q=CKLR", "/search?q=nobody", "/audit?verb=add_staff"]
    found = await walk(town, "/", "/dashboard", "/pay", *labels, *cars, "/report?totals=1")
    assert MUST_BE_SEEN - set(found) == set()
    left = {
        address: sorted(set(texts))
        for pages in found.values()
        for address, page in pages
        if (texts := english_left(page))
    }
    assert not left, "\n".join(f"{address}: {texts}" for address, texts in left.items())
    wrong = [a for pages in found.values() for a, page in pages if '<html lang="en"' in page]
    assert wrong == []


async def test_strangers_and_errors_are_spoken_to_in_french_too(client: Browser) -> None:
    for address, status in (("/sign-in", 200), ("/nowhere", 404), ("/b/NOSUCHLABEL", 404)):
        answer = await client.get(address, headers=FRENCH)
        assert answer.status_code == status
        assert english_left(answer.text) == [], address
    refused = await client.post("/sign-in", data={"email": "x"}, headers=FRENCH)
    assert refused.status_code == 403
    assert english_left(refused.text) == []


async def test_faults_of_ours_are_told_in_french_and_swaps_too(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken() -> int:
        raise ZeroDivisionError

    async def down(*_: object) -> None:
        raise DatabaseDown

    monkeypatch.setattr("app.routes.statics.health.database_answers", broken)
    monkeypatch.setattr("app.reads.pay.page.find_case", down)
    for address, status in (("/healthz", 500), ("/b/anything", 503)):
        for headers in (FRENCH, {**FRENCH, "hx-request": "true"}):
            answer = await client.get(address, headers=headers)
            assert answer.status_code == status
            assert answer.headers["content-language"] == "fr"
            assert texts_of(answer.text)
            assert english_left(answer.text) == [], address


def test_a_planted_english_word_is_noticed_and_names_are_not() -> None:
    page = '<html lang="fr"><p>Payments</p><p title="Find anything">Oscar</p><p>3 boots</p>'
    assert english_left(page) == ["Payments", "Find anything", "3 boots"]
    page = '<html lang="fr"><button lang="en">Payments</button><p>Paiements</p><p>Total</p>'
    assert english_left(page) == []
    assert texts_of("<script>Payments</script><p>a <b>b</b></p>") == ["a", "b"]
