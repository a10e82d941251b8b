"""Letters with every field filled, and the house's own templates."""

from datetime import UTC, date, datetime
from typing import cast

import pytest

from app.gateways.mail.letters import (
    DropOff,
    EmailChangedLetter,
    GoodwillLetter,
    LateTerms,
    Letter,
    Line,
    NoticeLetter,
    Organisation,
    PaidTwiceLetter,
    PromiseLetter,
    PromiseReminderLetter,
    ReceiptLetter,
    RefundLetter,
    ReleaseLetter,
    ReturnReminderLetter,
    TakenOff,
)
from app.rules.mail_texts.placeholders import MESSAGES
from app.static_files import StaticFiles
from app.templating import Templates

MARLOW = Organisation(
    name="City of Marlow Parking",
    address="1 Market Square, Marlow ON  N0B 2A0",
    help_phone="+1 519 555 0142",
    help_email="parking@marlow.example",
)


@pytest.fixture(scope="session")
def templates() -> Templates:
    return Templates(StaticFiles())


@pytest.fixture
def release() -> ReleaseLetter:
    return ReleaseLetter(
        organisation=MARLOW,
        time_zone="America/Toronto",
        currency="CAD",
        boot_name="Red Boot 01",
        release_code="4471-92",
        masked_plate="••••43",
        place="King St. 214",
        released_at=datetime(2026, 11, 21, 23, 50, tzinfo=UTC),
        paid_at=datetime(2026, 11, 21, 23, 50, tzinfo=UTC),
        return_due_at=datetime(2026, 11, 22, 23, 50, tzinfo=UTC),
        deposit_cents=12_000,
        case_url="https://boot.marlow.example/case/k3Jd82mQ",
        drop_off=DropOff(
            name="Parking depot",
            address="16 Mill Lane, Marlow",
            hours="Open day and night, box by the gate",
        ),
        late=LateTerms(fee_per_day_cents=1_500, forfeit_after_days=7),
    )


@pytest.fixture
def return_reminder() -> ReturnReminderLetter:
    return ReturnReminderLetter(
        organisation=MARLOW,
        time_zone="America/Toronto",
        currency="CAD",
        boot_name="Red Boot 01",
        ticket_number="TT-10133",
        masked_plate="••••43",
        return_due_at=datetime(2026, 11, 22, 23, 50, tzinfo=UTC),
        deposit_cents=12_000,
        case_url="https://boot.marlow.example/case/k3Jd82mQ",
        drop_off=DropOff(
            name="Parking depot",
            address="16 Mill Lane, Marlow",
            hours="Open day and night, box by the gate",
        ),
        late=LateTerms(fee_per_day_cents=1_500, forfeit_after_days=7),
    )


@pytest.fixture
def receipt() -> ReceiptLetter:
    return ReceiptLetter(
        organisation=MARLOW,
        time_zone="America/Toronto",
        currency="CAD",
        receipt_number="R-20417",
        paid_at=datetime(2026, 11, 21, 23, 50, tzinfo=UTC),
        method="Visa •••• 4242",
        lines=(Line("Expired meter", 4_500), Line("Boot applied", 12_000)),
        total_cents=16_500,
        deposit_cents=12_000,
        masked_plate="••••43",
        case_url="https://boot.marlow.example/case/k3Jd82mQ",
        ticket_numbers=("TT-10133",),
        boot_name="Red Boot 01",
        code_follows=True,
    )


@pytest.fixture
def refund() -> RefundLetter:
    return RefundLetter(
        organisation=MARLOW,
        time_zone="America/Toronto",
        currency="CAD",
        paid_cents=12_000,
        refund_cents=9_500,
        lines=(
            TakenOff("Late return", "Red Boot 01 came back in time.", 0),
            TakenOff("Damage", "bent arm", 2_500),
        ),
        by_card=True,
        decided_at=datetime(2026, 11, 23, 15, 0, tzinfo=UTC),
        masked_plate="••••43",
        case_url="https://boot.marlow.example/case/k3Jd82mQ",
        boot_name="Red Boot 01",
    )


@pytest.fixture
def promise() -> PromiseLetter:
    return PromiseLetter(
        organisation=MARLOW,
        time_zone="America/Toronto",
        currency="CAD",
        masked_plate="••••43",
        ticket_numbers=("TT-10133", "TT-10134"),
        total_cents=16_500,
        pay_url="https://boot.marlow.example/b/8f2kX0",
        boot_name="Red Boot 01",
    )


@pytest.fixture
def promise_reminder(promise: PromiseLetter) -> PromiseReminderLetter:
    return PromiseReminderLetter(**vars(promise))


@pytest.fixture
def goodwill() -> GoodwillLetter:
    return GoodwillLetter(
        organisation=MARLOW,
        time_zone="America/Toronto",
        currency="CAD",
        amount_cents=2_000,
        by_card=True,
        ticket_numbers=("TT-10133",),
        masked_plate="••••43",
    )


@pytest.fixture
def paid_twice(goodwill: GoodwillLetter) -> PaidTwiceLetter:
    return PaidTwiceLetter(**vars(goodwill) | {"amount_cents": 16_500})


@pytest.fixture
def email_changed() -> EmailChangedLetter:
    return EmailChangedLetter(
        organisation=MARLOW,
        time_zone="America/Toronto",
        currency="CAD",
        masked_plate="••••43",
        boot_name="Red Boot 01",
    )


@pytest.fixture
def notice() -> NoticeLetter:
    return NoticeLetter(
        organisation=MARLOW,
        time_zone="America/Toronto",
        currency="CAD",
        ticket_number="TT-10133-3K7M",
        plate="CKRT 843",
        place="King St. 214",
        issued_at=datetime(2026, 11, 21, 22, 42, tzinfo=UTC),
        lines=(Line("Expired meter", 4_500), Line("Boot applied", 12_000)),
        total_cents=16_500,
        deposit_cents=12_000,
        pay_url="https://boot.marlow.example/b/8f2kX0",
        boot_name="Red Boot 01",
        discount_until_on=date(2026, 11, 28),
        overdue_on=date(2026, 12, 6),
    )


@pytest.fixture(params=list(MESSAGES))
def letter(request: pytest.FixtureRequest) -> Letter:
    """Each of them in turn."""
    return cast("Letter", request.getfixturevalue(request.param))
