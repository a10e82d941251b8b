"""What stands on a boot's label, and how labels are wanted."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from app.rules.boots.label_formats import LabelFormat
from app.rules.wording import N_


@dataclass(frozen=True)
class LabelFacts:
    """What stands on one label. `url` is the boot's public address, whole; `version` counts up."""

    organisation: str
    boot_name: str
    url: str
    help_phone: str
    version: int


@dataclass(frozen=True)
class LabelWords:
    """What every label says, in its language; `{phone}` and `{version}` are filled in."""

    title: str = N_("Boot labels")
    scan: str = N_("Scan to pay and get your release code")
    help: str = N_("Help: {phone}")
    version: str = N_("Label {version}")


@dataclass(frozen=True)
class LabelOrder:
    """How labels are wanted: the paper, the first free cell of its first page, counted from 1.

    `logo` is a PNG that stands on every label; None for none.
    """

    paper: LabelFormat = LabelFormat.single
    start: int = 1
    language: str = "en"
    logo: bytes | None = field(default=None, repr=False)
    words: LabelWords = field(default_factory=LabelWords)


def label_texts(facts: LabelFacts, words: LabelWords) -> dict[str, str]:
    """The texts of one label as the renderer takes them (rules C5 and C7)."""
    return {
        "organisation": facts.organisation,
        "name": facts.boot_name,
        "url": facts.url,
        "scan": words.scan,
        "help": words.help.format(phone=facts.help_phone) if facts.help_phone else "",
        "host": urlsplit(facts.url).netloc,
        "version": words.version.format(version=facts.version),
    }
