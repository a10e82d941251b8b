"""Seals release codes, so that a stolen database opens no boot."""

import json
import zlib
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from app.rules.errors import BootkeeperError
from app.rules.wording import N_


class SealBroken(BootkeeperError):
    """A sealed code cannot be opened: unknown key, changed bytes, or another boot's row."""

    title = N_("This release code cannot be read")
    message = N_("The stored release code of this boot cannot be opened.")
    next_step = N_("Take the code from the device's papers and enter it again.")


class Vault:
    """Seals and opens release codes with the first of `keys`; the others only open (rule C1).

    `keys` are url-safe base64 of 32 bytes each (`Fernet.generate_key()`), newest first.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("a vault needs at least one key")
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def seal(self, boot_id: int, code: str) -> str:
        """Return ASCII text that only this vault opens, and only for the boot `boot_id`."""
        payload = json.dumps([boot_id, code], ensure_ascii=False).encode()
        return self._fernet.encrypt(payload).decode("ascii")

    def open(self, boot_id: int, sealed: str) -> str:
        """Return the code. Raises `SealBroken`, also when the seal is another boot's."""
        try:
            owner, code = json.loads(self._fernet.decrypt(sealed.encode()))
        except (InvalidToken, ValueError, TypeError):
            # From None: what could not be opened must not travel along in a traceback.
            raise SealBroken from None
        if owner != boot_id:
            # The seal itself is sound: somebody moved it to another row.
            raise SealBroken
        return str(code)

    def seal_note(self, purpose: str, text: str) -> str:
        """Return `text`, packed and sealed, for whoever hands it back with the same `purpose`."""
        payload = json.dumps([purpose, text], ensure_ascii=False).encode()
        return self._fernet.encrypt(zlib.compress(payload)).decode("ascii")

    def open_note(self, purpose: str, sealed: str, *, seconds: int | None) -> str:
        """Return the text. Raises `SealBroken`, also when sealed more than `seconds` ago.

        None is for what is kept: it never grows too old.
        """
        try:
            packed = self._fernet.decrypt(sealed.encode(), ttl=seconds)
            meant_for, text = json.loads(zlib.decompress(packed))
        except (InvalidToken, ValueError, TypeError, zlib.error):
            raise SealBroken from None
        if meant_for != purpose:
            raise SealBroken
        return str(text)

    def reseal(self, boot_id: int, sealed: str) -> str:
        """Return the same code sealed with the first key, so that old keys can be retired.

        Raises `SealBroken`.
        """
        return self.seal(boot_id, self.open(boot_id, sealed))

    def reseal_note(self, purpose: str, sealed: str) -> str:
        """The same for what is kept as a note. Raises `SealBroken`."""
        return self.seal_note(purpose, self.open_note(purpose, sealed, seconds=None))
