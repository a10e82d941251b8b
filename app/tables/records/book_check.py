"""What the nightly check of the books found."""

from piccolo.columns import Date, Integer, Serial, Text, Timestamptz
from piccolo.table import Table


class BookCheck(Table, tablename="book_check"):
    id: Serial
    day = Date()
    checked_at = Timestamptz()
    problems = Integer()
    # The findings, one a line; empty when everything agreed.
    report = Text(default="")
