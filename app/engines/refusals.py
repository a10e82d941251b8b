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
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.QueryCanceledError,
    asyncpg.InsufficientResourcesError,
    asyncpg.ReadOnlySQLTransactionError,
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
    except sqlite3.OperationalError as error:
        # Locked for longer than we wait, disk full: nothing was written, another try may help.
        raise DatabaseDown from error
    except CONNECTION_ERRORS as error:
        raise DatabaseDown from error
