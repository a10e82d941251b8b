"""Which part of a long list the board shows, and where its neighbours are (target U7)."""

from dataclasses import dataclass

from app.reads.dashboard.asked import PER_PAGE, Asked


@dataclass(frozen=True)
class Stretch:
    """Places `first` to `last` of `count`, from 1; `back` and `on` are queries, None at the ends.

    "" is the query of the whole board and leads back to its beginning.
    """

    first: int
    last: int
    count: int
    back: str | None
    on: str | None


def stretch(asked: Asked, group: str, count: int) -> Stretch:
    """The page of `group` that was asked for, at most `PER_PAGE` of its `count` boots."""
    page = asked.page_of(group, count)
    passed = (page - 1) * PER_PAGE
    return Stretch(
        first=min(count, passed + 1),
        last=min(count, passed + PER_PAGE),
        count=count,
        back=asked.at_page(group, page - 1).query() if page > 1 else None,
        on=asked.at_page(group, page + 1).query() if passed + PER_PAGE < count else None,
    )
