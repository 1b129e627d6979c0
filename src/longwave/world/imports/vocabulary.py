"""Recognising words in names, whatever the language."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache


class Vocabulary:
    """Words by key; a star at either end of a word stands for any letters, so `city*` is also `citywide`."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        self._keys = tuple(key for key, listed in words.items() if any(True for _ in listed))
        groups = (f"(?P<g{n}>{'|'.join(map(_pattern, words[key]))})" for n, key in enumerate(self._keys))
        # Without words nothing may match; an empty alternation would match everywhere.
        self._any = re.compile(rf"(?<!\w)(?:{'|'.join(groups) or r'(?!)'})(?!\w)")
        self.last = lru_cache(maxsize=None)(self._last)

    def all(self, text: str) -> list[str]:
        """Return the keys whose words occur, in order of occurrence, each once."""
        return list(dict.fromkeys(self._key(found) for found in self._any.finditer(text.casefold())))

    def spans(self, text: str) -> list[tuple[str, int]]:
        """Return key and position of every word that occurs."""
        return [(self._key(found), found.start()) for found in self._any.finditer(text.casefold())]

    def covers(self, text: str) -> bool:
        """Tell whether the whole text is one of the words."""
        return self._any.fullmatch(text.casefold().strip()) is not None

    def starts(self, text: str) -> bool:
        """Tell whether the text begins with one of the words."""
        return self._any.match(text.casefold().strip()) is not None

    def whole(self, text: str) -> str | None:
        """Return the key of the word that the whole text is, if it is one."""
        found = self._any.fullmatch(text.casefold().strip())
        return self._key(found) if found else None

    def _last(self, text: str) -> str | None:
        keys = [self._key(found) for found in self._any.finditer(text.casefold())]
        return keys[-1] if keys else None

    def _key(self, found: re.Match[str]) -> str:
        return self._keys[int((found.lastgroup or "g0")[1:])]


def flat(words: Iterable[str]) -> Vocabulary:
    """Return a vocabulary of words that need no key."""
    return Vocabulary({"any": tuple(words)})


def _pattern(word: str) -> str:
    return re.escape(word.casefold()).replace(r"\*", r"\w*") if word.strip("*") else re.escape(word)
