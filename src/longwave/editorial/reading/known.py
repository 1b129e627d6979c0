"""What the lore knows of a thing, as rules ask it: years, places, numbers, words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from longwave.editorial.reading.lexicon import Lexicon, Thing
from longwave.editorial.reading.reader import Reader, Reading
from longwave.world import calendar
from longwave.world.canon import BEGINNINGS, MONTHS, VOCABULARY, is_id, values_of
from longwave.world.lore import Kind, LoreEntry

_METRE, _KILO, _MINUTE, _PENNY = "metres", "kilos", "minutes", "pence"
UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("metre", "metres"), (_METRE, 1.0)),
    **dict.fromkeys(("centimetre", "centimetres", "cm"), (_METRE, 0.01)),
    **dict.fromkeys(("kilometre", "kilometres", "km"), (_METRE, 1000.0)),
    **dict.fromkeys(("fathom", "fathoms"), ("fathoms", 1.0)),
    **dict.fromkeys(("kilo", "kilos", "kilogram", "kilograms", "kg"), (_KILO, 1.0)),
    **dict.fromkeys(("tonne", "tonnes"), (_KILO, 1000.0)),
    **dict.fromkeys(("second", "seconds"), (_MINUTE, 1 / 60)),
    **dict.fromkeys(("minute", "minutes"), (_MINUTE, 1.0)),
    **dict.fromkeys(("hour", "hours"), (_MINUTE, 60.0)),
    **dict.fromkeys(("day", "days"), (_MINUTE, 1440.0)),
    **dict.fromkeys(("week", "weeks"), (_MINUTE, 10080.0)),
    **dict.fromkeys(("year", "years"), (_MINUTE, 525960.0)),
    **dict.fromkeys(("penny", "pence"), (_PENNY, 1.0)),
    **dict.fromkeys(("shilling", "shillings"), (_PENNY, 12.0)),
    **dict.fromkeys(("crown", "crowns"), (_PENNY, 240.0)),
    **dict.fromkeys(("degree", "degrees"), ("degrees", 1.0)),
    **dict.fromkeys(("knot", "knots"), ("knots", 1.0)),
}
"""Each unit's dimension, and how many of the dimension's own unit it is."""
_PAIR = re.compile(r"(?=\b([A-Z][a-z]+) ([A-Z][a-z]+)\b)")
_PLURALS = frozenset({"people", "sheep", "children", "aboard"})


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A number that the lore gives for a thing.

    Attributes:
        value: for a measure, in the dimension's own unit.
        dimension: "" for a count and for an ordinal.
        noun: what is counted or ordered; "" for a measure.
        about: the key's other words ("height", "missing").
        is_ordinal: whether it says which one it is.
    """

    value: float
    dimension: str = ""
    noun: str = ""
    about: frozenset[str]
    is_ordinal: bool = False
    says: str


