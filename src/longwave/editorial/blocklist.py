"""The words that keep a text off the air: those of the package, and those that a pack adds or exempts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

import yaml

from longwave.editorial import disguise
from longwave.world.card import Safety

PACK = "this world's own"
# English doubles letters, and means another word ("rapped"); it triples none, and hardly ever doubles these.
MAX_DOUBLED = 2
_NEVER_DOUBLED = frozenset("ahijkquvwxy")
_Word = tuple[str, tuple[int, ...]]


class Ban(StrEnum):
    """What a listed word does to a text."""

    BLOCK = "block"
    REVIEW = "review"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A word or phrase, with its endings written out.

    Attributes:
        stem: the word under which it stands in the list.
        says: the phrase in one of its forms.
    """

    stem: str
    says: str
    category: str
    ban: Ban


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A listed word in a text, as it is written there."""

    passage: str
    entry: Entry


_Phrase = tuple[tuple[_Word, ...], Entry]


class Blocklist:
    """Finds listed words in texts, whatever they are disguised as."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        # By the first word, with every letter once.
        self._by_first: dict[str, list[_Phrase]] = {}
        for entry in self.entries:
            words = tuple(disguise.runs(word) for word in disguise.TOKEN.findall(disguise.fold(entry.says)))
            if words:
                self._by_first.setdefault(words[0][0], []).append((words, entry))
        # Most words of a language begin no listed phrase, and come again and again.
        self._begun_by = lru_cache(maxsize=32_768)(self._beginning_with)

    def hits(self, text: str) -> Iterator[Hit]:
        """Yield every listed word of a text once: the longest phrase from each word on."""
        folded = disguise.fold(text)
        tokens = [(*match.span(), match.group()) for match in disguise.TOKEN.finditer(folded)]
        seen: set[int] = set()
        for place, (_, _, token) in enumerate(tokens):
            if self._begun_by(token) and (found := self._longest(tokens, place)) is not None:
                entry, end = found
                seen.update(range(tokens[place][0], end))
                yield Hit(passage=_passage(text, tokens[place][0], end), entry=entry)
        for start, end, word in disguise.pieced(folded):
            entry_found = self._word(word)
            if entry_found is not None and not seen & set(range(start, end)):
                yield Hit(passage=_passage(text, start, end), entry=entry_found)

    def _longest(self, tokens: list[tuple[int, int, str]], place: int) -> tuple[Entry, int] | None:
        longest: tuple[Entry, int] | None = None
        for words, entry in self._begun_by(tokens[place][2]):
            last = place + len(words) - 1
            is_longer = longest is None or tokens[last][1] > longest[1] if last < len(tokens) else False
            if is_longer and all(_means(tokens[place + step][2], word) for step, word in enumerate(words)):
                longest = entry, tokens[last][1]
        return longest

    def _word(self, token: str) -> Entry | None:
        begun = self._begun_by(token)
        return next((entry for words, entry in begun if len(words) == 1 and _means(token, words[0])), None)

    def _beginning_with(self, token: str) -> tuple[_Phrase, ...]:
        """Return the phrases that may begin with a token, whichever way it is read."""
        readings = (disguise.runs(reading)[0] for reading in disguise.readings(token))
        return tuple(phrase for letters in readings for phrase in self._by_first.get(letters, ()))


def _means(token: str, word: _Word) -> bool:
    """Tell whether a token is a word, perhaps with some letters drawn out."""
    return any(_is_drawn_out(disguise.runs(reading), word) for reading in disguise.readings(token))


def _is_drawn_out(said: _Word, word: _Word) -> bool:
    letters, lengths = word
    return said[0] == letters and all(
        length == own or length > max(own, MAX_DOUBLED) or (length > own and letter in _NEVER_DOUBLED)
        for letter, length, own in zip(letters, said[1], lengths, strict=True)
    )


def blocklist(safety: Safety) -> Blocklist:
    """Return the package's words with those of a pack, without those that it exempts."""
    own = {Ban.BLOCK: safety.block, Ban.REVIEW: safety.review}
    added = [entry for ban, says in own.items() for said in says for entry in _forms(said, PACK, ban)]
    exempt = {disguise.fold(said) for said in safety.allow}
    says_otherwise = {entry.says for entry in added}
    kept = [
        entry
        for entry in _package()
        if not {disguise.fold(entry.stem), disguise.fold(entry.says)} & exempt and entry.says not in says_otherwise
    ]
    return Blocklist((*kept, *added))


@cache
def _package() -> tuple[Entry, ...]:
    listed: Mapping[str, Mapping[str, list[str]]] = yaml.safe_load(
        (Path(__file__).parent / "safety.yaml").read_text(encoding="utf-8")
    )
    return tuple(
        entry
        for category, bans in listed.items()
        for ban, says in bans.items()
        for said in says
        for entry in _forms(said, category, Ban(ban))
    )


def _forms(said: str, category: str, ban: Ban) -> Iterator[Entry]:
    """Write an entry's endings out: kill/s/ed."""
    stem, *endings = said.split("/")
    for ending in ("", *endings):
        yield Entry(stem=stem, says=f"{stem}{ending}", category=category, ban=ban)


def _passage(text: str, start: int, end: int) -> str:
    first, last = disguise.origin(text, start, end)
    return text[first:last]
