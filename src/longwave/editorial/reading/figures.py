"""Numbers as texts write them: in figures or in words, counting, ordering or naming a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from longwave.narrator import spoken

EARLIEST_YEAR, LATEST_YEAR = 1000, 2999
_HUNDRED, _THOUSAND, _TEN, _TWENTY = 100, 1000, 10, 20
_SMALL = {spoken.number(n): n for n in range(_HUNDRED)}
_ORDINALS = {spoken.ordinal(n): n for n in range(1, _HUNDRED)}
_BUNCHES = {"dozen": 12, "score": _TWENTY, "hundred": _HUNDRED, "thousand": _THOUSAND}
_CENTURIES = range(11, 21)
_PENCE = {f"{word}pence": n for word, n in _SMALL.items() if n} | {"tuppence": 2, "thruppence": 3}
WORDS = frozenset({*_SMALL, *_ORDINALS, *_PENCE, "a", "an", "half", "hundred"})
"""Every word that may begin a number."""

_Read = tuple[int, int]
"""A value, and the index of the word after it."""


class Sort(StrEnum):
    """How a number is used; each is also the sign that stands for it in a sentence."""

    COUNT = "#"
    ORDINAL = "^"
    YEAR = "%"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number that a text says.

    Attributes:
        words: how many of the text's words say it.
        unit: a unit that is part of the same word ("sixpence").
    """

    value: float
    sort: Sort
    words: int
    unit: str = ""


def read(words: Sequence[str], at: int) -> Figure | None:
    """Return the number that begins at a word, in lower case; None where there is none."""
    word = words[at]
    if word[0].isdigit():
        return _in_digits(word)
    if word in _PENCE:
        return Figure(value=_PENCE[word], sort=Sort.COUNT, words=1, unit="pence")
    if word == "an" and words[at + 1 : at + 2] == ["hour"]:
        return Figure(value=1, sort=Sort.COUNT, words=1)
    if word == "half" and words[at + 1 : at + 2] == ["an"]:
        return Figure(value=0.5, sort=Sort.COUNT, words=2)  # "Half an hour" reads as a count of hours.
    if word in _ORDINALS:
        return Figure(value=_ORDINALS[word], sort=Sort.ORDINAL, words=1)
    return _in_words(words, at)


def _in_digits(word: str) -> Figure | None:
    digits = word.rstrip("stndrh").replace(",", "")
    if not digits.isascii() or not digits.replace(".", "", 1).isdecimal():
        return None
    value = float(digits)
    if word[-1].isalpha():
        return Figure(value=value, sort=Sort.ORDINAL, words=1)
    is_year = word.isdecimal() and EARLIEST_YEAR <= value <= LATEST_YEAR
    return Figure(value=value, sort=Sort.YEAR if is_year else Sort.COUNT, words=1)


def _in_words(words: Sequence[str], at: int) -> Figure | None:
    first = _bunch(words, at)
    if first is None:
        return None
    value, end = first
    is_year = value in _CENTURIES and words[end - 1] not in _BUNCHES
    if is_year and (rest := _of_century(words, end)) is not None:
        return Figure(value=value * _HUNDRED + rest[0], sort=Sort.YEAR, words=rest[1] - at)
    if words[end : end + 1] == ["thousand"]:
        value, end = value * _THOUSAND, end + 1
        if (rest := _added(words, end)) is not None:
            value, end = value + rest[0], rest[1]
    return Figure(value=value, sort=Sort.COUNT, words=end - at)


def _of_century(words: Sequence[str], at: int) -> _Read | None:
    """Return the "thirty-one" of "nineteen thirty-one", or the "hundred and four" of "nineteen hundred and four"."""
    if words[at : at + 1] == ["hundred"]:
        return _added(words, at + 1) or (0, at + 1)
    if words[at : at + 1] == ["oh"]:
        return _below_hundred(words, at + 1)
    rest = _below_hundred(words, at)
    return rest if rest is not None and rest[0] >= _TEN else None


def _bunch(words: Sequence[str], at: int) -> _Read | None:
    """Return a number up to 999, a dozen or a score; "a hundred" and "half a dozen" too."""
    if words[at : at + 3] == ["half", "a", "dozen"]:
        return _BUNCHES["dozen"] // 2, at + 3
    if words[at : at + 2] == ["hundred", "and"]:
        return (_HUNDRED + rest[0], rest[1]) if (rest := _added(words, at + 1)) else None
    read_first = (1, at + 1) if words[at] == "a" else _below_hundred(words, at)
    value, end = read_first or (0, at)
    size = _BUNCHES.get(words[end]) if end < len(words) else None
    if read_first is None or (words[at] == "a" and size is None):
        return None
    if size is None or size == _THOUSAND:
        return value, end
    if size == _HUNDRED and value in _CENTURIES:
        return value, end  # A year, such as nineteen hundred.
    value, end = value * size, end + 1
    rest = _added(words, end) if size == _HUNDRED else None
    return (value + rest[0], rest[1]) if rest else (value, end)


def _added(words: Sequence[str], at: int) -> _Read | None:
    """Return what is added after a hundred or a thousand: "and ninety-nine"."""
    skip = 1 if words[at : at + 1] == ["and"] else 0
    return _below_hundred(words, at + skip)


def _below_hundred(words: Sequence[str], at: int) -> _Read | None:
    if at >= len(words) or words[at] not in _SMALL:
        return None
    value = _SMALL[words[at]]
    units = _SMALL.get(words[at + 1], 0) if at + 1 < len(words) else 0
    if value >= _TWENTY and value % _TEN == 0 and 0 < units < _TEN:
        return value + units, at + 2
    return value, at + 1
