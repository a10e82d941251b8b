"""One boot on one vehicle for one violation: open until it is closed."""

from piccolo.columns import Boolean, ForeignKey, Integer, OnDelete, Serial, Timestamptz, Varchar
from piccolo.table import Table

from app.tables.boots.boot import Boot
from app.tables.boots.drop_off import DropOff
from app.tables.people.staff import Staff
from app.tables.street.violation import Violation


class BootAssignment(Table, tablename="boot_assignment"):
    id: Serial
    boot = ForeignKey(Boot, on_delete=OnDelete.restrict, null=False)
    violation = ForeignKey(Violation, on_delete=OnDelete.restrict, null=False)
    require_overdue = Boolean(default=False)
    issued_by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    issued_at = Timestamptz()
    released_at = Timestamptz(null=True, default=None)
    released_by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=True)
    release_basis = Varchar(length=20, default="")
    release_reason = Varchar(length=200, default="")
    # The payment whose email gets the code; a plain number because payments point here.
    release_payment_id = Integer(null=True, default=None)
    release_email = Varchar(length=254, default="")
    code_reached_at = Timestamptz(null=True, default=None)
    return_due_at = Timestamptz(null=True, default=None)
    # When to remind of the return; empty once that is decided, and where reminders are off.
    remind_at = Timestamptz(null=True, default=None)
    reported_returned_at = Timestamptz(null=True, default=None)
    returned_at = Timestamptz(null=True, default=None)
    returned_by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=True)
    return_condition = Varchar(length=200, default="")
    return_place = ForeignKey(DropOff, on_delete=OnDelete.restrict, null=True)
    closed_at = Timestamptz(null=True, default=None)
    close_reason = Varchar(length=30, default="")