@dataclass(frozen=True)
class Known:
    """A pack's lore, asked by rules."""

    lexicon: Lexicon

    @cached_property
    def reader(self) -> Reader:
        """Reads texts with the names of this world."""
        return Reader(self.lexicon)

    def born(self, entry: LoreEntry) -> int | None:
        """Return the year in which someone's life begins."""
        return entry.years[0] if entry.kind is Kind.PERSON else self.year(entry, "born")

    def died(self, entry: LoreEntry) -> int | None:
        """Return the year in which someone's life ended."""
        return entry.years[1] if entry.kind is Kind.PERSON else self.year(entry, "died")

    def year(self, entry: LoreEntry, key: str) -> int | None:
        """Return a year of the entry's canon."""
        value = entry.canon.get(key)
        return int(value) if isinstance(value, int | float) else None

    def beginnings(self, entry: LoreEntry) -> frozenset[int]:
        """Return every year of which a text may say that the thing began in it."""
        years = (self.year(entry, key) for key in BEGINNINGS)
        return frozenset({entry.years[0], *(year for year in years if year is not None)})

    def words(self, entry: LoreEntry, *keys: str) -> tuple[str, ...]:
        """Return the texts under keys of the entry's canon."""
        return tuple(text for key in keys if key in entry.canon for text in values_of(entry.canon[key]))

    def things(self, entry: LoreEntry, *keys: str) -> tuple[Thing, ...]:
        """Return the things that keys of the entry's canon name."""
        named = (self.thing(text) for text in self.words(entry, *keys))
        return tuple(thing for thing in named if thing is not None)

    def thing(self, name: str) -> Thing | None:
        """Return what an id or a name of canon stands for."""
        found = self.lexicon.things.get(name)
        return found or next((t for t in self.lexicon.things.values() if is_id(name) and self.faction(t) == name), None)

    def faction(self, thing: Thing | None) -> str:
        """Return the faction that an entry is about as such; "" for any other thing."""
        entry = thing.entry if thing else None
        return entry.factions[0] if entry and entry.kind is Kind.FACTION and entry.factions else ""

    def within(self, thing: Thing) -> frozenset[str]:
        """Return the ids of everything that a thing lies in, itself included."""
        return self._within[thing.id] if thing.id in self._within else frozenset({thing.id})

    @cached_property
    def _within(self) -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for thing in self.lexicon.things.values():
            reached, todo = set[str](), [thing.id]
            while todo:
                place = todo.pop()
                entry = self.lexicon.pack.lore.get(place)
                if place in reached:
                    continue
                reached.add(place)
                if entry is not None:
                    todo += [*self.words(entry, "place"), *entry.regions]
            found[thing.id] = frozenset(reached)
        return found

    @cached_property
    def quantities(self) -> dict[str, tuple[Quantity, ...]]:
        """What the lore counts and measures, by entry."""
        return {entry.id: tuple(_quantities(entry)) for entry in self.lexicon.pack.lore.values()}

    @cached_property
    def months(self) -> dict[str, frozenset[str]]:
        """The months of everything that has its season, by the id of an entry or a feast."""
        found: dict[str, frozenset[str]] = {}
        for entry in self.lexicon.pack.lore.values():
            dates = (date.split()[1] for date in self.words(entry, "date"))
            if months := {*self.words(entry, "months"), *dates}:
                found[entry.id] = frozenset(months)
        for feast in self.lexicon.pack.feasts.values():
            found[f"feast:{feast.id}"] = frozenset({MONTHS[calendar.rule(feast.on).month - 1]})
        return found

    @cached_property
    def trades(self) -> frozenset[str]:
        """Every trade that the lore gives somebody."""
        return frozenset(word for entry in self.lexicon.pack.lore.values() for word in self.words(entry, "trade"))

    @cached_property
    def offices(self) -> tuple[tuple[str, LoreEntry, str], ...]:
        """Each office in lower case without what it is of, its holder, and the id of what it is of."""
        found = []
        for entry in self.lexicon.pack.lore.values():
            for office in self.words(entry, "office"):
                head, _, of = office.partition(" of ")
                named = self.reader.read(of).things if of else ()
                title = head if head == head.lower() else head.split()[-1].lower()
                found.append((title, entry, named[0].id if named else ""))
        return tuple(found)

    @cached_property
    def foods(self) -> frozenset[str]:
        """Everything that the lore puts into some food, or keeps out of one."""
        entries = self.lexicon.pack.lore.values()
        return frozenset(word for entry in entries for word in self.words(entry, "ingredients", "without"))

    @cached_property
    def full_names(self) -> "FullNames":
        """The names of two words that this world knows."""
        return FullNames.of(self.lexicon)

    def says(self, entry: LoreEntry, value: float, noun: str) -> bool:
        """Tell whether the entry's own sentences have a number with a noun or unit after it."""
        return any(
            figure.value == value and re.search(rf"[#%]{n}(?:[ -]+[\w'-]+)?[ -]+{re.escape(noun)}", sentence.written)
            for reading in self._own(entry)
            for sentence in reading.sentences
            for n, figure in enumerate(reading.figures)
        )

    def mentions(self, entry: LoreEntry, word: str) -> bool:
        """Tell whether the entry's own sentences have a word, in any case."""
        return re.search(rf"(?<!\w){re.escape(word)}", _text(entry), re.IGNORECASE) is not None

    def _own(self, entry: LoreEntry) -> tuple[Reading, ...]:
        if entry.id not in self._readings:
            # Only sentences that name something are read.
            texts = (f"{entry.title} {text}" for text in _sentences(entry))
            self._readings[entry.id] = tuple(map(self.reader.read, texts))
        return self._readings[entry.id]

    @cached_property
    def _readings(self) -> dict[str, tuple[Reading, ...]]:
        return {}


