"""What a page of templates says once something was done."""

from collections.abc import Mapping

from app.rules.wording import N_

DONE_WORDS: Mapping[str, str] = {
    "saved": N_("Saved. The next mail is sent in these words."),
    "same": N_("Nothing was changed, so nothing was saved."),
    "restored": N_("Restored. The next mail is sent in these words."),
    "standard": N_("The standard words are used from now on."),
    "picture": N_("The picture is kept. Put its name into a text to use it."),
    "removed": N_("The picture is removed."),
}
