"""Offense Types: what an administrator may enter, and what Apply Boot switches off."""

import json
import re

from app.rules.people.access import Role
from app.tables.records.audit_event import AuditEvent
from app.tables.street.offence_type import OffenceType
from app.tables.street.ticket_category import TicketCategory
from scripts.words import collected_words
from tests.factories import an_offence_type, sign_in, switch
from tests.integration.conftest import Browser


async def a_category(name: str = "Meters") -> int:
    """A category; returns its id."""
    rows = await TicketCategory.insert(TicketCategory(name=name, active=True)).returning(
        TicketCategory.id
    )
    return int(rows[0]["id"])


def a_form(category_id: int, **more: str) -> dict[str, str | list[str]]:
    """The form of an ordinary offence."""
    return {
        "category_id": str(category_id),
        "description": "Expired meter",
        "fine": "45.00",
        "discount_kind": "percent",
        "discount": "12.5",
        "late": "15",
        "active": "on",
        **more,
    }


async def stored() -> dict[str, object]:
    """The newest offence type."""
    row = await OffenceType.select().order_by(OffenceType.id, ascending=False).first()
    return dict(row or {})


async def test_a_category_and_a_type_are_added_and_listed(client: Browser) -> None:
    await sign_in(client, Role.admin)
    added = await client.post_form(
        "/offences/categories/new", {"name": " Meters  downtown ", "active": "on"}
    )
    assert added.status_code == 303
    category = await TicketCategory.select().first()
    assert category is not None
    assert category["name"] == "Meters downtown"
    answer = await client.post_form("/offences/types/new", a_form(category["id"]))
    assert answer.status_code == 303
    page = (await client.get("/offences")).text
    for text in ("Meters downtown", "Expired meter", "$45.00", "12.5%", "$15.00"):
        assert text in page
    assert (await stored())["discount_value"] == 1250
    assert await AuditEvent.exists().where(AuditEvent.verb == "add_offence_type")


async def test_two_categories_never_share_a_name(client: Browser) -> None:
    await a_category("Meters")
    other = await a_category("Signs")
    await sign_in(client, Role.admin)
    refused = await client.post_form(f"/offences/categories/{other}", {"name": "Meters"})
    assert refused.status_code == 422
    assert 'href="#f-name"' in refused.text
    assert 'value="Meters"' in refused.text
    empty = await client.post_form("/offences/categories/new", {"name": " "})
    assert empty.status_code == 422
    renamed = await client.post_form(
        f"/offences/categories/{other}", {"name": "Signs and lines", "active": "on"}
    )
    assert renamed.status_code == 303


async def test_a_category_out_of_use_takes_what_is_in_it_from_the_entry(client: Browser) -> None:
    await sign_in(client, Role.admin)
    category = await a_category("Meters")
    await client.post_form("/offences/types/new", a_form(category))
    address = f"/offences/categories/{category}"
    assert 'name="active" value="on" checked' in (await client.get(address)).text
    assert "Expired meter" in (await client.get("/violations/new")).text
    # What was chosen is kept beside an error, and nothing is changed.
    refused = await client.post_form(address, {"name": " "})
    assert refused.status_code == 422
    assert 'name="active" value="on" checked' not in refused.text
    assert "Expired meter" in (await client.get("/violations/new")).text
    assert (await client.post_form(address, {"name": "Meters"})).status_code == 303
    assert "Expired meter" not in (await client.get("/violations/new")).text
    assert "Not in use" in (await client.get("/offences")).text
    audited = await AuditEvent.select(AuditEvent.before, AuditEvent.after).where(
        AuditEvent.verb == "edit_category"
    )
    assert [(json.loads(row["before"])["active"], json.loads(row["after"])) for row in audited] == [
        (True, {"name": "Meters", "active": False})
    ]
    await client.post_form(address, {"name": "Meters", "active": "on"})
    assert "Expired meter" in (await client.get("/violations/new")).text


async def test_apply_boot_switches_discount_and_late_amount_off_on_the_server(
    client: Browser,
) -> None:
    await switch(universal_boot_enabled="true")
    category_id = await a_category()
    await sign_in(client, Role.admin)
    form = a_form(category_id, apply_boot="on", fine="120", discount="nonsense", late="rubbish")
    answer = await client.post_form("/offences/types/new", form)
    assert answer.status_code == 303
    row = await stored()
    assert (row["apply_boot"], row["fine_cents"]) == (True, 120_00)
    assert (row["discount_kind"], row["discount_value"], row["late_cents"]) == ("none", 0, 0)
    page = (await client.get(f"/offences/types/{row['id']}")).text
    assert "Only for the item made for booting" in page
    assert "no discount and no late amount" in page


