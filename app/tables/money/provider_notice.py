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
    capture_ref = Varchar(length=80, default="")
    # The refund or dispute it is about: the provider's name, our key, the amount.
    part_ref = Varchar(length=80, default="")
    part_key = Varchar(length=80, default="")
    part_cents = Integer(default=0)
    currency = Varchar(length=3, default="")
    outcome = Varchar(length=40, default="")
    received_at = Timestamptz()