@dataclass(frozen=True, kw_only=True)
class FullNames:
    """Names of two words.

    Attributes:
        pairs: every two words with capitals that the pack writes side by side.
        given: for each given name, the entries of the people who bear it, or the names of those without one.
        last: for each surname that one person alone bears, that person's entry.
        with_first, with_second: for each word, the names that begin or end with it, with their entries.
    """

    pairs: frozenset[tuple[str, str]]
    given: dict[str, frozenset[str]]
    last: dict[str, str]
    with_first: dict[str, tuple[tuple[str, str], ...]]
    with_second: dict[str, tuple[tuple[str, str], ...]]

    @classmethod
    def of(cls, lexicon: Lexicon) -> "FullNames":
        """Collect the names of a pack."""
        pack = lexicon.pack
        texts = [text for entry in pack.lore.values() for text in (entry.title, *entry.aliases, *_sentences(entry))]
        texts += [item.says for item in pack.items.values()] + [letter.asks for letter in pack.letters.values()]
        texts += [f"{record.title}. {record.artist}. {record.note}" for record in pack.records.values()]
        texts += [beat.says for quest in pack.quests.values() for act in quest.acts for beat in act.beats]
        texts += [f"{feast.name}. {feast.says}" for feast in pack.feasts.values()]
        texts += [thing.name for thing in lexicon.things.values()]
        pairs = frozenset(pair for text in texts for pair in _PAIR.findall(text))
        given: dict[str, set[str]] = {}
        last: dict[str, set[str]] = {}
        first: dict[str, list[tuple[str, str]]] = {}
        second: dict[str, list[tuple[str, str]]] = {}
        for thing in lexicon.things.values():
            entry = thing.entry.id if thing.entry else ""
            for one, other in _PAIR.findall(thing.name):
                if entry:
                    first.setdefault(one, []).append((f"{one} {other}", entry))
                    second.setdefault(other, []).append((f"{one} {other}", entry))
                if thing.is_person:
                    given.setdefault(one, set()).add(entry or thing.name)
                    last.setdefault(other, set()).add(entry)
        return cls(
            pairs=pairs,
            given={name: frozenset(bearers) for name, bearers in given.items()},
            last={name: next(iter(bearers)) for name, bearers in last.items() if len(bearers) == 1},
            with_first={word: tuple(names) for word, names in first.items()},
            with_second={word: tuple(names) for word, names in second.items()},
        )


def _sentences(entry: LoreEntry) -> Iterator[str]:
    yield entry.gloss
    yield from re.split(r"(?<=[.!?])\s+", entry.text)
    yield from (fact.says for fact in entry.facts)


def _text(entry: LoreEntry) -> str:
    return " ".join(_sentences(entry))


def _quantities(entry: LoreEntry) -> Iterator[Quantity]:
    for key, value in entry.canon.items():
        if key in VOCABULARY or not isinstance(value, int | float):
            continue
        parts = key.split("-")
        says = f"{key.replace('-', ' ')}: {value:g}"
        unit = next((part for part in parts if part in UNITS), "")
        if unit:
            dimension, size = UNITS[unit]
            about = frozenset(parts) - {unit}
            yield Quantity(value=value * size, dimension=dimension, about=about, says=says)
            if len(parts) == 1:
                yield Quantity(value=value, noun=unit, about=frozenset(), says=says)
            continue
        plural = next((part for part in parts if part in _PLURALS or part.endswith("s")), "")
        noun = plural or parts[-1]
        yield Quantity(value=value, noun=noun, about=frozenset(parts) - {noun}, is_ordinal=not plural, says=says)
