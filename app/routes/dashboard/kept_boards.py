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
from app.reads.dashboard.cases import BoardRow
from app.reads.dashboard.refunds_failed import refunds_failed
from app.reads.dashboard.revision import live_revision
from app.reads.dashboard.store_room import StoredBoot
from app.reads.settings.system_settings import PageSettings
from app.templating import Surroundings, Templates

# How long a question to the database waits for others who ask the same.
GATHER_SECONDS = 0.004
# Rows as they were drawn: most of a board is as it was before the change.
MOST_ROWS = 1500

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
    mails_failed: int
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


@dataclass(frozen=True)
class Standing:
    """How things stood when it was asked: the revision, and how many refunds have failed."""

    revision: int
    refunds_failed: int


class KeptBoards:
    """The boards drawn last, by what was asked, language, currency and time zone."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, DrawnBoard] = OrderedDict()
        self._rows: OrderedDict[Hashable, Markup] = OrderedDict()
        self._drawing = asyncio.Lock()
        self._coming: asyncio.Task[Standing] | None = None

    async def standing(self) -> Standing:
        """How things stand; asked once for all who come within a moment.

        Never older than the question: the asking begins after the last of them came.
        """
        if self._coming is None:
            self._coming = asyncio.create_task(self._ask())
        # One who leaves must not take the answer from the others.
        return await asyncio.shield(self._coming)

    async def _ask(self) -> Standing:
        await asyncio.sleep(GATHER_SECONDS)
        self._coming = None
        return Standing(await live_revision(), await refunds_failed())

    async def draw(
        self,
        templates: Templates,
        asked: Asked,
        chosen: PageSettings,
        language: str,
        revision: int,
    ) -> DrawnBoard:
        """The board at `revision` or later; no statement while nothing has changed."""
        key = (asked, language, chosen.currency, chosen.time_zone)
        if found := self._still_good(key, revision):
            return found
        # Whoever comes second waits for the first one's drawing instead of making the same.
        async with self._drawing:
            if found := self._still_good(key, revision):
                return found
            drawn = await self._draw(templates, asked, chosen, language)
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
        self, templates: Templates, asked: Asked, chosen: PageSettings, language: str
    ) -> DrawnBoard:
        shown = await board(asked, now())
        around = Surroundings(
            language=language, time_zone=chosen.time_zone, currency=chosen.currency
        )

        def draw_row(row: BoardRow | StoredBoot) -> Markup:
            """A row of the board, drawn once for as long as nothing in it changes."""
            key = (row, around)
            if key in self._rows:
                self._rows.move_to_end(key)
                return self._rows[key]
            name = "_stored" if isinstance(row, StoredBoot) else "_one"
            text = templates.render(f"dashboard/{name}.html", around, row=row)
            drawn = Markup(text)  # noqa: S704  (as below)
            self._rows[key] = drawn
            while len(self._rows) > MOST_ROWS:
                self._rows.popitem(last=False)
            return drawn

        inside = templates.render("dashboard/_inside.html", around, board=shown, draw_row=draw_row)
        return DrawnBoard(
            shown.revision,
            Markup(inside),  # noqa: S704  (drawn by our own escaping template)
            shown.refunds_due,
            shown.mails_failed,
            shown.good_until,
        )


def kept_boards(state: State) -> KeptBoards:
    """This application's drawn boards."""
    if "kept_boards" not in state:
        state["kept_boards"] = KeptBoards()
    found: KeptBoards = state["kept_boards"]
    return found
