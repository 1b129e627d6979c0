"""What a world writes with capital letters, and which numbers belong to what: the measure of what a text makes up."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from longwave.editorial.reading import figures
from longwave.editorial.reading.figures import Figure
from longwave.editorial.reading.lexicon import WORD, Lexicon
from longwave.narrator import heard
from longwave.narrator.assignment import Assignment
from longwave.world.fields import Part
from longwave.world.lore import Kind, LoreEntry
from longwave.world.pack import Pack

# Sentences begin after these; a quotation's first word is one's, and a label's too.
_RUN = re.compile(r"[A-Z][\w'’]*(?:[ -][A-Z][\w'’]*)*")
_OPEN = '“"\N{LEFT SINGLE QUOTATION MARK}('
_BEFORE_A_START = re.compile(rf"(?:^|[.!?…:;|\[\]{{}}—#*]|[{_OPEN}]|\n)[\"”’')\]}}]*\s*$|(?:^|\s)[–-]\s$")
_APOSTROPHE = re.compile(r"['’].*$")
_SEPARATOR = re.compile(r"[ -]")


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number that a text says.

    Attributes:
        counted: the word after it, in small letters.
    """

    figure: Figure
    passage: str
    counted: str

    @property
    def value(self) -> float:
        return self.figure.value


@dataclass(frozen=True, kw_only=True)
class CapitalRun:
    """Words with capital letters that stand together.

    Attributes:
        words: without their possessives, in small letters.
        starts: whether a sentence begins with them, so that the first may be any word.
        follows: where it ends in the text.
    """

    passage: str
    words: tuple[str, ...]
    starts: bool
    follows: int

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return list(zip(self.words, self.words[1:], strict=False))


def capital_runs(text: str) -> Iterator[CapitalRun]:
    """Yield the runs of capitalised words in a text."""
    for match in _RUN.finditer(text):
        words = tuple(bare(word) for word in _SEPARATOR.split(match.group()))
        before = text[max(0, match.start() - 12) : match.start()]
        starts = not before or _BEFORE_A_START.search(before) is not None
        if match.start() == 0 or not text[match.start() - 1].isalnum():
            yield CapitalRun(passage=match.group(), words=words, starts=starts, follows=match.end())


@lru_cache(maxsize=16_384)
def bare(word: str) -> str:
    """Return a word in small letters, without what follows its apostrophe unless that is most of it (O'Hara)."""
    small = word.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    head = _APOSTROPHE.sub("", small)
    return small if len(head) <= 1 < len(small) and small != "i'm" and not small.startswith("i'") else head


def numbers_in(text: str, *, without: Iterable[str] = ()) -> Iterator[Number]:
    """Yield the numbers that a text says.

    Args:
        without: passages to pass over: clock times, days of a month.
    """
    text = text.translate(heard.PLAIN)
    for passage in without:
        text = text.replace(passage, "; ")
    words = WORD.findall(text)
    lower = [word.lower() for word in words]
    at = 0
    while at < len(words):
        figure = figures.read(lower, at) if lower[at] in figures.WORDS or lower[at][0].isdigit() else None
        if figure is not None:
            after = at + figure.words
            counted = lower[after] if after < len(words) else ""
            yield Number(figure=figure, passage=" ".join(words[at:after]), counted=counted)
        at += figure.words if figure else 1


@lru_cache(maxsize=4096)
def values_in(text: str) -> frozenset[float]:
    """Return every number that a text says, whatever it is for."""
    return frozenset(number.value for number in numbers_in(text))


