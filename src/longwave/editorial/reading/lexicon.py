"""The names of a world: its entries, regions, feasts, and the people and places that only `canon` names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from longwave.narrator import spoken
from longwave.world.canon import REFERENCES, VOCABULARY, Holds, is_id, values_of
from longwave.world.climate import Feast
from longwave.world.lore import Kind, LoreEntry
from longwave.world.pack import Pack

WORD = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?(?:st|nd|rd|th)?(?!\w)|\w+(?:['-]\w+)*|[^\w\s]")
_ARTICLES = frozenset({"the", "a", "an"})
_ORDINALS = tuple(spoken.ordinal(n) for n in range(1, 21))


@dataclass(frozen=True, kw_only=True)
class Thing:
    """Something that a text can name.

    Attributes:
        id: the entry's, region's or feast's id; a name's own words where there is no entry.
        entry: what the lore says of it; for a feast, the entry that tells more; None for regions and bare names.
        feast: for the name of a feast.
    """

    id: str
    name: str
    entry: LoreEntry | None = None
    feast: Feast | None = None
    is_region: bool = False
    is_person: bool = False


@dataclass(frozen=True)
class _Name:
    words: tuple[str, ...]
    thing: Thing

    def stands_in(self, words: Sequence[str], at: int) -> bool:
        """Tell whether the name stands at a word; its capitals must be capitals in the text too."""
        if at + len(self.words) > len(words):
            return False
        last = len(self.words) - 1
        for index, word in enumerate(self.words):
            said = words[at + index]
            if index == last and said.endswith("'s") and not word.endswith("'s"):
                said = said[:-2]
            if said != word and (said.casefold() != word.casefold() or (word[0].isupper() and said[0].islower())):
                return False
        return True


@dataclass(frozen=True)
class Lexicon:
    """Every name of a pack."""

    pack: Pack

    @cached_property
    def things(self) -> dict[str, Thing]:
        """Everything that has a name, by id."""
        found: dict[str, Thing] = {}
        for entry in self.pack.lore.values():
            found[entry.id] = Thing(id=entry.id, name=entry.title, entry=entry, is_person=entry.kind is Kind.PERSON)
        for region in self.pack.card.regions:
            found.setdefault(region.id, Thing(id=region.id, name=region.name, is_region=True))
        for entry in self.pack.lore.values():
            for name, is_person in _bare_names(entry):
                for alike in _numbered(name):
                    found.setdefault(alike, Thing(id=alike, name=alike, is_person=is_person))
        for feast in self.pack.feasts.values():
            key, about = f"feast:{feast.id}", self.pack.lore.get(feast.lore)
            found[key] = Thing(id=key, name=feast.name, entry=about, feast=feast)
        return found

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """Words that the pack writes in lower case: a name of one such word is no name at the start of a sentence."""
        entries = self.pack.lore.values()
        texts = [text for entry in entries for text in (entry.text, *(fact.says for fact in entry.facts))]
        return frozenset(word for word in WORD.findall(" ".join(texts)) if word[0].islower())

    def named_at(self, words: Sequence[str], at: int, *, is_start: bool) -> tuple[Thing, int] | None:
        """Return what the longest name at a word stands for, and how many words it has."""
        first = words[at].casefold()
        names = self._by_first_word.get(first)
        if names is None and first.endswith("'s"):
            names = self._by_first_word.get(first[:-2])
        for name in names or ():
            if name.stands_in(words, at):
                is_common = len(name.words) == 1 and name.words[0].casefold() in self.lower_words
                if not (is_start and is_common and name.words[0][0].isupper()):
                    return name.thing, len(name.words)
        return None

    @cached_property
    def _by_first_word(self) -> dict[str, list[_Name]]:
        found: dict[str, dict[tuple[str, ...], _Name]] = {}
        for name, thing in self._names():
            words = tuple(WORD.findall(name.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")))
            if len(words) > 1 and words[0].casefold() in _ARTICLES:
                words = words[1:]
            found.setdefault(words[0].casefold(), {}).setdefault(words, _Name(words, thing))
        return {first: sorted(names.values(), key=lambda name: -len(name.words)) for first, names in found.items()}

    def _names(self) -> Iterator[tuple[str, Thing]]:
        for thing in self.things.values():
            yield thing.name, thing
            for alias in thing.entry.aliases if thing.entry and not thing.feast else ():
                yield alias, thing
        for region in self.pack.card.regions:
            for alias in region.aliases:
                yield alias, self.things[region.id]
        for faction in self.pack.card.factions:
            about = (entry for entry in self.pack.lore.values() if entry.kind is Kind.FACTION)
            entry = next((entry for entry in about if entry.factions[:1] == (faction.id,)), None)
            for name in (faction.name, *faction.aliases) if entry else ():
                yield name, self.things[entry.id] if entry else self.things[faction.id]


def _numbered(name: str) -> tuple[str, ...]:
    """Return the names in whose row one stands: with a Third Terrace there is a First and an Eighth."""
    first, _, rest = name.partition(" ")
    is_numbered = rest and first.lower() in _ORDINALS
    return tuple(f"{ordinal.capitalize()} {rest}" for ordinal in _ORDINALS) if is_numbered else (name,)


def _bare_names(entry: LoreEntry) -> Iterator[tuple[str, bool]]:
    for key, value in entry.canon.items():
        holds = VOCABULARY.get(key)
        if holds in REFERENCES:
            yield from ((name, holds is Holds.AGENT) for name in values_of(value) if not is_id(name))
