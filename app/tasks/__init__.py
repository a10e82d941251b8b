"""The worker: inside the web process (embedded) or a process of its own (distributed)."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from dramatiq import Broker, Worker

from app.actions.books.plan_check import plan_check
from app.actions.letters.stationery import Stationery
from app.actions.outbox.drop_leases import drop_leases
from app.gateways.mail.files import FilePostman
from app.gateways.mail.postman import Postman
from app.gateways.mail.smtp import SmtpPostman, mail_server
from app.gateways.paper.subprocess_press import SubprocessPress
from app.gateways.payments.providers import Providers
from app.gateways.signer import Signer
from app.gateways.vault import Vault
from app.settings import Settings
from app.tasks.keepers import Tools, make_keepers
from app.tasks.ring import BrokerBells
from app.tasks.workshop import Workshop
from app.templating import Templates

# The actors only wake the workshop; two threads are plenty.
THREADS = 2


def make_postman(settings: Settings, templates: Templates) -> Postman:
    """SMTP when a server is named, files for the demonstration mailbox otherwise."""
    if settings.smtp_url:
        return SmtpPostman(mail_server(settings.smtp_url), templates, sender=settings.mail_from)
    return FilePostman(settings.mail_dir, templates, sender=settings.mail_from)


@contextlib.asynccontextmanager
async def worker_running(
    settings: Settings,
    templates: Templates,
    broker: Broker,
    workshop: Workshop,
    providers: Providers,
    bells: BrokerBells,
) -> AsyncIterator[None]:
    """Keep promises on the running loop for as long as the context lasts."""
    postman = make_postman(settings, templates)
    press = SubprocessPress(templates)
    workshop.open(
        make_keepers(
            Tools(
                providers=providers,
                postman=postman,
                press=press,
                stationery=Stationery(
                    vault=Vault(settings.seal_keys),
                    signer=Signer(settings.signing_keys),
                    base_url=settings.base_url,
                ),
                bells=bells,
                mail_domain=settings.mail_from.partition("@")[2],
            )
        )
    )
    if not settings.distributed:
        await drop_leases()
    await plan_check(bells)
    worker = Worker(broker, worker_threads=THREADS, worker_timeout=100)
    # Without this signal the broker's time limits never fire outside its own command line.
    broker.emit_after("process_boot")
    worker.start()
    try:
        async with workshop.at_work(settings.sweep_seconds):
            yield
    finally:
        # In a thread: the worker joins its threads, and this loop must not stand still for that.
        await asyncio.to_thread(worker.stop)
        await press.close()
        await postman.close()
