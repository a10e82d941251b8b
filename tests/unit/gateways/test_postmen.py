"""Whoever carries the mail keeps one contract; the SMTP one also knows every way it goes wrong."""

import asyncio
import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP

from app.gateways.mail.files import FilePostman
from app.gateways.mail.letters import ReceiptLetter, ReleaseLetter
from app.gateways.mail.mailbox import Mailbox
from app.gateways.mail.postman import MailDelayed, MailRefused, Postman
from app.gateways.mail.smtp import MailServer, SmtpPostman, mail_server
from app.rules.errors import Missing
from app.templating import Templates
from tests.unit.gateways.post_office import Line, PostOffice

SENDER = "parking@bootkeeper.example"
MESSAGE_ID = "<outbox-17@bootkeeper.example>"
TO = "driver@example.com"


@pytest.fixture
async def office() -> AsyncIterator[PostOffice]:
    kept = PostOffice()

    def line() -> SMTP:
        server = Line(kept, hostname="post.example")
        server.office = kept
        return server

    listening = await asyncio.get_running_loop().create_server(line, "127.0.0.1", 0)
    kept.port = listening.sockets[0].getsockname()[1]
    yield kept
    kept.stalled.set()
    kept.cut()
    listening.close()
    await asyncio.sleep(0.05)


@pytest.fixture
async def smtp(office: PostOffice, templates: Templates) -> AsyncIterator[SmtpPostman]:
    server = MailServer("127.0.0.1", office.port, start_tls=False, timeout_seconds=0.5)
    postman = SmtpPostman(server, templates, sender=SENDER)
    yield postman
    await postman.close()


@pytest.fixture
def files(tmp_path: Path, templates: Templates) -> FilePostman:
    return FilePostman(tmp_path / "mail", templates, sender=SENDER)


@dataclass
class Carrier:
    postman: Postman
    delivered: Callable[[], list[EmailMessage]]


@pytest.fixture(params=["smtp", "files"])
async def carrier(
    request: pytest.FixtureRequest, office: PostOffice, smtp: SmtpPostman, files: FilePostman
) -> Carrier:
    def parsed(mails: list[bytes]) -> list[EmailMessage]:
        return [message_from_bytes(mail, policy=default) for mail in mails]

    if request.param == "smtp":
        return Carrier(smtp, lambda: parsed(office.mails))
    folder = files._folder
    return Carrier(
        files, lambda: parsed([path.read_bytes() for path in sorted(folder.glob("*.eml"))])
    )


def sending(
    postman: Postman, letter: ReleaseLetter | ReceiptLetter, *, to: str = TO
) -> Awaitable[str]:
    return postman.send(letter, to=to, message_id=MESSAGE_ID, language="en")


async def test_a_letter_arrives_whole_and_the_answer_comes_back(
    carrier: Carrier, release: ReleaseLetter
) -> None:
    assert isinstance(carrier.postman, Postman)
    answer = await sending(carrier.postman, release)
    assert answer.startswith("250 ")
    [mail] = carrier.delivered()
    assert str(mail["To"]) == TO
    assert mail["Message-ID"] == MESSAGE_ID
    text = mail.get_body(("plain",))
    assert text is not None
    assert "4471-92" in str(text.get_content())
    assert "••••43" in str(text.get_content())


async def test_a_copy_sent_again_carries_the_same_message_id(
    carrier: Carrier, release: ReleaseLetter
) -> None:
    await sending(carrier.postman, release)
    await sending(carrier.postman, release)
    assert {str(mail["Message-ID"]) for mail in carrier.delivered()} == {MESSAGE_ID}


async def test_many_letters_at_once_all_arrive(carrier: Carrier, release: ReleaseLetter) -> None:
    letters = [replace(release, release_code=f"{number:04}") for number in range(20)]
    await asyncio.gather(*(sending(carrier.postman, letter) for letter in letters))
    subjects = {str(mail["Subject"]).split()[2] for mail in carrier.delivered()}
    assert subjects == {f"{number:04}" for number in range(20)}


async def test_a_bad_address_is_refused_and_nothing_is_sent(
    carrier: Carrier, release: ReleaseLetter
) -> None:
    with pytest.raises(MailRefused):
        await sending(carrier.postman, release, to="x@y.example\r\nBcc: z@y.example")
    assert carrier.delivered() == []


async def test_sending_works_again_after_closing(carrier: Carrier, release: ReleaseLetter) -> None:
    await sending(carrier.postman, release)
    await carrier.postman.close()
    await sending(carrier.postman, release)
    assert len(carrier.delivered()) == 2


# Files


async def test_the_mailbox_lists_newest_first_and_reads_both_parts(
    files: FilePostman, release: ReleaseLetter, receipt: ReceiptLetter
) -> None:
    assert isinstance(files, Mailbox)
    assert await files.list_mails() == []
    await sending(files, receipt)
    await sending(files, release)
    newest, older = await files.list_mails()
    assert newest.subject == "Release code 4471-92 for Red Boot 01"
    assert older.subject.startswith("Receipt R-20417")
    assert await files.list_mails(limit=1) == [newest]
    mail = await files.read_mail(newest.mail_id)
    assert mail.summary == newest
    assert newest.to == TO
    assert newest.message_id == MESSAGE_ID
    assert newest.language == "en"
    assert newest.sent_at.utcoffset() is not None
    assert mail.text.startswith("Your release code: 4471-92\n")
    assert mail.html.startswith("<!doctype html>")
    assert ("Auto-Submitted", "auto-generated") in mail.headers


