"""The demonstration's mailbox shows what was sent."""

from app.actions.letters.stationery import Stationery
from app.actions.outbox.send_mail import send_mail
from app.routes.desk import Desk
from app.tables.effects.mail import Mail
from tests.conftest import RecordingBells
from tests.integration.conftest import Browser
from tests.integration.payments.conftest import booted


async def test_a_mail_can_be_opened_and_read(
    client: Browser, desk: Desk, bells: RecordingBells
) -> None:
    kerb = await booted(bells)
    await kerb.pay()
    if desk.mailbox is None:
        raise AssertionError("the demonstration has a mailbox")
    office = Stationery(desk.vault, desk.signer, desk.settings.base_url)
    for row in await Mail.select(Mail.id):
        await send_mail(row["id"], desk.mailbox, office, bells, domain="example.com")  # type: ignore[arg-type]

    listed = await client.get("/mailbox")
    assert "Release code 47-11" in listed.text
    newest = (await desk.mailbox.list_mails())[0]
    opened = await client.get(f"/mailbox/{newest.mail_id}")
    assert opened.status_code == 200
    assert "dana@example.com" in opened.text
    assert "frame-src 'self'" in opened.headers["content-security-policy"]
    release = next(mail for mail in await desk.mailbox.list_mails() if "code" in mail.subject)
    shown = await client.get(f"/mailbox/{release.mail_id}/shown")
    assert "<h1" in shown.text
    assert shown.text.count("data:image/png;base64,") == 3
    assert "cid:" not in shown.text
    assert '<base target="_top">' in shown.text
    policy = shown.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox allow-top-navigation-by-user-activation")
    assert shown.headers["x-frame-options"] == "SAMEORIGIN"
    assert (await client.get("/mailbox/nothing/shown")).status_code == 404
    assert (await client.get("/mailbox/..%2Fnothing")).status_code == 404
