"""The whole application over ASGI, on the test's own loop."""

import dataclasses
from collections.abc import AsyncIterator, Mapping
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar
from litestar.datastructures import State

from app.main import House, create_app, enveloped, make_house
from app.routes.desk import Desk
from app.settings import load_settings
from tests.conftest import RecordingBells


@pytest.fixture(autouse=True)
def _every_test_has_a_database(app_db: str) -> None:
    """Integration tests always start from a fresh database."""


@pytest.fixture(scope="session")
def first_house() -> House:
    """A house nobody lives in, whose read files and compiled templates all tests share."""
    return make_house(load_settings())


@pytest.fixture(scope="session")
def first_app(first_house: House) -> Litestar:
    """The application, told by each test's `client` whose desk it has."""
    return create_app(first_house)


@pytest.fixture
async def desk(app_db: str, bells: RecordingBells, first_house: House) -> AsyncIterator[Desk]:
    """The desk of an application whose bells only remember."""
    shared = first_house.desk
    made = make_house(load_settings(), shared.static, shared.templates).desk
    yield dataclasses.replace(made, bells=bells)
    await made.provider.close()
    await made.signals.close()


@pytest.fixture
async def client(desk: Desk, first_app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without scripts; `client.post` carries the page's own token by itself."""
    app = first_app
    app.state = State({"desk": desk})
    transport = httpx.ASGITransport(
        app=cast("Any", enveloped(desk, app)), raise_app_exceptions=False
    )
    async with Browser(transport=transport, base_url="http://localhost:8000") as browser:
        yield browser


class Browser(httpx.AsyncClient):
    """Sends forms as a browser does: same-origin, with the page's token."""

    async def post_form(
        self, url: str, data: Mapping[str, str | list[str]], **more: object
    ) -> httpx.Response:
        """Post `data` with the anti-forgery token, fetching a page first when there is none."""
        if "bk-csrf" not in self.cookies:
            await self.get("/sign-in")
        return await self.post(
            url,
            data={"_csrf_token": self.cookies["bk-csrf"], **data},
            headers={"sec-fetch-site": "same-origin"},
            **more,  # type: ignore[arg-type]
        )
