"""Codes are shown with a reason only, labels are replaced and printed (rules C1, C5, C6)."""

from collections.abc import Sequence

import pytest

from app.actions.assignments.authorise_release import Permit, authorise_release
from app.actions.assignments.make_available import make_available
from app.actions.assignments.mark_returned import mark_returned
from app.actions.boots.labels.ask_label import ask_label
from app.actions.boots.labels.print_label import print_label
from app.actions.boots.labels.reissue_label import reissue_label
from app.actions.boots.release_codes.record_code import record_code
from app.actions.boots.release_codes.reveal_code import reveal_code
from app.actions.steps.assignments.bring_back import Return
from app.gateways.paper.labels import LabelFacts, LabelOrder
from app.gateways.paper.press import PaperFailed, Watcher
from app.gateways.paper.receipts import ReceiptFacts
from app.gateways.vault import Vault
from app.reads.assignments.conditions import ReturnCondition
from app.reads.boots.label_job import label_document, label_job
from app.rules.boots.label_jobs import JobStatus
from app.rules.boots.release import DebtChoice, ReleaseBasis
from app.rules.errors import Conflict, Gone, Invalid, Missing
from app.rules.people.access import Role
from app.settings import load_settings
from app.tables.boots.boot_label import BootLabel
from app.tables.records.audit_event import AuditEvent
from tests.conftest import RecordingBells
from tests.factories import a_boot, a_staff, switch, token_of
from tests.integration.assignments.booted import assignment, booted, promised


class PretendPress:
    """Remembers what it was asked to print; fails when told so."""

    def __init__(self, fails: bool = False) -> None:
        self.printed: list[LabelFacts] = []
        self._fails = fails

    async def labels(
        self, labels: Sequence[LabelFacts], order: LabelOrder, *, drawn: Watcher | None = None
    ) -> bytes:
        if self._fails:
            raise PaperFailed
        self.printed += labels
        return b"%PDF label"

    async def receipt(self, facts: ReceiptFacts, *, language: str = "en") -> bytes:
        raise AssertionError("no receipt is printed here")


@pytest.fixture
def vault() -> Vault:
    return Vault(load_settings().seal_keys)


async def test_a_code_is_shown_with_a_reason_and_never_without(
    bells: RecordingBells, vault: Vault
) -> None:
    boot_id, office = await a_boot(code="47-11"), await a_staff(Role.office)
    with pytest.raises(Invalid):
        await reveal_code(office, bells, vault, boot_id, reason="")
    assert await AuditEvent.exists().where(AuditEvent.verb == "reveal_code") is False
    assert await reveal_code(office, bells, vault, boot_id, reason="driver calls") == "47-11"
    row = await AuditEvent.select().where(AuditEvent.verb == "reveal_code").first()
    assert row is not None
    assert (row["staff"], row["reason"]) == (office.staff_id, "driver calls")
    assert "47-11" not in str(row)
    with pytest.raises(Missing):
        await reveal_code(office, bells, vault, 9999, reason="driver calls")


async def test_a_code_handed_over_in_person_starts_the_return_window(
    bells: RecordingBells, vault: Vault
) -> None:
    case, office = await booted(), await a_staff(Role.office)
    permit = Permit(ReleaseBasis.emergency, "ambulance", DebtChoice.stays)
    await authorise_release(office, bells, case.assignment_id, permit)
    before = await assignment(case)
    await reveal_code(office, bells, vault, case.boot_id, reason="at the counter")
    first = await assignment(case)
    await reveal_code(office, bells, vault, case.boot_id, reason="asked again")
    second = await assignment(case)
    assert first["code_reached_at"] is not None
    assert str(first["return_due_at"]) > str(before["return_due_at"])
    assert second["return_due_at"] == first["return_due_at"]


