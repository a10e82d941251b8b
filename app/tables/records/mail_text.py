"""A version of a mail's words; each saving is a row of its own, nothing is overwritten."""

from piccolo.columns import (
    Boolean,
    ForeignKey,
    Integer,
    OnDelete,
    Serial,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from app.tables.people.staff import Staff


class MailText(Table, tablename="mail_text"):
    """Version 0 was only sent as a test. `standard`: the product's own words, whatever they are."""

    id: Serial
    kind = Varchar(length=20)
    language = Varchar(length=8)
    version = Integer()
    standard = Boolean(default=False)
    subject = Varchar(length=200, default="")
    body = Text(default="")
    same_as = Integer(null=True, default=None)
    saved_by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    saved_at = Timestamptz()
