"""The yardstick of P1 answers what the app answers, or the measure would be void."""

from bench.bare import drawn, landing_context, landing_template
from tests.integration.conftest import Browser
from tests.integration.payments.conftest import Kerb


async def test_the_yardstick_draws_the_very_bytes_of_the_landing_page(
    client: Browser, kerb: Kerb
) -> None:
    answer = await client.get(f"/b/{kerb.token}")
    yardstick = drawn(landing_template(), await landing_context(kerb.token))
    assert "Pay $165.00 by card" in yardstick
    assert len(yardstick.encode()) == len(answer.content)
