"""A printed QR label: one current label a boot, replaced ones are remembered."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Serial, Timestamptz, Varchar
from piccolo.table import Table

from app.tables.boots.boot import Boot


class BootLabel(Table, tablename="boot_label"):
    id: Serial
    token = Varchar(length=32, unique=True)
    boot = ForeignKey(Boot, on_delete=OnDelete.restrict, null=False)
    version = Integer(default=1)
    created_at = Timestamptz()
    replaced_at = Timestamptz(null=True, default=None)
