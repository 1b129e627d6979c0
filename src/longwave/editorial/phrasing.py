"""How a text is put together: the phrases one would know again, and the shape of its sentences."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from longwave.narrator import heard, openings, spoken

PHRASE_WORDS = 4
# Two of them make "the kettle is on" a phrase, which anybody may say twice a day.
DISTINCTIVE_WORDS = 3
LONG_SENTENCE_WORDS = 10
MIN_SENTENCES = 3
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]+[”\"’')]*")
_MARK = re.compile(r"[.!?…:;“—]")
_COMMON = frozenset(
    "a an the and or but of to in on at by for from with as it its it's is are was were be been has have had do "
    "does did not no nor so if that this these those there here he she they we you i i'm my your our their his her "
    "them him us who whom which what when where how why than then too very all any each every some most much many "
    "own same such only just even also up down out over under again off into onto about after before between "
    "through while until because will would shall should can could may might must said says say good "
    "water high low".split()
)
_CLOCK = frozenset(
    "quarter half past o'clock clock minute minutes hour hours time morning afternoon evening night today tonight noon "
    "midnight hundred thousand".split()
)
_NAMED = {word.casefold() for word in (*spoken.WEEKDAYS, *spoken.MONTHS)}
INDISTINCT = _COMMON | _CLOCK | _NAMED | {part for word in heard.VALUES for part in word.split("-")}


def repeated(text: str, earlier: Collection[str], given: Collection[str]) -> Iterator[str]:
    """Yield the phrases of a text that stand in earlier ones: four words or more, three of them distinctive.

    Function words, numbers, words of clock and calendar are not distinctive, nor are those of the fact sheet.
    """
    words, runs = _words(text), _runs(text)
    known = frozenset().union(*(runs & _runs(said) for said in earlier))
    if not known:
        return
    sheet = {word for said in given for word in _words(said)}
    for start, end in _joined(at for at, run in enumerate(_all_runs(words)) if run in known):
        if len({*words[start:end]} - INDISTINCT - sheet) >= DISTINCTIVE_WORDS:
            yield " ".join(words[start:end])


@lru_cache(maxsize=64)
def shape(text: str) -> str:
    """Return a text's sentences, short or long, each with its marks but for commas ("s.l:.s?"); "" for less than three.

    A long sentence has more than ten words.
    """
    sentences = _SENTENCE.findall(text)
    if len(sentences) < MIN_SENTENCES:
        return ""
    return "".join(
        ("l" if len(_words(sentence)) > LONG_SENTENCE_WORDS else "s") + "".join(_MARK.findall(sentence))
        for sentence in sentences
    )


@lru_cache(maxsize=512)
def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'") for word in openings.words(text))


@lru_cache(maxsize=64)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(_all_runs(_words(text)))


def _all_runs(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (words[at : at + PHRASE_WORDS] for at in range(len(words) - PHRASE_WORDS + 1))


def _joined(places: Iterator[int]) -> Iterator[tuple[int, int]]:
    """Join runs that overlap."""
    start = end = -1
    for place in places:
        if place > end - PHRASE_WORDS + 1:
            if end >= 0:
                yield start, end
            start = place
        end = place + PHRASE_WORDS
    if end >= 0:
        yield start, end
