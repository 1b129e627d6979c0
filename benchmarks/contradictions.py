"""A labelled set of texts: statements that contradict the lore of the bundled pack, and such as do not.

Some parts of it were written by hand (`labelled/by_hand*.yaml`), one was on air (`labelled/aired.yaml`). The rest is
made here: for every value in an entry's `canon`, sentences of `labelled/forms.yaml` with the right value, which are
clean, and with a wrong one. The forms were not written from the rules' patterns.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from longwave.editorial.canon import Canon
from longwave.editorial.gate import LORE_RULES
from longwave.editorial.rule import Finding, Manuscript
from longwave.narrator import spoken
from longwave.narrator.assignment import Assignment, FactSheet
from longwave.world.canon import MONTHS, VOCABULARY, WEEKDAYS, CanonValue, is_id, values_of
from longwave.world.lore import Kind, LoreEntry
from longwave.world.pack import Pack

HERE = Path(__file__).parent / "labelled"
BY_HAND = ("by_hand", "by_hand_first", "by_hand_second", "by_hand_third", "by_hand_final")
SEED, MAX_CHARS = 7, 600


@dataclass(frozen=True, kw_only=True)
class Example:
    """A text, and what it contradicts.

    Attributes:
        cites: the entry that says otherwise; "" for a clean text.
        code: the rule that is to find it; "" where it was written without one in mind.
        part: `made`, `aired`, or the name of the file that it was written into.
    """

    text: str
    cites: str = ""
    code: str = ""
    part: str


@dataclass(frozen=True, kw_only=True)
class _Statement:
    """A fact of an entry, ready for a form: its right value and wrong ones."""

    form: str
    entry: LoreEntry
    right: str
    wrong: Sequence[str]
    word: str = ""
    other: str = ""


def judge(canon: Canon, text: str) -> list[Finding]:
    """Return what the lore rules find in a text, on the pack's first day and with nothing on the fact sheet."""
    pack = canon.pack
    at = dt.datetime.combine(pack.card.start, dt.time(hour=7), ZoneInfo(pack.card.tz))
    assignment = Assignment(
        key="bench",
        persona=next(iter(pack.personas.values())),
        form="news",
        sheet=FactSheet(at=at, slots={}),
        max_chars=MAX_CHARS,
        turn=0,
        form_turn=0,
    )
    manuscript = Manuscript(text=text, assignment=assignment, canon=canon)
    return [finding for rule in LORE_RULES for finding in rule.findings(manuscript)]


def examples(pack: Pack) -> list[Example]:
    """Return the whole set, the same every time."""
    return [*_by_hand(), *_aired(), *_made(pack)]


def _by_hand() -> Iterator[Example]:
    for part in BY_HAND:
        written = _read(f"{part}.yaml")
        for cites, text in written["contradictions"]:
            yield Example(text=text, cites=cites, part=part)
        for text in written["clean"]:
            yield Example(text=text, part=part)


def _aired() -> Iterator[Example]:
    yield from (Example(text=text, part="aired") for text in _read("aired.yaml"))


def _made(pack: Pack) -> Iterator[Example]:
    stream = random.Random(SEED)
    forms = _read("forms.yaml")
    for statement in _statements(pack, stream):
        ways = forms[statement.form]
        form = stream.choice(ways["forms"])
        wrong = stream.choice(statement.wrong)
        code = ways["code"]
        yield Example(text=_say(form, statement, wrong), cites=statement.entry.id, code=code, part="made")
        if statement.right:
            right = stream.choice(ways["forms"])
            yield Example(text=_say(right, statement, statement.right), code=code, part="made")


def _say(form: str, statement: _Statement, value: str) -> str:
    thing = statement.entry.title
    if statement.form in {"name", "spelling"}:
        thing = value
    slots = {"x": thing, "v": value, "w": statement.word, "y": statement.other}
    capitals = {name.upper(): text[:1].upper() + text[1:] for name, text in slots.items()}
    return form.format(**slots, **capitals)


