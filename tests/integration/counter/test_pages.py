"""The counter over HTTP, without JavaScript."""

import html
import re

import httpx
import pytest

from app.actions.violations.put_under_review import put_under_review
from app.rules.money.payment_states import RefundStatus
from app.rules.people.access import Role
from app.tables.boots.boot import Boot
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund
from tests.factories import a_staff, a_violation, sign_in
from tests.integration.conftest import Browser
from tests.integration.counter.arrange import promise, status_of, take, vehicle_of
from tests.integration.payments.conftest import Kerb, booted

EMAIL = {"email": "dana@example.com"}


def hidden(page: httpx.Response) -> dict[str, str | list[str]]:
    """What the form that takes the money carries unseen."""
    form = page.text.partition('method="post" action="/counter/')[2]
    pairs = re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', form)
    found: dict[str, str | list[str]] = {
        key: value for key, value in pairs if key in {"form_key", "seen"}
    }
    return found | {"ticket": re.findall(r'name="ticket" value="(\d+)"[^>]* checked>', form)}


async def test_a_driver_promises_sees_what_to_bring_and_withdraws(
    client: Browser, kerb: Kerb
) -> None:
    url = f"/b/{kerb.token}"
    assert "I will pay by cash or cheque" in (await client.get(url)).text
    assert (await client.post_form(f"{url}/promise", EMAIL)).status_code == 303
    page = (await client.get(url)).text
    assert "Paid but not Processed" in page
    assert "$165.00" in page
    assert "Pay $165.00 by card" in page
    assert (await client.post_form(f"{url}/promise/withdraw", {})).status_code == 303
    assert await status_of(kerb.violation_id) == "unpaid"
    assert "Paid but not Processed" not in (await client.get(url)).text


@pytest.mark.parametrize("typed", ["", "nobody"])
async def test_a_promise_without_a_good_email_is_refused(
    client: Browser, kerb: Kerb, typed: str
) -> None:
    answer = await client.post_form(f"/b/{kerb.token}/promise", {"email": typed})
    assert answer.status_code == 422
    assert await Payment.count() == 0


async def test_a_likely_typo_is_asked_about_before_it_is_promised(
    client: Browser, kerb: Kerb
) -> None:
    url, typed = f"/b/{kerb.token}/promise", "dana@gmial.com"
    asked = await client.post_form(url, {"email": typed})
    assert asked.status_code == 422
    assert "Use dana@gmail.com and pay by cash or cheque" in asked.text
    assert f'action="{url}" id="errors"' in asked.text
    sure = await client.post_form(url, {"email": typed, "confirmed_email": typed})
    assert sure.status_code == 303


@pytest.mark.parametrize("said", ["bkpr 43", "dana@example.com", "TT-1"])
async def test_the_office_finds_the_car_by_whatever_the_driver_says(
    client: Browser, kerb: Kerb, said: str
) -> None:
    await promise(kerb)
    await sign_in(client, Role.office)
    if said == "TT-1":
        said = re.findall(r"\bTT-\d+", (await client.get("/counter")).text)[0]
    found = await client.get("/counter", params={"q": said})
    assert found.headers["location"] == f"/counter/{await vehicle_of(kerb.violation_id)}"


async def test_the_office_takes_cash_and_the_boot_is_released(client: Browser, kerb: Kerb) -> None:
    await promise(kerb)
    await sign_in(client, Role.office)
    assert "$165.00" in (await client.get("/counter")).text
    url = f"/counter/{await vehicle_of(kerb.violation_id)}"
    page = await client.get(url)
    assert "Take $165.00" in page.text
    assert "Boot Applied" in page.text
    assert 'value="dana@example.com"' in page.text
    form = {**hidden(page), "way": "cash", **EMAIL}
    done = await client.post_form(url, form)
    assert done.status_code == 303
    again = await client.post_form(url, form)
    assert again.headers["location"] == done.headers["location"]
    after = (await client.get(done.headers["location"])).text
    assert "is released" in after
    assert "This car owes nothing" in after
    assert await Boot.select(Boot.status).first() == {"status": "released"}


async def test_without_an_email_the_page_leads_to_the_reveal(client: Browser, kerb: Kerb) -> None:
    await sign_in(client, Role.office)
    url = f"/counter/{await vehicle_of(kerb.violation_id)}"
    form = {**hidden(await client.get(url)), "way": "cash"}
    refused = await client.post_form(url, form)
    assert refused.status_code == 422
    assert "tick that there is none" in refused.text
    done = await client.post_form(url, {**form, "no_email": "on"})
    after = (await client.get(done.headers["location"])).text
    assert f'href="/boots/{kerb.boot_id}">Show the release code' in after


