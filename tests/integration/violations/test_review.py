"""Under review: the clock stands still, a boot stays payable, and a decision may free or refund."""

from datetime import UTC, datetime, timedelta

import pytest

from app.actions.violations.decide_review import Ruling, decide_review
from app.actions.violations.put_under_review import put_under_review
from app.reads.books.check import check
from app.reads.violations.dues import dues_of
from app.rules.errors import Conflict, Invalid, NotAllowed
from app.rules.people.access import Role
from app.rules.violations.reviews import ReviewDecision
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.mail import Mail
from app.tables.money.ledger_entry import LedgerEntry
from app.tables.money.refund import Refund
from app.tables.street.violation import Violation
from tests.conftest import RecordingBells
from tests.factories import a_staff, a_violation, sign_in, switch
from tests.integration.conftest import Browser
from tests.integration.payments.conftest import Kerb, booted
from tests.integration.violations.arrange import status_of

STANDS = Ruling(ReviewDecision.stands, "photo shows the meter")
DISMISSED = Ruling(ReviewDecision.dismissed, "meter was broken", "dana@example.com")


@pytest.fixture
async def kerb(bells: RecordingBells) -> Kerb:
    """One booted car."""
    return await booted(bells)


async def _ticket(violation_id: int) -> dict[str, object]:
    row = await Violation.select().where(Violation.id == violation_id).first()
    assert row is not None
    return dict(row)


async def test_fees_stand_still_until_the_ticket_stands_and_its_dates_move_later(
    app_db: str, bells: RecordingBells
) -> None:
    office = await a_staff(Role.office)
    written = await a_violation(issued_at=datetime.now(UTC) - timedelta(days=10), late_cents=15_00)
    before = await _ticket(written.violation_id)
    await put_under_review(office, bells, written.violation_id, "appeal came in")
    # Ten days ago it began: a month later the late amount would be due without the review.
    since_on = datetime.now(UTC).date() - timedelta(days=10)
    await Violation.update({Violation.under_review_since_on: since_on}).where(
        Violation.id == written.violation_id
    )
    in_a_month = datetime.now(UTC).date() + timedelta(days=30)
    dues = await dues_of([written.violation_id], in_a_month)
    assert dues[written.violation_id].late_cents == 0

    await decide_review(office, bells, written.violation_id, STANDS)

    after = await _ticket(written.violation_id)
    assert after["under_review"] is False
    assert after["under_review_since_on"] is None
    moved = after["overdue_after_on"] - before["overdue_after_on"]  # type: ignore[operator]
    assert timedelta(days=9) <= moved <= timedelta(days=11)
    assert (await dues_of([written.violation_id], in_a_month))[written.violation_id].late_cents


async def test_a_dismissed_unpaid_ticket_is_void_and_its_boot_goes_free_on_a_hearing(
    kerb: Kerb, bells: RecordingBells
) -> None:
    office = await a_staff(Role.office)
    await put_under_review(office, bells, kerb.violation_id, "appeal came in")
    await decide_review(office, bells, kerb.violation_id, DISMISSED)

    assert (await _ticket(kerb.violation_id))["status"] == "void"
    assert await status_of(kerb.boot_id) == "released"
    case = await BootAssignment.select().where(BootAssignment.id == kerb.assignment_id).first()
    assert case is not None
    assert (case["release_basis"], case["release_reason"]) == ("hearing", "meter was broken")
    mails = await Mail.select(Mail.kind, Mail.recipient)
    assert mails == [{"kind": "release", "recipient": "dana@example.com"}]


async def test_a_booted_ticket_under_review_is_paid_without_giving_up_the_appeal(
    kerb: Kerb, bells: RecordingBells
) -> None:
    admin = await a_staff(Role.admin)
    await put_under_review(admin, bells, kerb.violation_id, "appeal came in")
    await kerb.pay()
    paid = await _ticket(kerb.violation_id)
    assert (paid["status"], paid["under_review"]) == ("paid", True)
    assert await status_of(kerb.boot_id) == "released"

    await decide_review(admin, bells, kerb.violation_id, DISMISSED)

    refund = await Refund.select().first()
    assert refund is not None
    # The fine goes back now; the deposit waits for the boot.
    assert (refund["amount_cents"], refund["status"]) == (45_00, "wanted")
    entries = await LedgerEntry.select().where(LedgerEntry.credit == "owed_back")
    assert [(one["debit"], one["amount_cents"]) for one in entries] == [("fines", 45_00)]
    assert (await _ticket(kerb.violation_id))["status"] == "paid"
    with pytest.raises(Conflict):
        await decide_review(admin, bells, kerb.violation_id, DISMISSED)
    assert await Refund.count() == 1


