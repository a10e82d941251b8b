"""Who keeps which promise: each keeper calls one action with the gateways it needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from app.actions.assignments.remind_return import remind_return
from app.actions.books.check_books import check_books
from app.actions.boots.labels.print_label import print_label
from app.actions.boots.labels.remove_paper import remove_paper
from app.actions.letters.stationery import Stationery
from app.actions.outbox.keep_promise import Keeper
from app.actions.outbox.send_mail import send_mail
from app.actions.payments.ask_provider import ask_provider
from app.actions.payments.expire_checkout import expire_checkout
from app.actions.payments.remind_promise import remind_promise
from app.actions.receipts.print_receipt import print_receipt
from app.actions.refunds.pay_back import pay_back
from app.actions.steps.payments.provider_of_payment import provider_of_payment
from app.actions.steps.refunds.provider_of_refund import provider_of_refund
from app.actions.steps.work import Bells
from app.gateways.mail.postman import Postman
from app.gateways.paper.press import Press
from app.gateways.payments.providers import Providers
from app.rules.errors import NotYet
from app.rules.outbox.effects import Effect


@dataclass(frozen=True)
class Tools:
    """The outside, as keepers use it; `mail_domain` ends every Message-ID."""

    providers: Providers
    postman: Postman
    press: Press
    stationery: Stationery
    bells: Bells
    mail_domain: str


def make_keepers(tools: Tools) -> Mapping[Effect, Keeper]:
    """A keeper for every effect there is."""

    async def send(mail_id: int) -> None:
        await send_mail(
            mail_id, tools.postman, tools.stationery, tools.bells, domain=tools.mail_domain
        )

    async def refund(refund_id: int) -> None:
        provider = tools.providers.must(await provider_of_refund(refund_id))
        await pay_back(refund_id, provider, tools.bells)

    async def expire(payment_id: int) -> None:
        provider = tools.providers.must(await provider_of_payment(payment_id))
        await expire_checkout(payment_id, provider, tools.bells)

    async def ask(payment_id: int) -> None:
        provider = tools.providers.must(await provider_of_payment(payment_id))
        if not await ask_provider(payment_id, provider, tools.bells):
            raise NotYet

    async def print_paper(job_id: int) -> None:
        await print_label(tools.bells, tools.press, job_id, base_url=tools.stationery.base_url)

    async def remind(payment_id: int) -> None:
        await remind_promise(payment_id, tools.bells)

    async def print_one_receipt(receipt_id: int) -> None:
        await print_receipt(tools.bells, tools.press, receipt_id)

    async def books(day: int) -> None:
        await check_books(date.fromordinal(day), tools.providers, tools.bells)

    return {
        Effect.SEND_MAIL: send,
        Effect.PAY_BACK: refund,
        Effect.EXPIRE_CHECKOUT: expire,
        Effect.ASK_PROVIDER: ask,
        Effect.PRINT_PAPER: print_paper,
        Effect.REMOVE_PAPER: partial(remove_paper, tools.bells),
        Effect.REMIND_PROMISE: remind,
        Effect.REMIND_RETURN: partial(remind_return, tools.bells),
        Effect.PRINT_RECEIPT: print_one_receipt,
        Effect.CHECK_BOOKS: books,
    }
