"""The mail log's time line: one row a try, with what the server said."""

from piccolo.columns import ForeignKey, OnDelete, Serial, Timestamptz, Varchar
from piccolo.table import Table

from app.tables.effects.mail import Mail


class MailAttempt(Table, tablename="mail_attempt"):
    id: Serial
    mail = ForeignKey(Mail, on_delete=OnDelete.restrict, null=False)
    at = Timestamptz()
    # How the try ended: sent, delayed or failed.
    outcome = Varchar(length=8)
    answer = Varchar(length=200, default="")
