"""The composition root of the web process: here alone the outside is chosen."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from importlib import import_module

from dramatiq import Broker
from litestar import Litestar
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.types import ASGIApp

from app.db import close_database, open_database
from app.gateways.live.memory import MemorySignals
from app.gateways.live.redis_signals import RedisSignals
from app.gateways.live.signals import Signals
from app.gateways.mail.files import FilePostman
from app.gateways.payments.provider import PaymentProvider
from app.gateways.payments.providers import Providers
from app.gateways.payments.sandbox import SandboxProvider
from app.gateways.signer import Signer
from app.gateways.vault import Vault
from app.routes import ROUTES
from app.routes.body import MOST_BYTES
from app.routes.cookies import LANGUAGE_COOKIE, cookie_name
from app.routes.desk import Desk
from app.routes.envelope import Envelope
from app.routes.faults import HANDLERS
from app.routes.guards import MACHINE, own_page, permitted
from app.routes.incoming import Incoming
from app.settings import Settings, load_settings
from app.static_files import StaticFiles
from app.tasks import worker_running
from app.tasks.actors import declare_actors
from app.tasks.broker import make_broker
from app.tasks.live_watch import LiveWatch
from app.tasks.ring import BrokerBells
from app.tasks.workshop import Workshop
from app.templating import Templates


@dataclass(frozen=True)
class House:
    """The desk of the web process and the worker's half behind it."""

    desk: Desk
    broker: Broker
    workshop: Workshop
    bells: BrokerBells


def make_providers(settings: Settings) -> Providers:
    """The card providers these settings name, the one for new checkouts first."""
    every: list[PaymentProvider] = []
    if settings.stripe_secret_key:
        # By name, because its library is an optional extra.
        checkout = import_module("app.gateways.payments.stripe_checkout")
        every.append(
            checkout.StripeProvider(
                settings.stripe_secret_key,
                settings.stripe_webhook_secrets,
                settings.stripe_api_url,
            )
        )
    if settings.sandbox:
        every.append(
            SandboxProvider(
                settings.sandbox_url,
                settings.sandbox_url,
                settings.sandbox_api_key,
                settings.sandbox_webhook_secrets,
            )
        )
    return Providers(every[0], tuple(every[1:]))


def make_house(
    settings: Settings, static: StaticFiles | None = None, templates: Templates | None = None
) -> House:
    """Choose the concrete gateways for these settings; nothing connects yet.

    Several houses of one process may share static files and templates: they are only read.
    """
    static = static or StaticFiles()
    templates = templates or Templates(static)
    signals: Signals = RedisSignals(settings.redis_url) if settings.distributed else MemorySignals()
    broker, workshop = make_broker(settings), Workshop()
    actors = declare_actors(broker, workshop.wake_from_thread)
    bells = BrokerBells(actors, signals, far=settings.distributed)
    desk = Desk(
        settings=settings,
        static=static,
        templates=templates,
        vault=Vault(settings.seal_keys),
        signer=Signer(settings.signing_keys),
        providers=make_providers(settings),
        bells=bells,
        signals=signals,
        mailbox=None
        if settings.smtp_url
        else FilePostman(settings.mail_dir, templates, sender=settings.mail_from),
    )
    return House(desk, broker, workshop, bells)


def keeping(house: House) -> AbstractAsyncContextManager[None]:
    """The worker of this house, running while the context lasts."""
    desk = house.desk
    return worker_running(
        desk.settings, desk.templates, house.broker, house.workshop, desk.providers, house.bells
    )


def _desk_of(state: State) -> Desk:
    desk: Desk = state.desk
    return desk


def create_app(house: House, stopping: asyncio.Event | None = None) -> Litestar:
    """The web application; in the embedded profile its worker runs inside.

    `stopping` is set when the process is asked to stop, so that open streams end at once.
    """
    desk, settings = house.desk, house.desk.settings

    @contextlib.asynccontextmanager
    async def life(app: Litestar) -> AsyncIterator[None]:
        app.state.stopping = stopping or asyncio.Event()
        await open_database()
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(close_database)
            stack.push_async_callback(desk.providers.close)
            stack.push_async_callback(desk.signals.close)
            await stack.enter_async_context(LiveWatch(desk.signals).running())
            if not settings.distributed:
                await stack.enter_async_context(keeping(house))
            try:
                yield
            finally:
                app.state.stopping.set()

    return Litestar(
        route_handlers=ROUTES,
        guards=[own_page, permitted],
        exception_handlers=HANDLERS,
        dependencies={"desk": Provide(_desk_of, sync_to_thread=False)},
        state=State({"desk": desk}),
        lifespan=[life],
        csrf_config=CSRFConfig(
            secret=settings.signing_keys[0],
            cookie_name=cookie_name("csrf", settings),
            cookie_secure=settings.secure,
            cookie_httponly=True,
            exclude_from_csrf_key=MACHINE,
            # Neither has a form; a cookie would make caches keep what is one visitor's.
            exclude=["^/static/", "^/logo/", "^/healthz$"],
        ),
        request_class=Incoming,
        openapi_config=None,
        logging_config=None,
        request_max_body_size=MOST_BYTES,
    )


def enveloped(desk: Desk, app: ASGIApp) -> Envelope:
    """The application with the headers and the log that belong around every answer."""
    return Envelope(
        app,
        form_action_origin=desk.provider.form_action_origin,
        secure=desk.settings.secure,
        language_cookie=cookie_name(LANGUAGE_COOKIE, desk.settings),
    )


def web(stopping: asyncio.Event | None = None) -> Envelope:
    """The whole application by the environment's settings, as a web server runs it."""
    settings = load_settings()
    house = make_house(settings)
    return enveloped(house.desk, create_app(house, stopping))
