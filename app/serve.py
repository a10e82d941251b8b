"""The web server process, which lets open streams go as soon as it is asked to stop."""

import asyncio
import errno
import socket
from types import FrameType

import uvicorn

from app.main import web
from app.settings import Settings
from app.stopped import Stopped

# Requests in flight get this long; streams are told at once and need none of it.
GRACE_SECONDS = 10
# Open streams count too: a thousand screens, and as many requests beside them. Beyond that, 503.
MOST_CONNECTIONS = 2000


class PortTaken(Stopped):
    """Another program listens where we should; the text says what to do."""


def refuse_taken_port(settings: Settings) -> None:
    """Raises `PortTaken` before anything is made or printed that nobody could reach."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        socket.create_server((settings.host, settings.port), family=family).close()
    except OSError as error:
        # Whatever else is wrong with the address, the server says itself.
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(
                f"Port {settings.port} is taken. Stop the other program, or set PORT."
            ) from None


class Server(uvicorn.Server):
    """Tells the application about a stop before waiting for its connections to end."""

    def __init__(self, config: uvicorn.Config, stopping: asyncio.Event) -> None:
        super().__init__(config)
        self._stopping = stopping

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A stop signal: end the live streams, then shut down as usual."""
        self._stopping.set()
        super().handle_exit(sig, frame)
        # Else uvicorn raises the signal anew at its end, and what runs around us (the sandbox
        # beside the demonstration) is left behind without a goodbye.
        self._captured_signals.clear()


async def serve(settings: Settings) -> None:
    """Answer requests until a stop signal arrives. Raises `PortTaken`."""
    refuse_taken_port(settings)
    stopping = asyncio.Event()
    config = uvicorn.Config(
        web(stopping),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    await Server(config, stopping).serve()
