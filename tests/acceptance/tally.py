"""What became of a season, counted from its log: how everybody stood, and everything that was seen in it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from itertools import chain

from pydantic import BaseModel

from longwave.ledger.events import Recorded
from longwave.modules.academy.catalogue import EVENTS
from longwave.modules.academy.events import GameEvent
from longwave.modules.academy.expeditions.events import Outcome
from longwave.modules.academy.hosting.events import DigestHeld
from longwave.modules.academy.offers.events import ArcEnd, Lapse, ScholarDefected, Term
from longwave.modules.academy.scholars.events import SidecastAdvanced
from longwave.modules.academy.standing.events import PlayerJoined
from longwave.modules.academy.symposium.events import Choice, SymposiumResolved
from longwave.modules.academy.theories.events import (
    ConferenceOutcome,
    Ground,
    TheoryResolved,
    TheorySubmitted,
    Verdict,
)
from longwave.orders.events import OrderFailed
from longwave.world.findings import Depth, EffectKind, ExpeditionType, MishapKind
from longwave.world.game import Confidence, Policy
from longwave.world.scholars import Track

Seen = tuple[str, str]
# A conference that half succeeds decides nothing, and of an expedition only a landmark or a failure does.
UNDECIDED = {(Verdict.CONTESTED, Ground.CONFERENCE), (Verdict.CONTESTED, Ground.EXPEDITION)}
ENUMS: tuple[type[Enum], ...] = (
    EffectKind,
    MishapKind,
    Outcome,
    ConferenceOutcome,
    Term,
    ArcEnd,
    Confidence,
    Depth,
    ExpeditionType,
    Track,
    Policy,
    Choice,
    Lapse,
)
STAGES = ("integration", "spotlight")
RECRUIT_GATE = -10


@dataclass(kw_only=True)
class Tally:
    """A season.

    Attributes:
        policies, reputation, lowest: by player.
        fell, rose: how often somebody fell below the gate of recruiting, and came back above it.
        theories: by player, at which digest each was put forward.
        debts: what players owed after a symposium, where they owed anything.
        seen: everything of the catalogue that happened.
    """

    policies: dict[str, str] = field(default_factory=dict)
    reputation: Counter[str] = field(default_factory=Counter)
    lowest: Counter[str] = field(default_factory=Counter)
    fell: Counter[str] = field(default_factory=Counter)
    rose: Counter[str] = field(default_factory=Counter)
    theories: dict[str, list[int]] = field(default_factory=dict)
    debts: list[int] = field(default_factory=list)
    landmarks: int = 0
    defections: int = 0
    digests: int = 0
    failed: int = 0
    seen: set[Seen] = field(default_factory=set)

    def count(self, log: Iterable[Recorded]) -> "Tally":
        """Take a log in."""
        for recorded in log:
            event = recorded.event
            self.failed += isinstance(event, OrderFailed)
            if isinstance(event, GameEvent):
                self.seen.update(_seen(event))
                self._stand(event)
                self._happen(event)
        return self

    def _stand(self, event: GameEvent) -> None:
        for each in event.reputes:
            before = self.reputation[each.player]
            after = self.reputation[each.player] = before + each.change
            self.lowest[each.player] = min(self.lowest[each.player], after)
            self.fell[each.player] += before >= RECRUIT_GATE > after
            self.rose[each.player] += before < RECRUIT_GATE <= after

    def _happen(self, event: GameEvent) -> None:
        match event:
            case PlayerJoined():
                self.policies[event.player] = str(event.policy)
                self.reputation[event.player] += 0
                self.theories[event.player] = []
            case TheorySubmitted():
                self.theories[event.player].append(self.digests)
            case SymposiumResolved():
                self.debts += [paid.debt for paid in event.ledger if paid.debt]
            case ScholarDefected():
                self.defections += 1
            case DigestHeld():
                self.digests = event.digest
        self.landmarks += getattr(event, "outcome", None) is Outcome.LANDMARK


def catalogue() -> frozenset[Seen]:
    """Return everything that can happen in the game."""
    verdicts = [(v, g) for v in Verdict for g in Ground if (v, g) not in UNDECIDED]
    return frozenset(
        chain(
            (("event", event.kind.removeprefix("academy.")) for event in EVENTS),
            ((each.__name__, str(value.value)) for each in ENUMS for value in each),
            (("verdict", f"{verdict.value} by {ground.value}") for verdict, ground in verdicts),
            (("stage", stage) for stage in STAGES),
            [("Choice", "none")],
        )
    )


def _seen(event: GameEvent) -> Iterator[Seen]:
    yield "event", event.kind.removeprefix("academy.")
    yield from ((type(each).__name__, str(each.value)) for each in _enums(event))
    if isinstance(event, TheoryResolved):
        yield "verdict", f"{event.verdict.value} by {event.ground.value}"
    if isinstance(event, SidecastAdvanced):
        yield "stage", event.stage
    if isinstance(event, SymposiumResolved) and event.outcome is None:
        yield "Choice", "none"
    if getattr(event, "reason", None) in set(Lapse):
        yield "Lapse", str(getattr(event, "reason", ""))


def _enums(value: object) -> Iterator[Enum]:
    """Yield every choice that was made in a value."""
    if isinstance(value, Enum):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _enums(getattr(value, name))
    elif isinstance(value, dict):
        for key, inside in value.items():
            yield from _enums(key)
            yield from _enums(inside)
    elif isinstance(value, tuple):
        for inside in value:
            yield from _enums(inside)
