"""A game counted again from its log alone, event by event: what must hold at each of them, and what is left in the end.

It knows the events and the numbers of the spec, and nothing of the code that decided them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from longwave.ledger.events import Recorded
from longwave.modules.academy.economy.events import CommitmentClosed, CommitmentOpened
from longwave.modules.academy.events import GameEvent, Move
from longwave.modules.academy.expeditions.events import (
    ExpeditionCancelled,
    ExpeditionQueued,
    ExpeditionResolved,
    OpportunityLapsed,
    OpportunityOpened,
    OpportunityTaken,
)
from longwave.modules.academy.hosting.events import DeadlineExtended, DigestHeld
from longwave.modules.academy.mentoring.events import MentorshipCompleted, MentorshipEnded, MentorshipQueued
from longwave.modules.academy.offers.events import (
    ArcEnd,
    DefectionSettled,
    OfferCountered,
    OfferMade,
    OfferRefused,
    OfferWithdrawn,
    RecruitmentRefused,
    ScholarDefected,
    ScholarRecruited,
    ScholarReleased,
)
from longwave.modules.academy.scholars.events import ScholarArrived, ScholarRetired
from longwave.modules.academy.standing.events import PlayerJoined, StandingAdjusted
from longwave.modules.academy.symposium.events import SymposiumCalled, SymposiumResolved, TopicExpired, TopicProposed
from longwave.modules.academy.theories.events import (
    ConferenceCalled,
    ConferenceCancelled,
    ConferenceResolved,
    TheoryResolved,
    TheorySubmitted,
)
from longwave.world.game import Numbers

LEAST, MOST = -50, 50
# Both give influence that nobody earned: by the host's word, and as what was paid before.
GIVEN = (StandingAdjusted, ExpeditionCancelled)


@dataclass(frozen=True, kw_only=True)
class Life:
    """A kind of thing that begins with one event and ends with one of others, once.

    Attributes:
        number: the field of them all by which it is known.
    """

    number: str
    begins: type[GameEvent]
    ends: tuple[type[GameEvent], ...]


LIVES = (
    Life(number="theory", begins=TheorySubmitted, ends=(TheoryResolved,)),
    Life(number="expedition", begins=ExpeditionQueued, ends=(ExpeditionResolved, ExpeditionCancelled)),
    Life(number="conference", begins=ConferenceCalled, ends=(ConferenceResolved, ConferenceCancelled)),
    Life(number="offer", begins=OfferMade, ends=(OfferWithdrawn, OfferRefused, ScholarDefected)),
    Life(number="opportunity", begins=OpportunityOpened, ends=(OpportunityTaken, OpportunityLapsed)),
    Life(number="mentorship", begins=MentorshipQueued, ends=(MentorshipCompleted, MentorshipEnded)),
    Life(number="commitment", begins=CommitmentOpened, ends=(CommitmentClosed,)),
    Life(number="topic", begins=TopicProposed, ends=(TopicExpired, SymposiumCalled)),
    Life(number="symposium", begins=SymposiumCalled, ends=(SymposiumResolved,)),
)
LIFE = {life.number: life for life in LIVES}
# Nobody's: a defection that the host decreed, a question of the pack's.
NOTHING = (None, 0)


@dataclass(kw_only=True)
class Recount:
    """What the log says so far.

    Attributes:
        held, escrow: by player and faction.
        employer: by scholar who is in the roster; None for who is free.
        open: what has begun and not ended, by kind and then by number: the event that began it, with a later due time.
        stakes: what players have set aside, by offer.
        faults: what did not hold, as sentences.
    """

    numbers: Numbers
    players: set[str] = field(default_factory=set)
    held: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    escrow: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    reputation: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    quiet_until: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    employer: dict[str, str | None] = field(default_factory=dict)
    open: dict[str, dict[object, GameEvent]] = field(default_factory=lambda: {life.number: {} for life in LIVES})
    ended: dict[str, set[object]] = field(default_factory=lambda: {life.number: set() for life in LIVES})
    stakes: dict[object, list[tuple[str, Mapping[str, int]]]] = field(default_factory=lambda: defaultdict(list))
    digest: int = 0
    seq: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def staked(self) -> Mapping[tuple[str, str], int]:
        """What open offers hold, by player and faction."""
        sums: dict[tuple[str, str], int] = defaultdict(int)
        for offer in self.open["offer"]:
            for player, influence in self.stakes[offer]:
                for faction, amount in influence.items():
                    sums[player, faction] += amount
        return sums

    def count(self, recorded: Recorded) -> None:
        """Take one event in, the next of the log."""
        self.seq = recorded.seq
        event = recorded.event
        if not isinstance(event, GameEvent):
            return
        wrong = (self._gated(event), self._employed(event), self._lived(event), self._stood(event))
        self.faults += [f"{recorded.seq} {event.kind}: {fault}" for faults in wrong for fault in faults]
        if isinstance(event, DigestHeld):
            self.faults += [f"{recorded.seq} {event.kind}: {fault}" for fault in self._digested(recorded, event)]

    def _gated(self, event: GameEvent) -> Iterator[str]:
        """Yield which gates were closed to who passed them."""
        if isinstance(event, ExpeditionQueued):
            gate = self.numbers.gates[event.expedition_type]
            if self.reputation[event.player] < gate:
                yield f"{event.player} has {self.reputation[event.player]}, below {gate}"
        if isinstance(event, (ScholarRecruited, RecruitmentRefused, OfferMade)):
            if self.reputation[event.player] < self.numbers.recruit_gate:
                yield f"{event.player} has {self.reputation[event.player]}, below {self.numbers.recruit_gate}"
            if self.quiet_until[event.player] > self.digest:
                yield f"{event.player} cannot recruit before digest {self.quiet_until[event.player]}"

    def _stood(self, event: GameEvent) -> Iterator[str]:
        """Yield what is wrong with what players hold and are thought of."""
        if isinstance(event, PlayerJoined):
            self.players.add(event.player)
        before = {each.player: self.reputation[each.player] for each in event.reputes}
        for each in event.reputes:
            self.reputation[each.player] += each.change
            self.quiet_until[each.player] = each.quiet_until or self.quiet_until[each.player]
        for player in before:
            if not LEAST <= self.reputation[player] <= MOST:
                yield f"the reputation of {player} is {self.reputation[player]}"
        for move in event.moves:
            cap = 6 + max(0, self.reputation[move.player], before.get(move.player, LEAST)) // 5
            yield from self._moved(move, None if isinstance(event, GIVEN) else cap)
        for key in {(move.player, move.faction) for move in event.moves}:
            if min(self.held[key], self.escrow[key]) < 0:
                yield f"{key} holds {self.held[key]}, and {self.escrow[key]} in escrow"
            if key[0] not in self.players:
                yield f"{key[0]} does not play"

    def _moved(self, move: Move, cap: int | None) -> Iterator[str]:
        key = (move.player, move.faction)
        self.held[key] += move.change
        self.escrow[key] += move.escrow
        is_earned = move.change > 0 and move.escrow == 0
        if is_earned and cap is not None and self.held[key] > cap:
            yield f"{key} earned {move.change} and holds {self.held[key]}, above {cap}"
        if move.escrow and move.change not in (0, -move.escrow):
            yield f"{key} moved {move.change} and {move.escrow} in escrow"

    def _employed(self, event: GameEvent) -> Iterator[str]:
        """Yield who went where they could not."""
        scholar = getattr(event, "scholar", "")
        if isinstance(event, ScholarArrived):
            if scholar in self.employer:
                yield f"{scholar} is there already"
            self.employer[scholar] = None
        elif isinstance(event, ScholarRecruited):
            yield from self._goes(scholar, None, event.player)
        elif isinstance(event, ScholarDefected):
            yield from self._goes(scholar, event.other_player, event.player)
        elif isinstance(event, DefectionSettled) and event.end is ArcEnd.RETURN:
            yield from self._goes(scholar, event.player, event.other_player)
        elif isinstance(event, ScholarReleased):
            yield from self._goes(scholar, event.player, None)
        elif isinstance(event, ScholarRetired):
            yield from self._goes(scholar, event.player or None, None)
            self.employer.pop(scholar, None)
        elif isinstance(event, ExpeditionQueued):
            yield from self._signed_up(event)

    def _goes(self, scholar: str, leaves: str | None, to: str | None) -> Iterator[str]:
        if self.employer.get(scholar, "nobody: not in the roster") != leaves:
            yield f"{scholar} leaves {leaves} and works for {self.employer.get(scholar)}"
        if to is not None and to not in self.players:
            yield f"{scholar} goes to {to}, who does not play"
        self.employer[scholar] = to

    def _signed_up(self, event: ExpeditionQueued) -> Iterator[str]:
        away = {each for queued in self.open["expedition"].values() for each in getattr(queued, "team", ())}
        for scholar in event.team:
            if self.employer.get(scholar) != event.player:
                yield f"{scholar} works for {self.employer.get(scholar)}"
        if away & set(event.team) or len(set(event.team)) < len(event.team):
            yield f"{away & set(event.team)} travel twice"

    def _lived(self, event: GameEvent) -> Iterator[str]:
        """Yield what ended without a beginning, or did either twice."""
        for life in LIVES:
            number = getattr(event, life.number, None)
            if number in NOTHING:
                continue
            known, ended = self.open[life.number], self.ended[life.number]
            if isinstance(event, life.begins):
                if number in known or number in ended:
                    yield f"{life.number} {number} begins twice"
                known[number] = event
            elif isinstance(event, life.ends):
                if known.pop(number, None) is None:
                    yield f"{life.number} {number} ends {'twice' if number in ended else 'before it began'}"
                ended.add(number)
        if isinstance(event, DeadlineExtended):
            self._change("theory", event.theory, {"deadline": event.deadline})
        if isinstance(event, OfferCountered):
            self._change("offer", event.offer, {"due": event.due})
        if isinstance(event, (OfferMade, OfferCountered)):
            self.stakes[event.offer].append((event.player, event.influence))

    def _change(self, kind: str, number: int, update: Mapping[str, object]) -> None:
        if number in self.open[kind]:
            self.open[kind][number] = self.open[kind][number].model_copy(update=update)

    def _digested(self, recorded: Recorded, digest: DigestHeld) -> Iterator[str]:
        """Yield what a digest should have settled."""
        if digest.digest != self.digest + 1:
            yield f"digest {digest.digest} follows digest {self.digest}"
        self.digest = digest.digest
        for code in self.open["expedition"]:
            yield f"expedition {code} is still queued"
        for kind, until in (("theory", "deadline"), ("offer", "due"), ("opportunity", "until")):
            for number, event in self.open[kind].items():
                if getattr(event, until) <= recorded.at:
                    yield f"{kind} {number} is still open"
        for number, event in self.open["conference"].items():
            if getattr(event, "meets", 0) <= digest.digest:
                yield f"conference {number} has not met"