@dataclass(frozen=True)
class Vocabulary:
    """A pack, as the rules about invented names and numbers ask it."""

    pack: Pack

    @cached_property
    def lexicon(self) -> Lexicon:
        return Lexicon(self.pack)

    @cached_property
    def small(self) -> frozenset[str]:
        """Every word that the pack writes in small letters."""
        return frozenset(word for text in self._texts for word in re.findall(r"(?<![\w'’])[a-z]+", text))

    @cached_property
    def capitals(self) -> frozenset[str]:
        """Every word that the pack writes with a capital letter, and not because a sentence begins."""
        first = {run.words[0] for run in self._runs if run.starts}
        later = {word for run in self._runs for word in (run.words[1:] if run.starts else run.words)}
        return frozenset(later | (first - self.small))

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Every two words with capitals that stand together in the pack."""
        return frozenset(pair for run in self._runs for pair in run.pairs)

    @cached_property
    def given_names(self) -> frozenset[str]:
        return frozenset(name[0] for name in self._people if len(name) > 1)

    @cached_property
    def surnames(self) -> frozenset[str]:
        return frozenset(name[-1] for name in self._people if len(name) > 1)

    @cached_property
    def said_numbers(self) -> frozenset[tuple[float, str]]:
        """The numbers that presenters' own phrasebooks and cards say, each with the word that follows."""
        own = [*self.pack.phrasebooks.values(), *self.pack.personas.values()]
        texts = (text for part in own for text in _strings(part.model_dump(mode="json")))
        return frozenset((number.value, number.counted) for text in texts for number in numbers_in(text))

    def numbers_of(self, entry: LoreEntry) -> frozenset[float]:
        """Return every number that the lore says about an entry."""
        if entry.id not in self._numbers_of:
            texts = (entry.title, *entry.aliases, entry.text, entry.gloss, *(fact.says for fact in entry.facts))
            said = values_in("; ".join(texts))
            held = {float(value) for value in entry.canon.values() if isinstance(value, int | float)}
            years = {float(year) for year in (*entry.years, *(fact.year for fact in entry.facts)) if year is not None}
            self._numbers_of[entry.id] = said | held | years
        return self._numbers_of[entry.id]

    def given_to(self, assignment: Assignment, text: str) -> frozenset[float]:
        """Return the numbers that a sheet states, and those of the lore about whatever the sheet or the text names."""
        sheet, lore = assignment.sheet, self.pack.lore
        ids = {*sheet.subject, *(name for telling in (*sheet.facts, *sheet.items) for name in telling.ids)}
        about = [lore[name] for name in ids if name in lore] + list(self.named_in(text))
        # "Minus five" is read as five, after a word.
        slots = {abs(float(value)) for value in sheet.slots.values() if not isinstance(value, str)}
        persona = assignment.persona
        age = sheet.at.year - persona.born
        own = (persona.born, persona.knowledge.cutoff_year or 0, age - 1, age)
        now = (sheet.at.year, sheet.at.day, sheet.at.hour, *own)
        lived = {value for value in values_in(persona.history) if value >= figures.EARLIEST_YEAR}
        said = map(values_in, sheet.texts())
        return frozenset().union(slots, lived, map(float, now), *said, *map(self.numbers_of, about))

    def named_in(self, text: str) -> Iterator[LoreEntry]:
        """Yield the entries that a text names."""
        words = WORD.findall(text.translate(heard.PLAIN))
        for at in range(len(words)):
            named = self.lexicon.named_at(words, at, is_start=False)
            if named is not None and named[0].entry is not None:
                yield named[0].entry

    @cached_property
    def _numbers_of(self) -> dict[str, frozenset[float]]:
        return {}

    @cached_property
    def _people(self) -> list[tuple[str, ...]]:
        titles = [entry.title for entry in self.pack.lore.values() if entry.kind is Kind.PERSON]
        titles += [persona.name for persona in self.pack.personas.values()]
        return [run.words for title in titles for run in capital_runs(title)]

    @cached_property
    def _runs(self) -> list[CapitalRun]:
        # No run goes on in the next line, and a sentence begins with each.
        return list(capital_runs("\n".join(self._texts)))

    @cached_property
    def _texts(self) -> list[str]:
        parts: list[Part] = [self.pack.card, self.pack.station]
        for held in (self.pack.lore, self.pack.personas, self.pack.items, self.pack.letters, self.pack.records):
            parts += held.values()
        for more in (self.pack.quests, self.pack.feasts, self.pack.climates, self.pack.phrasebooks):
            parts += more.values()
        parts += [self.pack.game] if self.pack.game else []
        # Half of them are ids, which come again and again.
        return list(dict.fromkeys(text for part in parts for text in _strings(part.model_dump(mode="json"))))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for each in value.values() for text in _strings(each))
    elif isinstance(value, list):
        yield from (text for each in value for text in _strings(each))
