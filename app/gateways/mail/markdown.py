"""Reads the closed Markdown of mails: into blocks of safe HTML, and into plain text beside it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup

from app.rules.mail_texts.message import Placeholder, Shape
from app.rules.mail_texts.placeholders import MESSAGES
from app.rules.mail_texts.words import PLACEHOLDER, names_in
from app.rules.outbox.letters import LetterKind
from app.rules.wording import N_

PICTURE = re.compile(r"picture:([a-z0-9-]{1,40})")
_ANY = re.compile(r"\{\{[=?/]?([a-z_]+)\}\}")
_WEB = re.compile(r"[!-~]{1,500}")
_MAILBOX = re.compile(r"mailto:[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,190}")
_INK = "color:#1b1b1f;"
_DRAWN = "max-width:100%;height:auto;border:0;"
_MARKED = {"strong": Markup("<strong>{}</strong>"), "em": Markup("<em>{}</em>")}
# The second wall: whatever the first might let through, no other tag or attribute gets out.
_TAGS = {"a", "strong", "em", "br", "img", "ul", "ol", "li"}
_ATTRIBUTES = {"a": {"href", "style", "class"}, "img": {"src", "alt", "style"}}
_SCHEMES = {"http", "https", "mailto", "cid"}

BAD_LINK = N_(
    "A link leads to an address with https://, http:// or mailto:, or to a placeholder for links."
)
BAD_PICTURE = N_(
    "Pictures come from your own list, as ![what it shows](picture:name). Others are never loaded."
)
HIDDEN = N_("Write placeholders plainly, without backslashes or marks inside their braces.")
NOT_ALONE = N_("{alone} is a part of the mail: give it a paragraph of its own.")


class _Closed(MarkdownIt):
    """Addresses stay as typed; they are judged when the text is read."""

    def __init__(self) -> None:
        super().__init__("zero", {"breaks": True})
        self.enable(
            [
                "heading",
                "list",
                "blockquote",
                "hr",
                "emphasis",
                "link",
                "image",
                "newline",
                "escape",
            ]
        )

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002  (the library's name for it)
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802  (the library's name for it)
        return url


_READER = _Closed()


@dataclass(frozen=True)
class Block:
    """One paragraph or the like. `kind`: lead, heading, row, panel, button, line or part.

    `html` is safe and holds placeholders as typed; `only` names the one word it consists of, which
    vanishes with its block when it is empty. `url` is a button's.
    """

    kind: str
    html: Markup = field(default_factory=Markup)
    only: str = ""
    url: str = ""


@dataclass(frozen=True)
class Sheet:
    """A body as read. `faults` are (msgid, what it is about): with one it is not sent."""

    blocks: tuple[Block, ...]
    text: str
    pictures: tuple[str, ...]
    faults: tuple[tuple[str, str], ...]


@lru_cache(maxsize=64)
def read_body(kind: LetterKind, body: str) -> Sheet:
    """Read a body once and remember it: a thousand mails are made of the same words."""
    return _Reading(MESSAGES[kind].placeholders).read(body)


class _Reading:
    """One reading, collecting pictures and faults on the way."""

    def __init__(self, known: Mapping[str, Placeholder]) -> None:
        self._known = known
        self._pictures: list[str] = []
        self._faults: list[tuple[str, str]] = []

    def read(self, body: str) -> Sheet:
        blocks: list[Block] = []
        texts: list[str] = []
        for node in SyntaxTreeNode(_READER.parse(body)).children:
            block, text = self._block(node)
            blocks.append(block)
            texts.append(text)
        text = "\n\n".join(texts)
        # Nor may one vanish, as in the title of a link: what a mail cannot do without was counted.
        written = set(_ANY.findall(text))
        if not written <= set(self._known) or not names_in(body) <= written:
            self._faults.append((HIDDEN, ""))
        return Sheet(
            tuple(blocks),
            text,
            tuple(dict.fromkeys(self._pictures)),
            tuple(dict.fromkeys(self._faults)),
        )

    def _block(self, node: SyntaxTreeNode) -> tuple[Block, str]:
        match node.type:
            case "heading":
                html, text = self._inline(node)
                lead = node.tag == "h1"
                return Block("lead" if lead else "heading", html), text if lead else _upper(text)
            case "bullet_list" | "ordered_list":
                html, text = self._list(node)
                return Block("row", html), text
            case "blockquote":
                parts = [self._block(child) for child in node.children]
                html = Markup("<br><br>").join(block.html for block, _ in parts)
                return Block("panel", html), "\n\n".join(text for _, text in parts)
            case "hr":
                return Block("line"), "----"
            case "paragraph":
                return self._paragraph(node)
        raise ValueError(f"no way to write {node.type}")

    def _paragraph(self, node: SyntaxTreeNode) -> tuple[Block, str]:
        inline = node.children[0].children
        alone = PLACEHOLDER.fullmatch(node.children[0].content.strip())
        if alone and alone[1] in self._known:
            name = alone[1]
            if self._known[name].drawn and node.parent is not None and node.parent.is_root:
                return Block("part", only=name), f"{{{{={name}}}}}"
            html, text = self._inline(node)
            return Block("row", html, only=name), f"{{{{?{name}}}}}{text}{{{{/{name}}}}}"
        if len(inline) == 1 and inline[0].type == "link":
            url = self._url(inline[0])
            html, label = self._inline(inline[0])
            # An address that is its own label is better read than pressed.
            if label != url and url and "<img" not in html:
                return Block("button", html, url=url), f"{label}\n{url}"
        html, text = self._inline(node)
        return Block("row", html), text

    def _list(self, node: SyntaxTreeNode) -> tuple[Markup, str]:
        numbered = node.type == "ordered_list"
        html, lines = Markup(), []
        for number, item in enumerate(node.children, start=1):
            pieces = [
                self._list(child) if child.type.endswith("_list") else self._inner(child)
                for child in item.children
            ]
            html += Markup("<li>{}</li>").format(Markup("<br>").join(one for one, _ in pieces))
            mark = f"{number}." if numbered else "-"
            lines.append(f"{mark} " + "\n   ".join(text for _, text in pieces))
        whole = Markup("<ol>{}</ol>") if numbered else Markup("<ul>{}</ul>")
        return _clean(whole.format(html)), "\n".join(lines)

    def _inner(self, node: SyntaxTreeNode) -> tuple[Markup, str]:
        block, text = self._block(node)
        return block.html, text

    def _inline(self, node: SyntaxTreeNode) -> tuple[Markup, str]:
        html, text = self._pieces(node.children)
        return _clean(html), text

    def _pieces(self, nodes: Sequence[SyntaxTreeNode]) -> tuple[Markup, str]:
        html, text = Markup(), ""
        for node in nodes:
            one, said = self._piece(node)
            html += one
            text += said
        return html, text

    def _piece(self, node: SyntaxTreeNode) -> tuple[Markup, str]:
        match node.type:
            case "inline":
                return self._pieces(node.children)
            case "text":
                self._judge_words(node.content)
                return Markup("{}").format(node.content), node.content
            case "softbreak" | "hardbreak":
                return Markup("<br>"), "\n"
            case "strong" | "em":
                html, text = self._pieces(node.children)
                return _MARKED[node.type].format(html), text
            case "link":
                return self._link(node)
            case "image":
                return self._picture(node)
        raise ValueError(f"no way to write {node.type}")

    def _link(self, node: SyntaxTreeNode) -> tuple[Markup, str]:
        url = self._url(node)
        html, text = self._pieces(node.children)
        link = Markup('<a href="{}" class="ink" style="{}">{}</a>').format(url, _INK, html)
        # In pointed brackets a mail program does not take the sentence's end for the address's.
        return link, text if text == url else f"{text} <{url.removeprefix('mailto:')}>"

    def _url(self, node: SyntaxTreeNode) -> str:
        url = str(node.attrs.get("href", ""))
        whole = PLACEHOLDER.fullmatch(url)
        if whole:
            known = self._known.get(whole[1])
            good = known is not None and known.shape is Shape.link
        else:
            good = bool(_MAILBOX.fullmatch(url)) or _is_web(url)
        if not good:
            self._faults.append((BAD_LINK, url[:60]))
            return ""
        return url

    def _picture(self, node: SyntaxTreeNode) -> tuple[Markup, str]:
        own = PICTURE.fullmatch(str(node.attrs.get("src", "")))
        described = node.content.strip()
        if own is None or names_in(described):
            self._faults.append((BAD_PICTURE, str(node.attrs.get("src", ""))[:60]))
            return Markup(), ""
        self._pictures.append(own[1])
        image = Markup('<img src="cid:{}" alt="{}" style="{}">')
        return image.format(picture_id(own[1]), described, _DRAWN), f"[{described}]"

    def _judge_words(self, content: str) -> None:
        """Backslashes can hide braces from whoever looked at the text before it was read."""
        if "{{" in PLACEHOLDER.sub("", content):
            self._faults.append((HIDDEN, content[:60]))
        for name in PLACEHOLDER.findall(content):
            if name not in self._known:
                self._faults.append((HIDDEN, name))
            elif self._known[name].shape is Shape.part:
                self._faults.append((NOT_ALONE, f"{{{{{name}}}}}"))


def picture_id(name: str) -> str:
    """What a part of the mail is called by its picture's name."""
    return f"{name}@picture"


def _is_web(url: str) -> bool:
    if not _WEB.fullmatch(url) or "{{" in url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None


def _clean(html: Markup) -> Markup:
    safe = nh3.clean(
        str(html), tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None
    )
    return Markup(safe)  # noqa: S704  (just cleaned)


def _upper(text: str) -> str:
    """Capitals for a heading in plain text; placeholders keep their names."""
    kept = PLACEHOLDER.findall(text)
    pieces = PLACEHOLDER.split(text)
    return "".join(
        f"{{{{{piece}}}}}" if place % 2 and piece in kept else piece.upper()
        for place, piece in enumerate(pieces)
    )
