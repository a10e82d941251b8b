"""Makes the demonstration its own secrets once, beside the database, so that nobody types any."""

import json
import os
import secrets
import stat
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from cryptography.fernet import Fernet

FILE_NAME = "demo-keys.json"


class KeysRefused(Exception):
    """The key file is not safe or not whole; the text says what to do."""


@dataclass(frozen=True)
class DemoKeys:
    """Secrets of one demonstration. `seal_key` is a Fernet key, the others are random text."""

    seal_key: str = field(repr=False)
    signing_key: str = field(repr=False)
    sandbox_api_key: str = field(repr=False)
    sandbox_webhook_secret: str = field(repr=False)


def demo_keys(folder: Path, *, create: bool = True) -> DemoKeys | None:
    """Return the keys kept in `folder`, made on first use; None if absent and not `create`.

    The file is 0600. When several processes start at once, all get the keys of the one that was
    first. Raises `KeysRefused` when others may read the file or it is damaged.
    """
    path = folder / FILE_NAME
    if create and not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _write_once(path)
    try:
        # A link could lead to a file that somebody else controls.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeysRefused(f"{path} cannot be read as a plain file: {error.strerror}.") from error
    with os.fdopen(descriptor, encoding="utf-8") as file:
        mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        if mode & 0o077:
            raise KeysRefused(
                f"{path} can be read by others (mode {mode:04o}): run chmod 600 on it."
            )
        return _parse(path, file.read())


def _write_once(path: Path) -> None:
    keys = DemoKeys(
        seal_key=Fernet.generate_key().decode("ascii"),
        signing_key=secrets.token_urlsafe(32),
        sandbox_api_key=f"sandbox_{secrets.token_urlsafe(24)}",
        sandbox_webhook_secret=f"whsec_{secrets.token_urlsafe(24)}",
    )
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(keys), file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        # A link appears whole or not at all, and never replaces: readers see no half-written
        # file and the first process wins.
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _parse(path: Path, text: str) -> DemoKeys:
    names = [entry.name for entry in fields(DemoKeys)]
    try:
        found = json.loads(text)
        values = {name: found[name] for name in names}
    except (ValueError, KeyError, TypeError):
        raise KeysRefused(
            f"{path} does not hold all keys ({', '.join(names)}). Restore it from a backup; "
            "deleting it makes new keys, but codes sealed with the old ones stay sealed."
        ) from None
    if not all(isinstance(value, str) and value for value in values.values()):
        raise KeysRefused(f"{path} holds an empty key.")
    return DemoKeys(**values)
