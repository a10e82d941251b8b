"""The organisation's logo in the sizes it is shown in; `mark` says what it contains."""

from piccolo.columns import Bytea, ForeignKey, OnDelete, Serial, Timestamptz, Varchar
from piccolo.table import Table

from app.tables.people.staff import Staff


class Logo(Table, tablename="logo"):
    """Only the one that the settings name is kept."""

    id: Serial
    mark = Varchar(length=16, unique=True)
    page = Bytea()
    mail_kind = Varchar(length=4)
    mail = Bytea()
    paper = Bytea()
    added_by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    added_at = Timestamptz()
