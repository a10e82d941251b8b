"""Keeps drawn boards, so that a hundred viewers of one change cost one drawing (rule L3)."""

import asyncio
import gzip
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime

from litestar.datastructures import State
from markupsafe import Markup

from app.clock import now
from app.reads.dashboard.asked import Asked
from app.reads.dashboard.board import board
from app.reads.dashboard.revision import live_revision
from app.reads.settings.system_settings import PageSettings
from app.templating import Surroundings, Templates

# Boards of different searches and filters; the whole board is one of them.
MOST_KEPT = 16
# A board of a hundred rows a group is 20 times smaller so; harder costs more than it saves.
PACKED_HARD = 4


@dataclass(frozen=True)
class DrawnBoard:
    """A board's inside as markup, the same for every viewer: no token and no nonce in it."""

    revision: int
    inside: Markup
    refunds_due: int
    good_until: datetime | None
    # The whole fragment gzipped, by what a viewer may see of what stands around the inside.
    packed: dict[Hashable, bytes] = field(default_factory=dict, compare=False)

    def pack(self, around: Hashable, text: str) -> bytes:
        """Gzip `text`, this board with `around`, once for all viewers alike.

        Nothing in it is one viewer's secret, so its length tells nobody anything.
        """
        self.packed[around] = gzip.compress(text.encode(), PACKED_HARD, mtime=0)
        return self.packed[around]


Key = tuple[Asked, str, str, str]


class KeptBoards:
    """The boards drawn last, by what was asked, language, currency and time zone."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, DrawnBoard] = OrderedDict()
        self._drawing = asyncio.Lock()

    async def draw(
        self, templates: Templates, asked: Asked, chosen: PageSettings, language: str
    ) -> DrawnBoard:
        """The board as it is now; one statement while nothing has changed."""
        key = (asked, language, chosen.currency, chosen.time_zone)
        revision = await live_revision()
        if found := self._still_good(key, revision):
            return found
        # Whoever comes second waits for the first one's drawing instead of making the same.
        async with self._drawing:
            if found := self._still_good(key, revision):
                return found
            drawn = await _draw(templates, asked, chosen, language)
            self._keep(key, drawn)
            return drawn

    def _still_good(self, key: Key, revision: int) -> DrawnBoard | None:
        kept = self._kept.get(key)
        if kept is None or kept.revision < revision:
            return None
        if kept.good_until is not None and kept.good_until < now():
            return None
        self._kept.move_to_end(key)
        return kept

    def _keep(self, key: Key, drawn: DrawnBoard) -> None:
        self._kept[key] = drawn
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)


async def _draw(
    templates: Templates, asked: Asked, chosen: PageSettings, language: str
) -> DrawnBoard:
    shown = await board(asked, now())
    inside = templates.render(
        "dashboard/_inside.html",
        Surroundings(language=language, time_zone=chosen.time_zone, currency=chosen.currency),
        board=shown,
    )
    return DrawnBoard(
        shown.revision,
        Markup(inside),  # noqa: S704  (drawn by our own escaping template)
        shown.refunds_due,
        shown.good_until,
    )


def kept_boards(state: State) -> KeptBoards:
    """This application's drawn boards."""
    if "kept_boards" not in state:
        state["kept_boards"] = KeptBoards()
    found: KeptBoards = state["kept_boards"]
    return found
