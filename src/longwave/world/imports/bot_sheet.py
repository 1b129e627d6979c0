"""What one forum-bot file says, whichever of the usual words it says it in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources

from longwave.world import document
from longwave.world.document import Data, Place, Scalar
from longwave.world.errors import Fault
from longwave.world.fields import Part, Texts
from longwave.world.imports.scrub import scrub

MAX_FILE_BYTES = 128 * 1024
MAX_KEYS, MAX_SECTIONS_DEEP = 200, 4
MAX_KEY_CHARS = 40
MAX_LISTED = 60
# What a text may hold before marks are taken out of it, as a multiple of what it may hold afterwards.
ROOM_FOR_MARKS = 3
MODEL = "model"
# Under one of these an item of a list says what it is.
ITEM_NAMES = ("name", "text", "topic", "title", "phrase", "trait")
LINES, WORDS = re.compile(r"[\n;]+"), re.compile(r"[\n;,]+")


class BotWords(Part):
    """`bots.yaml`: what the words of such files mean.

    Attributes:
        wrappers: keys that may hold all the rest.
        sections: keys by the part of a file that they begin.
        fields: keys by the field that they fill, anywhere but in the section of the model.
        within: the same, in one section and before all others.
        levels: sliders in words.
        providers: providers by what they are called; `prefixes`: by how the names of their models begin.
        offline: what says that there is no model.
    """

    wrappers: Texts
    sections: dict[str, Texts]
    fields: dict[str, Texts]
    within: dict[str, dict[str, Texts]]
    engagement: dict[str, Texts]
    levels: dict[str, int]
    providers: dict[str, Texts]
    prefixes: dict[str, Texts]
    offline: Texts

    @cached_property
    def section_of(self) -> Mapping[str, str]:
        """The sections by their keys."""
        return _turned(self.sections)

    def field_of(self, key: str, section: str) -> str | None:
        """Return the field that a key fills in a section, if it is known."""
        own = self._within.get(section, {}).get(key)
        return own if own or section == MODEL else self._fields.get(key)

    @cached_property
    def _fields(self) -> Mapping[str, str]:
        return _turned(self.fields)

    @cached_property
    def _within(self) -> Mapping[str, Mapping[str, str]]:
        return {section: _turned(fields) for section, fields in self.within.items()}


@cache
def bot_words() -> BotWords:
    """Return what comes with Longwave."""
    raw = resources.files(__package__).joinpath("bots.yaml").read_bytes()
    return BotWords.model_validate(document.read("bots.yaml", raw).data)


@dataclass(kw_only=True)
class BotSheet:
    """What one file says, by field.

    Attributes:
        unknown: keys that mean nothing here, with what they stand under.
        faults: what could not be taken.
    """

    file: str
    place: Place
    said: dict[str, tuple[Data, Place]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def complain(self, name: str, what: str, cure: str) -> None:
        """Note that a field's value could not be taken as it is."""
        place = self.said[name][1] if name in self.said else self.place
        self.faults.append(Fault(self.file, place.line, f"{name.replace('_', ' ')} {what}", cure))

    def scalar(self, name: str) -> Scalar:
        """Return a single value; None where there is none."""
        value = self.said[name][0] if name in self.said else None
        if isinstance(value, list | dict):
            self.complain(name, "holds several values", "write one")
            return None
        return value

    def number(self, name: str) -> float | None:
        """Return a number, also one that stands in a text ("29 years")."""
        value = self.scalar(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        found = re.search(r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?", value[:MAX_KEY_CHARS]) if isinstance(value, str) else None
        if value is not None and found is None:
            self.complain(name, "is no number", "write a number")
        return float(found[0]) if found else None

    def text(self, name: str, max_chars: int) -> str:
        """Return a field's text in one line, without markup; empty where there is none."""
        value = self.said[name][0] if name in self.said else None
        if isinstance(value, dict):
            self.complain(name, "holds fields", "write a text")
            return ""
        listed = [item for item in value if _is_plain(item)] if isinstance(value, list) else [value]
        whole = "; ".join(_written(item) for item in listed[:MAX_LISTED])
        return self._short(name, plain(whole, max_chars), max_chars, is_cut=len(whole) > max_chars * ROOM_FOR_MARKS)

    def texts(self, name: str, at_most: int, max_chars: int, *, parting: re.Pattern[str] = LINES) -> tuple[str, ...]:
        """Return a field's texts, each in one line, without markup.

        Args:
            parting: what parts them where they stand in one text.
        """
        items = list(self._items(name, parting))
        kept = [text for item in items[:MAX_LISTED] if (text := plain(item, max_chars))]
        texts = tuple(dict.fromkeys(self._short(name, text, max_chars) for text in kept))
        if len(texts) > at_most or len(items) > MAX_LISTED:
            self.complain(name, f"lists more than {at_most}, of which the first were taken", "take some out")
        return texts[:at_most]

    def _items(self, name: str, parting: re.Pattern[str]) -> Iterator[str]:
        value = self.said[name][0] if name in self.said else None
        if isinstance(value, list):
            for item in value[: MAX_LISTED + 1]:
                named = _named(item) if isinstance(item, dict) else item
                if _is_plain(named):
                    yield _written(named)
                else:
                    self.complain(name, "lists something that is no text", "write a text, in quotes if need be")
        elif isinstance(value, str):
            yield from parting.split(value[: MAX_FILE_BYTES // 8])
        elif value is not None:
            self.complain(name, "is no list of texts", "write a list, as in [one, two]")

    def _short(self, name: str, text: str, max_chars: int, *, is_cut: bool = False) -> str:
        if len(text) > max_chars or is_cut:
            self.complain(name, f"was cut to {max_chars} characters", "shorten it")
        return _cut(text, max_chars)


def read_sheet(file: str, raw: bytes) -> BotSheet:
    """Read a file; what is not understood is named in the sheet."""
    words, sheet = bot_words(), BotSheet(file=file, place=Place(file=file))
    if len(raw) > MAX_FILE_BYTES:
        sheet.faults.append(Fault(file, 1, f"is larger than {MAX_FILE_BYTES:,} bytes", "leave out what is no bot"))
        return sheet
    read = document.read(file, raw)
    sheet.place = read.place
    sheet.faults += [Fault(fault.file, fault.line, plain(fault.what, 200), fault.cure) for fault in read.faults]
    data, place = _unwrapped(read.data, read.place, words)
    if isinstance(data, dict):
        _Walk(sheet, words).take(data, place, "", ())
    elif read.is_readable:
        sheet.faults.append(Fault(file, 1, "describes no bot", "write `name: …` and the rest as `field: value` lines"))
    return sheet


@dataclass(frozen=True)
class _Walk:
    """Takes what is said out of a file's sections, what stands higher before what stands deeper."""

    sheet: BotSheet
    words: BotWords

    def take(self, data: Mapping[Scalar, Data], place: Place, section: str, path: tuple[str, ...]) -> None:
        """Take what a section says."""
        if len(data) > MAX_KEYS:
            self.sheet.faults.append(
                place.fault(f"has more than {MAX_KEYS} keys, of which the first were read", "take some out")
            )
        below: list[tuple[str, dict[Scalar, Data], Place, str]] = []
        for key, value in list(data.items())[:MAX_KEYS]:
            name, shown = _folded(key), _shown(key)
            found = self.words.field_of(name, section)
            inner = self.words.section_of.get(name)
            if isinstance(value, dict) and inner and len(path) < MAX_SECTIONS_DEEP:
                below.append((shown, value, place.at(_step(key)), inner))
            elif found is None or found in self.sheet.said or isinstance(value, dict):
                self.sheet.unknown.append(".".join((*path, shown)))
            elif value is not None:
                self.sheet.said[found] = (value, place.at(_step(key)))
        for shown, value, where, inner in below:
            self.take(value, where, inner, (*path, shown))


def plain(text: str, max_chars: int) -> str:
    """Return a text in one line, without markup; of a very long one the beginning."""
    return " ".join(scrub(text[: max_chars * ROOM_FOR_MARKS]).split())


def folded(text: str) -> str:
    """Return a word as keys are compared."""
    return " ".join(text[: MAX_KEY_CHARS * 2].casefold().replace("’", "'").replace("_", " ").replace("-", " ").split())


def _folded(key: Scalar) -> str:
    # creativityLevel is creativity level.
    return folded(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", _written(key)[: MAX_KEY_CHARS * 2]))


def _shown(key: Scalar) -> str:
    return plain(_written(key), MAX_KEY_CHARS)[:MAX_KEY_CHARS] or "?"


def _step(key: Scalar) -> str:
    return key if isinstance(key, str) else _written(key)


def _unwrapped(data: Data, place: Place, words: BotWords) -> tuple[Data, Place]:
    """Return what a file holds under its only key, where that says no more than that it is a bot."""
    if isinstance(data, dict) and len(data) == 1:
        [(key, value)] = data.items()
        if isinstance(value, dict) and _folded(key) in words.wrappers:
            return value, place.at(_step(key))
    return data, place


def _named(item: Mapping[Scalar, Data]) -> Data:
    return next((item[name] for name in ITEM_NAMES if name in item), None)


def _is_plain(value: Data) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _written(value: Data) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None or isinstance(value, list | dict) else str(value)


def _cut(text: str, max_chars: int) -> str:
    """Return the beginning of a text: whole sentences, where they fill half of it, else whole words."""
    if len(text) <= max_chars:
        return text
    room = text[: max_chars + 1]
    sentence = max(room.rfind(mark) for mark in (". ", "! ", "? ")) + 1
    at = sentence if sentence * 2 >= max_chars else room.rfind(" ")
    return room[: at if at > 0 else max_chars].rstrip(" ,;:–-")


def _turned(listed: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {folded(word): key for key, words in listed.items() for word in words}
