"""What was printed, checked against the log: names, numbers, dates, factions and outcomes.

It knows the events and the pack's own words, and nothing of the code that told and printed them.
"""

import calendar
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from zoneinfo import ZoneInfo

from acceptance.said import NUMBER, OUTCOMES, date_words, negated, number_words, numbers_said, ordinal_words
from longwave.editorial.events import PieceAccepted
from longwave.ledger.events import Event, Recorded
from longwave.modules.academy.events import GameEvent
from longwave.modules.academy.hosting.events import TextReleased, TextWithheld
from longwave.modules.academy.scholars.events import ScholarArrived
from longwave.modules.academy.standing.events import PlayerJoined, PlayerRenamed
from longwave.orders.events import OrderCancelled, OrderEnqueued, OrderFailed
from longwave.press.events import GazetteIssued, LayerDropped, LayerReleased
from longwave.world.pack import Pack
from longwave.world.press import Layer
from longwave.world.scholars import Scholar

# What an event did beside what it tells.
UNTOLD = frozenset({"moves", "reputes", "feelings", "notes", "odds", "effects", "injured", "sequel", "sheet"})
PLAYERS, SCHOLARS = ("player", "other_player", "owner"), ("scholar", "other")
QUOTED = re.compile(r"“[^”]*”")
SLOT = re.compile(r"\{([a-z_]+)((?:\|[^{}|]+)*)\}")
DATE = re.compile(rf"(?:\b[A-Z][a-z]+day )?\bthe [a-z-]+ of (?:{'|'.join(calendar.month_name[1:])})\b")
# Fields that are printed as they are.
VERBATIM = ("expedition", "says", "asks", "rank", "next_rank")
# Anything may stand where the log does not say what, and nothing where it says that there is nobody.
ANYTHING, NOBODY = "(?s:.+?)", "\0"
# What stands for words that the host has still to look at.
UNSAID = "words that the Gazette is not yet at liberty to print"


@dataclass(frozen=True, kw_only=True)
class Print:
    """A printed piece, and what it is about.

    Attributes:
        by: the id of who speaks.
        players: what all players were called when it was printed, by id.
        withheld: the texts that the host had still to look at then.
    """

    about: Recorded
    layer: Layer
    text: str
    by: str
    at: dt.datetime
    players: Mapping[str, str]
    scholars: Mapping[str, Scholar]
    withheld: tuple[str, ...]

    @property
    def event(self) -> Event:
        return self.about.event


@dataclass(kw_only=True)
class Checker:
    """Reads a log, event by event.

    Attributes:
        prints: everything printed so far.
        promised: the layers that were to be printed, by event and layer; whether they were, or will never be.
        faults: what does not hold, as sentences.
    """

    pack: Pack
    players: dict[str, str] = field(default_factory=dict)
    scholars: dict[str, Scholar] = field(default_factory=dict)
    told: dict[int, Recorded] = field(default_factory=dict)
    pieces: dict[int, PieceAccepted] = field(default_factory=dict)
    prints: list[Print] = field(default_factory=list)
    promised: dict[tuple[int, str], str] = field(default_factory=dict)
    orders: dict[int, tuple[int, str]] = field(default_factory=dict)
    waiting: list[int] = field(default_factory=list)
    issues: list[GazetteIssued] = field(default_factory=list)
    withheld: dict[int, str] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def read(self, log: Iterable[Recorded]) -> "Checker":
        """Take a log in."""
        for recorded in log:
            self._note(recorded)
            match recorded.event:
                case PieceAccepted() as piece:
                    self.pieces[recorded.seq] = piece
                case LayerReleased() as released:
                    self._release(recorded, released)
                case GazetteIssued() as issue:
                    self._issue(issue)
                case OrderFailed() as failed:
                    self.failed.append(f"{recorded.seq}: {failed.error}")
        return self

    @property
    def unaccounted(self) -> list[tuple[int, str]]:
        """The layers that were promised and neither printed nor given up."""
        return [key for key, became in self.promised.items() if became == "waiting"]

    def _note(self, recorded: Recorded) -> None:
        event = recorded.event
        if isinstance(event, GameEvent):
            self.told[recorded.seq] = recorded
        match event:
            case PlayerJoined() | PlayerRenamed():
                self.players[event.player] = event.name
            case ScholarArrived():
                self.scholars[event.scholar] = event.sheet
            case OrderEnqueued() if "layer" in event.payload:
                key = (int(event.payload["event"]), str(event.payload["layer"]))
                self.orders[recorded.seq] = key
                self.promised[key] = "waiting"
            case OrderCancelled() if event.order_id in self.orders:
                self.promised[self.orders[event.order_id]] = "cancelled"
            case LayerDropped():
                self.promised[event.event, event.layer] = "dropped"
            case TextWithheld():
                self.withheld[recorded.seq] = event.text
            case TextReleased() if event.is_approved:
                self.withheld.pop(event.number)

    def _release(self, recorded: Recorded, released: LayerReleased) -> None:
        key = (released.event, released.layer)
        if self.promised.get(key) != "waiting":
            self.faults.append(f"{recorded.seq}: {key} was printed and is {self.promised.get(key)}")
        self.promised[key] = "printed"
        piece, layer = self.pieces.pop(released.piece), self.pack.layers[released.layer]
        if layer.channel == "gazette":
            self.waiting.append(released.piece)
        printed = Print(
            about=self.told[released.event],
            layer=layer,
            text=piece.text,
            by=piece.persona,
            at=released.due,
            players=dict(self.players),
            scholars=self.scholars,
            withheld=tuple(self.withheld.values()),
        )
        self.prints.append(printed)
        self.faults += [f"{released.piece}: {text!r} waits" for text in self.withheld.values() if text in piece.text]
        self.faults += [f"{released.piece} {layer.id}: {fault}: {piece.text}" for fault in self.judged(printed)]

    def _issue(self, issue: GazetteIssued) -> None:
        if list(issue.pieces) != self.waiting:
            self.faults.append(f"issue {issue.issue} holds {issue.pieces}, and {self.waiting} were printed since")
        self.waiting.clear()
        self.issues.append(issue)

    def judged(self, printed: Print) -> list[str]:
        """Return what in a piece contradicts its event."""
        return list(Judge(pack=self.pack, printed=printed).faults())


