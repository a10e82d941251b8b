"""The words for what happens with a boot, and the line of a history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from app.rules.wording import N_

EVENT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "add_boot": N_("Added"),
        "edit_boot": N_("Details changed"),
        "change_code": N_("Release code changed"),
        "reveal_code": N_("Release code shown"),
        "reissue_label": N_("Label replaced"),
        "take_out": N_("Taken out of service"),
        "put_back": N_("Put back in service"),
        "count_boot": N_("Counted in a stock take"),
        "confirm_code": N_("Release code confirmed by typing it"),
        "mistype_code": N_("A typed code was not the stored one"),
        "issue_boot": N_("Issued"),
        "cancel_never_applied": N_("Never applied"),
        "release_boot": N_("Released"),
        "mark_returned": N_("Returned"),
        "undo_return": N_("Return taken back"),
        "make_available": N_("Made available"),
        "mark_lost": N_("Lost"),
    }
)


@dataclass(frozen=True)
class Event:
    """One line of the history: `text` and `details` are msgids, `note` is as somebody wrote it."""

    at: datetime
    text: str
    who: str
    details: tuple[str, ...] = ()
    note: str = ""
