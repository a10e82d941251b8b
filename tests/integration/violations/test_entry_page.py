"""The officer's page: fragments, plain buttons, and nothing lost when it is refused."""

import re
from datetime import UTC, datetime

from app.rules.people.access import Role
from app.tables.boots.boot import Boot
from app.tables.street.vehicle import Vehicle
from app.tables.street.violation import Violation
from app.tables.street.violation_item import ViolationItem
from tests.factories import a_boot, a_violation, sign_in, switch
from tests.integration.conftest import Browser
from tests.integration.violations.arrange import (
    LOCAL,
    a_form,
    boots_on,
    offered_boots,
    status_of,
)


async def test_a_booted_violation_is_written_by_one_form(client: Browser) -> None:
    meter, booting = await boots_on()
    boot_id = await a_boot("Red Boot 01")
    await sign_in(client, Role.officer)
    empty = await client.get("/violations/new")
    assert empty.status_code == 200
    assert 'id="f-boot_id"' not in empty.text
    answer = await client.post_form("/violations/new", a_form(meter, booting, boot_id=str(boot_id)))
    assert answer.status_code == 303
    page = await client.get(answer.headers["location"])
    assert "The violation is saved." in page.text
    assert "TT-10001-" in page.text
    assert "Red Boot 01" in page.text
    assert "$165.00" in page.text
    assert await status_of(boot_id) == "issued"
    vehicle = await Vehicle.select(Vehicle.plate, Vehicle.region).first()
    assert vehicle == {"plate": "BKPR43", "region": "ON"}


async def test_everything_typed_is_kept_when_the_entry_is_refused(client: Browser) -> None:
    meter, booting = await boots_on()
    await a_boot("Red Boot 01")
    await sign_in(client, Role.officer)
    form = a_form(
        meter,
        booting,
        street="",
        remarks="Blue tarp <b>",
        owner_email="not an address",
        occurred_at="yesterday",
    )
    answer = await client.post_form("/violations/new", form)
    assert answer.status_code == 422
    assert 'id="e-occurred_at"' in answer.text
    assert 'href="#f-occurred_at"' in answer.text
    assert "Blue tarp &lt;b&gt;" in answer.text
    assert 'value="not an address"' in answer.text
    assert re.search(rf'name="offence" value="{booting}"[^>]*checked', answer.text)
    assert offered_boots(answer.text) == ["Red Boot 01"]
    assert f'value="{form["key"]}"' in answer.text
    form["occurred_at"] = LOCAL
    answer = await client.post_form("/violations/new", form)
    assert answer.status_code == 422
    for field in ("street", "owner_email"):
        assert f'href="#f-{field}"' in answer.text
        assert f'id="e-{field}"' in answer.text
    assert await Violation.count() == 0


async def test_a_chosen_apply_boot_offence_requires_the_boot(client: Browser) -> None:
    meter, booting = await boots_on()
    await a_boot()
    await sign_in(client, Role.officer)
    answer = await client.post_form("/violations/new", a_form(meter, booting))
    assert answer.status_code == 422
    assert 'href="#f-boot_id"' in answer.text
    assert await Violation.count() == 0


async def test_the_loser_of_a_boot_keeps_the_entry_and_gets_a_fresh_list(client: Browser) -> None:
    meter, booting = await boots_on()
    taken, free = await a_boot("Red Boot 01"), await a_boot("Red Boot 02")
    await a_violation(boot_id=taken, plate="OTHER 1")
    await sign_in(client, Role.officer)
    form = a_form(meter, booting, boot_id=str(taken), remarks="Silver car")
    answer = await client.post_form("/violations/new", form)
    assert answer.status_code == 409
    assert "Red Boot 01 has just been issued by" in answer.text
    assert offered_boots(answer.text) == ["Red Boot 02"]
    assert "Silver car" in answer.text
    again = await client.post_form("/violations/new", form | {"boot_id": str(free)})
    assert again.status_code == 303


