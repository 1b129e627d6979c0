"""Events that could happen, one of each kind and value, about people who are there: what the press is tried with."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from itertools import product
from types import UnionType
from typing import get_args

from longwave.editorial.canon import Canon
from longwave.editorial.gate import Gate
from longwave.ledger.events import Recorded
from longwave.modules.academy.catalogue import EVENTS
from longwave.modules.academy.events import GameEvent
from longwave.modules.academy.expeditions.events import Outcome
from longwave.modules.academy.symposium.events import Choice
from longwave.modules.academy.theories.commands import SubmitTheory
from longwave.modules.academy.theories.events import Verdict
from longwave.narrator.assignment import Assignment
from longwave.press.printing import PrintLayer
from longwave.press.told import Told
from longwave.world.game import Confidence
from longwave.world.pack import Pack
from longwave.world.press import RIVALS, Layer
from unit.academy.club import Club, opened, saltmere

ADA, BO, CYD = "discord:ada", "discord:bo", "discord:cyd"
KINDS: Mapping[str, type[GameEvent]] = {event.kind: event for event in EVENTS}
FACTIONS = ("academic", "government", "industry", "religious", "foreign")
LATER = dt.datetime(1931, 4, 17, 20, tzinfo=dt.UTC)
# What every event may hold beside what it tells of, and what is told of it in other words.
UNTOLD = ("moves", "reputes", "feelings", "notes", "odds", "effects", "injured", "sequel", "scores")
# What goes wrong goes wrong where an expedition fails.
MISHAP = ("mishap", "mishap_kind", "mishap_says")
# The words that a text field is one of.
CODES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("academy.grudge_flared", "because"): ("refusal", "defection"),
    ("academy.scholar_released", "reason"): ("unpaid", "dismissed"),
    ("academy.offer_withdrawn", "reason"): ("withdrawn", "no_place", "left", "released", "retired"),
    ("academy.mentorship_ended", "reason"): ("left", "released", "retired"),
    ("academy.sidecast_advanced", "stage"): ("integration", "spotlight"),
    ("academy.thing_shared", "thing"): ("theory", "expedition", "scholar", "piece"),
    ("academy.standing_adjusted", "what"): ("reputation", *FACTIONS),
}
PLAUSIBLE: Mapping[str, object] = {
    "player": ADA,
    "other_player": BO,
    "owner": BO,
    "players": (BO, CYD),
    "invited": (BO,),
    "backers": (ADA, CYD),
    "name": "Ada",
    "was": "Adeline",
    "theory": 1,
    "claim": "The bells ring before the tide turns",
    "objective": "Whether the wreck keeps better time than we do",
    "title": "Whether a tide can be owned",
    "headline": "Theory 1: The bells ring before the tide turns",
    "nickname": "the lamp",
    "says": "It is put as it was put. There is a lamp in it.",
    "text": "words that wait",
    "reasons": ("“wait” (a test)",),
    "asks": "lamp oil for the winter lectures",
    "mishap": "wet-boots",
    "mishap_says": "The boots were wet, and so were those in them.",
    "vignette": "a-lamp",
    "expedition": "EX-0007",
    "reason": "the plot asked for it",
    "rank": "Fellow",
    "next_rank": "Professor",
    "number": "7",
    "question": "whose-tide",
    "season": "herring-fair",
    "what": "reputation",
    "terms": ("leadership", "guaranteed_funding"),
    "influence": {"academic": 3, "foreign": 1},
    "costs": {"government": 2},
    "pays": {"industry": 3, "religious": 1},
    "pledges": {ADA: 2},
    "standings": {ADA: 12, BO: -3},
    "votes": {Choice.AFFIRM: 3, Choice.DOUBT: 1, Choice.DENY: 0},
    "effects": (),
    "ledger": (),
    "counts": {},
    "day": dt.date(1931, 4, 14),
    "is_founding": False,
    "change": -7,
    "chance": 45,
    "tier": 1,
    "hours": 24,
    "debt": 6,
}
# A field that is another thing in another event.
ELSEWHERE: Mapping[tuple[str, str], object] = {
    ("academy.season_opened", "season"): 2,
    ("academy.season_closed", "season"): 1,
    ("academy.game_opened", "season"): 1,
    ("academy.text_released", "number"): 88,
    ("academy.order_cancelled", "what"): "theory gossip",
}
# A score that fails reads like an hour.
A_COUNT, LOW, HIGH = 3, 9, 72


@dataclass(frozen=True, kw_only=True)
class Room:
    """A game in which nothing much has happened, and its press.

    Attributes:
        pack: whose layers are tried.
    """

    club: Club
    pack: Pack = field(default_factory=saltmere)

    @cached_property
    def gate(self) -> Gate:
        return Gate(Canon(self.pack))

    @cached_property
    def printer(self) -> PrintLayer:
        playing = self.club.playing
        assert playing.editor is not None
        return PrintLayer(
            pack=self.pack, seed=1, ledger=playing.ledger, editor=playing.editor, teller=playing.telling.told
        )

    def tell(self, event: GameEvent) -> tuple[Recorded, Told]:
        """Return an event as if it had happened, and what may be told of it."""
        recorded = Recorded(seq=1, at=self.club.now, actor="test", subject="", cause="", hash="", event=event)
        with self.club.ledger.store.read() as connection:
            return recorded, self.club.playing.telling.told(connection, recorded)

    def assignments(self, layer: Layer, event: GameEvent) -> Iterator[Assignment]:
        """Yield what a narrator is asked for: once, or, of a rival, once for each house that may speak."""
        recorded, told = self.tell(event)
        seen: set[str] = set()
        for seq in range(80 if layer.voice == RIVALS else 1):
            asked = self.printer.assigned(layer, replace(recorded, seq=seq), told, LATER, 0)
            if asked.persona.id not in seen:
                seen.add(asked.persona.id)
                yield asked

    def sample(self, kind: str, *, is_full: bool, **given: object) -> GameEvent:
        """Return an event of a kind.

        Args:
            is_full: whether everything that it can hold is in it.
            given: what it must hold; `faction` may also be that of the scholar or the place.
        """
        model = KINDS[kind]
        faction = str(given.pop("faction", FACTIONS[0]))
        cast: dict[str, object] = {**PLAUSIBLE, "faction": faction, **self._cast(faction)}
        is_failed = given.get("outcome") == Outcome.FAILURE or given.get("verdict") == Verdict.REFUTED
        if "score" in model.model_fields:
            given.setdefault("score", LOW if is_failed else HIGH)
        values = {
            name: given[name] if name in given else ELSEWHERE.get((kind, name), cast.get(name))
            for name, each in model.model_fields.items()
            if name in given or each.is_required() or (is_failed if name in MISHAP else is_full and name not in UNTOLD)
        }
        return model.model_validate({name: self._made(kind, name, value) for name, value in values.items()})

    def _cast(self, faction: str) -> dict[str, object]:
        game = self.club.playing.academy.game
        scholar = next(each for each in game.scholars.values() if each.faction == faction)
        other = next(each for each in game.scholars.values() if each.id != scholar.id)
        return {
            "scholar": scholar.id,
            "other": other.id,
            "sheet": scholar,
            "discipline": next(each.id for each in game.disciplines.values() if each.faction == faction),
            "site": next(each.id for each in game.sites.values() if each.faction == faction),
            "project": next(each.id for each in game.projects.values() if each.faction == faction),
            "team": (scholar.id, other.id),
            "supporters": (scholar.id,),
            "paid": (scholar.id,),
            "unpaid": (),
        }

    def _made(self, kind: str, name: str, value: object) -> object:
        """Return a value for a field: what is plausible, else the first that its type allows."""
        types = _types(kind, name)
        if dt.datetime in types:
            return LATER
        if int in types or float in types:
            return value if isinstance(value, int) else A_COUNT
        known = possible(kind, name)
        return value if not known or value in known or (value is None and type(None) in types) else known[0]


def possible(kind: str, name: str) -> tuple[object, ...]:
    """Return the values that a field of an event can have, as a pack writes them; none where it may say anything."""
    if name in ("faction", "rival_faction"):
        return FACTIONS
    if (kind, name) in CODES:
        return CODES[kind, name]
    types = _types(kind, name)
    values = [each.value for one in types if isinstance(one, type) and issubclass(one, Enum) for each in one]
    values += [True, False] if bool in types else []
    values += list(range(16)) if int in types else []
    return (*values, "none") if values and type(None) in types else tuple(values)


def combinations(layer: Layer) -> Iterator[dict[str, object]]:
    """Yield every way in which the conditions of a layer's lines can be met or not, where the layer comes at all."""
    names = sorted({name for line in layer.says for name in line.when} - {"rival_faction"} | set(layer.when))
    for values in product(*(possible(layer.event, name) for name in names)):
        found = dict(zip(names, values, strict=True))
        if all(found[name] in wanted(value) for name, value in layer.when.items()):
            yield {name: None if value == "none" else value for name, value in found.items()}


def wanted(value: object) -> tuple[object, ...]:
    """Return the values that a condition allows."""
    return value if isinstance(value, tuple) else (value,)


def _types(kind: str, name: str) -> tuple[object, ...]:
    annotation = KINDS[kind].model_fields[name].annotation
    return get_args(annotation) if isinstance(annotation, UnionType) else (annotation,)


@contextmanager
def furnished(place: str) -> Iterator[Room]:
    """Open a game at which three people sit, one of whom has put a theory forward."""
    with opened(place, is_printed=True) as club:
        club.join(ADA, BO, CYD)
        claim = str(PLAUSIBLE["claim"])
        club.ask(ADA, SubmitTheory(claim=claim, confidence=Confidence.CERTAIN))
        yield Room(club=club)
