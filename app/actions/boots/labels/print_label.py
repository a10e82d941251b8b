"""Render the label PDF that somebody ordered, of one boot or of many."""

from datetime import datetime
from typing import Any

import structlog

from app.actions.steps.boots.hold_labels import hold_labels
from app.actions.steps.boots.note_prints import note_prints
from app.actions.steps.win_move import win_move
from app.actions.steps.work import Bells, work
from app.gateways.paper.labels import LabelFacts, LabelOrder, LabelWords
from app.gateways.paper.press import PaperFailed, Press, Unwanted
from app.reads.boots.label_order import OrderedLabels, label_order
from app.reads.settings.logo import KeptLogo, kept_logo
from app.reads.settings.system_settings import system_settings
from app.rules.boots.label_jobs import JOB_MOVES, KEPT_FOR, JobStatus, JobVerb
from app.rules.outbox.effects import Effect
from app.rules.people.actor import SYSTEM
from app.rules.settings.system_settings import SystemSettings
from app.rules.wording import N_
from app.tables.effects.paper_job import PaperJob
from app.wordbook import translate

log = structlog.get_logger("paper")


async def print_label(bells: Bells, press: Press, job_id: int, *, base_url: str) -> None:
    """Read the facts, render outside any transaction, keep the PDF or why there is none.

    A job that is finished or cancelled stays as it is, so a promise kept twice does no harm
    (rules C9 and E2). Raises `Missing` for an unknown job; a failed rendering is kept in the job
    and not raised.
    """
    async with work(SYSTEM, bells):
        read_at = await hold_labels()
    order = await label_order(job_id)
    if order.status is not JobStatus.queued:
        return
    settings = await system_settings()

    async def drawn(count: int) -> None:
        async with work(SYSTEM, bells):
            still = (
                await PaperJob.update({PaperJob.drawn: count})
                .where(_this(job_id, order), PaperJob.status == JobStatus.queued.value)
                .returning(PaperJob.id)
            )
        if not still:
            raise Unwanted

    try:
        if not order.labels:
            raise PaperFailed(N_("Every boot that was chosen has been retired since."))
        await drawn(0)
        wanted = _wanted(order, settings.language, await kept_logo(settings))
        document = await press.labels(_facts(order, settings, base_url), wanted, drawn=drawn)
    except PaperFailed as failure:
        log.error("labels not printed", job=job_id, detail=failure.detail)
        await _fail(bells, job_id, order, failure.message)
    except Unwanted:
        log.info("labels not wanted any more", job=job_id)
    else:
        await _finish(bells, job_id, order, document, read_at)


def _this(job_id: int, order: OrderedLabels) -> Any:
    return (PaperJob.id == job_id) & (PaperJob.tries == order.tries)


async def _fail(bells: Bells, job_id: int, order: OrderedLabels, problem: str) -> None:
    async with work(SYSTEM, bells) as doing:
        more = {PaperJob.problem: problem[:300], PaperJob.done_at: doing.at}
        step = JOB_MOVES[JobVerb.fail]
        await win_move(PaperJob, _this(job_id, order), PaperJob.status, step, more)


async def _finish(
    bells: Bells, job_id: int, order: OrderedLabels, document: bytes, read_at: datetime
) -> None:
    """The document is kept for a while; its removal is promised at once (rule C10)."""
    async with work(SYSTEM, bells) as doing:
        more = {
            PaperJob.document: document,
            PaperJob.drawn: len(order.labels),
            PaperJob.left_out: order.left_out,
            PaperJob.read_at: read_at,
            PaperJob.done_at: doing.at,
        }
        step = JOB_MOVES[JobVerb.finish]
        if await win_move(PaperJob, _this(job_id, order), PaperJob.status, step, more):
            await note_prints(doing, job_id, [label.boot_id for label in order.labels])
            cause = f"{Effect.REMOVE_PAPER}:{job_id}:{order.tries}"
            await doing.promise(Effect.REMOVE_PAPER, job_id, cause=cause, wait=KEPT_FOR)


def _facts(order: OrderedLabels, settings: SystemSettings, base_url: str) -> list[LabelFacts]:
    return [
        LabelFacts(
            organisation=settings.organisation_name,
            boot_name=label.boot_name,
            url=f"{base_url}/b/{label.token}",
            help_phone=settings.help_phone,
            version=label.version,
        )
        for label in order.labels
    ]


def _wanted(order: OrderedLabels, language: str, logo: KeptLogo | None) -> LabelOrder:
    words = LabelWords()
    return LabelOrder(
        paper=order.paper,
        start=order.start,
        language=language,
        logo=logo.paper if logo else None,
        words=LabelWords(
            title=translate(language, words.title),
            scan=translate(language, words.scan),
            help=translate(language, words.help),
            version=translate(language, words.version),
        ),
    )
