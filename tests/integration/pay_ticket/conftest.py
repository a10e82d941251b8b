"""Somebody with a ticket in the hand."""

import dataclasses

import pytest

from app.gateways.payments.providers import Providers
from app.tables.street.violation import Violation
from tests.factories import a_violation
from tests.integration.conftest import Browser
from tests.pretend_provider import PretendProvider


@dataclasses.dataclass(frozen=True)
class Paper:
    """What is printed on a ticket."""

    violation_id: int
    number: str
    pin: str
    plate: str = "BKPR 43"


async def paper_of(violation_id: int, pin: str = "") -> Paper:
    """The ticket as printed; with `pin` it is printed anew with that one."""
    row = await Violation.select().where(Violation.id == violation_id).first()
    if pin:
        whole = row["compact"][: -len(row["pin"])] + pin
        await Violation.update({Violation.pin: pin, Violation.compact: whole}).where(
            Violation.id == violation_id
        )
    return Paper(violation_id, row["number"], pin or row["pin"])


async def a_paper(pin: str = "3K7M") -> Paper:
    """A ticket of $45.00 without a boot."""
    return await paper_of((await a_violation()).violation_id, pin)


async def open_page(client: Browser, paper: Paper) -> str:
    """Type number and PIN; returns the path of the ticket's page."""
    answer = await client.post_form("/pay", {"number": paper.number, "pin": paper.pin})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


@pytest.fixture
def card(client: Browser) -> PretendProvider:
    """The application's card provider is the pretend one."""
    provider = PretendProvider()
    app = client._transport.app.app  # type: ignore[attr-defined]
    desk = dataclasses.replace(app.state.desk, providers=Providers(provider))
    app.state.desk = desk
    return provider