async def test_another_entry_under_the_same_key_shows_the_saved_ticket(client: Browser) -> None:
    meter, _ = await boots_on()
    await sign_in(client, Role.officer)
    form = a_form(meter)
    await client.post_form("/violations/new", form)
    answer = await client.post_form("/violations/new", form | {"street": "Elsewhere 1"})
    assert answer.status_code == 409
    assert "Already saved, changes not applied." in answer.text
    assert "214 King St" in answer.text
    assert "Elsewhere 1" not in answer.text
    assert await Violation.count() == 1


async def test_with_no_boot_free_the_entry_is_saved_without_that_item(client: Browser) -> None:
    meter, booting = await boots_on()
    await sign_in(client, Role.officer)
    refused = await client.post_form("/violations/new", a_form(meter, booting))
    assert refused.status_code == 422
    assert "No boot is available." in refused.text
    assert 'value="without_boot"' in refused.text
    saved = await client.post_form("/violations/new", a_form(meter, booting, step="without_boot"))
    assert saved.status_code == 303
    items = await ViolationItem.select(ViolationItem.description)
    assert items == [{"description": "Expired meter"}]


async def test_the_boot_list_offers_available_boots_only_and_at_most_fifty(
    client: Browser,
) -> None:
    _, booting = await boots_on()
    at = datetime.now(UTC)
    await Boot.insert(
        *(
            Boot(
                name=f"Blue Boot {n:02}",
                name_key=f"blue boot {n:02}",
                status="available" if n < 55 else "returned",
                code_changed_at=at,
                created_at=at,
            )
            for n in range(60)
        )
    )
    await sign_in(client, Role.officer)
    address = f"/violations/new/boots?offence={booting}"
    listed = await client.get(address, headers={"hx-request": "true"})
    assert len(offered_boots(listed.text)) == 50
    assert "The first 50 of 55." in listed.text
    assert "<html" not in listed.text
    found = await client.get(f"{address}&q=BOOT 5", headers={"hx-request": "true"})
    assert offered_boots(found.text) == [f"Blue Boot 5{n}" for n in range(5)]
    none = await client.get(f"{address}&boot_search=%25", headers={"hx-request": "true"})
    assert offered_boots(none.text) == []
    await Boot.update({Boot.status: "issued"}).where(Boot.name == "Blue Boot 00")
    fresh = await client.get(f"{address}&q=blue boot 0", headers={"hx-request": "true"})
    assert "Blue Boot 00" not in offered_boots(fresh.text)


async def test_the_same_steps_work_as_plain_buttons(client: Browser) -> None:
    meter, booting = await boots_on()
    await a_boot("Red Boot 01")
    await a_violation(plate="BKPR 43")
    await sign_in(client, Role.officer)
    form = a_form(meter, booting, region="", remarks="kept", boot_search="red")
    plate = await client.post_form("/violations/new", form | {"step": "plate"})
    assert plate.status_code == 200
    assert "1 unpaid ticket, $45.00" in plate.text
    boots = await client.post_form("/violations/new", form | {"step": "boots"})
    assert boots.status_code == 200
    assert offered_boots(boots.text) == ["Red Boot 01"]
    assert "kept" in boots.text
    assert await Violation.count() == 1


async def test_the_plate_tells_what_is_known_about_the_car(client: Browser) -> None:
    await switch(universal_boot_enabled="true")
    await a_violation(plate="BO8 1S", boot_id=await a_boot("Red Boot 01"))
    await a_violation(plate="B081S", fine_cents=10_00)
    await sign_in(client, Role.officer)

    async def asked(plate: str, region: str = "") -> str:
        answer = await client.post_form("/violations/new/plate", {"plate": plate, "region": region})
        assert answer.status_code == 200
        return answer.text

    booted = await asked("bo8-1s")
    assert "This car wears Red Boot 01" in booted
    assert 'name="confirm_second_boot"' in booted
    assert "1 unpaid ticket, $165.00" in booted
    assert "B081S" in booted
    assert "Red Boot 01" not in await asked("B081S")
    assert "Not seen before." in await asked("QQQ 111")
    assert "BO81S" in await asked("8O81S")
    assert "BO81S" in await asked("BO81S", "QC")
    await Violation.update(
        {Violation.status: "paid", Violation.paid_at: datetime.now(UTC)}, force=True
    )
    assert "The driver has just paid for this car." in await asked("BO81S")