async def test_mails_are_for_the_owner_of_the_folder_only(
    files: FilePostman, release: ReleaseLetter
) -> None:
    await sending(files, release)
    [mail] = files._folder.iterdir()
    assert stat.S_IMODE(mail.stat().st_mode) == 0o600
    assert stat.S_IMODE(files._folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "mail_id", ["", "..", "../demo-keys.json", "0" * 20 + "-" + "a" * 8, "/etc/passwd", "a\x00b"]
)
async def test_a_name_that_no_mail_has_is_missing(
    files: FilePostman, release: ReleaseLetter, mail_id: str
) -> None:
    await sending(files, release)
    with pytest.raises(Missing):
        await files.read_mail(mail_id)


async def test_a_folder_that_cannot_be_written_delays(
    tmp_path: Path, templates: Templates, release: ReleaseLetter
) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    with pytest.raises(MailDelayed, match="did not take"):
        await sending(FilePostman(tmp_path / "taken", templates, sender=SENDER), release)


# SMTP


async def test_one_connection_carries_letter_after_letter(
    smtp: SmtpPostman, office: PostOffice, release: ReleaseLetter
) -> None:
    for _ in range(5):
        await sending(smtp, release)
    assert office.connections == 1
    assert office.recipients == [TO] * 5


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
async def test_a_temporary_no_delays_and_the_next_try_arrives(
    smtp: SmtpPostman, office: PostOffice, release: ReleaseLetter, step: str
) -> None:
    office.answers[step] = ["451 4.7.1 greylisted, come back"]
    with pytest.raises(MailDelayed) as delay:
        await sending(smtp, release)
    assert delay.value.answer == "451 4.7.1 greylisted, come back"
    await sending(smtp, release)
    assert len(office.mails) == 1


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
async def test_a_permanent_no_to_address_or_message_refuses(
    smtp: SmtpPostman, office: PostOffice, release: ReleaseLetter, step: str
) -> None:
    office.answers[step] = ["550 5.1.1 no such person"]
    with pytest.raises(MailRefused) as refusal:
        await sending(smtp, release)
    assert refusal.value.answer == "550 5.1.1 no such person"
    assert office.mails == []


async def test_a_no_to_us_never_loses_a_code(
    smtp: SmtpPostman, office: PostOffice, release: ReleaseLetter
) -> None:
    office.answers["MAIL"] = ["530 5.7.0 sign in first"]
    with pytest.raises(MailDelayed) as delay:
        await sending(smtp, release)
    assert "530" in delay.value.answer


@pytest.mark.parametrize("how", ["stall", "cut"])
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
async def test_a_server_that_stalls_or_hangs_up_delays_and_the_next_try_arrives(
    smtp: SmtpPostman, office: PostOffice, release: ReleaseLetter, step: str, how: str
) -> None:
    office.answers[step] = [how]
    with pytest.raises(MailDelayed):
        await sending(smtp, release)
    await sending(smtp, release)
    assert len(office.mails) == 1


async def test_a_kept_connection_that_died_meanwhile_is_replaced_unnoticed(
    smtp: SmtpPostman, office: PostOffice, release: ReleaseLetter
) -> None:
    await sending(smtp, release)
    # No waiting: the line is found dead while it is used.
    office.cut()
    assert (await sending(smtp, release)).startswith("250")
    office.answers["MAIL"] = ["421 4.3.2 closing after so many mails"]
    assert (await sending(smtp, release)).startswith("250")
    assert len(office.mails) == 3


async def test_a_connection_cut_after_the_message_is_not_tried_again_by_itself(
    smtp: SmtpPostman, office: PostOffice, release: ReleaseLetter
) -> None:
    await sending(smtp, release)
    office.answers["DATA"] = ["cut"]
    with pytest.raises(MailDelayed):
        await sending(smtp, release)
    assert len(office.mails) == 1


async def test_nobody_listening_delays(templates: Templates, release: ReleaseLetter) -> None:
    postman = SmtpPostman(
        MailServer("127.0.0.1", 1, start_tls=False, timeout_seconds=0.5), templates, sender=SENDER
    )
    with pytest.raises(MailDelayed) as delay:
        await sending(postman, release)
    assert delay.value.answer


async def test_a_server_that_must_encrypt_and_cannot_delays(
    office: PostOffice, templates: Templates, release: ReleaseLetter
) -> None:
    postman = SmtpPostman(
        MailServer("127.0.0.1", office.port, start_tls=True, timeout_seconds=0.5),
        templates,
        sender=SENDER,
    )
    with pytest.raises(MailDelayed):
        await sending(postman, release)
    assert office.mails == []


def test_the_address_of_a_mail_server_says_how_to_encrypt() -> None:
    assert mail_server("smtp://localhost") == MailServer("localhost", 25)
    assert mail_server("smtps://mail.example") == MailServer(
        "mail.example", 465, tls=True, start_tls=False
    )
    assert mail_server("smtp+starttls://me:a%40b@mail.example:2525") == MailServer(
        "mail.example", 2525, start_tls=True, username="me", password="a@b"
    )
    assert "secret" not in repr(mail_server("smtp://me:secret@mail.example"))


@pytest.mark.parametrize("url", ["", "mail.example", "http://mail.example", "smtp://"])
def test_what_is_no_address_of_a_mail_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="SMTP_URL"):
        mail_server(url)
