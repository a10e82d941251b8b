"""The inbox: each thing a card provider told us, stored once."""

from piccolo.columns import Integer, Serial, Timestamptz, Varchar
from piccolo.table import Table


class ProviderNotice(Table, tablename="provider_notice"):
    id: Serial
    provider = Varchar(length=20)
    event_id = Varchar(length=100)
    kind = Varchar(length=20)
    # A plain number: a notice may name a payment that we do not know.
    payment_id = Integer(null=True, default=None)
    outcome = Varchar(length=40, default="")
    received_at = Timestamptz()
