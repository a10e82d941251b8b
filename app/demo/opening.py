"""Open the demonstration: fill the town, start the sandbox, say where everything is."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Mapping

import httpx
import qrcode

from app.db import close_database, open_database
from app.demo.cast import PEOPLE
from app.demo.town import fill_town
from app.gateways.vault import Vault
from app.rules.boots.states import BootStatus
from app.settings import Settings
from app.stopped import Stopped
from app.tables.boots.boot_label import BootLabel

SANDBOX_STARTS_WITHIN_SECONDS = 15
# A stranger's program learns what it needs: neither our keys nor where our database is.
FOR_THE_SANDBOX = (
    *("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SYSTEMROOT"),
    *("PYTHONPATH", "PYTHONHOME", "PYTHONWARNINGS", "PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV"),
    *("SANDBOX_SLOW_SECONDS", "SANDBOX_DUPLICATES", "SANDBOX_RETRY_SECONDS"),
)


class Quiet:
    """No bells while the town is being filled: nobody listens yet, the sweep will find it all."""

    async def ring(self, queues: frozenset[str]) -> None:
        """Nothing to wake."""

    async def hint(self, changed: Mapping[int, int]) -> None:
        """Nobody looks yet."""


class SandboxDidNotStart(Stopped):
    """The sandbox beside us does not answer; most often its port is taken."""


@contextlib.asynccontextmanager
async def opening(settings: Settings) -> AsyncIterator[None]:
    """The demonstration around a web server; raises `SandboxDidNotStart`."""
    await open_database()
    try:
        await fill_town(Quiet(), Vault(settings.seal_keys))
        token = await booted_token()
    finally:
        await close_database()
    async with sandbox_beside(settings):
        announce(settings, token)
        yield


async def booted_token() -> str | None:
    """The label of the boot that was issued last, for the address to try first."""
    row = (
        await BootLabel.select(BootLabel.token)
        .where(BootLabel.boot.status == BootStatus.issued.value, BootLabel.replaced_at.is_null())
        .order_by(BootLabel.boot.revision, ascending=False)
        .first()
    )
    return str(row["token"]) if row else None


@contextlib.asynccontextmanager
async def sandbox_beside(settings: Settings) -> AsyncIterator[None]:
    """The sandbox provider as a process of its own, with its own store and secrets."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sandbox",
        env={name: os.environ[name] for name in FOR_THE_SANDBOX if name in os.environ}
        | {
            "SANDBOX_HOST": settings.host,
            "SANDBOX_PORT": str(settings.sandbox_port),
            "SANDBOX_URL": settings.sandbox_url,
            "SANDBOX_STORE": str(settings.data_dir / "sandbox.sqlite"),
            "SANDBOX_API_KEY": settings.sandbox_api_key,
            "SANDBOX_WEBHOOK_SECRET": settings.sandbox_webhook_secrets[0],
            "SANDBOX_WEBHOOK_URL": f"http://127.0.0.1:{settings.port}/hooks/sandbox",
        },
    )
    try:
        await _answers(settings, child)
        yield
    finally:
        if child.returncode is None:
            child.terminate()
        await child.wait()


async def _answers(settings: Settings, child: asyncio.subprocess.Process) -> None:
    address = f"http://127.0.0.1:{settings.sandbox_port}/healthz"
    deadline = asyncio.get_running_loop().time() + SANDBOX_STARTS_WITHIN_SECONDS
    async with httpx.AsyncClient(timeout=1) as client:
        while child.returncode is None and asyncio.get_running_loop().time() < deadline:
            with contextlib.suppress(httpx.TransportError):
                if (await client.get(address)).is_success:
                    return
            await asyncio.sleep(0.05)
    raise SandboxDidNotStart(
        f"The sandbox card provider did not start on port {settings.sandbox_port}. "
        "Is the port taken? Set SANDBOX_PORT."
    )


def announce(settings: Settings, token: str | None) -> None:
    """Print where everything is, one thing a line, and the pay page's QR code."""
    lines = [f"Dashboard  {settings.base_url}/dashboard"]
    if token:
        lines.append(f"Pay page   {settings.base_url}/b/{token}")
    if settings.smtp_url:
        lines.append("Mailbox    (mails go to the server named by SMTP_URL)")
    else:
        lines.append(f"Mailbox    {settings.base_url}/mailbox")
    lines += [
        f"Sign in    {person.role.value:<8} {person.email:<20} {person.password}"
        for person in PEOPLE
    ]
    lines.append("Stop       Ctrl-C; what happened here is kept for the next time")
    # Printed, not logged: these lines are for the person who typed `make run`.
    sys.stdout.write("\n".join(lines) + "\n")
    if token:
        code = qrcode.QRCode(border=2)
        code.add_data(f"{settings.base_url}/b/{token}")
        code.print_ascii(invert=True)
    sys.stdout.flush()
