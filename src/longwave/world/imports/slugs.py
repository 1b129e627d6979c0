"""Ids for titles in any alphabet."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from itertools import chain, count

MAX_SLUG_CHARS = 60
HASH_CHARS = 10
TIE_CHARS = 6
# Latin letters that Unicode does not take apart.
SPELLED = {"\xdf": "ss", "\xe6": "ae", "\u0153": "oe", "\xf0": "d", "\xfe": "th", "\u0131": "i", "\u014b": "ng"}
LATIN = re.compile(r"LATIN (?:SMALL|CAPITAL) LETTER ([A-Z]) WITH ")


def slug(title: str) -> str:
    """Return an id for a title: transliterated where most letters are Latin, else from a hash of the title."""
    letters = [char for char in unicodedata.normalize("NFKC", title).casefold() if char.isalpha()]
    spelled = _transliterated(title)
    if not spelled or sum(map(str.isalpha, spelled)) * 2 < len(letters):
        return f"page-{_hash(title, HASH_CHARS)}"
    if len(spelled) <= MAX_SLUG_CHARS:
        return spelled
    return spelled[:MAX_SLUG_CHARS].rpartition("-")[0] or spelled[:MAX_SLUG_CHARS]


class Slugs:
    """Ids that are given once."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def give(self, title: str, wanted: str | None = None) -> str:
        """Return an id for a title, or the id wanted; where it is taken, with a hash of the title at its end."""
        base = wanted or slug(title)
        tie = f"{base}-{_hash(title, TIE_CHARS)}"
        candidates = chain((base, tie), (f"{tie}-{number}" for number in count(2)))
        given = next(candidate for candidate in candidates if candidate not in self._taken)
        self._taken.add(given)
        return given


def _transliterated(title: str) -> str:
    plain = "".join(map(_letter, unicodedata.normalize("NFKD", title.casefold())))
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['\u2019\u02bc`]", "", plain)).strip("-")


def _letter(char: str) -> str:
    if char.isascii():
        return char
    if unicodedata.combining(char):
        return ""
    named = LATIN.match(unicodedata.name(char, ""))
    return SPELLED.get(char) or (named[1].lower() if named else " ")


def _hash(title: str, chars: int) -> str:
    return hashlib.sha256(unicodedata.normalize("NFC", title).encode()).hexdigest()[:chars]