async def test_another_ticket_is_added_and_a_changed_amount_is_shown(
    client: Browser, kerb: Kerb
) -> None:
    other = await a_violation()
    await sign_in(client, Role.office)
    url = f"/counter/{await vehicle_of(kerb.violation_id)}"
    chosen = await client.get(f"{url}?choose=1&ticket={other.violation_id}")
    assert "Take $210.00" in chosen.text
    form = {**hidden(chosen), "way": "cheque", "tender_ref": "0042", **EMAIL}
    refused = await client.post_form(url, {**form, "seen": "19000"})
    assert refused.status_code == 409
    assert "Take $210.00" in refused.text
    assert 'value="0042"' in refused.text
    assert (await client.post_form(url, form)).status_code == 303
    assert await status_of(other.violation_id) == "paid"


async def test_a_ticket_ticked_after_the_amount_was_shown_is_not_left_out(
    client: Browser, kerb: Kerb
) -> None:
    other = await a_violation()
    await sign_in(client, Role.office)
    url = f"/counter/{await vehicle_of(kerb.violation_id)}"
    page = await client.get(url)
    assert "Take $165.00" in page.text
    ticked = {**hidden(page), "ticket": [str(other.violation_id)]}
    refused = await client.post_form(url, {**ticked, "way": "cash", **EMAIL})
    assert refused.status_code == 409
    assert "Take $210.00" in refused.text
    assert await Payment.count() == 0
    shown = await client.post_form(url, {**ticked, "show": "1"})
    assert shown.status_code == 303
    assert "Take $210.00" in (await client.get(shown.headers["location"])).text
    assert await Payment.count() == 0


async def test_the_drawer_adds_up_by_person_and_way(client: Browser, kerb: Kerb) -> None:
    clerk = await a_staff(Role.office, "Mina Cash")
    taken = await take(kerb, clerk)
    row = await Payment.select().where(Payment.id == taken).first()
    assert row is not None
    await Refund.insert(
        Refund(
            payment=taken,
            reason="deposit",
            currency="CAD",
            amount_cents=120_00,
            status=RefundStatus.done.value,
            way="cash",
            paid_out_by=clerk.staff_id,
            wanted_at=row["settled_at"],
            done_at=row["settled_at"],
        )
    )
    await sign_in(client, Role.admin)
    page = (await client.get("/counter/drawer")).text
    for word in ("Mina Cash", "$165.00", "$120.00", "$45.00"):
        assert word in page
    title = "<h2>Mina Cash</h2>"
    assert title in page
    assert title not in (await client.get("/counter/drawer?day=2020-01-01")).text
    assert title not in (await client.get("/counter/drawer?staff=999")).text
    hers = (await client.get(f"/counter/drawer?staff={clerk.staff_id}")).text
    assert title in hers
    assert f'<option value="{clerk.staff_id}" selected>Mina Cash' in hers


async def test_the_office_sees_its_own_drawer_whatever_the_address_says(
    client: Browser, kerb: Kerb
) -> None:
    clerk = await a_staff(Role.office, "Mina Cash")
    await take(kerb, clerk)
    me = await sign_in(client, Role.office)
    for query in ("", f"?staff={clerk.staff_id}", f"?staff={me.staff_id}"):
        page = (await client.get(f"/counter/drawer{query}")).text
        assert "Mina Cash" not in page
        assert "$165.00" not in page
    mine = await booted(kerb.bells, plate="MINE 1")
    await take(mine, me)
    assert "$165.00" in (await client.get(f"/counter/drawer?staff={clerk.staff_id}")).text


async def test_the_counter_is_for_the_office(client: Browser, kerb: Kerb) -> None:
    url = f"/counter/{await vehicle_of(kerb.violation_id)}"
    await sign_in(client, Role.officer)
    for path in ("/counter", "/counter/drawer", url):
        assert (await client.get(path)).status_code == 403
    assert (await client.post_form(url, {"way": "cash", "seen": "16500"})).status_code == 403
    assert await Payment.count() == 0


async def test_a_ticket_leads_to_the_counter_and_once_paid_to_its_payment(
    client: Browser, kerb: Kerb
) -> None:
    ticket = f"/violations/{kerb.violation_id}"
    counter = f"/counter/{await vehicle_of(kerb.violation_id)}?choose=1&ticket={kerb.violation_id}"
    clerk = await sign_in(client, Role.office)
    assert html.escape(counter) in (await client.get(ticket)).text
    assert "To take: $165.00" in (await client.get(counter)).text
    held = await a_violation()
    await put_under_review(clerk, kerb.bells, held.violation_id, "appeal came in")
    assert "/counter/" not in (await client.get(f"/violations/{held.violation_id}")).text

    payment = f'href="/payments/{await take(kerb, clerk)}"'
    page = (await client.get(ticket)).text
    assert payment in page
    assert html.escape(counter) not in page

    await sign_in(client, Role.officer)
    page = (await client.get(ticket)).text
    assert "Cash or cheque" in page
    assert payment not in page
