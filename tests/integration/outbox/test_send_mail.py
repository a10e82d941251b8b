"""Letters are written when they are sent, and the log says what became of them."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from app.actions.letters.stationery import Stationery
from app.actions.outbox.send_mail import send_mail
from app.gateways.mail.letters import Letter, ReceiptLetter, ReleaseLetter
from app.gateways.mail.postman import MailDelayed, MailRefused
from app.gateways.signer import Signer
from app.gateways.vault import Vault
from app.rules.errors import NeverWill
from app.settings import load_settings
from app.tables.boots.boot_assignment import BootAssignment
from app.tables.effects.mail import Mail
from app.tables.effects.mail_attempt import MailAttempt
from tests.conftest import RecordingBells
from tests.integration.payments.conftest import Kerb, booted, kerb

__all__ = ["kerb"]


@dataclasses.dataclass
class PretendPostman:
    """Keeps letters; raises what the test wants first."""

    sent: list[tuple[Letter, str, str]] = dataclasses.field(default_factory=list)
    trouble: Exception | None = None

    async def send(self, letter: Letter, *, to: str, message_id: str, language: str) -> str:
        if self.trouble is not None:
            raise self.trouble
        self.sent.append((letter, to, message_id))
        return "250 OK"

    async def close(self) -> None:
        pass


def desk() -> Stationery:
    settings = load_settings()
    return Stationery(
        vault=Vault(settings.seal_keys),
        signer=Signer(settings.signing_keys),
        base_url="http://localhost:8000",
    )


async def deliver(kerb: Kerb, postman: PretendPostman) -> None:
    for row in await Mail.select(Mail.id).order_by(Mail.id):
        await send_mail(row["id"], postman, desk(), kerb.bells, domain="example.com")


async def test_the_release_letter_carries_the_code_and_all_that_is_needed(kerb: Kerb) -> None:
    reference = await kerb.pay()
    postman = PretendPostman()
    await deliver(kerb, postman)

    letters = {type(letter): (letter, to, mark) for letter, to, mark in postman.sent}
    release, to, message_id = letters[ReleaseLetter]
    assert isinstance(release, ReleaseLetter)
    assert to == "dana@example.com"
    assert message_id == f"<release-{kerb.assignment_id}@example.com>"
    assert release.release_code == "47-11"
    assert release.masked_plate.endswith("43")
    assert release.deposit_cents == 120_00
    assert f"/b/{kerb.token}/mine/{reference}." in release.case_url
    receipt, _, _ = letters[ReceiptLetter]
    assert isinstance(receipt, ReceiptLetter)
    assert (receipt.total_cents, receipt.deposit_cents) == (165_00, 120_00)
    assert receipt.code_follows
    assert await Mail.count().where(Mail.status == "sent") == 2


async def test_a_mail_already_sent_is_not_sent_again(kerb: Kerb) -> None:
    await kerb.pay()
    postman = PretendPostman()
    await deliver(kerb, postman)
    await deliver(kerb, postman)
    assert len(postman.sent) == 2


async def test_a_delay_is_shown_and_raised_for_another_try(kerb: Kerb) -> None:
    await kerb.pay()
    mail = await Mail.select(Mail.id).where(Mail.kind == "release").first()
    postman = PretendPostman(trouble=MailDelayed("451 busy"))
    with pytest.raises(MailDelayed):
        await send_mail(mail["id"], postman, desk(), kerb.bells, domain="example.com")
    row = await Mail.select().where(Mail.id == mail["id"]).first()
    assert (row["status"], row["answer"], row["attempts"]) == ("delayed", "451 busy", 1)
    assert list(kerb.bells.hinted[-1]) == [kerb.boot_id]

    postman.trouble = None
    await send_mail(mail["id"], postman, desk(), kerb.bells, domain="example.com")
    row = await Mail.select().where(Mail.id == mail["id"]).first()
    assert (row["status"], row["answer"], row["attempts"]) == ("sent", "250 OK", 2)


async def test_a_refusal_fails_the_mail_for_people_to_see(kerb: Kerb) -> None:
    await kerb.pay()
    mail = await Mail.select(Mail.id).where(Mail.kind == "release").first()
    postman = PretendPostman(trouble=MailRefused("550 no such user"))
    with pytest.raises(NeverWill):
        await send_mail(mail["id"], postman, desk(), kerb.bells, domain="example.com")
    row = await Mail.select().where(Mail.id == mail["id"]).first()
    assert (row["status"], row["answer"]) == ("failed", "550 no such user")


async def test_the_log_keeps_every_try_with_the_server_s_answer(kerb: Kerb) -> None:
    await kerb.pay()
    mail = await Mail.select(Mail.id).where(Mail.kind == "release").first()
    assert mail is not None
    postman = PretendPostman(trouble=MailDelayed("451 busy"))
    for _ in range(2):
        with pytest.raises(MailDelayed):
            await send_mail(mail["id"], postman, desk(), kerb.bells, domain="example.com")
    postman.trouble = None
    await send_mail(mail["id"], postman, desk(), kerb.bells, domain="example.com")
    tries = (
        await MailAttempt.select().where(MailAttempt.mail == mail["id"]).order_by(MailAttempt.id)
    )
    assert [(one["outcome"], one["answer"]) for one in tries] == [
        ("delayed", "451 busy"),
        ("delayed", "451 busy"),
        ("sent", "250 OK"),
    ]
    assert tries[0]["at"] <= tries[1]["at"] <= tries[2]["at"]


@pytest.mark.parametrize("kind", ["release", "receipt"])
async def test_whatever_failed_for_good_is_told_to_the_dashboard(kerb: Kerb, kind: str) -> None:
    await kerb.pay()
    mail = await Mail.select(Mail.id).where(Mail.kind == kind).first()
    assert mail is not None
    kerb.bells.hinted.clear()
    with pytest.raises(NeverWill):
        await send_mail(
            mail["id"],
            PretendPostman(trouble=MailRefused("550 no such user")),
            desk(),
            kerb.bells,
            domain="example.com",
        )
    assert [list(hint) for hint in kerb.bells.hinted] == [[kerb.boot_id]]


async def test_a_code_that_came_late_moves_the_deadline(kerb: Kerb) -> None:
    await kerb.pay()
    before = await BootAssignment.select().first()
    await deliver(kerb, PretendPostman())
    after = await BootAssignment.select().first()
    assert after["code_reached_at"] > before["released_at"]
    assert after["return_due_at"] == after["code_reached_at"] + timedelta(hours=24)


async def test_a_note_that_comes_second_lets_nothing_follow(kerb: Kerb) -> None:
    """Two processes hold one letter: the slower one's answer must not move the deadline."""
    await kerb.pay()
    mail = await Mail.select(Mail.id).where(Mail.kind == "release").first()
    before = await BootAssignment.select().first()
    hints = len(kerb.bells.hinted)

    class Overtaken(PretendPostman):
        async def send(self, letter: Letter, *, to: str, message_id: str, language: str) -> str:
            await Mail.update({Mail.status: "failed", Mail.answer: "550 no"}).where(
                Mail.id == mail["id"]
            )
            return "250 OK"

    await send_mail(mail["id"], Overtaken(), desk(), kerb.bells, domain="example.com")
    row = await Mail.select().where(Mail.id == mail["id"]).first()
    assert (row["status"], row["answer"], row["sent_at"]) == ("failed", "550 no", None)
    assert await BootAssignment.select().first() == before
    assert len(kerb.bells.hinted) == hints


