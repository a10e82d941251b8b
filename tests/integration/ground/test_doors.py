"""Who gets in: roles, tokens, origins, and what strangers are told."""

import re

import httpx
import pytest
from litestar.routes import HTTPRoute

from app.main import create_app, make_house
from app.reads.staff.signed_in import token_hash
from app.routes.guards import ANY_STAFF, MACHINE
from app.routes.visitor import PERMISSION, PUBLIC
from app.rules.errors import DatabaseDown
from app.rules.people.access import ALLOWED, Permission, Role
from app.settings import load_settings
from app.tables.people.staff_session import StaffSession
from app.tables.records.guess import Guess
from tests.factories import PASSWORD, a_staff, sign_in
from tests.integration.conftest import Browser
from tests.integration.ground.declared_access import DECLARED
from tests.statements import recorded_statements


def all_routes() -> list[tuple[str, str, dict[str, object]]]:
    """Every (method, path, declaration) of the application."""
    app = create_app(make_house(load_settings()))
    return [
        (method, route.path, handler.opt)
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods
        if method != "OPTIONS"
    ]


def address(path: str) -> str:
    """A path with plausible values for its parameters."""
    path = re.sub(r"\{\w+:int\}", "1", path)
    return "/".join("x" if part.startswith("{") else part for part in path.split("/"))


def declarations(opt: dict[str, object]) -> list[str]:
    """What a route says about who may use it, in the words of `DECLARED`."""
    words = ["public"] * bool(opt.get(PUBLIC)) + ["machine"] * bool(opt.get(MACHINE))
    return words + ([str(opt[PERMISSION])] if opt.get(PERMISSION) is not None else [])


async def test_every_route_declares_once_who_may_use_it_and_as_written_down(app_db: str) -> None:
    found = {(method, path): declarations(opt) for method, path, opt in all_routes()}
    assert found == {route: [word] for route, word in DECLARED.items()}


@pytest.mark.parametrize("role", list(Role))
async def test_each_role_passes_exactly_where_the_access_table_says(
    client: Browser, role: Role
) -> None:
    await sign_in(client, role)
    wrong = []
    for method, path, opt in all_routes():
        needed = opt.get(PERMISSION)
        if needed is None or "live" in path:
            continue
        if method == "GET":
            answer = await client.get(address(path))
        else:
            answer = await client.post_form(address(path), {})
        refused = answer.status_code == 403
        if refused == (needed == ANY_STAFF or role in ALLOWED[Permission(str(needed))]):
            wrong.append((method, path, answer.status_code))
    assert wrong == []


async def test_a_stranger_is_led_to_the_sign_in_page(client: Browser) -> None:
    for method, path, opt in all_routes():
        if opt.get(PERMISSION) is None:
            continue
        if method == "GET":
            answer = await client.get(address(path))
            assert answer.status_code == 303, path
            assert answer.headers["location"].startswith("/sign-in?next=")
        else:
            answer = await client.post_form(address(path), {})
            assert answer.status_code == 401, path


async def test_a_changing_request_without_the_token_is_refused(client: Browser) -> None:
    await sign_in(client, Role.admin)
    for method, path, opt in all_routes():
        if method == "GET" or opt.get(MACHINE):
            continue
        answer = await client.post(address(path), headers={"sec-fetch-site": "same-origin"})
        assert answer.status_code == 403, path


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {},
    ],
)
async def test_a_changing_request_from_elsewhere_is_refused_even_with_the_token(
    client: Browser, headers: dict[str, str]
) -> None:
    await sign_in(client, Role.admin)
    for method, path, opt in all_routes():
        if method == "GET" or opt.get(MACHINE):
            continue
        answer = await client.post(
            address(path), data={"_csrf_token": client.cookies["bk-csrf"]}, headers=headers
        )
        assert answer.status_code == 403, path


async def test_the_own_origin_is_enough_where_browsers_send_no_fetch_metadata(
    client: Browser,
) -> None:
    await client.get("/sign-in")
    answer = await client.post(
        "/sign-in",
        data={"_csrf_token": client.cookies["bk-csrf"]},
        headers={"origin": "http://localhost:8000"},
    )
    assert answer.status_code == 422


async def test_signing_in_makes_a_new_session_every_time(client: Browser) -> None:
    await sign_in(client, Role.officer)
    first = client.cookies["bk-staff"]
    await sign_in(client, Role.officer)
    assert client.cookies["bk-staff"] != first
    rows = await StaffSession.select(StaffSession.token_hash)
    assert [row["token_hash"] for row in rows] == [token_hash(client.cookies["bk-staff"])]
    # The session this browser had before is worth nothing any more.
    answer = await client.get("/dashboard", headers={"cookie": f"bk-staff={first}"})
    assert answer.status_code == 303


