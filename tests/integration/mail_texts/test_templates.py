"""Words of mails: saved as versions, used by the next mail, never lost, never unsendable."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.actions.mail_texts.save_template import save_template
from app.gateways.mail.standard_words import standard_words
from app.gateways.mail.typesetter import Typesetter
from app.reads.mail_texts.texts import current_text, versions
from app.routes.desk import Desk
from app.rules.errors import Conflict
from app.rules.mail_texts.placeholders import MESSAGES
from app.rules.mail_texts.words import LetterWords
from app.rules.outbox.letters import LetterKind
from app.rules.people.access import Role
from app.rules.people.actor import Actor
from app.tables.effects.mail import Mail
from app.tables.records.audit_event import AuditEvent
from app.tables.records.mail_text import MailText
from tests.conftest import RecordingBells
from tests.factories import a_staff, sign_in
from tests.integration.conftest import Browser
from tests.integration.mail_texts.writing import (
    BODY,
    RELEASE,
    SUBJECT,
    deliver,
    errors,
    kept,
    save,
)
from tests.integration.payments.conftest import Kerb, kerb

__all__ = ["kerb"]


async def stored() -> list[tuple[int, str]]:
    saved = await versions(LetterKind.release, "en")
    return [(one.version, one.words.subject if one.words else "standard") for one in saved]


async def test_the_editor_begins_with_the_standard_words_of_each_mail_and_language(
    client: Browser,
) -> None:
    await sign_in(client, Role.admin)
    for kind in MESSAGES:
        for language in ("en", "fr"):
            page = await client.get(f"/templates/{kind}/{language}")
            words = standard_words(kind, language)
            assert (kept(page, "subject"), kept(page, "body")) == (words.subject, words.body)
            assert kept(page, "seen") == "0"
            for name in MESSAGES[kind].placeholders:
                assert f"<code data-insert>{{{{{name}}}}}</code>" in page.text
    assert (await client.get("/templates/template_test/en")).status_code == 404
    assert (await client.get("/templates/release/de")).status_code == 404


async def test_saved_words_are_in_the_next_mail_and_another_language_keeps_its_own(
    client: Browser, kerb: Kerb
) -> None:
    await sign_in(client, Role.admin)
    answer = await save(client)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{RELEASE}?done=saved")
    assert "Saved." in (await client.get(answer.headers["location"])).text
    await save(client, body="Bonjour {{code}}\n\n{{return}}", at="/templates/release/fr")
    await kerb.pay()
    await Mail.update({Mail.language: "fr"}).where(Mail.kind == "receipt")
    mails = {subject: text for _, subject, text in await deliver(kerb.bells)}
    assert mails["Your code 47-11"].startswith("Hello there\n\nYour release code: 47-11\n")
    assert any("Vous avez payé" in text for text in mails.values())


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("body", "{{return}}", "cannot do without {{code}}"),
        ("body", "{{code}}", "cannot do without {{return}}"),
        ("body", f"{BODY} {{{{price}}}}", "{{price}} is not a placeholder"),
        ("body", "", "Enter the text"),
        ("body", f"{BODY}\n\nx {{{{steps}}}}", "{{steps}} is a part of the mail"),
        ("body", f"{BODY}\n\nx [x](javascript:alert)", "A link leads to"),
        (
            "body",
            f"{BODY}\n\nx ![x](https://evil.example/a.png)",
            "Pictures come from your own list",
        ),
        ("body", f"{BODY}\n\nx ![x](picture:nowhere)", "no picture called nowhere"),
        # It would stand in the text and be in no mail.
        (
            "body",
            '# Hello\n\n[Your case](https://example.com "{{code}}")\n\n{{return}}',
            "Write placeholders plainly",
        ),
        ("body", f"{BODY}{'long ' * 1600}", "at most 8000"),
        ("subject", "", "Enter a subject"),
        ("subject", "a\r\nBcc: everybody@example.com", "one line"),
        ("subject", "{{steps}}", "not in the subject"),
        ("subject", "x" * 151, "at most 150"),
    ],
)
async def test_what_cannot_be_sent_cannot_be_saved_and_stays_in_the_form(
    client: Browser, field: str, typed: str, told: str
) -> None:
    await sign_in(client, Role.admin)
    words = {"subject": SUBJECT, "body": BODY} | {field: typed}
    answer = await save(client, words["body"], words["subject"])
    assert answer.status_code == 422
    [problem] = errors(answer)
    assert problem.startswith(f"{field}: ")
    assert told in problem
    assert f'<a href="#f-{field}">' in answer.text
    assert kept(answer, "body") == words["body"].strip()
    if "\n" not in words["subject"]:
        assert kept(answer, "subject") == words["subject"]
    assert await MailText.count() == 0


async def test_a_mail_that_grew_too_heavy_is_refused_with_its_weight(client: Browser) -> None:
    await sign_in(client, Role.admin)
    # Each short line becomes a row of its own, which weighs more than its words.
    answer = await save(client, BODY + "\n\na" * 200)
    assert answer.status_code == 422
    assert "30 kB is the most" in errors(answer)[0]


async def test_of_two_who_save_at_once_the_second_is_told_and_loses_nothing(
    client: Browser,
) -> None:
    await sign_in(client, Role.admin)
    await save(client, subject="First {{code}}")
    answer = await save(client, subject="Second {{code}}", seen=0)
    assert answer.status_code == 409
    assert "has saved another version meanwhile" in answer.text
    assert kept(answer, "subject") == "Second {{code}}"
    assert "First {{code}}" in answer.text
    assert await stored() == [(1, "First {{code}}")]
    again = await save(client, subject="Second {{code}}", seen=int(kept(answer, "seen")))
    assert again.status_code == 303
    assert await stored() == [(2, "Second {{code}}"), (1, "First {{code}}")]


async def test_of_ten_who_save_in_the_same_moment_one_wins(
    desk: Desk, bells: RecordingBells
) -> None:
    people = [await a_staff(Role.admin) for _ in range(10)]

    async def one(person: Actor, number: int) -> bool:
        try:
            return await save_template(
                person,
                bells,
                Typesetter(desk.templates),
                LetterKind.release,
                "en",
                LetterWords(f"Number {number} {{{{code}}}}", BODY),
                seen_version=0,
                base_url="http://localhost:8000",
            )
        except Conflict:
            return False

    won = await asyncio.gather(*(one(person, n) for n, person in enumerate(people)))
    assert won.count(True) == 1
    assert len(await stored()) == 1


async def test_saving_what_is_there_already_adds_nothing(client: Browser) -> None:
    await sign_in(client, Role.admin)
    await save(client)
    answer = await save(client, seen=1)
    assert answer.headers["location"].endswith("done=same")
    assert await stored() == [(1, SUBJECT)]


async def test_every_version_is_listed_shown_and_can_be_restored(client: Browser) -> None:
    await sign_in(client, Role.admin)
    await save(client, subject="First {{code}}")
    await save(client, subject="Second {{code}}", seen=1)
    listed = (await client.get(f"{RELEASE}/versions")).text
    assert listed.index("Second {{code}}") < listed.index("First {{code}}")
    assert "First {{code}}" in (await client.get(f"{RELEASE}/versions/1")).text
    assert (await client.get(f"{RELEASE}/versions/9")).status_code == 404
    late = await client.post_form(f"{RELEASE}/versions/1/restore", {"seen": "1"})
    assert late.status_code == 409
    answer = await client.post_form(f"{RELEASE}/versions/1/restore", {"seen": "2"})
    assert answer.headers["location"] == f"{RELEASE}?done=restored"
    assert await stored() == [(3, "First {{code}}"), (2, "Second {{code}}"), (1, "First {{code}}")]
    assert "(version 1 again)" in (await client.get(f"{RELEASE}/versions")).text


async def test_back_to_the_standard_words_and_nothing_is_forgotten(
    client: Browser, kerb: Kerb
) -> None:
    await sign_in(client, Role.admin)
    await save(client)
    answer = await client.post_form(f"{RELEASE}/standard", {"seen": "1"})
    assert answer.headers["location"] == f"{RELEASE}?done=standard"
    assert kept(await client.get(RELEASE), "subject") == "Release code {{code}} for {{boot}}"
    assert await stored() == [(2, "standard"), (1, SUBJECT)]
    await kerb.pay()
    assert any("You can free your car now." in text for _, _, text in await deliver(kerb.bells))


async def test_a_test_goes_to_the_own_address_marked_and_without_a_code(
    client: Browser, kerb: Kerb
) -> None:
    admin = await sign_in(client, Role.admin)
    answer = await save(client, do="test")
    assert answer.status_code == 200
    assert "A test is on its way to" in answer.text
    assert kept(answer, "body") == BODY
    assert await stored() == []
    [(to, subject, text)] = await deliver(kerb.bells)
    assert to in answer.text
    assert subject == "Test: Your code ••••••"
    assert "Hello there" in text
    assert "47-11" not in subject + text
    row = await Mail.select().first()
    assert (row["kind"], row["status"]) == ("template_test", "sent")
    assert "{{code}}" not in json.dumps(row, default=str)
    told = await AuditEvent.select().where(AuditEvent.verb == "test_template").first()
    assert told["staff"] == admin.staff_id
    assert (await save(client, "nothing", do="test")).status_code == 422
    assert await Mail.count() == 1


async def test_tests_beyond_twenty_an_hour_wait_and_keep_what_was_typed(
    client: Browser, kerb: Kerb
) -> None:
    with time_machine.travel(datetime(2026, 5, 4, 15, 35, tzinfo=UTC), tick=False) as clock:
        await sign_in(client, Role.admin)
        for _ in range(20):
            assert (await save(client, do="test")).status_code == 200
        refused = await save(client, do="test")
        assert refused.status_code == 429
        assert refused.headers["Retry-After"] == "1501"
        assert "At most 20 tests an hour can be sent. The next one works in 26 minutes" in (
            refused.text
        )
        assert kept(refused, "body") == BODY
        assert await Mail.count() == 20
        # Saving is not testing, and the next hour begins anew.
        assert (await save(client)).status_code == 303
        clock.shift(timedelta(minutes=26))
        assert (await save(client, do="test")).status_code == 200


async def test_stored_words_that_became_unusable_do_not_stop_the_mail(
    client: Browser, kerb: Kerb
) -> None:
    await sign_in(client, Role.admin)
    await save(client)
    await MailText.update({MailText.body: "{{gone}} {{"}, force=True)
    await kerb.pay()
    mails = await deliver(kerb.bells)
    assert len(mails) == 2
    assert any("Your release code: 47-11" in text for _, _, text in mails)
    assert "Cannot be sent" in (await client.get("/templates")).text


async def test_every_saving_is_audited_with_versions_and_never_with_words(
    client: Browser,
) -> None:
    admin = await sign_in(client, Role.admin)
    await save(client)
    await client.post_form(f"{RELEASE}/standard", {"seen": "1"})
    await client.post_form(f"{RELEASE}/versions/1/restore", {"seen": "2"})
    rows = await AuditEvent.select().where(AuditEvent.subject == "template").order_by(AuditEvent.id)
    assert [row["verb"] for row in rows] == [
        "save_template",
        "use_standard_words",
        "restore_template",
    ]
    assert {row["staff"] for row in rows} == {admin.staff_id}
    assert json.loads(rows[2]["after"])["same_as"] == 1
    trail = (await client.get("/audit?kind=template")).text
    assert "Boot Release Email" in trail
    assert "Version restored" in trail


async def test_the_office_changes_no_words(client: Browser) -> None:
    await sign_in(client, Role.office)
    assert (await client.get("/templates")).status_code == 403
    assert (await save(client)).status_code == 403
    assert await current_text(LetterKind.release, "en") is None
