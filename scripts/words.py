"""Collects every word people read into `locale/`, for each language: `python -m scripts.words`."""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "locale" / "bootkeeper.pot"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}
COMMENTS = ("Translators:",)
READ_JINJA = "jinja2.ext:babel_extract"
JINJA = {
    "extensions": "jinja2.ext.i18n,jinja2.ext.do",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "keep_trailing_newline": "true",
    "silent": "false",
    "newstyle_gettext": "true",
}


def collected_words() -> str:
    """The catalogue of the tree as it stands: messages in order, each with its files.

    No dates and no line numbers, so that it changes exactly when a word or its place does.
    """
    catalogue = Catalog(project="Bootkeeper", charset="utf-8", fuzzy=False)
    for path in sorted([*_files("templates", "*"), *_files("app", "*.py")]):
        with path.open("rb") as file:
            python = path.suffix == ".py"
            found = (
                extract("python", file, KEYWORDS, COMMENTS)
                if python
                else extract(READ_JINJA, file, KEYWORDS, COMMENTS, JINJA)
            )
            for _, message, comments, context in found:
                catalogue.add(
                    message,
                    locations=[(path.relative_to(ROOT).as_posix(), 0)],
                    auto_comments=comments,
                    context=context,
                )
    return HEADER + _written(catalogue)


def translated_words(words: str, translation: str) -> str:
    """`translation`, a .po file, in step with `words`, the catalogue.

    New messages come empty, messages nobody says any more go; the comments and the header above
    the first message stay as somebody wrote them.
    """
    header, _, _ = translation.partition("\n\n")
    known = read_po(io.BytesIO(translation.encode()), abort_invalid=True)
    catalogue = read_po(io.BytesIO(words.encode()), abort_invalid=True)
    for message in catalogue:
        said = known.get(message.id, message.context)
        # A message that became a plural, or stopped being one, is a new one.
        if said is not None and isinstance(said.id, tuple) == isinstance(message.id, tuple):
            message.string = said.string
    return f"{header}\n\n{_written(catalogue)}"


def translations() -> list[Path]:
    """The .po file of every language but English, which needs none."""
    return sorted(CATALOGUE.parent.glob("*/LC_MESSAGES/bootkeeper.po"))


def _written(catalogue: Catalog) -> str:
    text = io.BytesIO()
    write_po(
        text,
        catalogue,
        width=100,
        sort_output=True,
        omit_header=True,
        include_lineno=False,
        ignore_obsolete=True,
    )
    return text.getvalue().decode()


HEADER = """# Every word of Bootkeeper that people read; `python -m scripts.words` writes this file.
msgid ""
msgstr ""
"Project-Id-Version: Bootkeeper\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def _files(folder: str, pattern: str) -> list[Path]:
    return [path for path in (ROOT / folder).rglob(pattern) if path.is_file()]


if __name__ == "__main__":
    CATALOGUE.parent.mkdir(exist_ok=True)
    found_words = collected_words()
    CATALOGUE.write_text(found_words, encoding="utf-8")
    for one in translations():
        one.write_text(
            translated_words(found_words, one.read_text(encoding="utf-8")), encoding="utf-8"
        )
