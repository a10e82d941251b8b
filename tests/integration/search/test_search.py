"""One field finds tickets, boots and payments by whatever is in hand, each role what it may see."""

import re
from urllib.parse import quote_plus

import pytest

from app.actions.assignments.authorise_release import Permit, authorise_release
from app.actions.violations.write_violation import write_violation
from app.rules.boots.release import DebtChoice, ReleaseBasis
from app.rules.people.access import Role
from app.tables.money.payment import Payment
from app.tables.money.refund import Refund
from app.tables.street.violation import Violation
from tests.conftest import RecordingBells
from tests.factories import a_boot, a_staff, a_violation, sign_in
from tests.integration.conftest import Browser
from tests.integration.payments.conftest import Kerb, booted
from tests.integration.violations.arrange import an_entry, boots_on

LINK = re.compile(r'<th scope="row"[^>]*><a[^>]* href="/(violations|boots|payments)/([0-9]+)"')


async def found(client: Browser, words: str) -> list[tuple[str, int]]:
    """Kind and id of each row, in order; of the page that a single exact hit leads to."""
    answer = await client.get(f"/search?q={quote_plus(words)}")
    if answer.status_code == 303:
        kind, number = answer.headers["location"].removeprefix("/").split("/")
        return [("straight to " + kind, int(number))]
    assert answer.status_code == 200, answer.text
    return [(kind, int(number)) for kind, number in LINK.findall(answer.text)]


async def paid(bells: RecordingBells, plate: str, email: str) -> Kerb:
    kerb = await booted(bells, plate=plate)
    await kerb.pay(email=email, payer=plate)
    return kerb


async def test_a_ticket_is_found_by_its_number_however_it_is_written(client: Browser) -> None:
    written = await a_violation(plate="BKPR 43")
    await a_violation(plate="OTHER 9")
    await sign_in(client, Role.officer)
    row = await Violation.select().where(Violation.id == written.violation_id).first()
    assert row is not None
    number, pin = row["number"], row["pin"]
    for spelled in (
        number,
        number.lower(),
        number.replace("-", ""),
        f"  {number} ",
        str(row["sequence"]),
        f"{number}-{pin}",
        f"{number}{pin}".replace("-", "").lower(),
        "bkpr-43",
    ):
        assert await found(client, spelled) == [("straight to violations", row["id"])], spelled
    assert await found(client, f"{number}-XXXX") == []


async def test_a_plate_is_found_by_its_beginning_and_the_whole_one_comes_first(
    client: Browser,
) -> None:
    long = await a_violation(plate="ABC 123")
    short = await a_violation(plate="ABC 1")
    newer = await a_violation(plate="abc-12")
    await a_violation(plate="XABC 1")
    await sign_in(client, Role.officer)
    ids = [("violations", one.violation_id) for one in (short, newer, long)]
    assert await found(client, "a b c") == ids
    assert await found(client, "ABC1") == ids
    # The beginning of a single plate is no exact hit: the page shows what was found.
    assert await found(client, "XA") != []
    assert (await found(client, "XA"))[0][0] == "violations"
    assert (await found(client, "XABC1"))[0][0] == "straight to violations"


async def test_a_boot_is_found_by_a_part_of_its_name_in_any_case(client: Browser) -> None:
    red, blue = await a_boot("Red Boot 01"), await a_boot("Blue Boot 02")
    await sign_in(client, Role.office)
    assert await found(client, "BOOT") == [("boots", blue), ("boots", red)]
    assert await found(client, "ed b") == [("boots", red)]
    assert await found(client, "red  boot 01") == [("straight to boots", red)]


async def test_the_signs_of_patterns_and_unreadable_ones_have_no_meaning(client: Browser) -> None:
    percent, line = await a_boot("100% steel"), await a_boot("left_over")
    await a_boot("Plain")
    await a_violation(plate="BKPR 43")
    await sign_in(client, Role.office)
    assert await found(client, "%") == [("boots", percent)]
    assert await found(client, "_") == [("boots", line)]
    assert await found(client, "t_o") == [("boots", line)]
    for words in ("!", "\\", "' OR 1=1 --", "B%R", "BK_R", "\x00", "", "   ", "x" * 5000):
        assert await found(client, words) == [], words
    assert await found(client, "left\x00_over") == [("straight to boots", line)]


