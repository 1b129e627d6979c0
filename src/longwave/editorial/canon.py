"""What rules look up in a world: who goes by which name, and which words stand for which sky."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from longwave.editorial.blocklist import Blocklist, blocklist
from longwave.editorial.reading.known import Known
from longwave.editorial.reading.lexicon import Lexicon
from longwave.editorial.vocabulary import Vocabulary
from longwave.world.pack import Pack

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Canon:
    """A pack, as rules ask it."""

    pack: Pack

    @cached_property
    def blocklist(self) -> Blocklist:
        """The words that keep a text of this world off the air."""
        return blocklist(self.pack.card.safety)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The names and numbers of this world."""
        return Vocabulary(self.pack)

    @cached_property
    def known(self) -> Known:
        """What the lore knows of each thing."""
        return Known(Lexicon(self.pack))

    @cached_property
    def unsaid(self) -> Mapping[str, re.Pattern[str] | None]:
        """A pattern per persona that finds what it never says: words and phrases whole, signs wherever they stand."""
        return {
            persona.id: _words_or_signs(persona.voice.never_says) if persona.voice.never_says else None
            for persona in self.pack.personas.values()
        }

    @cached_property
    def catchphrases(self) -> Mapping[str, re.Pattern[str] | None]:
        """A pattern per persona that finds its catchphrases."""
        return {
            persona.id: whole_words(persona.voice.catchphrases) if persona.voice.catchphrases else None
            for persona in self.pack.personas.values()
        }

    @cached_property
    def factions(self) -> Mapping[str, re.Pattern[str]]:
        """A pattern per faction that finds its names: its own, and those of the lore entries about it as such."""
        entries = [entry for entry in self.pack.lore.values() if entry.kind == "faction"]
        return {
            faction.id: whole_words(
                [faction.name, *faction.aliases]
                + [
                    name
                    for entry in entries
                    if entry.factions[:1] == (faction.id,)
                    for name in (entry.title, *entry.aliases)
                ]
            )
            for faction in self.pack.card.factions
        }

    @cached_property
    def topics(self) -> Mapping[str, re.Pattern[str]]:
        """A pattern per topic that finds its word, and the titles of the lore entries whose first topic it is."""
        return {
            topic: whole_words(
                [topic.replace("-", " "), f"{topic.replace('-', ' ')}s"]
                + [entry.title for entry in self.pack.lore.values() if entry.topics[:1] == (topic,)]
            )
            for topic in self.pack.card.topics
        }

    @cached_property
    def skies(self) -> Mapping[str, re.Pattern[str]]:
        """A pattern per weather state that finds its words, in any climate."""
        words: dict[str, set[str]] = {}
        for climate in self.pack.climates.values():
            for sky in climate.skies:
                words.setdefault(sky.id, set()).update(sky.words)
        return {sky: whole_words(sorted(of_sky)) for sky, of_sky in words.items()}


def whole_words(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the phrases, as whole words, with or without their articles.

    Any case will do, but for a name of one word: "the Combine" and "the combine" are found, "they combine" is not.
    """
    longest_first = sorted({_ARTICLE.sub("", phrase) for phrase in phrases}, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_as_written, longest_first))})(?!\w)")


def _words_or_signs(phrases: Iterable[str]) -> re.Pattern[str]:
    is_sign = {phrase: not any(map(str.isalnum, phrase)) for phrase in phrases}
    patterns = [re.escape(phrase) for phrase, is_one in is_sign.items() if is_one]
    if words := [phrase for phrase, is_one in is_sign.items() if not is_one]:
        patterns.append(whole_words(words).pattern)
    return re.compile("|".join(patterns))


def _as_written(phrase: str) -> str:
    """Return a pattern for a phrase, whatever the shape of its spaces, hyphens and apostrophes."""
    loose = re.sub(r"\\?\s+", r"\\s+", re.escape(phrase))
    loose = re.sub(r"['\N{RIGHT SINGLE QUOTATION MARK}]", "['\N{RIGHT SINGLE QUOTATION MARK}]", loose)
    loose = loose.replace(r"\-", "[-\N{NON-BREAKING HYPHEN}]")
    if phrase[:1].isupper() and phrase.isalnum():
        return rf"{loose}|{loose.upper()}|(?i:the\s+{loose})"
    return rf"(?i:{loose})"