async def test_a_mail_that_failed_for_good_is_not_sent_by_a_late_promise(kerb: Kerb) -> None:
    await kerb.pay()
    await Mail.update({Mail.status: "failed"}, force=True)
    postman = PretendPostman()
    await deliver(kerb, postman)
    assert postman.sent == []


async def test_a_deadline_that_was_set_later_never_moves_back(kerb: Kerb) -> None:
    await kerb.pay()
    before = await BootAssignment.select().first()
    later = before["return_due_at"] + timedelta(days=3)
    # Our clock ran ahead when the boot was released: the code arrives "before" its release.
    ahead = before["released_at"] + timedelta(hours=2)
    await BootAssignment.update(
        {BootAssignment.return_due_at: later, BootAssignment.released_at: ahead}, force=True
    )
    await deliver(kerb, PretendPostman())
    after = await BootAssignment.select().first()
    assert after["code_reached_at"] is not None
    assert after["return_due_at"] == later


async def test_the_mail_log_keeps_neither_address_nor_code_of_an_answer(kerb: Kerb) -> None:
    await kerb.pay()
    mail = await Mail.select(Mail.id).where(Mail.kind == "release").first()
    trouble = MailRefused("550 5.1.1 <dana@example.com> refused: Release code 47-11 for Boot 1")
    with pytest.raises(NeverWill):
        await send_mail(
            mail["id"], PretendPostman(trouble=trouble), desk(), kerb.bells, domain="example.com"
        )
    row = await Mail.select().where(Mail.id == mail["id"]).first()
    assert row["answer"].startswith("550 5.1.1 <d••••@e….com> refused")
    assert "47-11" not in row["answer"]


@pytest.mark.parametrize("begun", ["http://", "", "/"])
async def test_the_mail_log_keeps_no_link_that_shows_the_code(kerb: Kerb, begun: str) -> None:
    """Filters tell which address in a letter they dislike, whole or in part."""
    await kerb.pay()
    postman = PretendPostman()
    await deliver(kerb, postman)
    links = {letter.case_url for letter, _, _ in postman.sent if isinstance(letter, ReleaseLetter)}
    link = links.pop()
    secret = link.rpartition(".")[2]
    await Mail.update({Mail.status: "queued"}).where(Mail.kind == "release")
    quoted = link.partition("/b/" if begun == "/" else "://")[2]
    told = f"554 5.7.1 blocked: {begun}{quoted} is listed"
    postman.trouble = MailRefused(told)
    with pytest.raises(NeverWill):
        await deliver(kerb, postman)
    kept = [row["answer"] for row in await MailAttempt.select()]
    kept += [row["answer"] for row in await Mail.select()]
    assert secret not in " ".join(kept)
    assert kerb.token not in " ".join(kept)
    assert any("is listed" in answer for answer in kept)


async def test_the_receipt_names_every_item(kerb: Kerb) -> None:
    await kerb.pay()
    postman = PretendPostman()
    await deliver(kerb, postman)
    [receipt] = [letter for letter, _, _ in postman.sent if isinstance(letter, ReceiptLetter)]
    [number] = receipt.ticket_numbers
    assert [(line.label, line.amount_cents) for line in receipt.lines] == [
        (f"{number} Expired meter", 45_00),
        (f"{number} Boot applied", 120_00),
    ]


async def test_the_lines_of_a_receipt_with_late_amount_add_up(bells: RecordingBells) -> None:
    late = await booted(bells, late_cents=15_00, issued_at=datetime.now(UTC) - timedelta(days=30))
    await late.pay()
    postman = PretendPostman()
    await deliver(late, postman)
    [receipt] = [letter for letter, _, _ in postman.sent if isinstance(letter, ReceiptLetter)]
    assert [line.amount_cents for line in receipt.lines] == [45_00, 120_00, 15_00]
    assert sum(line.amount_cents for line in receipt.lines) == receipt.total_cents