def _statements(pack: Pack, stream: random.Random) -> Iterator[_Statement]:
    for entry in pack.lore.values():
        for key, value in entry.canon.items():
            make = _BY_KEY.get(key)
            if make is not None:
                yield from make(pack, entry, key, value, stream)
            elif isinstance(value, int | float) and key not in VOCABULARY:
                yield from _quantity(entry, key, value)
        if entry.kind is Kind.PERSON:
            yield from _person(pack, entry, stream)
    yield from _orders(pack, stream)


_VERBS = {
    "founded": "was founded",
    "opened": "opened",
    "built": "was built",
    "began": "began",
    "cut": "was cut",
    "lit": "was first lit",
    "made": "was made",
    "launched": "was launched",
    "sailed": "sailed",
    "wrecked": "was wrecked",
    "relaid": "was relaid",
    "removed": "was taken down",
    "ended": "came to an end",
}
_EVENTS = {"sailed", "wrecked", "relaid", "removed", "ended"}


def _year(_: Pack, entry: LoreEntry, key: str, value: CanonValue, stream: random.Random) -> Iterator[_Statement]:
    if isinstance(value, int) and entry.kind is not Kind.PERSON:
        wrong = [str(value + shift) for shift in stream.sample([-60, -31, -12, 14, 37, 55], 3) if value + shift < 1931]
        form = "milestone" if key in _EVENTS else "year"
        yield _Statement(form=form, entry=entry, right=str(value), wrong=wrong or [str(value - 20)], word=_VERBS[key])


def _person(pack: Pack, entry: LoreEntry, stream: random.Random) -> Iterator[_Statement]:
    born, died = entry.years
    yield _Statement(form="born", entry=entry, right=str(born), wrong=[str(born + stream.choice([-24, -11, 9, 17]))])
    if died is not None:
        yield _Statement(form="died", entry=entry, right=str(died), wrong=[str(died + stream.choice([-9, 6, 11]))])
        yield _Statement(form="dead", entry=entry, right="", wrong=[""])
    people = [other.title.split() for other in pack.lore.values() if other.kind is Kind.PERSON]
    own = entry.title.split()
    lasts = [words[-1] for words in people if words[-1] != own[-1] and words[-2] != own[-2]]
    yield _Statement(form="name", entry=entry, right=" ".join(own[-2:]), wrong=[f"{own[-2]} {stream.choice(lasts)}"])
    if len(own[-1]) > len("Tarn"):
        slip = own[-1][:2] + "eh" + own[-1][3:]
        yield _Statement(form="spelling", entry=entry, right=" ".join(own[-2:]), wrong=[f"{own[-2]} {slip}"])
    factions = [faction for faction in pack.card.factions if faction.id not in entry.factions]
    if entry.factions:
        mine = next(faction.name for faction in pack.card.factions if faction.id in entry.factions)
        yield _Statement(form="member", entry=entry, right=mine, wrong=[faction.name for faction in factions])


def _agent(pack: Pack, entry: LoreEntry, key: str, value: CanonValue, _: random.Random) -> Iterator[_Statement]:
    [right] = [_name(pack, text) for text in values_of(value)][:1]
    agents = _agents(pack, key)
    form = {"owner": "owner", "part-of": "part"}.get(key, "maker")
    verbs = {"author": ("written", "wrote"), "founder": ("founded", "founded")}.get(key, ("made", "made"))
    wrong = [name for name in agents if name != right]
    yield _Statement(form=form, entry=entry, right=right, wrong=wrong, word=verbs[0], other=verbs[1])


def _agents(pack: Pack, key: str) -> list[str]:
    named = {text for other in pack.lore.values() if key in other.canon for text in values_of(other.canon[key])}
    if key in {"owner", "part-of"}:
        return [faction.name for faction in pack.card.factions]
    return sorted(_name(pack, text) for text in named)


