"""Money on its way back to a payer."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, Timestamptz, Varchar
from piccolo.table import Table

from app.tables.money.payment import Payment
from app.tables.people.staff import Staff


class Refund(Table, tablename="refund"):
    id: Serial
    payment = ForeignKey(Payment, on_delete=OnDelete.restrict, null=False)
    # At most one refund per capture and reason: nobody is paid back twice for one cause.
    reason = Varchar(length=40)
    # The capture it is taken from: one payment may have brought wrong money before the right.
    capture_ref = Varchar(length=80, default="")
    currency = Varchar(length=3)
    amount_cents = Integer()
    status = Varchar(length=8)
    # How it goes back: card by the provider, cash, cheque and terminal by a recorded pay-out.
    way = Varchar(length=12, default="card")
    note = Varchar(length=200, default="")
    wanted_by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=True)
    paid_out_by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=True)
    paid_out_ref = Varchar(length=80, default="")
    provider_ref = Varchar(length=80, default="")
    last_error = Varchar(length=200, default="")
    wanted_at = Timestamptz()
    done_at = Timestamptz(null=True, default=None)
