"""Deciding what a page is about: its kind, its years, its regions, factions and topics."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from longwave.world.card import WorldCard
from longwave.world.imports import dating
from longwave.world.imports.article import Article
from longwave.world.imports.options import Words
from longwave.world.imports.slugs import slug
from longwave.world.imports.vocabulary import Vocabulary
from longwave.world.lore import Kind


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What a page is about.

    Attributes:
        is_dated: whether the source states a year.
    """

    kind: Kind
    years: tuple[int, int | None]
    is_dated: bool
    regions: tuple[str, ...]
    factions: tuple[str, ...]
    topics: tuple[str, ...]


class Judge:
    """Decides by what the source states, then by the caller's mapping, then by the words that come with Longwave."""

    def __init__(self, words: Words, card: WorldCard, *, from_year: int, region: str | None) -> None:
        self._words = words
        self._from_year = from_year
        self._region = region
        self._regions = _names((r.id, (r.name, *r.aliases)) for r in card.regions)
        self._factions = _names((f.id, (f.name, *f.aliases)) for f in card.factions)
        self._known = (
            frozenset(region.id for region in card.regions),
            frozenset(faction.id for faction in card.factions),
            frozenset(card.topics),
        )
        self.unused: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()

    def judge(self, article: Article) -> Judgement:
        """Return what the page is about."""
        kind = self.kind(article)
        stated = article.stated
        span = self._span(article, kind)
        if kind is None and self._opening(article, is_person=False)[0] is not None:
            kind = Kind.PERSON
        regions, factions, topics = self._known
        judgement = Judgement(
            kind=kind or Kind.ARTICLE,
            years=stated.years or self._closed(span),
            is_dated=bool(stated.years) or span != dating.NOTHING,
            regions=_allowed(stated.regions, regions) or self._places(article),
            factions=_allowed(stated.factions, factions) or self._sides(article),
            topics=_allowed((*stated.topics, *self._topics(article)), topics),
        )
        self._note_unused(article)
        for ids, known in zip((stated.regions, stated.factions, stated.topics), self._known, strict=True):
            self.unknown.update(id_ for id_ in ids if id_ not in known)
        return judgement

    def kind(self, article: Article) -> Kind | None:
        """Return the kind that the page's infoboxes or categories give away."""
        if article.stated.kind is not None:
            return article.stated.kind
        fields = {field for box in article.boxes for field in box.fields}
        for number, vocabulary in enumerate(self._words.kinds):
            is_shipped = number > 0
            found = self._named(vocabulary, [box.name for box in article.boxes])
            found = found or (self._by_fields(fields) if is_shipped else None)
            found = found or self._named(vocabulary, article.categories)
            if found is not None:
                return found
        return None

    def _by_fields(self, fields: Iterable[str]) -> Kind | None:
        ordered = sorted(fields)
        if any(self._words.role(field) in ("born", "died") for field in ordered):
            return Kind.PERSON
        return next((kind for field in ordered if (kind := self._words.field_kind(field))), None)

    def _named(self, vocabulary: Vocabulary, names: Iterable[str]) -> Kind | None:
        votes = Counter(key for name in names if (key := vocabulary.last(self._head(name))))
        # Counter keeps the order of arrival, so the earlier name wins a tie.
        return Kind(votes.most_common(1)[0][0]) if votes else None

    def _head(self, name: str) -> str:
        joints = [at for _, at in self._words.joints.spans(name) if at > 0]
        return name[: joints[0]] if joints else name

    def _span(self, article: Article, kind: Kind | None) -> dating.Span:
        boxes = dating.years_of_boxes(article.boxes, self._words, kind or Kind.ARTICLE)
        if boxes != dating.NOTHING:
            return boxes
        categories = dating.years_of_categories(article.categories, self._words)
        if categories != dating.NOTHING:
            return categories
        return self._opening(article, is_person=kind is Kind.PERSON) if kind in (None, Kind.PERSON) else dating.NOTHING

    def _opening(self, article: Article, *, is_person: bool) -> dating.Span:
        return dating.years_of_opening(article.blocks[0].text, self._words, is_person=is_person)

    def _closed(self, span: dating.Span) -> tuple[int, int | None]:
        first, last = span
        if first is not None:
            return first, last
        return (self._from_year if last is None else min(self._from_year, last)), last

    def _places(self, article: Article) -> tuple[str, ...]:
        found = self._of_role(article, "region", (self._words.regions, self._regions), self._known[0])
        return found or ((self._region,) if self._region else ())

    def _sides(self, article: Article) -> tuple[str, ...]:
        return self._of_role(article, "faction", (self._words.factions, self._factions), self._known[1])

    def _of_role(
        self, article: Article, role: str, vocabularies: tuple[Vocabulary, Vocabulary], known: frozenset[str]
    ) -> tuple[str, ...]:
        fields = (item for box in article.boxes for item in box.fields.items())
        texts = (*(value for field, value in fields if self._words.role(field) == role), *article.categories)
        return _allowed((key for text in texts for vocabulary in vocabularies for key in vocabulary.all(text)), known)

    def _topics(self, article: Article) -> tuple[str, ...]:
        mapped = (key for category in article.categories for key in self._words.topics.all(category))
        return (*mapped, *(slug(category) for category in article.categories))

    def _note_unused(self, article: Article) -> None:
        for category in article.categories:
            used = any(vocabulary.last(self._head(category)) for vocabulary in self._words.kinds)
            if not used and slug(category) not in self._known[2] and not self._is_mapped(category):
                self.unused[category] += 1

    def _is_mapped(self, category: str) -> bool:
        vocabularies = (self._words.regions, self._words.factions, self._words.topics, self._regions, self._factions)
        return any(vocabulary.last(category) for vocabulary in vocabularies)


def frequent_topics(articles: Iterable[Article], words: Words, *, at_least: int, at_most: int) -> tuple[str, ...]:
    """Return the topics of a new pack: those of the mapping, and the categories that hold most pages."""
    counts = Counter(slug(category) for article in articles for category in dict.fromkeys(article.categories))
    ranked = sorted((-count, name) for name, count in counts.items() if count >= at_least)
    stated = (topic for article in articles for topic in article.stated.topics)
    return tuple(sorted({*words.own.topics, *stated, *(name for _, name in ranked[:at_most])}))


def _allowed(ids: Iterable[str], known: frozenset[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id_ for id_ in ids if id_ in known))


def _names(named: Iterable[tuple[str, tuple[str, ...]]]) -> Vocabulary:
    return Vocabulary({id_: tuple(name.removeprefix("the ") for name in names) for id_, names in named})
