"""A picture that mails may carry; never changed once it is there."""

from piccolo.columns import Bytea, ForeignKey, Integer, OnDelete, Serial, Timestamptz, Varchar
from piccolo.table import Table

from app.tables.people.staff import Staff


class MailPicture(Table, tablename="mail_picture"):
    id: Serial
    name = Varchar(length=40, unique=True)
    kind = Varchar(length=4)
    content = Bytea()
    width = Integer()
    height = Integer()
    added_by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    added_at = Timestamptz()
