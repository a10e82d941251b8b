"""What the driver reads after promising cash or a cheque."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from app.actions.letters.stationery import MailFacts, Stationery
from app.actions.letters.write_promise import write_promise
from app.gateways.mail.compose import compose
from app.routes.desk import Desk
from app.rules.errors import Missing
from app.rules.outbox.letters import LetterKind
from tests.integration.counter.arrange import promise
from tests.integration.payments.conftest import Kerb


async def letter(desk: Desk, kind: LetterKind, payment_id: int) -> EmailMessage:
    facts = MailFacts(1, kind, "dana@example.com", "en", "promise-1", payment_id, None, None)
    written = await write_promise(
        facts, Stationery(desk.vault, desk.signer, "http://localhost:8000")
    )
    mail = compose(
        desk.templates,
        written,
        sender="boots@example.com",
        to="dana@example.com",
        message_id="<promise-1@example.com>",
        language="en",
        sent_at=datetime.now(UTC),
    )
    return message_from_bytes(mail.content, policy=default)


@pytest.mark.parametrize(
    ("kind", "opening"),
    [
        (LetterKind.promise, "Nothing is paid until we have it"),
        (LetterKind.promise_reminder, "We do not have it yet"),
    ],
)
async def test_the_letter_says_how_much_and_where_to_pay(
    desk: Desk, kerb: Kerb, kind: LetterKind, opening: str
) -> None:
    message = await letter(desk, kind, await promise(kerb))

    assert "$165.00" in message["Subject"]
    for part in ("plain", "html"):
        body = message.get_body((part,))
        assert body is not None
        text = " ".join(body.get_content().split())
        assert opening in text
        assert f"/b/{kerb.token}" in text
        assert "47-11" not in text


async def test_a_promise_that_ended_writes_no_letter(desk: Desk, kerb: Kerb) -> None:
    payment_id = await promise(kerb)
    await kerb.pay()
    with pytest.raises(Missing):
        await letter(desk, LetterKind.promise, payment_id)