async def test_a_payment_is_found_by_email_receipt_and_everybody_s_reference(
    client: Browser, bells: RecordingBells
) -> None:
    await paid(bells, "BKPR43", "Dana@example.com")
    await paid(bells, "OTHER9", "otto@example.com")
    row = await Payment.select().where(Payment.email == "Dana@example.com").first()
    assert row is not None
    await Payment.update({Payment.tender_ref: "CHQ 417"}).where(Payment.id == row["id"])
    await Refund.insert(
        Refund(
            payment=row["id"],
            reason="deposit",
            capture_ref="x",
            currency="USD",
            amount_cents=100,
            status="done",
            provider_ref="re_31",
            paid_out_ref="Slip 12",
            wanted_at=row["started_at"],
        )
    )
    await sign_in(client, Role.office)
    for words in (
        "dana@EXAMPLE.com",
        "R-000001",
        "r-1",
        row["reference"],
        row["provider_ref"],
        row["capture_ref"],
        "CHQ 417",
        "re_31",
        "Slip 12",
    ):
        assert await found(client, words) == [("straight to payments", row["id"])], words
    for words in ("d_na@example.com", "ana@example.com", "R-000009", "re%"):
        assert await found(client, words) == [], words
    await Payment.update({Payment.email: "Dana@example.com"}).where(Payment.id != row["id"])
    assert [kind for kind, _ in await found(client, "dana@example.com")] == ["payments"] * 2


async def test_a_ticket_is_found_by_the_email_its_notice_or_its_code_went_to(
    client: Browser, bells: RecordingBells
) -> None:
    meter, _ = await boots_on()
    entry = an_entry((meter,), plate="OWNED 1", owner_email="Owner@example.com")
    noticed = (await write_violation(await a_staff(), bells, entry)).violation_id
    kerb = await booted(bells, plate="BKPR43")
    permit = Permit(ReleaseBasis.hearing, "decided", DebtChoice.stays, "dana@example.com")
    await authorise_release(await a_staff(Role.office), bells, kerb.assignment_id, permit)
    await sign_in(client, Role.office)
    assert await found(client, "owner@EXAMPLE.com") == [("straight to violations", noticed)]
    assert await found(client, "dana@example.com") == [
        ("straight to violations", kerb.violation_id)
    ]
    assert await found(client, "ana@example.com") == []
    await sign_in(client, Role.officer)
    for email in ("owner@example.com", "dana@example.com"):
        assert await found(client, email) == [], email


async def test_more_tickets_of_one_email_are_all_in_the_mail_log(
    client: Browser, bells: RecordingBells
) -> None:
    meter, _ = await boots_on()
    for _ in range(11):
        entry = an_entry((meter,), owner_email="fleet@example.com")
        await write_violation(await a_staff(), bells, entry)
    await sign_in(client, Role.office)
    answer = await client.get("/search?q=fleet%40example.com")
    assert [kind for kind, _ in LINK.findall(answer.text)] == ["violations"] * 10
    assert 'href="/mails?q=fleet%40example.com"' in answer.text
    log = await client.get("/mails?q=fleet%40example.com")
    assert len(set(re.findall(r'href="(/violations/[0-9]+)"', log.text))) == 11


async def test_an_officer_finds_no_payment_and_reads_no_email(
    client: Browser, bells: RecordingBells
) -> None:
    kerb = await paid(bells, "BKPR43", "dana@example.com")
    row = await Payment.select().first()
    assert row is not None
    await sign_in(client, Role.officer)
    for words in ("dana@example.com", "R-000001", row["reference"], row["provider_ref"]):
        answer = await client.get(f"/search?q={words}")
        assert answer.status_code == 200, words
        assert "Nothing was found." in answer.text
        assert "/payments" not in answer.text
    assert await found(client, "BKPR43") == [("straight to violations", kerb.violation_id)]
    assert "email" not in (await client.get("/search")).text


async def test_nobody_searches_without_signing_in(client: Browser) -> None:
    answer = await client.get("/search?q=BKPR43")
    assert answer.headers.get("location", "").startswith("/sign-in")


@pytest.mark.parametrize(
    ("role", "boots"), [(Role.officer, "/dashboard?q=Crowd"), (Role.office, "/boots?q=Crowd")]
)
async def test_ten_of_a_kind_are_shown_with_the_way_to_all(
    client: Browser, role: Role, boots: str
) -> None:
    for n in range(11):
        await a_boot(f"Crowd {n}")
        await a_violation(plate=f"CROWD{n}")
    await sign_in(client, role)
    answer = await client.get("/search?q=Crowd")
    kinds = [kind for kind, _ in LINK.findall(answer.text)]
    assert kinds == ["violations"] * 10 + ["boots"] * 10
    assert 'href="/violations?q=Crowd"' in answer.text
    assert f'href="{boots}"' in answer.text
    assert (await client.get(boots)).text.count("Crowd ") >= 11
    fewer = await client.get("/search?q=Crowd+1")
    assert [kind for kind, _ in LINK.findall(fewer.text)] == ["violations"] * 2 + ["boots"] * 2
    assert "All boots found" not in fewer.text


async def test_the_field_stands_on_every_page_and_keeps_what_was_typed(client: Browser) -> None:
    await sign_in(client, Role.admin)
    for address in ("/dashboard", "/violations", "/violations/new", "/boots", "/payments"):
        text = (await client.get(address)).text
        assert text.count('action="/search"') == 1, address
        assert text.index('action="/search"') < text.index("<main")
    text = (await client.get('/search?q="><b>x')).text
    assert 'value="&#34;&gt;&lt;b&gt;x"' in text
    assert "<b>x" not in text
