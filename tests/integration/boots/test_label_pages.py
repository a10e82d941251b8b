"""Labels of many boots, chosen, ordered and followed over HTTP."""

import re

from app.actions.boots.labels.print_label import print_label
from app.actions.boots.take_out import take_out
from app.routes.desk import Desk
from app.rules.boots.states import OutReason
from app.rules.people.access import Role
from app.tables.effects.paper_job import PaperJob
from tests.conftest import RecordingBells
from tests.factories import a_boot, a_staff, sign_in
from tests.integration.boots.test_codes_and_labels import PretendPress
from tests.integration.conftest import Browser


async def test_the_list_offers_its_boots_and_the_choice_counts_them(
    client: Browser, bells: RecordingBells
) -> None:
    await sign_in(client, Role.admin)
    red = [await a_boot(f"Red Boot {number}") for number in range(3)]
    await a_boot("Blue Boot")
    retired = await a_boot("Red Boot retired")
    await take_out(
        await a_staff(Role.admin), bells, retired, out_reason=OutReason.retired, reason="worn"
    )
    listed = await client.get("/boots?q=red&status=available")
    assert re.findall(r'form="labels" name="boot" value="(\d+)"', listed.text) == [
        str(boot_id) for boot_id in red
    ]
    assert 'href="/boots/labels?all=1&amp;q=red&amp;status=available"' in listed.text
    every = await client.get("/boots/labels?all=1&q=red")
    assert "The labels of 3 boots" in every.text
    assert "1 retired boot is left out" in every.text
    assert "Blue Boot" not in every.text
    some = await client.get(f"/boots/labels?boot={red[0]}&boot={red[2]}&boot=x&boot=999999")
    assert "The labels of 2 boots" in some.text
    nothing = await client.get("/boots/labels")
    assert nothing.status_code == 200
    assert "No boot is chosen" in nothing.text
    assert "Only retired boots" in (await client.get(f"/boots/labels?boot={retired}")).text


async def test_the_office_sees_no_boxes(client: Browser) -> None:
    await sign_in(client, Role.office)
    await a_boot()
    listed = await client.get("/boots")
    assert 'name="boot"' not in listed.text
    assert "/boots/labels" not in listed.text


async def test_an_order_with_a_fault_keeps_what_was_entered(client: Browser) -> None:
    await sign_in(client, Role.admin)
    boot_id = await a_boot()
    answer = await client.post_form(
        "/boots/labels",
        {"boot": str(boot_id), "paper": "sheet_letter", "start_sheet_letter": "11"},
    )
    assert answer.status_code == 422
    assert 'href="#f-start_sheet_letter"' in answer.text
    assert 'id="e-start_sheet_letter"' in answer.text
    assert re.search(r'value="sheet_letter" checked', answer.text)
    assert f'name="boot" value="{boot_id}"' in answer.text
    unknown = await client.post_form("/boots/labels", {"boot": str(boot_id), "paper": "parchment"})
    assert unknown.status_code == 422
    assert 'href="#f-paper"' in unknown.text
    nobody = await client.post_form("/boots/labels", {"paper": "single"})
    assert nobody.status_code == 422
    assert "at least one boot" in nobody.text
    assert await PaperJob.count() == 0


async def test_labels_are_ordered_followed_and_fetched_without_scripts(
    client: Browser, desk: Desk, bells: RecordingBells
) -> None:
    await sign_in(client, Role.admin)
    for number in range(3):
        await a_boot(f"Red Boot {number}")
    answer = await client.post_form(
        "/boots/labels", {"all": "1", "q": "red", "paper": "sheet_a4", "start_sheet_a4": "5"}
    )
    assert answer.status_code == 303
    job = answer.headers["location"]
    waiting = await client.get(job)
    assert "The labels of 3 boots" in waiting.text
    assert 'hx-trigger="every 1s"' in waiting.text
    assert f'href="{job}#labels"' in waiting.text
    assert (await client.get(f"{job}/pdf")).status_code == 404
    await print_label(
        bells, PretendPress(), int(job.rpartition("/")[2]), base_url=desk.settings.base_url
    )
    swapped = await client.get(job, headers={"hx-request": "true"})
    assert "<html" not in swapped.text
    assert f'href="{job}/pdf"' in swapped.text
    assert "every 1s" not in swapped.text
    pdf = await client.get(f"{job}/pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.content == b"%PDF label"
    listed = await client.get("/boots/labels/jobs")
    assert f'href="{job}"' in listed.text
    assert "A4 sheet" in listed.text


async def test_a_job_is_stopped_made_again_and_says_when_it_is_too_late(
    client: Browser, desk: Desk, bells: RecordingBells
) -> None:
    await sign_in(client, Role.admin)
    await a_boot()
    assert "not printed labels" in (await client.get("/boots/labels/jobs")).text
    answer = await client.post_form("/boots/labels", {"all": "1", "paper": "roll62"})
    job = answer.headers["location"]
    assert (await client.post_form(f"{job}/cancel", {})).headers["location"] == job
    assert "This was stopped" in (await client.get(job)).text
    late = await client.post_form(f"{job}/cancel", {})
    assert late.status_code == 409
    assert "not being made any more" in late.text
    assert (await client.post_form(f"{job}/again", {})).status_code == 303
    assert (await client.post_form(f"{job}/again", {})).status_code == 409
    failing = PretendPress(fails=True)
    await print_label(bells, failing, int(job.rpartition("/")[2]), base_url=desk.settings.base_url)
    failed = await client.get(job)
    assert "The PDF could not be made" in failed.text
    assert "Try again" in failed.text


async def test_somebody_else_s_job_looks_like_none(client: Browser) -> None:
    await sign_in(client, Role.admin)
    await a_boot()
    answer = await client.post_form("/boots/labels", {"all": "1", "paper": "single"})
    job = answer.headers["location"]
    await client.post_form("/sign-out", {})
    await sign_in(client, Role.admin)
    assert (await client.get(job)).status_code == 404
    assert (await client.get(f"{job}/pdf")).status_code == 404
    assert (await client.post_form(f"{job}/cancel", {})).status_code == 404
    assert (await client.post_form(f"{job}/again", {})).status_code == 404
