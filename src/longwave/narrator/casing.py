"""Whether a sentence begins with a name, which keeps its capital letter in the middle of another sentence."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from longwave.world.pack import Pack

# Words that may stand before a name and are none.
_OPENERS = frozenset(
    "a an the and as at but by for from in into of on or to with about above after all along although among any around "
    "because before behind below beneath between beyond both despite during each either every few half his her how "
    "however if inside its like many more most near neither never no nobody none not nothing once one only other our "
    "out outside over several she he it since so some such than that their then there these they this those though "
    "through throughout twice two three four five six seven eight nine ten eleven twelve "
    "thirteen fourteen fifteen sixteen seventeen eighteen nineteen hundred under unlike until up upon "
    "what when where whether which while who whoever within without we you even just people everyone everybody "
    "everything somebody someone anyone anybody today twenty thirty forty fifty sixty seventy eighty ninety".split()
)
_HONORIFICS = frozenset(
    "aunt brother captain dame doctor father judge king lady lord madame master miss mother mr mrs professor queen "
    "saint sir sister uncle".split()
)
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_MID_SENTENCE = re.compile(r"(?<=[a-z,] )(\w+)")
_POSSESSIVE = re.compile(r"[’']s?$")


@dataclass(frozen=True)
class Casing:
    """What a pack tells about its words.

    Attributes:
        names: titles and aliases that begin with a capital letter.
        small: words that stand in small letters in the middle of some sentence.
        capital: words that stand with a capital letter there, in small letters.
    """

    names: re.Pattern[str]
    small: frozenset[str]
    capital: frozenset[str]

    @classmethod
    def of(cls, pack: Pack) -> "Casing":
        """Learn from a pack's lore and news."""
        names = {
            re.sub(r"^(?:the|a|an) ", "", name)
            for entry in pack.lore.values()
            for name in (entry.title, *entry.aliases)
        }
        names |= {persona.name for persona in pack.personas.values()}
        texts = [fact.says for entry in pack.lore.values() for fact in entry.facts]
        texts += [entry.text for entry in pack.lore.values()] + [item.says for item in pack.items.values()]
        texts += [beat.says for quest in pack.quests.values() for act in quest.acts for beat in act.beats]
        seen = {word for text in texts for word in _MID_SENTENCE.findall(text)}
        return cls(
            _any_of(name for name in names if name[:1].isupper()),
            frozenset(word for word in seen if word[:1].islower()),
            frozenset(word.casefold() for word in seen if word[:1].isupper()),
        )

    def clause(self, sentence: str) -> str:
        """Make a sentence fit for the middle of another: no full stop, a small first letter unless it is a name's."""
        bare = sentence.removesuffix(".")
        return bare if self._begins_with_a_name(bare) else bare[:1].lower() + bare[1:]

    def _begins_with_a_name(self, text: str) -> bool:
        """Tell by the pack's names, else by how the pack writes the first word in the middle of its sentences.

        A word that it writes both ways ("Chapter") is taken for a name only before another word with a capital.
        """
        words = _WORD.findall(text)
        if self.names.match(text) or words[:1] == ["I"]:
            return True
        if not words or words[0].split("-")[0].casefold() in _OPENERS:
            return False
        first = _POSSESSIVE.sub("", words[0]).casefold()
        if len(words) > 1 and words[1][:1].isupper():
            return first in self.capital or first in _HONORIFICS or first not in self.small
        return first in self.capital and first not in self.small


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})(?!\w)")
