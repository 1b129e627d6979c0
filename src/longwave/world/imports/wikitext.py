"""Reading one page of wikitext, in one walk over its parse tree."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import mwparserfromhell
from mwparserfromhell import nodes
from mwparserfromhell.wikicode import Wikicode

from longwave.world.imports.article import Block, Box, Link
from longwave.world.imports.options import Words
from longwave.world.imports.scrub import SIGNS, paragraphs, scrub
from longwave.world.imports.site import ARTICLES, CATEGORIES, FILES, INTERWIKI, LANGUAGE, Site
from longwave.world.imports.templates import Templates

Parser: TypeAlias = Callable[[str], Wikicode]

MAX_PHRASE_DEPTH = 4
MIN_BOX_FIELDS = 3
SILENT_TAGS = frozenset(
    "categorytree chem gallery graph hiero imagemap includeonly infobox inputbox mapframe maplink math poll ref "
    "references rss score script section source style syntaxhighlight table tabber templatedata templatestyles "
    "timeline video youtube".split()
)
BLOCK_TAGS = frozenset("blockquote center dd div dl dt h1 h2 h3 h4 h5 h6 hr ol p poem pre td th tr ul".split())
SILENT_ATTRIBUTES = re.compile(
    r"display\s*:\s*none|class\s*=\s*[\"']?[^\"'>]*\b(navbox|toc|noprint|infobox|hatnote|metadata|reference|thumb)",
    re.IGNORECASE,
)
UNSEEN = re.compile(r"<ref\b.*?(?:</ref>|/>)|<!--.*?-->", re.DOTALL | re.IGNORECASE)


@dataclass(kw_only=True)
class Reading:
    """What a page of wikitext says.

    Attributes:
        templates: names of the templates it uses.
    """

    blocks: list[Block] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    templates: list[str] = field(default_factory=list)


class Reader:
    """Reads the pages of one wiki."""

    def __init__(
        self, site: Site, templates: Templates, words: Words, *, parse: Parser = mwparserfromhell.parse
    ) -> None:
        self.site = site
        self.templates = templates
        self.words = words
        self.parse = parse

    def read(self, title: str, text: str) -> Reading:
        """Return what a page says.

        Raises:
            mwparserfromhell.parser.ParserError: the parser gave up.
            RecursionError: the text nests without end.
        """
        return _Walk(self, title).page(self.parse(text))


class _Walk:
    """One page, being read."""

    def __init__(self, reader: Reader, title: str) -> None:
        self._reader = reader
        self._site = reader.site
        self._title = title
        self._heading = ""
        self._silent_below: int | None = None
        self._links: list[Link] = []
        self._depth = 0
        self._reading = Reading()
        self._render: dict[type[nodes.Node], Callable[..., str]] = {
            nodes.Text: lambda node: str(node.value),
            nodes.Wikilink: self._wikilink,
            nodes.ExternalLink: lambda node: self._flat(node.title) if node.brackets and node.title else "",
            nodes.Template: self._template,
            nodes.Tag: self._tag,
            nodes.HTMLEntity: _entity,
            nodes.Argument: lambda node: self._flat(node.default) if node.default is not None else "",
            nodes.Heading: lambda node: f"\n\n{self._flat(node.title)}\n\n",
            nodes.Comment: lambda _: "",
        }

    def page(self, code: Wikicode) -> Reading:
        parts: list[str] = []
        for node in code.nodes:
            if not isinstance(node, nodes.Heading):
                parts.append(self._node(node))
                continue
            self._end_section(parts)
            parts = []
            self._heading = scrub(self._flat(node.title)).strip(SIGNS)
            if self._silent_below is None or node.level <= self._silent_below:
                self._silent_below = node.level if self._reader.words.ends.covers(self._heading) else None
        self._end_section(parts)
        return self._reading

    def _end_section(self, parts: list[str]) -> None:
        # Links of "See also" stay links, but its text is no text; they go to the last paragraph.
        links, self._links = self._links, []
        blocks = self._reading.blocks
        if self._silent_below is not None:
            if blocks and links:
                last = blocks.pop()
                blocks.append(Block(heading=last.heading, text=last.text, links=(*last.links, *links)))
            return
        texts = paragraphs("".join(parts), self._heading)
        shares = share_links(texts, links)
        pairs = zip(texts, shares, strict=True)
        blocks.extend(Block(heading=self._heading, text=text, links=share) for text, share in pairs)

    def _flat(self, code: Wikicode | None) -> str:
        return "".join(self._node(node) for node in code.nodes) if code is not None else ""

    def _node(self, node: nodes.Node) -> str:
        return self._render[type(node)](node)

    def _wikilink(self, node: nodes.Wikilink) -> str:
        target = self._flat(node.title).strip()
        shown = target.startswith(":")
        namespace, rest = self._site.split(target.lstrip(": "))
        label = self._flat(node.text) if node.text is not None else ""
        if namespace == CATEGORIES and not shown:
            self._reading.categories.append(self._site.normal(rest))
            return ""
        if namespace == INTERWIKI:
            is_language = LANGUAGE.fullmatch(target.lstrip(": ").partition(":")[0].strip()) is not None
            return label or ("" if is_language and not shown else rest.rpartition(":")[2])
        if namespace < ARTICLES or (namespace == FILES and not shown):
            return ""
        name = self._site.normal(target.lstrip(": "))
        if name:
            self._links.append(Link(target=name, label=scrub(label or rest)))
        return label or (rest if not rest.startswith("#") else "")

    def _template(self, node: nodes.Template) -> str:
        name = scrub(self._flat(node.name))
        if not name:
            return ""
        self._reading.templates.append(name)
        if name.casefold() in ("pagename", "fullpagename", "basepagename", "subst:pagename"):
            return self._title
        if self._is_box(node, name):
            self._reading.boxes.append(self._box(node, name))
            return "\n\n"
        parameters = {str(parameter.name).strip(): str(parameter.value).strip() for parameter in node.params}
        phrase = self._reader.templates.phrase(name, parameters)
        if phrase is None or self._depth >= MAX_PHRASE_DEPTH:
            return ""
        self._depth += 1
        text = self._flat(self._reader.parse(phrase))
        self._depth -= 1
        return text

    def _is_box(self, node: nodes.Template, name: str) -> bool:
        named = sum(parameter.showkey for parameter in node.params)
        if not named or self._depth:
            return False
        if self._reader.templates.is_infobox(name):
            return True
        # In wikis without template pages: a template of several lines above the first heading.
        return not self._heading and named >= MIN_BOX_FIELDS and str(node).count("\n") >= MIN_BOX_FIELDS

    def _box(self, node: nodes.Template, name: str) -> Box:
        fields: dict[str, str] = {}
        raw: dict[str, str] = {}
        for parameter in node.params:
            key = str(parameter.name).strip()
            text = scrub(self._flat(parameter.value)).replace("\n", " ")
            written = UNSEEN.sub("", str(parameter.value)).strip()
            if written:
                fields[key], raw[key] = text, written
        return Box(name=name, fields=fields, raw=raw)

    def _tag(self, node: nodes.Tag) -> str:
        tag = str(node.tag).strip().lower()
        if node.wiki_markup is not None and tag in ("li", "dd", "dt"):
            return node.wiki_markup if isinstance(node.wiki_markup, str) else str(node.wiki_markup)
        if tag in SILENT_TAGS or SILENT_ATTRIBUTES.search("".join(map(str, node.attributes))):
            return "\n\n" if tag == "table" else ""
        if tag in ("br", "wbr"):
            return "\n" if tag == "br" else ""
        text = self._flat(node.contents)
        if tag == "li":
            return f"\n* {text}\n"
        return f"\n\n{text}\n\n" if tag in BLOCK_TAGS else text


def share_links(texts: list[str], links: list[Link]) -> list[tuple[Link, ...]]:
    """Return each text's links: a link belongs to the first text that holds its label, else to the first text."""
    shares: list[list[Link]] = [[] for _ in texts]
    for link in links if texts else ():
        at = next((n for n, text in enumerate(texts) if link.label and link.label in text), 0)
        shares[at].append(link)
    return [tuple(share) for share in shares]


def _entity(node: nodes.HTMLEntity) -> str:
    try:
        return str(node.normalize())
    except (ValueError, OverflowError):
        return ""