async def test_with_universal_boot_off_the_flag_is_hidden_but_stays_stored(
    client: Browser,
) -> None:
    await switch(universal_boot_enabled="false")
    type_id = await an_offence_type("Boot applied", 120_00, apply_boot=True)
    row = await stored()
    await sign_in(client, Role.admin)
    page = (await client.get(f"/offences/types/{type_id}")).text
    assert 'type="checkbox" id="f-apply_boot"' not in page
    form = a_form(int(str(row["category"])), fine="130", discount_kind="none", discount="", late="")
    assert (await client.post_form(f"/offences/types/{type_id}", form)).status_code == 303
    assert (await stored())["apply_boot"] is True
    assert (await stored())["fine_cents"] == 130_00
    sneaky = a_form(int(str(row["category"])), apply_boot="on", discount_kind="none")
    assert (await client.post_form("/offences/types/new", sneaky)).status_code == 303
    assert (await stored())["apply_boot"] is False


async def test_with_universal_boot_off_a_deposit_s_discount_is_grey_with_the_reason(
    client: Browser,
) -> None:
    await switch(universal_boot_enabled="false")
    deposit = await an_offence_type(apply_boot=True)
    fine = await an_offence_type()
    await sign_in(client, Role.admin)
    for type_id, is_grey in ((deposit, True), (fine, False)):
        page = (await client.get(f"/offences/types/{type_id}")).text
        assert ('<fieldset class="discount" disabled' in page) is is_grey
        # The other words are shown by the box alone, and there is no box.
        assert ('<p class="hint">A deposit has no discount' in page) is is_grey


async def test_bad_prices_are_named_beside_their_fields_and_kept(client: Browser) -> None:
    category_id = await a_category()
    await sign_in(client, Role.admin)
    form = a_form(category_id, description="", fine="much", discount="101", late="-1")
    answer = await client.post_form("/offences/types/new", form)
    assert answer.status_code == 422
    for field in ("description", "fine", "discount", "late"):
        assert f'href="#f-{field}"' in answer.text
        assert f'id="e-{field}"' in answer.text
    assert 'value="much"' in answer.text
    more = a_form(category_id, description=" ", discount_kind="amount", discount="46")
    answer = await client.post_form("/offences/types/new", more)
    assert answer.status_code == 422
    for field in ("description", "discount"):
        assert f'id="e-{field}"' in answer.text
    assert re.search(r'value="amount" checked', answer.text)
    assert await OffenceType.count() == 0


async def test_only_what_changed_is_audited(client: Browser) -> None:
    category_id = await a_category()
    await sign_in(client, Role.admin)
    await client.post_form("/offences/types/new", a_form(category_id))
    type_id = (await stored())["id"]
    await client.post_form(f"/offences/types/{type_id}", a_form(category_id))
    assert not await AuditEvent.exists().where(AuditEvent.verb == "edit_offence_type")
    await client.post_form(f"/offences/types/{type_id}", a_form(category_id, fine="50"))
    event = await AuditEvent.select().where(AuditEvent.verb == "edit_offence_type").first()
    assert event is not None
    assert '"fine_cents": 4500' in event["before"]
    assert '"fine_cents": 5000' in event["after"]


async def test_officers_and_office_may_not_price_offences(client: Browser) -> None:
    await sign_in(client, Role.office)
    assert (await client.get("/offences")).status_code == 403
    assert (await client.post_form("/offences/categories/new", {"name": "X"})).status_code == 403
    assert (await client.get("/offences/types/999")).status_code == 403


async def test_a_type_that_does_not_exist_is_missing(client: Browser) -> None:
    await sign_in(client, Role.admin)
    assert (await client.get("/offences/types/999")).status_code == 404
    assert (await client.get("/offences/categories/999")).status_code == 404
    refused = await client.post_form("/offences/types/new", a_form(999))
    assert refused.status_code == 422


async def test_a_thousand_may_be_written_with_a_comma(client: Browser) -> None:
    category_id = await a_category()
    await sign_in(client, Role.admin)
    form = a_form(category_id, fine="$1,200", late="1 050,50", discount_kind="none", discount="")
    assert (await client.post_form("/offences/types/new", form)).status_code == 303
    row = await stored()
    assert (row["fine_cents"], row["late_cents"]) == (1200_00, 1050_50)


async def test_an_amount_that_cannot_be_read_or_is_too_much_is_refused_by_name(
    client: Browser,
) -> None:
    category_id = await a_category()
    await sign_in(client, Role.admin)
    for typed in ("1,20,0", "-5", "100,000.01", "forty"):
        refused = await client.post_form("/offences/types/new", a_form(category_id, fine=typed))
        assert refused.status_code == 422, typed
        assert '<a href="#f-fine">Fine: Enter an amount like 45.00.</a>' in refused.text, typed
    assert not await OffenceType.exists()


def test_people_read_offense_everywhere() -> None:
    messages = re.findall(r'^(?:msgid|msgid_plural)?\s*(".*")$', collected_words(), re.MULTILINE)
    assert any("ffense" in text for text in messages)
    assert [text for text in messages if "ffence" in text] == []
