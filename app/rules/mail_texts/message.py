"""What a mail with editable words is made of: its placeholders, and what it cannot do without."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from app.rules.outbox.letters import LetterKind
from app.rules.wording import N_


class Shape(StrEnum):
    """What a placeholder becomes."""

    word = "word"  # some words in a sentence
    link = "link"  # an address; also where a link may lead
    part = "part"  # a drawn part of the mail, alone in its paragraph
    either = "either"  # drawn large when alone in its paragraph, else words


@dataclass(frozen=True)
class Placeholder:
    """`meaning` and `example`, what it may look like, are msgids. Secret ones are in no subject."""

    name: str
    shape: Shape
    meaning: str
    example: str = ""
    in_subject: bool = True

    @property
    def drawn(self) -> bool:
        """Whether it is a part of the mail when alone in its paragraph."""
        return self.shape in (Shape.part, Shape.either)

    @property
    def fits_subject(self) -> bool:
        """Whether a subject may hold it."""
        return self.in_subject and self.shape in (Shape.word, Shape.either)


@dataclass(frozen=True)
class Message:
    """One mail whose words administrators may change. `needs`: each group wants one of its sets."""

    kind: LetterKind
    title: str
    when: str
    placeholders: Mapping[str, Placeholder]
    needs: tuple[tuple[tuple[str, ...], ...], ...] = ()


def by_name(*some: Placeholder) -> Mapping[str, Placeholder]:
    """These and those that every message has."""
    return MappingProxyType({one.name: one for one in (*some, *_OF_ALL)})


_OF_ALL = (
    Placeholder("organisation", Shape.word, N_("Name of your organisation"), "City of Marlow"),
    Placeholder("address", Shape.word, N_("Address of your organisation"), "1 Market Square"),
    Placeholder("help_phone", Shape.word, N_("Help phone"), "+1 519 555 0142"),
    Placeholder("help_email", Shape.word, N_("Help email"), "help@example.com"),
)
PLATE = Placeholder("plate", Shape.word, N_("Plate, its beginning hidden"), "••••43")
BOOT = Placeholder("boot", Shape.word, N_("Name of the boot"), "Red Boot 01")
CASE = Placeholder("case_link", Shape.link, N_("Link to the driver's own page"), "https://…")
DETAILS = Placeholder("details", Shape.part, N_("Table of the most important facts"))
