"""One counter, bumped in each transaction that changes a boot; web processes read it."""

from piccolo.columns import BigInt, Serial
from piccolo.table import Table


class LiveRevision(Table, tablename="live_revision"):
    id: Serial
    value = BigInt(default=0)
