"""A payment, its mails and its receipt speak the language its payer read (rule S11)."""

import pytest

from app.reads.settings.system_settings import forget_cached_settings
from app.rules.people.access import Role
from app.tables.effects.mail import Mail
from app.tables.money.payment import Payment
from tests.factories import sign_in, switch
from tests.integration.conftest import Browser
from tests.integration.counter.arrange import TOTAL_CENTS, vehicle_of
from tests.integration.payments.conftest import Kerb

FRENCH = {"accept-language": "fr-CA,fr;q=0.9"}


async def in_french(client: Browser, url: str, data: dict[str, str | list[str]]) -> int:
    """Send a form as the browser of a French reader does; returns the status."""
    client.headers.update(FRENCH)
    answer = await client.post_form(url, data)
    del client.headers["accept-language"]
    return answer.status_code


async def languages(kind: str = "") -> set[str]:
    """The languages of the mails there are, of one kind or all."""
    rows = await Mail.select(Mail.language, Mail.kind)
    return {row["language"] for row in rows if kind in {"", row["kind"]}}


async def pay_at_the_counter(client: Browser, kerb: Kerb) -> str:
    """A clerk who reads French takes the money; returns the payment's language."""
    await sign_in(client, Role.office)
    fields: dict[str, str | list[str]] = {
        "way": "cash",
        "ticket": str(kerb.violation_id),
        "seen": str(TOTAL_CENTS),
        "form_key": "k" * 32,
        "email": "dana@example.com",
    }
    car = f"/counter/{await vehicle_of(kerb.violation_id)}"
    assert await in_french(client, car, fields) == 303
    row = await Payment.select(Payment.language).where(Payment.method == "cash").first()
    return str(row["language"]) if row else ""


async def test_a_card_payment_speaks_the_language_the_driver_read(
    client: Browser, paying: Kerb
) -> None:
    form: dict[str, str | list[str]] = {"email": "dana@example.com", "seen": str(TOTAL_CENTS)}
    assert await in_french(client, f"/b/{paying.token}/pay", form) == 303
    assert await Payment.select(Payment.language) == [{"language": "fr"}]
    [(checkout, order)] = paying.provider.orders.items()
    assert order.language == "fr"
    await paying.settle(paying.provider.notice(checkout))
    assert await languages() == {"fr"}
    assert {row["kind"] for row in await Mail.select(Mail.kind)} == {"release", "receipt"}


async def test_a_promise_and_the_money_brought_for_it_speak_one_language(
    client: Browser, kerb: Kerb
) -> None:
    form: dict[str, str | list[str]] = {"email": "dana@example.com"}
    assert await in_french(client, f"/b/{kerb.token}/promise", form) == 303
    assert await languages("promise") == {"fr"}
    # The clerk reads English now: the driver's language stays.
    await sign_in(client, Role.office)
    car = f"/counter/{await vehicle_of(kerb.violation_id)}"
    paid = await client.post_form(
        car,
        {
            "way": "cash",
            "ticket": str(kerb.violation_id),
            "seen": str(TOTAL_CENTS),
            "form_key": "k" * 32,
            "email": "dana@example.com",
        },
    )
    assert paid.status_code == 303
    assert await languages("release") == await languages("receipt") == {"fr"}


@pytest.mark.parametrize("default", ["en", "fr"])
async def test_money_at_the_counter_speaks_the_default_language_not_the_clerk_s(
    client: Browser, kerb: Kerb, default: str
) -> None:
    await switch(language=f'"{default}"')
    forget_cached_settings()
    assert await pay_at_the_counter(client, kerb) == default
    assert await languages("receipt") == {default}


async def test_a_page_opened_again_in_another_language_mails_in_that_one(
    client: Browser, paying: Kerb
) -> None:
    form: dict[str, str | list[str]] = {"email": "dana@example.com", "seen": str(TOTAL_CENTS)}
    assert (await client.post_form(f"/b/{paying.token}/pay", form)).status_code == 303
    assert await in_french(client, f"/b/{paying.token}/pay", form) == 303
    assert await Payment.select(Payment.language) == [{"language": "fr"}]
    [(checkout, order)] = paying.provider.orders.items()
    assert order.language == "en"
    await paying.settle(paying.provider.notice(checkout))
    assert await languages() == {"fr"}