async def test_a_second_boot_is_confirmed_on_the_page(client: Browser) -> None:
    meter, booting = await boots_on()
    await a_violation(boot_id=await a_boot("Red Boot 01"))
    second = await a_boot("Red Boot 02")
    await sign_in(client, Role.officer)
    form = a_form(meter, booting, region="", boot_id=str(second))
    refused = await client.post_form("/violations/new", form)
    assert refused.status_code == 422
    assert 'href="#f-confirm_second_boot"' in refused.text
    assert "Red Boot 01 is on this car already." in refused.text
    saved = await client.post_form("/violations/new", form | {"confirm_second_boot": "on"})
    assert saved.status_code == 303


async def test_apply_boot_offences_are_not_offered_while_universal_boot_is_off(
    client: Browser,
) -> None:
    meter, booting = await boots_on()
    boot_id = await a_boot()
    await switch(universal_boot_enabled="false")
    await sign_in(client, Role.officer)
    page = await client.get("/violations/new")
    assert "Expired meter" in page.text
    assert "Boot applied" not in page.text
    answer = await client.post_form("/violations/new", a_form(meter, booting, boot_id=str(boot_id)))
    assert answer.status_code == 422
    assert await Violation.count() == 0


async def test_offences_used_lately_come_first(client: Browser) -> None:
    meter, _ = await boots_on()
    await sign_in(client, Role.officer)
    assert "Used lately" not in (await client.get("/violations/new")).text
    await client.post_form("/violations/new", a_form(meter))
    page = (await client.get("/violations/new")).text
    assert page.index("Used lately") < page.index("Expired meter") < page.index("Boot applied")
    assert re.search(r'<option value="ON" selected', page)


async def test_a_form_without_its_key_is_refused_and_kept(client: Browser) -> None:
    meter, _ = await boots_on()
    await sign_in(client, Role.officer)
    answer = await client.post_form("/violations/new", a_form(meter, key="", remarks="kept"))
    assert answer.status_code == 422
    assert "kept" in answer.text


async def test_everything_wrong_is_told_in_one_round_and_by_name(client: Browser) -> None:
    meter, booting = await boots_on()
    await a_boot("Red Boot 02")
    await a_violation(boot_id=await a_boot("Red Boot 01"), plate="BKPR 43")
    await sign_in(client, Role.officer)
    form = a_form(
        meter, booting, street="", region="", occurred_at="", owner_email="nobody", plate="BKPR 43"
    )
    refused = await client.post_form("/violations/new", form)
    assert refused.status_code == 422
    for field, name in {
        "street": "Place: ",
        "occurred_at": "Time: ",
        "owner_email": "Owner's email: ",
        "boot_id": "Apply Boot: Choose the boot",
        "confirm_second_boot": "Second boot: Red Boot 01 is on this car",
    }.items():
        assert f'<a href="#f-{field}">{name}' in refused.text, field
    assert " autofocus" not in refused.text


async def test_with_no_boot_free_the_refusal_says_so(client: Browser) -> None:
    meter, booting = await boots_on()
    await sign_in(client, Role.officer)
    refused = await client.post_form("/violations/new", a_form(meter, booting))
    assert "Apply Boot: No boot is available. Save without the boot item." in refused.text
    assert "Choose the boot you are putting on." not in refused.text


async def test_the_cursor_waits_in_the_plate_of_a_new_entry(client: Browser) -> None:
    await sign_in(client, Role.officer)
    page = (await client.get("/violations/new")).text
    assert re.findall(r'<input[^>]*id="([^"]*)"[^>]* autofocus', page) == ["f-plate"]
