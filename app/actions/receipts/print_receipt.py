"""Render the receipt PDF that somebody ordered."""

import structlog

from app.actions.steps.work import Bells, work
from app.gateways.paper.press import PaperFailed, Press
from app.gateways.paper.receipts import ReceiptFacts, ReceiptItem
from app.reads.receipts.one_receipt import OneReceipt, one_receipt
from app.reads.receipts.receipt_lines import ReceiptLine
from app.reads.settings.logo import KeptLogo, kept_logo
from app.reads.settings.system_settings import system_settings
from app.rules.people.actor import SYSTEM
from app.rules.settings.system_settings import SystemSettings
from app.tables.money.receipt import Receipt
from app.wordbook import called, translate

log = structlog.get_logger("paper")


async def print_receipt(bells: Bells, press: Press, receipt_id: int) -> None:
    """Read the facts, render outside any transaction, keep the PDF or that there is none.

    A receipt that is printed stays as it is, so a promise kept twice does no harm (rule E2).
    Raises `Missing` for an unknown one; a failed rendering is noted and not raised.
    """
    receipt = await one_receipt(receipt_id)
    if receipt.paper != "queued":
        return
    document = None
    try:
        settings = await system_settings()
        facts = _facts(receipt, settings, await kept_logo(settings))
        document = await press.receipt(facts, language=receipt.language)
    except PaperFailed as failure:
        log.error("receipt not printed", receipt=receipt_id, detail=failure.detail)
    async with work(SYSTEM, bells):
        await Receipt.update(
            {Receipt.paper: "ready" if document else "failed", Receipt.document: document}
        ).where(Receipt.id == receipt_id, Receipt.paper == "queued")


def _facts(receipt: OneReceipt, settings: SystemSettings, logo: KeptLogo | None) -> ReceiptFacts:
    language = receipt.language
    return ReceiptFacts(
        organisation=settings.organisation_name,
        address=settings.organisation_address,
        help_phone=settings.help_phone,
        help_email=settings.help_email,
        time_zone=settings.time_zone,
        currency=receipt.currency,
        number=receipt.number,
        paid_at=receipt.paid_at,
        method=translate(language, receipt.method),
        lines=tuple(
            ReceiptItem(f"{line.number} {_label(line, language)}", line.amount_cents, line.deposit)
            for line in receipt.lines
        ),
        total_cents=receipt.total_cents,
        deposit_cents=receipt.deposit_cents,
        tax_cents=receipt.tax_cents,
        tax_rate_bp=receipt.tax_rate_bp,
        plates=receipt.plates,
        boot_name=receipt.boot_name,
        by_card=receipt.by_card,
        terms_url=settings.terms_url,
        privacy_url=settings.privacy_url,
        logo=logo.paper if logo else None,
    )


def _label(line: ReceiptLine, language: str) -> str:
    if line.said:
        return translate(language, line.label)
    return called(language, line.label, line.label_fr)
