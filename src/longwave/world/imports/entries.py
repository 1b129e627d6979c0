"""From articles to lore entries: ids, names, links, facts, parts of long pages."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from longwave.world.imports.article import Article
from longwave.world.imports.chunks import Chunk, chunks
from longwave.world.imports.judging import Judge, Judgement
from longwave.world.imports.naming import Names, unqualified
from longwave.world.imports.report import MAX_NAMED, ImportReport
from longwave.world.imports.sentences import facts, latest_year
from longwave.world.imports.slugs import Slugs, slug
from longwave.world.lore import Fact, Kind, LoreEntry

MAX_HOPS = 10


@dataclass(frozen=True, kw_only=True)
class Redirect:
    """A second name of a page.

    Attributes:
        is_alias: whether it names the page itself, not a section of it.
    """

    name: str
    target: str
    is_alias: bool = True


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What the entries must fit into.

    Attributes:
        last_year: a number above it in a sentence is no year.
        source: tells a title from one that the pack already has.
        ids: taken by the pack.
        names: taken by the pack.
    """

    max_chars: int
    last_year: int
    source: str
    ids: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


class Compiler:
    """Turns the articles of one source into entries, all of them together, because they link to one another."""

    def __init__(self, articles: Sequence[Article], redirects: Sequence[Redirect], frame: Frame) -> None:
        self._articles = articles
        self._frame = frame
        self._slugs = Slugs(frame.ids)
        self._names = Names(frame.names)
        self._moved = {redirect.name: redirect.target for redirect in redirects}
        self._ids = {article.key: self._slugs.give(article.key, slug(article.title)) for article in articles}
        self._titles = self._give_titles()
        self._aliases: dict[str, list[str]] = {article.key: [] for article in articles}
        for article in articles:
            self._add_aliases(article.key, (article.title, *article.aliases))
        for redirect in redirects:
            key = self._resolve(redirect.name)
            if key is not None and redirect.is_alias:
                self._add_aliases(key, (redirect.name,))

    def compile(self, judge: Judge, report: ImportReport) -> list[list[LoreEntry]]:
        """Return the entries, those of one page together, and count them in the report."""
        report.redirects_resolved = sum(self._resolve(name) is not None for name in self._moved)
        report.redirects_dangling = len(self._moved) - report.redirects_resolved
        compiled = [self._page(article, judge.judge(article), report) for article in self._articles]
        report.taken = len(compiled)
        report.entries = sum(map(len, compiled))
        report.unused_categories = judge.unused.most_common(MAX_NAMED)
        report.unknown_ids = judge.unknown.most_common(MAX_NAMED)
        return compiled

    def _give_titles(self) -> dict[str, str]:
        """Return the titles as one says them: without "(planet)", where no other page has the bare name."""
        homonyms = Counter(unqualified(article.title).casefold() for article in self._articles)
        titles: dict[str, str] = {}
        # Pages without a qualifier own their name, wherever they stand in the source.
        for article in sorted(self._articles, key=lambda article: unqualified(article.title) != article.title):
            short = unqualified(article.title)
            is_free = homonyms[short.casefold()] == 1 and self._resolve(short) in (None, article.key)
            wanted = (short,) if is_free else ()
            full = (article.title, f"{article.title} ({self._frame.source})")
            titles[article.key] = self._names.claim_first((*wanted, *full), article.key)
        return titles

    def _add_aliases(self, key: str, names: Iterable[str]) -> None:
        for name in names:
            known = (self._titles[key], *self._aliases[key])
            if name not in known and self._names.claim(name, key):
                self._aliases[key].append(name)

    def _page(self, article: Article, judgement: Judgement, report: ImportReport) -> list[LoreEntry]:
        parts = chunks(article.blocks, self._frame.max_chars)
        own = self._ids[article.key]
        ids = [own, *(self._slugs.give(f"{article.key}#{n}", f"{own}-{n}") for n in range(2, len(parts) + 1))]
        links = [self._links(part, own, report) for part in parts]
        first = self._first(article, judgement, parts[0])
        further = [self._further(first, id_, part) for id_, part in zip(ids[1:], parts[1:], strict=True)]
        report.links_kept += sum(map(len, links))
        report.facts += len(first.facts)
        report.kinds[judgement.kind] += 1
        report.dated += judgement.is_dated
        return [
            entry.model_copy(update={"links": _unique((*_neighbours(ids, at), *links[at]))})
            for at, entry in enumerate([first, *further])
        ]

    def _first(self, article: Article, judgement: Judgement, part: Chunk) -> LoreEntry:
        title, aliases = self._titles[article.key], tuple(self._aliases[article.key])
        said = facts(article.blocks[0].text, (title, *aliases))
        return LoreEntry(
            id=self._ids[article.key],
            title=title,
            aliases=aliases,
            kind=judgement.kind,
            years=judgement.years,
            regions=judgement.regions,
            factions=judgement.factions,
            topics=judgement.topics,
            known_by=article.stated.known_by or ("public",),
            text=part.text,
            facts=tuple(self._fact(sentence, judgement.years[0]) for sentence in said),
        )

    def _fact(self, sentence: str, from_year: int) -> Fact:
        year = latest_year(sentence, self._frame.last_year)
        return Fact(says=sentence, year=year if year is not None and year > from_year else None)

    def _further(self, first: LoreEntry, id_: str, part: Chunk) -> LoreEntry:
        # A further part is text about the thing and not the thing again: no aliases, no facts, kind article.
        named = (f"{first.title}: {part.heading}",) if part.heading else ()
        title = self._names.claim_first((*named, *(() if named else (first.title,))), id_)
        fresh = {"id": id_, "title": title, "aliases": (), "kind": Kind.ARTICLE, "text": part.text, "facts": ()}
        return first.model_copy(update=fresh)

    def _links(self, part: Chunk, own: str, report: ImportReport) -> tuple[str, ...]:
        found: list[str] = []
        for target in dict.fromkeys(link.target for link in part.links):
            key = self._resolve(target)
            if key is None:
                report.links_dropped += 1
            elif self._ids[key] != own:
                found.append(self._ids[key])
        return _unique(found)

    def _resolve(self, name: str) -> str | None:
        for _ in range(MAX_HOPS):
            if name in self._ids:
                return name
            if name not in self._moved:
                return None
            name = self._moved[name]
        return None


def _neighbours(ids: Sequence[str], at: int) -> tuple[str, ...]:
    near = (0, at - 1, at + 1)
    return tuple(ids[n] for n in near if 0 <= n < len(ids) and n != at)


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
