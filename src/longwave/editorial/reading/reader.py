"""Reads a text into sentences in which names and numbers are signs, so that one pattern fits every way to say them.

"In 1790 two men cut the Needle Stair." reads as "In %0 #1 men cut @0." The signs are @ for a thing, # for a count,
^ for an ordinal and % for a year; the number after a sign tells which thing or figure of the text it is.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from longwave.editorial.reading import figures
from longwave.editorial.reading.figures import Figure
from longwave.editorial.reading.lexicon import WORD, Lexicon, Thing
from longwave.narrator.heard import PLAIN

_PLAIN = PLAIN | {ord(fancy): '"' for fancy in "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"}
_PLAIN[ord("\N{EN DASH}")] = "-"
_SIGNS = re.compile(r"[@#%^]")
_QUOTED = re.compile(r'"[^"]*"')
_END = re.compile(r"(?<=[.!?;:])[\"')]*\s+|\s+(?=[-\u2014]\s)|\n+")
_YEAR_OLD = "-year-old"
_ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Dr|St)\.$")
_ARTICLES = frozenset({"the", "a", "an"})


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence with signs for names and numbers.

    Attributes:
        written: the sentence, with signs.
        marks: for each sign or word, where it begins in `written` and in the text.
        end: where it ends in the text.
        is_question: whether it asks.
    """

    written: str
    marks: tuple[tuple[int, int], ...]
    end: int
    is_question: bool

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words, in lower case."""
        return frozenset(re.findall(r"[a-z]+", self.written.lower()))

    @cached_property
    def signs(self) -> frozenset[str]:
        """The signs that stand in it; "@@" too where there is more than one name."""
        signs = {sign for sign in "@#%^" if sign in self.written}
        return frozenset(signs | ({"@@"} if self.written.count("@") > 1 else set()))

    def where(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of `written` stands in the text."""
        begins = [mark[0] for mark in self.marks]
        first = self.marks[max(0, bisect_right(begins, start) - 1)][1]
        after = bisect_right(begins, end - 1)
        return first, self.marks[after][1] if after < len(self.marks) else self.end


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A text as read.

    Attributes:
        sentences: those that name something.
    """

    text: str
    sentences: tuple[Sentence, ...]
    things: tuple[Thing, ...]
    figures: tuple[Figure, ...]

    def passage(self, sentence: Sentence, start: int, end: int) -> str:
        """Return the words of the text behind a part of a sentence."""
        first, last = sentence.where(start, end)
        return self.text[first:last].strip().rstrip(",;:")


@dataclass(frozen=True)
class Reader:
    """Reads texts with the names of a world."""

    lexicon: Lexicon

    def read(self, text: str) -> Reading:
        """Read a text."""
        plain = _QUOTED.sub(self._kept, _SIGNS.sub(" ", text.translate(_PLAIN)))
        things: list[Thing] = []
        numbers: list[Figure] = []
        sentences = []
        for begin, end in _sentences(plain):
            writing = _Writing(lexicon=self.lexicon, things=things, numbers=numbers)
            before = len(things)
            sentence = writing.write(plain, begin, end)
            if len(things) > before:
                sentences.append(sentence)
        return Reading(text=text, sentences=tuple(sentences), things=tuple(things), figures=tuple(numbers))

    def _kept(self, quoted: re.Match[str]) -> str:
        """Blank out a quotation, unless it is just a name."""
        words = WORD.findall(quoted.group()[1:-1])
        named = self.lexicon.named_at(words, 0, is_start=False) if words else None
        is_name = named is not None and named[1] == len(words)
        return f" {quoted.group()[1:-1]} " if is_name else f'"{" " * (len(quoted.group()) - 2)}"'


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for match in _END.finditer(text):
        if not _ABBREVIATED.search(text, begin, match.start()):
            yield begin, match.start()
            begin = match.end()
    if begin < len(text):
        yield begin, len(text)


@dataclass(kw_only=True)
class _Writing:
    """Writes one sentence with signs."""

    lexicon: Lexicon
    things: list[Thing]
    numbers: list[Figure]
    parts: list[str] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    length: int = 0

    def write(self, text: str, begin: int, end: int) -> Sentence:
        spans = [match.span() for match in WORD.finditer(text, begin, end)]
        words = [text[start:stop] for start, stop in spans]
        lower = [word.lower() for word in words]
        at = 0
        while at < len(words):
            named = self.lexicon.named_at(words, at, is_start=at == 0)
            if named is not None:
                at = self._name(words, spans, at, named)
            elif (figure := self._figure(lower, at)) is not None:
                sign = f"{figure.sort.value}{len(self.numbers)}{' ' if figure.unit else ''}{figure.unit}"
                self.numbers.append(figure)
                self._add(sign, spans, at)
                at += figure.words
            else:
                self._add(words[at], spans, at)
                at += 1
        return Sentence(written="".join(self.parts), marks=tuple(self.marks), end=end, is_question="?" in words[-2:])

    def _figure(self, lower: list[str], at: int) -> Figure | None:
        word = lower[at]
        if word in figures.WORDS or word[0].isdigit():
            return figures.read(lower, at)
        if word.endswith(_YEAR_OLD) and (figure := figures.read([word.removesuffix(_YEAR_OLD)], 0)):
            return replace(figure, unit="years old")
        return None

    def _name(self, words: list[str], spans: list[tuple[int, int]], at: int, named: tuple[Thing, int]) -> int:
        thing, count = named
        if self.parts and self.parts[-1].strip().lower() in _ARTICLES:
            article = self.parts.pop()
            self.length -= len(article)
            start = self.marks.pop()[1]
        else:
            start = spans[at][0]
        last = words[at + count - 1]
        sign = f"@{len(self.things)}" + ("'s" if last.endswith("'s") and not thing.name.endswith(last) else "")
        self.things.append(thing)
        is_apart = bool(self.parts) and (at == 0 or spans[at][0] > spans[at - 1][1])
        self._put((" " if is_apart else "") + sign, start)
        return at + count

    def _add(self, sign: str, spans: list[tuple[int, int]], at: int) -> None:
        is_apart = bool(self.parts) and spans[at][0] > spans[at - 1][1]
        self._put((" " if is_apart else "") + sign, spans[at][0])

    def _put(self, part: str, start: int) -> None:
        self.marks.append((self.length + (1 if part.startswith(" ") else 0), start))
        self.parts.append(part)
        self.length += len(part)
