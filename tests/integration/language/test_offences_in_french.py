"""An offence has a French description; what a ticket says was copied when it was written."""

import pytest

from app.rules.people.access import Role
from app.tables.street.offence_type import OffenceType
from app.tables.street.violation_item import ViolationItem
from tests.factories import a_boot, a_violation, sign_in, switch, token_of
from tests.integration.conftest import Browser

FRENCH = {"accept-language": "fr"}
ENGLISH = {"accept-language": "en"}


async def a_booted_car_in_two_languages() -> tuple[str, int]:
    """A ticket whose first offence has both descriptions; its label's token and its number."""
    await switch(universal_boot_enabled="true")
    boot_id = await a_boot()
    written = await a_violation(boot_id=boot_id)
    await ViolationItem.update({ViolationItem.description_fr: "Parcomètre expiré"}).where(
        ViolationItem.description == "Expired meter"
    )
    return await token_of(boot_id), written.violation_id


async def test_the_driver_and_the_desk_read_it_in_their_language(client: Browser) -> None:
    token, ticket = await a_booted_car_in_two_languages()
    await sign_in(client, Role.office)
    for address in (f"/b/{token}", f"/violations/{ticket}", f"/violations/{ticket}/ticket"):
        french = (await client.get(address, headers=FRENCH)).text
        assert "Parcomètre expiré" in french, address
        assert "Expired meter" not in french, address
        # What was given no French name keeps the one it has.
        assert "Boot applied" in french, address
        english = (await client.get(address, headers=ENGLISH)).text
        assert "Expired meter" in english, address
        assert "Parcomètre" not in english, address


async def test_an_administrator_gives_it_and_a_new_ticket_copies_it(client: Browser) -> None:
    written = await a_violation()
    assert await ViolationItem.select(ViolationItem.description_fr) == [{"description_fr": ""}]
    type_row = await OffenceType.select().first()
    assert type_row is not None
    await sign_in(client, Role.admin)
    form: dict[str, str | list[str]] = {
        "category_id": str(type_row["category"]),
        "description": "Expired meter",
        "description_fr": "  Parcomètre   expiré ",
        "fine": "45,00",
        "discount_kind": "none",
        "active": "on",
    }
    answer = await client.post_form(f"/offences/types/{type_row['id']}", form)
    assert answer.status_code == 303
    stored = await OffenceType.select(OffenceType.description_fr, OffenceType.fine_cents).where(
        OffenceType.id == type_row["id"]
    )
    assert stored == [{"description_fr": "Parcomètre expiré", "fine_cents": 45_00}]
    page = (await client.get("/offences", headers=FRENCH)).text
    assert "Parcomètre expiré" in page
    # The ticket written before keeps what it said.
    old = (await client.get(f"/violations/{written.violation_id}", headers=FRENCH)).text
    assert "Expired meter" in old


@pytest.mark.parametrize("text", ["é" * 121, "a\u200bb"])
async def test_a_french_description_that_cannot_be_printed_is_refused_beside_its_field(
    client: Browser, text: str
) -> None:
    await a_violation()
    type_row = await OffenceType.select().first()
    assert type_row is not None
    await sign_in(client, Role.admin)
    form: dict[str, str | list[str]] = {
        "category_id": str(type_row["category"]),
        "description": "Expired meter",
        "description_fr": text,
        "fine": "45.00",
        "discount_kind": "none",
    }
    answer = await client.post_form(f"/offences/types/{type_row['id']}", form)
    assert answer.status_code == 422
    assert 'href="#f-description_fr"' in answer.text
    assert text in answer.text