@dataclass(frozen=True, kw_only=True)
class Judge:
    """Compares one piece with its event."""

    pack: Pack
    printed: Print

    def faults(self) -> Iterator[str]:
        """Yield what does not hold."""
        if self.template is None:
            yield "no line of the layer says this of the event"
        yield from self._names()
        yield from self._numbers()
        yield from self._dates()
        yield from self._factions()
        yield from self._outcome()

    @cached_property
    def fields(self) -> Mapping[str, object]:
        """What the event tells, by field."""
        event = self.printed.event
        return {name: getattr(event, name) for name in type(event).model_fields if name not in UNTOLD}

    @cached_property
    def template(self) -> str | None:
        """The line of the layer that the text is, with the event's own words and numbers in it."""
        lines = (line.say for line in self.printed.layer.says)
        return next((say for say in lines if re.fullmatch(self._pattern(say), self.printed.text)), None)

    @cached_property
    def plain(self) -> str:
        """The text without what is quoted, without the event's own sentences and the people of the event."""
        text = self.printed.text
        own = [value.rstrip(".!?… ") for value in self.fields.values() if isinstance(value, str) and " " in value]
        for words in sorted([*own, *self._people.values(), *self._sayings, *self._places], key=len, reverse=True):
            text = text.replace(words, "…").replace(words[:1].upper() + words[1:], "…")
        return QUOTED.sub("…", text)

    @cached_property
    def literal(self) -> str:
        """What the line says whatever the event holds."""
        return SLOT.sub("…", QUOTED.sub("…", self.template or ""))

    @cached_property
    def _people(self) -> Mapping[str, str]:
        """The people of the event, by id, as they were called."""
        ids = {*_strings(self.fields), self.printed.by}
        names = {**self.printed.players, **{name: each.name for name, each in self.printed.scholars.items()}}
        return {name: names[name] for name in ids if name in names}

    @property
    def _sayings(self) -> list[str]:
        """What the scholars of the event are known to say."""
        game, scholars = self.pack.game, self.printed.scholars
        assert game is not None
        sheets = [scholars[name] for name in self._people if name in scholars]
        kinds = {kind.id: kind.sayings for kind in game.generation.archetypes}
        return [saying for sheet in sheets for saying in (*sheet.sayings, *kinds[sheet.archetype])]

    @property
    def _places(self) -> list[str]:
        """What the place, the subject and the work of the event are called."""
        game, found = self.pack.game, set(_strings(self.fields))
        assert game is not None
        return [
            each.name
            for kind in (game.sites, game.disciplines, game.projects)
            for each in kind.values()
            if each.id in found
        ]

    def _pattern(self, say: str) -> str:
        parts = SLOT.split(say)
        pattern = re.escape(parts[0])
        for name, filters, after in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
            pattern += self._expected(name, filters.split("|")[1:]) + re.escape(after)
        return pattern

    def _expected(self, name: str, filters: list[str]) -> str:
        """Return the pattern of what must stand in a slot, where the log says it."""
        said = self._value(name)
        if said is None:
            return ANYTHING
        for each in filters:
            function, *words = each.split(":")
            said = self._filtered(said, function, words)
        return re.escape(said)

    def _filtered(self, said: str, function: str, words: list[str]) -> str:
        match function:
            case "agree":
                return words[said != "one"]
            case "count":
                return f"{said} {words[0] if said == 'one' else [*words, words[0] + 's'][1]}"
            case "cap":
                return said[:1].upper() + said[1:]
            case "ordinal":
                return ordinal_words(said)
            case "a":
                return f"{'an' if said[0] in 'AEIO' else 'a'} {said}"
        return said

    def _value(self, name: str) -> str | None:
        """Return what a slot says; None where the log does not say it."""
        role, _, part = name.partition("_")
        value = self.fields.get(name)
        if name in PLAYERS:
            return self.printed.players.get(str(value), "the host") if value else NOBODY
        if role in SCHOLARS and part in ("", "last"):
            whole = self.printed.scholars[str(self.fields[role])].name if self.fields.get(role) else NOBODY
            return whole.split()[-1] if part else whole
        if name == "site" and self.pack.game is not None:
            site = self.pack.game.sites.get(str(value))
            return site.name if site else NOBODY
        said = _said(value.astimezone(self._tz) if isinstance(value, dt.datetime) else value, name)
        return UNSAID if said and any(text in said for text in self.printed.withheld) else said

    def _names(self) -> Iterator[str]:
        names = {**self.printed.players, **{each: sheet.name for each, sheet in self.printed.scholars.items()}}
        for who, name in names.items():
            if who not in self._people and re.search(rf"\b{re.escape(name)}\b", self.plain):
                yield f"{name} has no part in it"

    def _numbers(self) -> Iterator[str]:
        allowed = Counter(numbers_said(self.literal))
        known = {abs(number) for number in _numbers(self.fields)}
        for number in numbers_said(DATE.sub("…", self.plain)):
            if number not in known and not allowed[number]:
                yield f"{number} is no number of it"

    def _dates(self) -> Iterator[str]:
        instants = [value for value in self.fields.values() if isinstance(value, dt.datetime)]
        instants += [self.printed.at, self.printed.about.at]
        known = {date_words(instant.astimezone(self._tz)) for instant in instants}
        for match in DATE.finditer(self.plain):
            if not any(match.group() in each for each in known):
                yield f"{match.group()} is no date of it"

    def _factions(self) -> Iterator[str]:
        for faction in self.pack.card.factions:
            said = self.plain.count(faction.name) - self.literal.count(faction.name)
            if said > 0 and faction.id not in self.own_factions:
                yield f"{faction.name} has no part in it"

    @property
    def own_factions(self) -> set[str]:
        game, fields = self.pack.game, self.fields
        found = set(_strings(fields))
        assert game is not None
        people = [self.printed.scholars[name].faction for name in found if name in self.printed.scholars]
        places = [game.sites[name].faction for name in found if name in game.sites]
        works = [game.disciplines[name].faction for name in found if name in game.disciplines]
        persona = self.pack.personas.get(self.printed.by)
        return {*found, *people, *places, *works, *([persona.faction] if persona and persona.faction else [])}

    def _outcome(self) -> Iterator[str]:
        for name, words in OUTCOMES.get(self.printed.event.kind, {}).items():
            value = self.fields[name]
            real = value.value if isinstance(value, Enum) else value
            for other, pattern in words.items():
                for match in re.finditer(pattern, self.plain, re.IGNORECASE) if other != real else ():
                    if not negated(self.plain, match.start()):
                        yield f"{match.group()!r} is not said of {name} {real}"

    @property
    def _tz(self) -> ZoneInfo:
        return ZoneInfo(self.pack.card.tz)


def _said(value: object, name: str) -> str | None:
    if isinstance(value, dt.datetime):
        return date_words(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return number_words(value)
    return value if name in VERBATIM and isinstance(value, str) else None


def _strings(value: object) -> Iterator[str]:
    """Yield every text in a value, and every key."""
    if isinstance(value, str):
        yield value.value if isinstance(value, Enum) else value
    elif isinstance(value, Mapping):
        for key, inside in value.items():
            yield str(key)
            yield from _strings(inside)
    elif isinstance(value, tuple):
        for inside in value:
            yield from _strings(inside)


def _numbers(value: object) -> Iterator[int]:
    """Yield every number in a value, and how many things it holds."""
    if isinstance(value, bool):
        return
    if isinstance(value, int):
        yield value
    elif isinstance(value, str):
        yield from (int(digits) for digits in re.findall(NUMBER, value) if digits.isdigit())
    elif isinstance(value, Mapping | tuple):
        yield len(value)
        for inside in value.values() if isinstance(value, Mapping) else value:
            yield from _numbers(inside)
