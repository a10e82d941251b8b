"""A member of staff who can sign in."""

from piccolo.columns import Boolean, Serial, Timestamptz, Varchar
from piccolo.table import Table


class Staff(Table, tablename="staff"):
    id: Serial
    name = Varchar(length=80)
    email = Varchar(length=254, unique=True)
    password_hash = Varchar(length=200, secret=True)
    role = Varchar(length=10)
    active = Boolean(default=True)
    # The language this person chose to read; None follows the browser.
    language = Varchar(length=8, null=True, default=None)
    created_at = Timestamptz()
