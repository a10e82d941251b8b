"""What the two drivers call errors, in our words."""

import contextlib
import sqlite3
from collections.abc import Iterator

import asyncpg

from app.rules.errors import DatabaseDown, Missing, Taken

CONNECTION_ERRORS = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
)


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Turn the two drivers' errors into `Taken`, `Missing` and `DatabaseDown`."""
    try:
        yield
    except asyncpg.UniqueViolationError as error:
        raise Taken(error.constraint_name or "") from error
    except sqlite3.IntegrityError as error:
        if "UNIQUE constraint failed" not in str(error):
            raise
        raise Taken(str(error).partition(": ")[2]) from error
    except (asyncpg.DataError, OverflowError) as error:
        # A number in an address that no row can have, such as /boots/99999999999.
        raise Missing from error
    except CONNECTION_ERRORS as error:
        raise DatabaseDown from error
