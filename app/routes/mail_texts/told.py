"""What a page of templates says once something was done."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.routes.reader import reader_language
from app.rules.wording import N_
from app.wordbook import translate


@dataclass(frozen=True)
class Flash:
    """One line at the top of the page."""

    text: str
    tone: str = "good"


@dataclass(frozen=True)
class Done:
    """The sentences, by the word in the address."""

    words: Mapping[str, str]

    def flash(self, done: str) -> Flash | None:
        """The sentence of `done`; None for any other word."""
        return Flash(translate(reader_language(), self.words[done])) if done in self.words else None


DONE = Done(
    {
        "saved": N_("Saved. The next mail is sent in these words."),
        "same": N_("Nothing was changed, so nothing was saved."),
        "restored": N_("Restored. The next mail is sent in these words."),
        "standard": N_("The standard words are used from now on."),
        "picture": N_("The picture is kept. Put its name into a text to use it."),
        "removed": N_("The picture is removed."),
    }
)
