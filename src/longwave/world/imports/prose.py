"""Reading one Markdown page: its front matter, its sections, its links."""

import posixpath
import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import ConfigDict, ValidationError

from longwave.world import document
from longwave.world.fields import Ids, Part, Text, Texts, Years
from longwave.world.imports.article import Block, Link
from longwave.world.imports.scrub import SIGNS, paragraphs, scrub
from longwave.world.imports.wikitext import share_links
from longwave.world.lore import Kind

FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
EMBEDDED = re.compile(r"!\[\[[^\]]*\]\]")
WIKI_LINK = re.compile(r"\[\[([^\[\]|#]*)(?:#[^\[\]|]*)?(?:\|([^\[\]]*))?\]\]")
SILENT = frozenset({"fence", "code_block", "html_block", "html_inline", "image"})


class FrontMatter(Part):
    """What the head of a page states; keys that mean nothing here are left alone."""

    model_config = ConfigDict(extra="ignore")

    title: Text | None = None
    kind: Kind | None = None
    years: Years | None = None
    regions: Ids = ()
    factions: Ids = ()
    topics: Ids = ()
    known_by: Ids = ()
    aliases: Texts = ()
    tags: Texts = ()


class FrontMatterBad(Exception):
    """The front matter cannot be read; the message says why."""


@dataclass(kw_only=True)
class MarkdownPage:
    """A Markdown page.

    Attributes:
        path: inside the folder, with forward slashes, without its ending.
        title: from the front matter, else the first heading of the first level, else the file's name.
        blocks: their links name a page by its path, or as a wiki link spells it.
    """

    path: str
    title: str
    front: FrontMatter
    blocks: list[Block] = field(default_factory=list)


def read_page(path: str, text: str) -> MarkdownPage:
    """Read a page.

    Raises:
        FrontMatterBad: the front matter is not YAML, or a value in it does not fit the schema.
    """
    front, body = _split(text)
    page = MarkdownPage(path=path, title=front.title or "", front=front)
    _Walk(page).read(MarkdownIt("commonmark").enable("table").parse(EMBEDDED.sub("", body)))
    page.title = page.title or posixpath.basename(path).replace("-", " ").replace("_", " ")
    return page


def _split(text: str) -> tuple[FrontMatter, str]:
    head = FRONT.match(text)
    if head is None:
        return FrontMatter(), text
    read = document.read("front matter", head[1].encode())
    if read.faults:
        raise FrontMatterBad(read.faults[0].what)
    try:
        return FrontMatter.model_validate(read.data or {}), text[head.end() :]
    except ValidationError as error:
        first = error.errors()[0]
        raise FrontMatterBad(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error


class _Walk:
    """A page, being read."""

    def __init__(self, page: MarkdownPage) -> None:
        self._page = page
        self._heading = ""
        self._lines: list[str] = []
        self._links: list[Link] = []
        self._open: list[str] = []

    def read(self, tokens: list[Token]) -> None:
        for token in tokens:
            if token.nesting > 0:
                self._open.append(token.type)
            elif token.nesting < 0:
                self._open.pop()
            elif token.type == "inline":
                self._inline(token)
        self._end_section()

    def _inline(self, token: Token) -> None:
        if "table_open" in self._open:
            return
        words = self._words(token.children or [])
        if self._open[-1] == "heading_open":
            self._head(words, is_title=token.level == 1 and not self._page.title and not self._page.blocks)
        elif "list_item_open" in self._open:
            self._lines.append(f"* {words}")
        else:
            # A sign at the start of a line means something in wikitext and nothing here.
            self._lines += ["", words.lstrip(SIGNS), ""]

    def _head(self, words: str, *, is_title: bool) -> None:
        self._end_section()
        self._heading = "" if is_title or words == self._page.title else scrub(words)
        if is_title:
            self._page.title = scrub(words)

    def _end_section(self) -> None:
        texts = paragraphs("\n".join(self._lines), self._heading)
        shares = share_links(texts, self._links)
        pairs = zip(texts, shares, strict=True)
        self._page.blocks += [Block(heading=self._heading, text=text, links=links) for text, links in pairs]
        self._lines, self._links = [], []

    def _words(self, tokens: list[Token]) -> str:
        parts: list[str] = []
        starts: list[tuple[int, str]] = []
        for token in tokens:
            if token.type in SILENT:
                continue
            if token.type == "link_open":
                starts.append((len(parts), str(token.attrGet("href") or "")))
            elif token.type == "link_close":
                at, target = starts.pop()
                self._note(target, "".join(parts[at:]))
            else:
                parts.append(" " if token.type in ("softbreak", "hardbreak") else token.content)
        return WIKI_LINK.sub(self._wiki_link, "".join(parts))

    def _note(self, address: str, label: str) -> None:
        path = unquote(address.partition("#")[0])
        if path.endswith(".md") and "://" not in path:
            folder = posixpath.dirname(self._page.path)
            target = posixpath.normpath(posixpath.join(folder, path.removesuffix(".md")))
            self._links.append(Link(target=target, label=scrub(label)))

    def _wiki_link(self, found: re.Match[str]) -> str:
        target = found[1].strip().removesuffix(".md")
        label = (found[2] or posixpath.basename(target)).strip()
        if target:
            self._links.append(Link(target=target, label=scrub(label)))
        return label
