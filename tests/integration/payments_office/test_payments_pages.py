"""The office finds a payment by what it has in hand, and sees everything that happened with it."""

from datetime import UTC, datetime

import pytest

from app.rules.people.access import Role
from app.tables.money.payment import Payment
from app.tables.street.violation import Violation
from tests.conftest import RecordingBells
from tests.factories import sign_in
from tests.integration.conftest import Browser
from tests.integration.payments.conftest import Kerb, booted

MANY = 53


async def paid(bells: RecordingBells, plate: str, email: str) -> Kerb:
    kerb = await booted(bells, plate=plate)
    await kerb.pay(email=email, payer=plate)
    return kerb


def listed(text: str) -> list[str]:
    """The emails of the rows, in order."""
    rows = text.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in text else ""
    return [part.split("</td>")[0].strip() for part in rows.split('data-label="Email">')[1:]]


async def found(client: Browser, query: str) -> list[str]:
    answer = await client.get(f"/payments?{query}")
    assert answer.status_code == 200
    return listed(answer.text)


async def test_a_payment_is_found_by_each_thing_in_hand(
    client: Browser, bells: RecordingBells
) -> None:
    dana = await paid(bells, "BKPR43", "dana@example.com")
    await paid(bells, "OTHER9", "o_tto@example.com")
    await sign_in(client, Role.office)
    ticket = await Violation.select().where(Violation.id == dana.violation_id).first()
    payment = await Payment.select().where(Payment.email == "dana@example.com").first()
    assert ticket is not None
    assert payment is not None
    things = (
        *("DANA@ex", "bkpr 4", ticket["number"].lower(), str(ticket["sequence"])),
        *(f"{ticket['number']}-{ticket['pin']}", payment["reference"], payment["provider_ref"]),
        *(payment["capture_ref"], "R-000001", "r-1"),
    )
    for thing in things:
        assert await found(client, f"q={thing}") == ["dana@example.com"], thing
    assert await found(client, "q=o_t") == ["o_tto@example.com"]
    # The signs that a pattern gives a meaning have none here.
    assert await found(client, "q=d_na") == []
    assert await found(client, "q=%25") == []
    assert await found(client, "q=R-000009") == []
    assert await found(client, "") == ["o_tto@example.com", "dana@example.com"]


async def test_status_and_way_narrow_the_list_and_nonsense_is_read_as_none(
    client: Browser, bells: RecordingBells
) -> None:
    await paid(bells, "BKPR43", "dana@example.com")
    other = await booted(bells, plate="OTHER9")
    await other.start(email="otto@example.com", payer="otto")
    await sign_in(client, Role.office)
    assert await found(client, "status=settled") == ["dana@example.com"]
    assert await found(client, "status=started") == ["otto@example.com"]
    assert await found(client, "status=started&way=cash") == []
    assert await found(client, "way=card&status=settled&q=dana") == ["dana@example.com"]
    both = ["otto@example.com", "dana@example.com"]
    assert await found(client, "status=x&way=y&from=z&to=2026-13-40&before=q") == both


@pytest.mark.parametrize(
    ("query", "emails"),
    [
        ("to=2026-11-20", ["last-minute@example.com", "dana@example.com"]),
        ("from=2026-11-21", ["midnight@example.com"]),
        ("from=2026-11-20&to=2026-11-20", ["last-minute@example.com"]),
        ("from=2026-11-19&to=2026-11-19", ["dana@example.com"]),
        ("from=2026-11-21&to=2026-11-20", []),
    ],
)
async def test_an_end_day_includes_its_last_local_minute(
    client: Browser, bells: RecordingBells, query: str, emails: list[str]
) -> None:
    # Toronto is five hours behind in November.
    for plate, email, at in (
        ("BKPR43", "dana@example.com", datetime(2026, 11, 20, 4, 59, 59, tzinfo=UTC)),
        ("OTHER9", "last-minute@example.com", datetime(2026, 11, 21, 4, 59, 59, tzinfo=UTC)),
        ("THIRD1", "midnight@example.com", datetime(2026, 11, 21, 5, 0, 0, tzinfo=UTC)),
    ):
        await paid(bells, plate, email)
        await Payment.update({Payment.settled_at: at}).where(Payment.email == email)
    await sign_in(client, Role.office)
    assert await found(client, query) == emails


async def test_a_long_list_comes_in_pages_and_sums_all_of_it(
    client: Browser, bells: RecordingBells
) -> None:
    await paid(bells, "BKPR43", "dana@example.com")
    row = await Payment.select().first()
    assert row is not None
    for n in range(MANY - 1):
        copy = {key: value for key, value in row.items() if key != "id"}
        copy |= {"reference": f"copy{n}", "provider_ref": f"copy{n}", "email": f"{n}@example.com"}
        await Payment.insert(Payment(**copy))
    await sign_in(client, Role.office)
    first = await client.get("/payments?status=settled")
    assert f"{MANY} payments" in first.text
    assert "$8,745.00" in first.text
    older = first.text.split('rel="next"')[0].rpartition('href="')[2].split('"')[0]
    second = await client.get(older.replace("&amp;", "&"))
    emails = listed(first.text) + listed(second.text)
    assert len(listed(first.text)) == 50
    assert len(set(emails)) == MANY


async def test_one_payment_shows_its_facts_tickets_and_story(
    client: Browser, bells: RecordingBells
) -> None:
    kerb = await paid(bells, "BKPR43", "dana@example.com")
    await sign_in(client, Role.office)
    payment = await Payment.select().first()
    assert payment is not None
    answer = await client.get(f"/payments/{payment['id']}")
    assert answer.status_code == 200
    for words in (
        *(f'href="/violations/{kerb.violation_id}"', "BKPR43", "$165.00", "$120.00"),
        *("Deposit held", payment["reference"], payment["provider_ref"], payment["capture_ref"]),
        *(
            "R-000001",
            "dana@example.com",
            "Payment started",
            "Payment settled",
            "Card service: paid",
        ),
        *("Receipt mail", "Boot release mail", "Mail waiting to be sent"),
    ):
        assert words in answer.text, words
    assert "Process refund" not in answer.text
    await Payment.update({Payment.deposit_status: "due"}).where(Payment.id == payment["id"])
    answer = await client.get(f"/payments/{payment['id']}")
    assert f'href="/payments/{payment["id"]}/refund"' in answer.text
    assert (await client.get("/payments/999")).status_code == 404


async def test_a_second_payment_shows_what_was_not_kept_and_goes_back(
    client: Browser, bells: RecordingBells
) -> None:
    kerb = await booted(bells)
    first, second = await kerb.start(payer="one"), await kerb.start(payer="two")
    for started in (first, second):
        await kerb.settle(kerb.provider.notice(f"chk_{started.reference}"))
    await sign_in(client, Role.office)
    row = await Payment.select().where(Payment.reference == second.reference).first()
    assert row is not None
    answer = await client.get(f"/payments/{row['id']}")
    assert "Not kept" in answer.text
    assert "Refund wanted · $165.00" in answer.text
    assert "Nothing was left to pay on the ticket" in answer.text
    assert "Receipt</dt>" not in answer.text


@pytest.mark.parametrize("path", ["/payments", "/payments/1", "/takings", "/takings.csv"])
async def test_officers_see_no_money(client: Browser, path: str) -> None:
    await sign_in(client, Role.officer)
    assert (await client.get(path)).status_code == 403
    assert "/takings" not in (await client.get("/dashboard")).text
