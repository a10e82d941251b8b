"""The sandbox's own durable memory: one SQLite file that nobody else opens."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS checkouts (
    id TEXT PRIMARY KEY,
    reference TEXT NOT NULL,
    amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
    currency TEXT NOT NULL,
    email TEXT NOT NULL,
    description TEXT NOT NULL,
    lines TEXT NOT NULL,
    return_url TEXT NOT NULL,
    cancel_url TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'processing', 'paid', 'failed', 'expired')),
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    settles_at TEXT,
    capture_id TEXT UNIQUE,
    CHECK ((status = 'paid') = (capture_id IS NOT NULL)),
    CHECK (status <> 'processing' OR settles_at IS NOT NULL)
);
CREATE INDEX IF NOT EXISTS checkouts_expiring ON checkouts (expires_at) WHERE status = 'open';
CREATE INDEX IF NOT EXISTS checkouts_settling ON checkouts (settles_at)
    WHERE status = 'processing';
CREATE TABLE IF NOT EXISTS refunds (
    id TEXT PRIMARY KEY,
    capture_id TEXT NOT NULL REFERENCES checkouts (capture_id) ON DELETE RESTRICT,
    amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
    reason TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS refunds_of_capture ON refunds (capture_id);
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    body BLOB NOT NULL,
    created_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS notices (
    id TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    checkout_id TEXT NOT NULL REFERENCES checkouts (id) ON DELETE RESTRICT,
    body BLOB NOT NULL,
    created_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS deliveries (
    notice_id TEXT NOT NULL REFERENCES notices (id) ON DELETE RESTRICT,
    copy INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('waiting', 'delivered', 'given_up')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at TEXT NOT NULL,
    last_answer TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (notice_id, copy)
);
CREATE INDEX IF NOT EXISTS deliveries_waiting ON deliveries (next_at) WHERE status = 'waiting';
"""


class Store:
    """One connection shared by all threads of the process, one transaction at a time.

    A commit is on the disk when it returns (WAL, synchronous=FULL).
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Created for the owner alone: it holds payers' addresses.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.executescript(SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Everything inside happens or nothing does. Blocks: call it from a worker thread."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Let go of the file once the running transaction is over."""
        with self._lock:
            self._db.close()
