"""What makes a person's one-time codes; there is a row exactly while they are on."""

from piccolo.columns import BigInt, ForeignKey, OnDelete, Serial, Text, Timestamptz
from piccolo.table import Table

from app.tables.people.staff import Staff


class StaffFactor(Table, tablename="staff_factor"):
    id: Serial
    staff = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False, unique=True)
    sealed_secret = Text(secret=True)
    # The time step of the newest code that was used: neither it nor an older one works again.
    last_step = BigInt()
    since_at = Timestamptz()