async def test_only_an_administrator_dismisses_a_paid_ticket(
    kerb: Kerb, bells: RecordingBells
) -> None:
    office = await a_staff(Role.office)
    await put_under_review(office, bells, kerb.violation_id, "appeal came in")
    await kerb.pay()
    with pytest.raises(NotAllowed):
        await decide_review(office, bells, kerb.violation_id, DISMISSED)
    assert await Refund.count() == 0
    await decide_review(office, bells, kerb.violation_id, STANDS)
    assert (await _ticket(kerb.violation_id))["status"] == "paid"


async def test_a_paid_ticket_dismissed_again_sends_nothing_more_back(
    kerb: Kerb, bells: RecordingBells
) -> None:
    admin = await a_staff(Role.admin)
    await kerb.pay()
    for _ in range(2):
        await put_under_review(admin, bells, kerb.violation_id, "appeal came in")
        await decide_review(admin, bells, kerb.violation_id, DISMISSED)
    assert (await _ticket(kerb.violation_id))["under_review"] is False
    assert await Refund.select(Refund.amount_cents) == [{"amount_cents": 45_00}]
    assert await check() == ()


async def test_an_overdue_ticket_put_under_review_no_longer_holds_the_boot(
    app_db: str, bells: RecordingBells
) -> None:
    await switch(require_overdue_paid="true")
    old = await a_violation(issued_at=datetime.now(UTC) - timedelta(days=30))
    kerb = await booted(bells)
    office = await a_staff(Role.office)
    await put_under_review(office, bells, old.violation_id, "appeal came in")
    await kerb.pay()
    assert await status_of(kerb.boot_id) == "released"
    assert (await _ticket(old.violation_id))["status"] == "unpaid"


async def test_a_void_ticket_and_one_under_review_are_refused(
    app_db: str, bells: RecordingBells
) -> None:
    office = await a_staff(Role.office)
    written = await a_violation()
    with pytest.raises(Conflict):
        await decide_review(office, bells, written.violation_id, STANDS)
    with pytest.raises(Invalid):
        await put_under_review(office, bells, written.violation_id, " ")
    await put_under_review(office, bells, written.violation_id, "appeal came in")
    with pytest.raises(Conflict):
        await put_under_review(office, bells, written.violation_id, "again")
    await decide_review(office, bells, written.violation_id, DISMISSED)
    with pytest.raises(Conflict):
        await put_under_review(office, bells, written.violation_id, "void by now")


async def test_the_office_reviews_by_the_ticket_s_page(client: Browser, kerb: Kerb) -> None:
    await sign_in(client, Role.office)
    ticket = f"/violations/{kerb.violation_id}"
    assert "Put under review" in (await client.get(ticket)).text
    assert (await client.post_form(f"{ticket}/review", {"reason": ""})).status_code == 422
    answer = await client.post_form(f"{ticket}/review", {"reason": "appeal came in"})
    assert answer.headers["location"] == f"{ticket}?done=review"
    page = (await client.get(ticket)).text
    assert "Under review" in page
    assert "Decide the review" in page
    asked = await client.post_form(
        f"{ticket}/decide", {"decision": "dismissed", "reason": "meter was broken"}
    )
    assert asked.status_code == 422
    assert "meter was broken" in asked.text
    done = await client.post_form(
        f"{ticket}/decide",
        {"decision": "dismissed", "reason": "meter was broken", "no_email": "on"},
    )
    assert done.headers["location"] == f"{ticket}?done=dismissed"
    assert await status_of(kerb.boot_id) == "released"
    assert "The ticket is dismissed." in (await client.get(f"{ticket}?done=dismissed")).text


async def test_an_officer_reviews_nothing(client: Browser, kerb: Kerb) -> None:
    await sign_in(client, Role.officer)
    ticket = f"/violations/{kerb.violation_id}"
    assert "Put under review" not in (await client.get(ticket)).text
    refused = await client.post_form(f"{ticket}/review", {"reason": "appeal"})
    assert refused.status_code == 403