def _parties(pack: Pack, entry: LoreEntry, _: str, value: CanonValue, stream: random.Random) -> Iterator[_Statement]:
    one, other = (_name(pack, text) for text in values_of(value))
    strangers = [faction.name for faction in pack.card.factions if faction.name not in {one, other}]
    yield _Statement(form="parties", entry=entry, right=one, wrong=strangers, other=other)
    yield _Statement(form="parties", entry=entry, right=other, wrong=[stream.choice(strangers)], other=one)


def _office(pack: Pack, entry: LoreEntry, _: str, value: CanonValue, __: random.Random) -> Iterator[_Statement]:
    titles = [
        values_of(other.canon["office"])[0].split(" of ")[0].split()[-1]
        for other in pack.lore.values()
        if "office" in other.canon and other.id != entry.id
    ]
    right = values_of(value)[0].split(" of ")[0].split()[-1]
    wrong = [title for title in titles if title[0].isupper() and title != right]
    if right[0].isupper():
        yield _Statement(form="office", entry=entry, right=right, wrong=wrong)


_UNITS = {
    "metres": "measure",
    "kg": "weight",
    "pence": "price",
    "shillings": "price",
    "km": "distance",
    "minutes": "duration",
}
_UNITS |= {"hours": "duration", "days": "duration"}
_SAID = {"kg": "kilograms", "km": "kilometres"}


def _quantity(entry: LoreEntry, key: str, value: float) -> Iterator[_Statement]:
    parts = key.split("-")
    unit = next((part for part in parts if part in _UNITS), "")
    if value < 2 or value != int(value) or any(part in {"from", "year"} for part in parts):
        return
    wrong = [_number(int(value * share) + extra) for share, extra in ((2, 1), (3, 0), (1.6, 3))]
    form, word = "", ""
    if unit and parts in ([unit], *([about, unit] for about in ("price", "distance", "weight", "crossing"))):
        form, word = _UNITS[unit], _SAID.get(unit, unit)
    elif unit and parts == ["height", unit]:
        form, word = _UNITS[unit], f"{unit} high"
    elif not unit and len(parts) == 1 and key != "years" and (key.endswith("s") or key == "people"):
        form, word = "count", key
    if form:
        yield _Statement(form=form, entry=entry, right=_number(int(value)), wrong=wrong, word=word)


def _number(value: int) -> str:
    return spoken.number(value)


def _place(pack: Pack, entry: LoreEntry, _: str, value: CanonValue, __: random.Random) -> Iterator[_Statement]:
    if entry.kind in {Kind.PERSON, Kind.FOOD, Kind.CREATURE, Kind.CUSTOM, Kind.FACTION, Kind.SHIP}:
        return
    right = values_of(value)[0]
    wards = sorted(
        other.title for other in pack.lore.values() if other.canon.get("type") == "ward" and other.id != right
    )
    regions = [region for region in pack.card.regions if region.id not in entry.regions]
    chosen = [region.name for region in regions]
    home = pack.lore.get(right)
    if home is not None and home.canon.get("type") == "ward":
        chosen = wards
    article = "the " if not is_id(right) else ""
    yield _Statement(form="place", entry=entry, right=article + _name(pack, right), wrong=chosen)


def _light(pack: Pack, entry: LoreEntry, _: str, value: CanonValue, __: random.Random) -> Iterator[_Statement]:
    wards = [other for other in pack.lore.values() if other.canon.get("type") == "ward"]
    wrong = [ward.title for ward in wards if ward.id != value]
    yield _Statement(form="light", entry=entry, right=_name(pack, str(value)), wrong=wrong)


_OPPOSITE = {"north": "south", "south": "north", "east": "west", "west": "east"}


def _direction(_: Pack, entry: LoreEntry, __: str, value: CanonValue, ___: random.Random) -> Iterator[_Statement]:
    yield _Statement(form="direction", entry=entry, right=str(value), wrong=[_OPPOSITE[str(value)]])


