"""`python -m app reseal`: after a new seal key has come, so that the old one can go."""

from app.actions.keys.reseal import reseal
from app.db import close_database, open_database
from app.gateways.vault import Vault
from app.settings import Settings
from app.stopped import Stopped


class SealsBroken(Stopped):
    """Some secrets are opened by none of the keys; which, has been printed."""


async def reseal_all(settings: Settings) -> None:
    """May run beside everything else (rule C12). Raises `SealsBroken`."""
    await open_database()
    try:
        done = await reseal(Vault(settings.seal_keys))
    finally:
        await close_database()
    print(f"Sealed with the newest key: {done.codes} release codes, {done.factors} keys of staff.")
    if done.unreadable:
        print(f"No key opens these: {', '.join(done.unreadable)}. Keep the older keys.")
        raise SealsBroken