async def test_a_code_sent_by_mail_keeps_its_deadline_when_shown(
    bells: RecordingBells, vault: Vault
) -> None:
    case, office = await booted(), await a_staff(Role.office)
    permit = Permit(ReleaseBasis.emergency, "ambulance", DebtChoice.stays, "d@example.com")
    await authorise_release(office, bells, case.assignment_id, permit)
    before = await assignment(case)
    await reveal_code(office, bells, vault, case.boot_id, reason="on the phone")
    assert (await assignment(case))["return_due_at"] == before["return_due_at"]


@pytest.mark.parametrize("when", ["released", "returned"])
async def test_a_code_recorded_while_the_driver_has_the_boot_is_known_outside_too(
    bells: RecordingBells, vault: Vault, when: str
) -> None:
    await switch(new_code_needed="true")
    case, office = await booted(), await a_staff(Role.office)
    permit = Permit(ReleaseBasis.authorised, "asked to", DebtChoice.stays)
    await authorise_release(office, bells, case.assignment_id, permit)
    back = Return(ReturnCondition.good)
    if when == "returned":
        await mark_returned(office, bells, case.assignment_id, back)
    await record_code(office, bells, vault, case.boot_id, code="99-99", confirmed=True)
    if when == "returned":
        await make_available(office, bells, case.assignment_id)
        return
    # The payer's page has said the new one since.
    await mark_returned(office, bells, case.assignment_id, back)
    with pytest.raises(Conflict, match="needs a new release code"):
        await make_available(office, bells, case.assignment_id)
    await record_code(office, bells, vault, case.boot_id, code="11-11", confirmed=False)
    await make_available(office, bells, case.assignment_id)


async def test_a_replaced_label_is_remembered_and_a_second_click_replaces_nothing(
    bells: RecordingBells,
) -> None:
    boot_id, admin = await a_boot(), await a_staff(Role.admin)
    old = await token_of(boot_id)
    new = await reissue_label(admin, bells, boot_id, version=1, reason="torn")
    with pytest.raises(Conflict):
        await reissue_label(admin, bells, boot_id, version=1, reason="torn")
    rows = await BootLabel.select().where(BootLabel.boot == boot_id).order_by(BootLabel.version)
    assert [(row["token"], row["version"]) for row in rows] == [(old, 1), (new, 2)]
    assert [row["replaced_at"] is None for row in rows] == [False, True]


async def test_a_label_is_ordered_printed_once_and_fetched(bells: RecordingBells) -> None:
    boot_id, admin = await a_boot("Red Boot 01"), await a_staff(Role.admin)
    job_id = await ask_label(admin, bells, boot_id)
    assert await promised("print_paper") == [job_id]
    assert bells.rung == [frozenset({"paper"})]
    assert (await label_job(boot_id, job_id)).status is JobStatus.queued
    with pytest.raises(Missing):
        await label_document(boot_id, job_id)
    press = PretendPress()
    for _ in range(2):
        await print_label(bells, press, job_id, base_url="https://boots.example")
    assert [one.url for one in press.printed] == [
        f"https://boots.example/b/{await token_of(boot_id)}"
    ]
    assert press.printed[0].boot_name == "Red Boot 01"
    assert (await label_job(boot_id, job_id)).status is JobStatus.ready
    assert await label_document(boot_id, job_id) == b"%PDF label"
    with pytest.raises(Missing):
        await label_document(await a_boot(), job_id)


async def test_a_printing_that_fails_says_so(bells: RecordingBells) -> None:
    boot_id, admin = await a_boot(), await a_staff(Role.admin)
    job_id = await ask_label(admin, bells, boot_id)
    await print_label(bells, PretendPress(fails=True), job_id, base_url="https://boots.example")
    job = await label_job(boot_id, job_id)
    assert job.status is JobStatus.failed
    assert job.problem


async def test_the_pdf_of_a_replaced_label_is_gone(bells: RecordingBells) -> None:
    boot_id, admin = await a_boot(), await a_staff(Role.admin)
    job_id = await ask_label(admin, bells, boot_id)
    await print_label(bells, PretendPress(), job_id, base_url="https://boots.example")
    await reissue_label(admin, bells, boot_id, version=1, reason="torn")
    with pytest.raises(Gone):
        await label_document(boot_id, job_id)