async def test_a_session_id_of_the_browsers_own_making_signs_nobody_in(client: Browser) -> None:
    client.cookies.set("bk-staff", "mine", domain="localhost.local")
    answer = await client.get("/dashboard", headers={"cookie": "bk-staff=mine"})
    assert answer.status_code == 303


async def test_signing_out_ends_the_session_everywhere(client: Browser) -> None:
    await sign_in(client, Role.officer)
    token = client.cookies["bk-staff"]
    await client.post_form("/sign-out", {})
    answer = await client.get("/dashboard", headers={"cookie": f"bk-staff={token}"})
    assert answer.status_code == 303


async def test_unknown_address_and_wrong_password_look_alike(client: Browser) -> None:
    await a_staff(Role.officer, "Known 1")
    texts = set()
    for email in ("nobody@example.com", "known@example.com"):
        answer = await client.post_form("/sign-in", {"email": email, "password": "wrong " * 3})
        assert answer.status_code == 422
        texts.add(answer.text.replace(email, "…").split("<main", 1)[1].split("csrf", 1)[0])
    assert len(texts) == 1


async def test_ten_misses_close_the_door_and_a_right_one_does_not_count(client: Browser) -> None:
    await sign_in(client, Role.officer)
    assert {row["tries"] for row in await Guess.select(Guess.tries)} == {0}
    answers = [
        await client.post_form("/sign-in", {"email": "a@example.com", "password": PASSWORD})
        for _ in range(11)
    ]
    assert [one.status_code for one in answers] == [422] * 10 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0


@pytest.mark.parametrize(
    ("path", "status"), [("/settings", 403), ("/violations/999999", 404), ("/nonsense", 404)]
)
async def test_a_refused_member_of_staff_keeps_the_menu(
    path: str, status: int, client: Browser
) -> None:
    await sign_in(client, Role.officer)
    answer = await client.get(path)
    assert answer.status_code == status
    menu = answer.text.partition('id="menu"')[2].partition("</nav>")[0]
    assert 'href="/violations"' in menu
    assert "Go to the dashboard" in answer.text


async def test_a_member_of_staff_keeps_the_menu_where_only_forms_are_sent(client: Browser) -> None:
    await sign_in(client, Role.admin)
    answer = await client.get("/settings/logo/remove")
    assert answer.status_code == 405
    assert 'id="menu"' in answer.text


@pytest.mark.parametrize("fault", [DatabaseDown(), RuntimeError("a table is missing")])
async def test_a_fault_while_somebody_is_recognised_leaves_the_page_of_a_stranger(
    fault: Exception, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sign_in(client, Role.officer)

    async def fail(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr("app.routes.guards.signed_in", fail)
    answer = await client.get("/nonsense")
    assert answer.status_code == 404
    assert 'id="menu"' not in answer.text
    assert "Go to the home page" in answer.text


async def test_a_stranger_is_not_offered_the_dashboard(client: Browser) -> None:
    assert 'href="/dashboard"' not in (await client.get("/nowhere")).text


async def test_a_stranger_at_an_unknown_address_costs_no_question(client: Browser) -> None:
    await client.get("/")
    with recorded_statements() as asked:
        assert (await client.get("/nowhere")).status_code == 404
    assert asked == []


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/boots?status=issued", "/boots?status=issued"),
        ("//evil.example", "/dashboard"),
        ("https://evil.example", "/dashboard"),
        ("/\\evil.example", "/dashboard"),
        ("", "/dashboard"),
    ],
)
async def test_after_signing_in_one_lands_only_on_our_own_pages(
    client: Browser, wanted: str, led_to: str
) -> None:
    who = await a_staff(Role.admin)
    answer = await client.post_form(
        "/sign-in",
        {
            "email": f"admin{who.name.rpartition(' ')[2]}@example.com",
            "password": PASSWORD,
            "next": wanted,
        },
    )
    assert answer.headers["location"] == led_to


async def test_headers_stand_on_every_answer(client: Browser) -> None:
    answers: list[httpx.Response] = [
        await client.get(path)
        for path in ("/", "/healthz", "/nowhere", "/static/none.css", "/b/unknown", "/hooks/x")
    ]
    assert [one.status_code for one in answers] == [200, 200, 404, 404, 404, 405]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "require-trusted-types-for 'script'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "same-origin"


async def test_a_notice_without_a_signature_is_refused(client: Browser) -> None:
    answer = await client.post("/hooks/sandbox", content=b"{}")
    assert answer.status_code == 400
