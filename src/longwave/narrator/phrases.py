"""The template language of phrasebooks: `{slot|filter}` and `[this|that]`."""

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from longwave.narrator import spoken
from longwave.narrator.errors import TemplateInvalid

Value = str | int | bool
CLAUSE = "clause"
# By sound: an hour, an 8, an 11 and an 18; a ewer, a one and a union.
_VOWEL_SOUND = re.compile(
    r"(?!eu|ewe|once|one\b|one-|uni(?!n)|use)(?:[aeiou]|hour|honest|honour|heir|8|1[18]\b)", re.IGNORECASE
)
_NESTED = re.compile(r"\[[^\]]*\[|\{[^}]*\{")
# Options are separated outside slots: `[{temp|cap}|cold]` has two.
_BETWEEN_OPTIONS = re.compile(r"\|(?![^{}]*\})")
_TOKEN = re.compile(r"\{([a-z_]+)((?:\|[^{}|\[\]]+)*)\}|\[([^\[\]]*)\]")


@dataclass(frozen=True)
class Slot:
    """A place for a value, with the filters that change it."""

    name: str
    filters: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """Some wordings, of which one is taken."""

    options: tuple["Template", ...]


Template = tuple[str | Slot | Choice, ...]


@lru_cache(maxsize=4096)
def parse(text: str) -> Template:
    """Read a line of a phrasebook.

    Raises:
        TemplateInvalid: a bracket is left open, empty or within another, or a filter is unknown or misses its words.
    """
    if nested := _NESTED.search(text):
        raise TemplateInvalid(f"{text!r} has a bracket within a bracket near {nested.group()!r}; choices do not nest")
    pieces: list[str | Slot | Choice] = []
    end = 0
    for match in _TOKEN.finditer(text):
        pieces.append(_literal(text, text[end : match.start()]))
        pieces.append(_slot(text, match) if match[1] else _choice(text, match[3]))
        end = match.end()
    pieces.append(_literal(text, text[end:]))
    return tuple(piece for piece in pieces if piece != "")


def slots(template: Template) -> set[str]:
    """Return the names of all slots that a template may use."""
    names: set[str] = set()
    for piece in template:
        if isinstance(piece, Slot):
            names.add(piece.name)
        elif isinstance(piece, Choice):
            names.update(*(slots(option) for option in piece.options))
    return names


@dataclass(frozen=True, kw_only=True)
class Wording:
    """Writes templates out.

    Attributes:
        values: by slot; a tuple of wordings is chosen from.
        clause: makes a sentence fit for the middle of another.
    """

    values: Mapping[str, Value | tuple[str, ...]]
    clause: Callable[[str], str]
    dice: random.Random

    def render(self, template: Template) -> str:
        """Write a template out."""
        return "".join(map(self._render, template))

    def _render(self, piece: str | Slot | Choice) -> str:
        if isinstance(piece, str):
            return piece
        if isinstance(piece, Choice):
            return self.render(self.dice.choice(piece.options))
        value = self.values[piece.name]
        if isinstance(value, tuple):
            value = self.dice.choice(value)
        for name in piece.filters:
            function, *words = name.split(":")
            value = self.clause(_text(value)) if function == CLAUSE else FILTERS[function](value, *words)
        return _text(value)


def _slot(text: str, match: re.Match[str]) -> Slot:
    filters = tuple(match[2].split("|")[1:])
    for function, *words in (name.split(":") for name in filters):
        if function not in _WORDS:
            raise TemplateInvalid(f"{text!r} uses a filter {function!r}; there are {', '.join(sorted(_WORDS))}")
        if len(words) not in _WORDS[function] or not all(words):
            wanted = " or ".join(map(str, _WORDS[function]))
            raise TemplateInvalid(f"{text!r} gives the filter {function!r} {len(words)} words, and it takes {wanted}")
    return Slot(match[1], filters)


def _choice(text: str, options: str) -> Choice:
    if not options.strip():
        raise TemplateInvalid(f"{text!r} has an empty choice `[]`")
    return Choice(tuple(parse(option) for option in _BETWEEN_OPTIONS.split(options)))


def _literal(text: str, part: str) -> str:
    if set("{}[]") & set(part):
        raise TemplateInvalid(f"{text!r} has a bracket without its partner near {part.strip()!r}")
    return part


def _text(value: Value) -> str:
    return spoken.number(value) if isinstance(value, int) else value


def _cap(value: Value) -> str:
    text = _text(value)
    return text[:1].upper() + text[1:]


def _bare(value: Value) -> str:
    return _text(value).removesuffix(".")


def _article(value: Value) -> str:
    text = _text(value)
    return f"{'an' if _VOWEL_SOUND.match(text) else 'a'} {text}"


def _count(value: Value, noun: str, nouns: str = "") -> str:
    return f"{_text(value)} {noun if value == 1 else nouns or noun + 's'}"


def _agree(value: Value, one: str, many: str) -> str:
    return one if value == 1 else many


def _ordinal(value: Value) -> str:
    return spoken.ordinal(int(value))


FILTERS: Mapping[str, Callable[..., str]] = {
    "a": _article,
    "agree": _agree,
    "bare": _bare,
    "cap": _cap,
    "count": _count,
    "ordinal": _ordinal,
}
# How many words each filter takes.
_WORDS: Mapping[str, range] = {name: range(1) for name in (CLAUSE, *FILTERS)} | {
    "agree": range(2, 3),
    "count": range(1, 3),
}
