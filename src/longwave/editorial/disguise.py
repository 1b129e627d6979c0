"""Seeing through spellings that are meant to be overlooked: look-alike letters, digits for letters, marks, gaps."""

import re
import string
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby, islice, product
from pathlib import Path

import yaml

# Letters, and what is written for them. Apostrophes are none: "who're" is no disguise.
LETTER = r"[a-z0-9@$!|+\N{POUND SIGN}\N{EURO SIGN}]"
TOKEN = re.compile(rf"{LETTER}+")
# "k.i.l.l", "ki-ll"; and "k i l l", "k. i. l. l", where each piece is one letter.
_CHAINED = re.compile(rf"(?<!{LETTER}){LETTER}++(?:[._*~·:/\\^=-]++{LETTER}++)+")
_SPACED = re.compile(rf"(?<![^\s\"'(.,;:-]){LETTER}(?:[.,*_-]?\s{{1,3}}{LETTER}(?!{LETTER}))+")
_MEANT = {"0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g"}
_MEANT |= {"@": "a", "$": "s", "!": "il", "|": "il", "+": "t", "\N{POUND SIGN}": "l", "\N{EURO SIGN}": "e"}
# Read at most so many ways: a word of thirty ones is nobody's word.
MAX_READINGS = 32
_ONE_LETTER_WORDS = frozenset("aio")
_PLAIN = {ord("\N{LEFT SINGLE QUOTATION MARK}"): "'", ord("\N{RIGHT SINGLE QUOTATION MARK}"): "'"}
_PLAIN |= {ord(dash): "-" for dash in "\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{MINUS SIGN}\N{SOFT HYPHEN}"}
_PLAIN |= {0xAD: ""}
# Letters and symbols that show nothing: Hangul fillers, the blank of Braille.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# White letters in black circles and squares, and the letters of flags: Unicode takes no frame off them.
_FRAMED = (0x1F150, 0x1F170, 0x1F1E6)
_HIDDEN = frozenset({"Mn", "Me", "Cf", "Cs", "Cc", "Co"})


def fold(text: str) -> str:
    """Return a text in plain small letters, without marks and invisible characters, and with look-alikes read."""
    if text.isascii():
        return text.lower()
    return "".join(map(_plain, text))


def origin(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the place in a text from which a place in its folded form came."""
    if text.isascii():
        return start, end
    places = [place for place, char in enumerate(text) for _ in _plain(char)]
    return places[start], places[end - 1] + 1


def pieced(folded: str) -> Iterator[tuple[int, int, str]]:
    """Yield words of a folded text that were taken apart by dots, hyphens or spaces: start, end, the word."""
    for match in _CHAINED.finditer(folded):
        yield *match.span(), "".join(TOKEN.findall(match.group()))
    for match in _SPACED.finditer(folded):
        letters = TOKEN.findall(match.group())
        yield *match.span(), "".join(letters)
        # "A" and "I" may be words of their own.
        if letters[0] in _ONE_LETTER_WORDS:
            yield *match.span(), "".join(letters[1:])


@lru_cache(maxsize=32_768)
def readings(token: str) -> tuple[str, ...]:
    """Return the words of letters that a token of a folded text may mean; a number means none."""
    if token.isalpha():
        return (token,)
    if not any(char.isalpha() or char in "@$" for char in token):
        return ()
    spelled = [_MEANT.get(char, char) for char in token]
    # A mark at the end may be punctuation.
    shorter = token.rstrip("!|+")
    ways = product(*spelled) if shorter == token else (*product(*spelled), *product(*spelled[: len(shorter)]))
    return tuple("".join(way) for way in islice(ways, MAX_READINGS))


@lru_cache(maxsize=32_768)
def runs(word: str) -> tuple[str, tuple[int, ...]]:
    """Return a word with every letter once, and how often each stood there in a row."""
    letters = [(letter, len(list(same))) for letter, same in groupby(word)]
    return "".join(letter for letter, _ in letters), tuple(length for _, length in letters)


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    if char.isascii():
        return char.lower()
    if char in _BLANK:
        return ""
    char = _look_alikes().get(char, char).translate(_PLAIN)
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    shown = (part for part in parts if part in "\n\t" or unicodedata.category(part) not in _HIDDEN)
    return "".join(_look_alikes().get(part, part) for part in shown).translate(_PLAIN).lower()


@cache
def _look_alikes() -> dict[str, str]:
    listed = yaml.safe_load((Path(__file__).parent / "confusables.yaml").read_text(encoding="utf-8"))
    alike = {char: "|" if letter == "l" else letter for letter, chars in listed.items() for char in chars}
    framed = {chr(first + at): letter for first in _FRAMED for at, letter in enumerate(string.ascii_lowercase)}
    return alike | framed
