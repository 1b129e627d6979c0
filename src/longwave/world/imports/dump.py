"""Reading the pages of a MediaWiki XML dump, up to where it breaks."""

import datetime as dt
import lzma
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from xml.etree.ElementTree import ParseError

import mwxml
from mwxml.element_iterator import ElementIterator
from mwxml.errors import MalformedXML

from longwave.world.errors import DumpUnreadable, NotMediaWiki
from longwave.world.imports.report import Damage
from longwave.world.imports.site import Site, main_page
from longwave.world.imports.streams import open_dump

XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
BROKEN_STREAM = (ParseError, EOFError, OSError, zlib.error, lzma.LZMAError)
# What mwxml raises on a page whose elements are not what it expects.
BROKEN_PAGE = (MalformedXML, ValueError, TypeError, AttributeError, KeyError)
PROSE_MODELS = (None, "wikitext")


@dataclass(frozen=True, kw_only=True)
class RawPage:
    """A page as dumped.

    Attributes:
        redirect: the target that the dump states; older dumps state none.
        is_prose: whether the text is wikitext, not a stylesheet, a script or data.
        edited: day of the revision.
    """

    title: str
    namespace: int
    redirect: str | None
    text: str
    is_prose: bool
    edited: dt.date | None


@dataclass(frozen=True, kw_only=True)
class BadPage:
    """A page that the dump spells in a way that cannot be read."""

    title: str
    reason: str


class _PageParts:
    """The elements of a page that mwxml understands: it gives up on others, such as <upload>."""

    KNOWN = frozenset({"title", "ns", "id", "redirect", "restrictions", "revision"})

    def __init__(self, element: Any) -> None:  # Any: mwxml has no types.
        self._element = element
        self.title = "untitled"

    def __iter__(self) -> Iterator[Any]:  # Any: mwxml has no types.
        for part in self._element:
            if part.tag == "title":
                self.title = part.text or self.title
            if part.tag in self.KNOWN:
                yield part


class Dump:
    """An open MediaWiki XML dump.

    Attributes:
        site: what the dump says of its wiki.
        damage: where the dump broke off, once the pages have been read; None where it is whole.
    """

    def __init__(self, path: Path, prefixes: Mapping[str, int]) -> None:
        """Open a dump; `prefixes` are names of namespaces that a dump may leave out.

        Raises:
            NotMediaWiki: the file is no MediaWiki XML.
            DumpUnreadable: the file breaks before its first page.
        """
        self.damage: Damage | None = None
        self._path = path
        self._stream = open_dump(path)
        try:
            root = self._root()
            self._children = iter(root)
            self._first: Any = next(self._children, None)  # Any: mwxml has no types.
            self.site = self._read_site(root.attr(XML_LANGUAGE, "en"), prefixes)
        except BROKEN_STREAM as error:
            self._stream.close()
            raise DumpUnreadable(path, self._stream.position, _reason(error)) from error
        except NotMediaWiki:
            self._stream.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()

    def pages(self) -> Iterator[RawPage | BadPage]:
        """Yield the pages; stop without an error where the dump breaks off, and set `damage`."""
        whole = 0
        try:
            for element in self._elements():
                if element.tag == "page":
                    page = self._read_page(element)
                    whole += 1
                    yield page
        except BROKEN_STREAM as error:
            line = error.position[0] if isinstance(error, ParseError) else None
            self.damage = Damage(pages=whole, position=self._stream.position, reason=_reason(error), line=line)

    def _root(self) -> Any:  # Any: mwxml has no types.
        try:
            root = ElementIterator.from_file(self._stream)
        except ParseError as error:
            raise NotMediaWiki(self._path, "it is no XML") from error
        if root.tag != "mediawiki":
            raise NotMediaWiki(self._path, f"its outermost element is <{root.tag}>")
        return root

    def _elements(self) -> Iterator[Any]:  # Any: mwxml has no types.
        if self._first is not None:
            yield self._first
            self._first.clear()
        yield from self._children

    def _read_site(self, language: str, prefixes: Mapping[str, int]) -> Site:
        if self._first is None or self._first.tag != "siteinfo":
            return Site(names={}, prefixes=prefixes, language=language)
        info = mwxml.SiteInfo.from_element(self._first)
        names = {space.id: space.name or "" for space in info.namespaces or ()}
        own = {name.casefold(): number for number, name in names.items() if name}
        return Site(
            title=info.name or "",
            key=info.dbname or "",
            language=language,
            main_page=main_page(info.base or ""),
            names=names,
            prefixes={**prefixes, **own},
            capitalises=info.case != "case-sensitive",
        )

    def _read_page(self, element: Any) -> RawPage | BadPage:  # Any: mwxml has no types.
        parts = _PageParts(element)
        try:
            page = mwxml.Page.from_element(parts, self._namespaces())
            newest = None
            for revision in page:
                newest = revision
            title = str(page.title)
        except BROKEN_PAGE as error:
            return BadPage(title=parts.title, reason=_reason(error))
        edited = newest.timestamp.strftime("%Y-%m-%d") if newest is not None and newest.timestamp else None
        return RawPage(
            title=self._local(title, page.namespace),
            namespace=page.namespace,
            redirect=page.redirect,
            text=(newest.text or "") if newest is not None else "",
            is_prose=newest is None or newest.model in PROSE_MODELS,
            edited=dt.date.fromisoformat(edited) if edited else None,
        )

    def _namespaces(self) -> dict[str, mwxml.Namespace]:
        # Dumps before MediaWiki 1.19 have no <ns>; mwxml then looks the title's prefix up here.
        return {name: mwxml.Namespace(number, name) for number, name in self.site.names.items() if name}

    def _local(self, title: str, namespace: int) -> str:
        number, rest = self.site.split(title)
        return rest if namespace and number == namespace else title


def _reason(error: BaseException) -> str:
    if isinstance(error, EOFError):
        return "the compressed file ends too early"
    return " ".join(str(error).split()) or type(error).__name__
