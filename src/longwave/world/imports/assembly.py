"""From the articles of any source to a pack folder."""

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from longwave.world.card import Named, WorldCard
from longwave.world.errors import RegionUnknown
from longwave.world.imports.article import Article, Origin
from longwave.world.imports.entries import Compiler, Frame, Redirect
from longwave.world.imports.folder import CARD, PackFolder
from longwave.world.imports.judging import Judge, frequent_topics
from longwave.world.imports.options import ImportOptions, Words
from longwave.world.imports.report import ImportReport
from longwave.world.imports.slugs import slug
from longwave.world.imports.spelling import spell_card, spell_lore
from longwave.world.lore import LoreEntry

MIN_TOPIC_PAGES = 5
MAX_TOPICS = 60
EARLIEST_START = dt.date(2000, 1, 1)
PUBLIC = "public"


class Assembly:
    """Puts the articles of one source into one pack folder."""

    def __init__(self, target: Path, origin: Origin, options: ImportOptions, words: Words) -> None:
        self._origin = origin
        self._options = options
        self._words = words
        self._source = slug(options.name or origin.key)
        self._folder = PackFolder(target, self._source)

    def assemble(self, articles: Sequence[Article], redirects: Sequence[Redirect], report: ImportReport) -> None:
        """Write the articles as entries and count them.

        Raises:
            WorldError: the folder, or what is in it, does not allow it; nothing has been written.
        """
        theirs = self._folder.card()
        card = theirs or self._new_card(articles)
        region = self._region(card, is_new=theirs is None)
        known = self._whose_circles_exist(articles, card, report)
        frame = Frame(
            max_chars=self._options.max_chars,
            last_year=card.start.year,
            source=self._source,
            ids=self._folder.ids(),
            names=self._folder.names(),
        )
        judge = Judge(self._words, card, from_year=self._options.from_year, region=region)
        pages = Compiler(known, redirects, frame).compile(judge, report)
        files = {} if theirs else {CARD: spell_card(card)}
        for number, entries in enumerate(_batches(pages, self._options.entries_per_file), start=1):
            files[f"lore/{self._source}-{number:03}.yaml"] = spell_lore(entries)
        self._folder.write(files, report)

    def _new_card(self, articles: Sequence[Article]) -> WorldCard:
        title = self._options.name or self._origin.title or self._source
        own = self._words.own
        regions = {key: names[0] if names else key for key, names in own.regions.items()}
        factions = {key: names[0] if names else key for key, names in own.factions.items()}
        for article in articles:
            regions |= {name: name for name in article.stated.regions if name not in regions}
            sides = (*article.stated.factions, *(name for name in article.stated.known_by if name != PUBLIC))
            factions |= {name: name for name in sides if name not in factions}
        default = {slug(self._options.region or self._source): self._options.region or title}
        return WorldCard(
            id=self._source,
            title=title,
            summary=f"A world imported from {self._origin.title or self._source}.",
            licence=f"that of {self._origin.title or self._source}; state it here before you publish",
            language=self._origin.language,
            tz="UTC",
            start=self._options.start or self._origin.newest or EARLIEST_START,
            people=f"people of {title}",
            regions=_named(default | regions),
            factions=_named(factions),
            topics=frequent_topics(articles, self._words, at_least=MIN_TOPIC_PAGES, at_most=MAX_TOPICS),
        )

    def _region(self, card: WorldCard, *, is_new: bool) -> str | None:
        if is_new:
            return slug(self._options.region or self._source)
        region = self._options.region
        known = [named.id for named in card.regions]
        if region is not None and region not in known:
            raise RegionUnknown(region, known)
        return region

    def _whose_circles_exist(self, articles: Sequence[Article], card: WorldCard, report: ImportReport) -> list[Article]:
        """Leave out secrets of circles that the pack does not have: made public, they would be secrets no more."""
        circles = {PUBLIC, *(faction.id for faction in card.factions), *self._folder.personas()}
        kept: list[Article] = []
        for article in articles:
            unknown = sorted(set(article.stated.known_by) - circles)
            if unknown:
                report.fail(article.title, f"known_by names no circle of the pack: {', '.join(unknown)}")
                continue
            kept.append(article)
        return kept


def _named(names: dict[str, str]) -> tuple[Named, ...]:
    return tuple(Named(id=key, name=name) for key, name in names.items())


def _batches(pages: Sequence[list[LoreEntry]], size: int) -> Iterator[list[LoreEntry]]:
    """Yield the entries of a file each; the parts of one page stay together."""
    batch: list[LoreEntry] = []
    for page in pages:
        if batch and len(batch) + len(page) > size:
            yield batch
            batch = []
        batch = [*batch, *page]
    if batch:
        yield batch
