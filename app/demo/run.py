"""Everything that one machine needs, in one command."""

from app.demo.opening import opening
from app.migrate import migrate
from app.serve import refuse_taken_port, serve
from app.settings import Settings


async def run(settings: Settings) -> None:
    """Migrate, fill an empty demonstration, start the sandbox beside us, then serve.

    Raises `Stopped`.
    """
    refuse_taken_port(settings)
    await migrate()
    if not settings.demo:
        await serve(settings)
        return
    async with opening(settings):
        await serve(settings)