def _month(_: Pack, entry: LoreEntry, key: str, value: CanonValue, __: random.Random) -> Iterator[_Statement]:
    own = [text.split()[-1] for text in values_of(value)]
    if entry.kind in {Kind.CUSTOM, Kind.CREATURE, Kind.ARTICLE} and key:
        yield _Statement(form="month", entry=entry, right=own[0], wrong=[month for month in MONTHS if month not in own])


def _weekday(_: Pack, entry: LoreEntry, __: str, value: CanonValue, ___: random.Random) -> Iterator[_Statement]:
    own = values_of(value)
    if entry.kind in {Kind.CUSTOM, Kind.INSTITUTION}:
        yield _Statement(form="weekday", entry=entry, right=own[0], wrong=[day for day in WEEKDAYS if day not in own])


_COLOURS = ("red", "blue", "yellow", "purple", "pink", "orange")
_STUFFS = ("pewter", "silver", "granite", "concrete", "steel", "linen")
_FOODS = ("mackerel", "oats", "chocolate", "cabbage", "pears")
_FAMILIES = (
    ("barque", "steamer", "packet", "schooner", "trawler"),
    ("cat", "eel", "ram", "gull", "heron", "hare", "toad", "moth"),
    ("novel", "comedy", "song", "waltz", "painting", "mural"),
    ("island", "village", "ward", "city"),
    ("bakery", "bank", "library", "theatre", "school", "shop"),
    ("pie", "soup", "cake", "loaf", "pudding"),
)


def _of(form: str, words: Sequence[str]) -> Callable[..., Iterator[_Statement]]:
    def make(_: Pack, entry: LoreEntry, __: str, value: CanonValue, ___: random.Random) -> Iterator[_Statement]:
        own = values_of(value)
        if not entry.plural:
            yield _Statement(form=form, entry=entry, right=own[0], wrong=[word for word in words if word not in own])

    return make


def _type(_: Pack, entry: LoreEntry, __: str, value: CanonValue, ___: random.Random) -> Iterator[_Statement]:
    own = values_of(value)
    family = next((words for words in _FAMILIES if own[0] in words), ())
    if family and not entry.plural:
        yield _Statement(form="type", entry=entry, right=own[0], wrong=[word for word in family if word not in own])


def _fate(_: Pack, entry: LoreEntry, __: str, value: CanonValue, ___: random.Random) -> Iterator[_Statement]:
    if entry.kind is Kind.SHIP and value in {"lost", "wrecked", "scrapped"}:
        for wrong in ("came home last night", "has returned with the tide", "still sails on Tuesdays"):
            yield _Statement(form="fate", entry=entry, right="", wrong=[wrong])


def _orders(pack: Pack, stream: random.Random) -> Iterator[_Statement]:
    events = [entry for entry in pack.lore.values() if entry.kind is Kind.EVENT]
    for entry in events:
        other = stream.choice([event for event in events if abs(event.years[0] - entry.years[0]) > 1])
        is_first = entry.years[0] < other.years[0]
        right, wrong = ("before", "after") if is_first else ("after", "before")
        yield _Statement(form="order", entry=entry, right=right, wrong=[wrong], other=other.title)


def _name(pack: Pack, text: str) -> str:
    named = {part.id: part.name for part in (*pack.card.regions, *pack.card.factions)}
    return pack.lore[text].title if text in pack.lore else named.get(text, text)


_BY_KEY: dict[str, Callable[..., Iterator[_Statement]]] = {
    **dict.fromkeys(_VERBS, _year),
    **dict.fromkeys(("author", "maker", "founder", "owner", "part-of"), _agent),
    "parties": _parties,
    "office": _office,
    "place": _place,
    "ward": _light,
    "direction": _direction,
    "months": _month,
    "date": _month,
    "weekdays": _weekday,
    "colour": _of("colour", _COLOURS),
    "material": _of("stuff", _STUFFS),
    "ingredients": _of("food", _FOODS),
    "type": _type,
    "status": _fate,
}


def _read(name: str) -> Any:  # Any: YAML of our own.
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
