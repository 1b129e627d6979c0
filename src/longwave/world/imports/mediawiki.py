"""The way in for MediaWiki XML dumps."""

import datetime as dt
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import mwparserfromhell
from mwparserfromhell.parser import ParserError

from longwave.world.imports.article import Article, Origin
from longwave.world.imports.assembly import Assembly
from longwave.world.imports.dump import BadPage, Dump, RawPage
from longwave.world.imports.entries import Redirect
from longwave.world.imports.options import ImportOptions, Stopwatch, Words, load_words
from longwave.world.imports.report import ImportReport, Skip
from longwave.world.imports.site import ARTICLES, CATEGORIES, TEMPLATES, Site
from longwave.world.imports.templates import Templates
from longwave.world.imports.wikitext import Parser, Reader, Reading

NEVER_TAKEN = {TEMPLATES: Skip.TEMPLATE, CATEGORIES: Skip.CATEGORY}
REDIRECT = re.compile(r"\s*#\s*([^\W\d_]+)\s*:?\s*\[\[([^\[\]|\n]+)")
QUALIFIER = re.compile(r"\(([^()]+)\)$")


def import_mediawiki(
    source: Path,
    target: Path,
    options: ImportOptions | None = None,
    *,
    stopwatch: Stopwatch = time.perf_counter,
    parse: Parser = mwparserfromhell.parse,
) -> ImportReport:
    """Write the pages of a MediaWiki XML dump as lore entries into a pack folder.

    Args:
        source: the dump, plain or packed with gzip, bzip2 or xz.
        target: a pack, or a folder that becomes one.
        options: how to import; None for the defaults.
        stopwatch: returns seconds.
        parse: turns wikitext into a tree.

    Raises:
        ImportRefused: the source cannot be read, or the target must not be written to; nothing has been written.
        PackInvalid: the target's `world.yaml` has faults.
    """
    options = options or ImportOptions()
    started_s = stopwatch()
    report = ImportReport(source=source.name)
    words = load_words(options.mapping)
    with Dump(source, words.namespaces) as dump:
        harvest = _Harvest(site=dump.site, words=words, wanted=dump.site.numbers(options.namespaces), report=report)
        for page in dump.pages():
            harvest.take(page)
        report.damage = dump.damage
    reader = Reader(harvest.site, harvest.templates, words, parse=parse)
    articles = list(_articles(harvest, reader, options.min_chars))
    Assembly(target, _origin(source, harvest), options, words).assemble(articles, harvest.redirects, report)
    report.seconds = stopwatch() - started_s
    return report


@dataclass(kw_only=True)
class _Harvest:
    """The pages of a dump, sorted into those to read and those to skip."""

    site: Site
    words: Words
    wanted: frozenset[int]
    report: ImportReport
    pages: dict[str, RawPage] = field(default_factory=dict)
    redirects: list[Redirect] = field(default_factory=list)
    newest: dt.date | None = None

    def __post_init__(self) -> None:
        self.templates = Templates(self.site, self.words)

    def take(self, page: RawPage | BadPage) -> None:
        self.report.pages += 1
        if isinstance(page, BadPage):
            self.report.fail(page.title, page.reason)
            return
        redirect = self._redirect(page)
        if page.namespace == TEMPLATES:
            self.templates.learn(page.title, page.text, redirect.target if redirect else None)
        self.newest = max(filter(None, (self.newest, page.edited)), default=None)
        reason = self._reason_to_skip(page, redirect)
        if reason is not None:
            self.report.skip(reason)
        else:
            self.pages[self.key(page)] = page
        if reason is Skip.REDIRECT and redirect is not None:
            self.redirects.append(redirect)

    def key(self, page: RawPage) -> str:
        space = self.site.names.get(page.namespace, "")
        return self.site.normal(f"{space}:{page.title}" if page.namespace != ARTICLES else page.title)

    def _reason_to_skip(self, page: RawPage, redirect: Redirect | None) -> Skip | None:
        if page.namespace not in self.wanted:
            return NEVER_TAKEN.get(page.namespace, Skip.NAMESPACE)
        if redirect is not None or not page.is_prose:
            return Skip.REDIRECT if redirect is not None else Skip.NOT_PROSE
        if self.key(page) == self.site.normal(self.site.main_page):
            return Skip.MAIN_PAGE
        if self.words.lists.starts(page.title) or self.words.list_words.all(page.title):
            return Skip.LIST
        return Skip.DUPLICATE if self.key(page) in self.pages else None

    def _redirect(self, page: RawPage) -> Redirect | None:
        written = REDIRECT.match(page.text)
        if page.redirect is None and (written is None or not self._is_redirect_word(written[1])):
            return None
        link = written[2] if written else ""
        target = page.redirect if page.redirect is not None else link
        is_alias = "#" not in link and page.namespace == ARTICLES
        return Redirect(name=self.key(page), target=self.site.normal(target.lstrip(":")), is_alias=is_alias)

    def _is_redirect_word(self, word: str) -> bool:
        return word.isupper() or self.words.redirects.covers(word)


def _articles(harvest: _Harvest, reader: Reader, min_chars: int) -> Iterator[Article]:
    report = harvest.report
    for key, page in harvest.pages.items():
        try:
            reading = reader.read(page.title, page.text)
        except (ParserError, RecursionError, ValueError) as error:
            report.fail(page.title, f"the parser of wikitext gave up: {error}")
            continue
        reason = _reason_to_drop(page, reading, reader, min_chars)
        if reason is not None:
            report.skip(reason)
            continue
        yield Article(
            key=key,
            title=page.title,
            blocks=tuple(reading.blocks),
            categories=tuple(dict.fromkeys(reading.categories)),
            boxes=tuple(reading.boxes),
        )


def _reason_to_drop(page: RawPage, reading: Reading, reader: Reader, min_chars: int) -> Skip | None:
    words = reader.words
    qualifier = QUALIFIER.search(page.title)
    marks = (*reading.templates, *((qualifier[1],) if qualifier else ()))
    if "__DISAMBIG__" in page.text or any(map(reader.templates.is_disambiguation, marks)):
        return Skip.DISAMBIGUATION
    if any(map(words.lists.starts, reading.categories)):
        return Skip.LIST
    if not reading.blocks:
        return Skip.EMPTY
    return Skip.SHORT if sum(len(block.text) for block in reading.blocks) < min_chars else None


def _origin(source: Path, harvest: _Harvest) -> Origin:
    site = harvest.site
    stem = source.name.partition(".")[0]
    key = site.key or site.title or stem
    return Origin(key=key, title=site.title or stem, language=site.language, newest=harvest.newest)
