"""A table at which expeditions are sent: with theories and a symposium that only listen."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from longwave.kernel.dice import dice
from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Academy, Digest, d100
from longwave.modules.academy.events import Repute
from longwave.modules.academy.expeditions import projections as expeditions
from longwave.modules.academy.expeditions import rules
from longwave.modules.academy.expeditions.commands import LaunchExpedition
from longwave.modules.academy.expeditions.events import ExpeditionQueued, ExpeditionResolved, Outcome
from longwave.modules.academy.expeditions.handlers import Expeditions
from longwave.modules.academy.offers.events import ScholarRecruited
from longwave.modules.academy.scholars import arcs, roster
from longwave.modules.academy.scholars.handlers import Roster
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.standing.events import StandingAdjusted
from longwave.modules.academy.theories import projections as theories
from longwave.modules.academy.theories.events import TheorySubmitted, Verdict
from longwave.world.findings import Depth, Effect, ExpeditionType, FollowUp
from longwave.world.game import Confidence, Numbers
from unit.academy.small import small_game
from unit.academy.table import OPENED, Table, laid

OBJECTIVE = "Whether the wreck keeps better time than we do"
# What no roll makes up for, and what no roll spoils.
HOPELESS, CERTAIN = -300, 300
# What is added to the roll of the first scholar alone at the quay, preparation apart.
PLAIN = 5


@dataclass
class Court:
    """Takes verdicts on theories; a conference can be called where `sits` says so."""

    sits: bool = True
    verdicts: list[tuple[int, Verdict]] = field(default_factory=list)
    conferences: list[int] = field(default_factory=list)

    def settle_by_expedition(self, tx: Transaction, theory: int, verdict: Verdict, digest: Digest) -> None:  # noqa: ARG002 - the port's signature
        self.verdicts.append((theory, verdict))

    def call_conference(self, tx: Transaction, theory: int, digest: Digest) -> bool:  # noqa: ARG002 - the port's signature
        if self.sits:
            self.conferences.append(theory)
        return self.sits


@dataclass
class Agenda:
    """Takes questions for the symposium."""

    questions: list[tuple[str, str]] = field(default_factory=list)

    def propose(self, tx: Transaction, title: str, says: str) -> None:  # noqa: ARG002 - the port's signature
        self.questions.append((title, says))


@dataclass(kw_only=True)
class Harbour:
    """Where expeditions leave from in a test."""

    table: Table
    expeditions: Expeditions
    court: Court
    agenda: Agenda

    def employ(self, player: str, *scholars: str) -> None:
        """Let scholars work for a player."""
        for scholar in scholars:
            hired = ScholarRecruited(scholar=scholar, player=player, faction="academic", chance=100, roll=1)
            self.table.tell(hired)

    def think_of(self, player: str, reputation: int) -> None:
        """Let a player be thought of so."""
        before = self.table.standing(player).reputation
        adjusted = StandingAdjusted(
            player=player,
            what="reputation",
            before=before,
            after=reputation,
            reason="a test",
            reputes=(Repute(player=player, change=reputation - before),),
        )
        self.table.tell(adjusted)

    def claim(self, theory: int, player: str = "ada") -> None:
        """Let a player have an open theory."""
        submitted = TheorySubmitted(
            theory=theory,
            player=player,
            claim=OBJECTIVE,
            confidence=Confidence.CERTAIN,
            deadline=OPENED.replace(year=1932),
        )
        self.table.tell(submitted)

    def send(
        self,
        *team: str,
        player: str = "ada",
        site: str = "quay",
        depth: Depth = Depth.STANDARD,
        kind: ExpeditionType = ExpeditionType.THINK_TANK,
        theory: int | None = None,
    ) -> str:
        """Send an expedition; return its code."""
        command = LaunchExpedition(
            expedition_type=kind, site=site, objective=OBJECTIVE, team=team, prep_depth=depth, theory=theory
        )
        queued = self.table.ask(player, command).recorded[0].event
        assert isinstance(queued, ExpeditionQueued)
        return queued.expedition

    def returns(self) -> list[ExpeditionResolved]:
        """Return how expeditions came back, in order."""
        return [event for event in self.table.events(ExpeditionResolved) if isinstance(event, ExpeditionResolved)]

    def feeling(self, scholar: str, towards: str = "ada") -> float:
        """Return how a scholar feels."""
        with self.table.read() as connection:
            return roster.feeling(connection, scholar, towards)

    def digest(self) -> tuple[int, int]:
        """Hold a digest; return how many expeditions and how many sequels it saw."""
        with self.table.held() as (tx, digest):
            return self.expeditions.at_digest(tx, digest), self.expeditions.follow_up_at_digest(tx, digest)


@contextmanager
def harbour(
    where: Path | str,
    *,
    numbers: Numbers | None = None,
    effects: Sequence[Effect] = (),
    follow_up: FollowUp | None = None,
    seed: int = 7,
    influence: int = 6,
) -> Iterator[Harbour]:
    """Lay a table at which Ada employs the first two scholars and Bo the third.

    Args:
        where: a folder of its own, or the address of an empty database.
        effects: those of every mishap and every vignette, where any are given.
    """
    projections = (expeditions.PROJECTION, theories.PROJECTION, arcs.PROJECTION)
    if isinstance(where, Path):
        where.mkdir(exist_ok=True)
        where = str(where / "world.db")
    with laid(where, *projections, numbers=numbers, seed=seed, influence=influence) as table:
        table.academy = equipped(table.academy, effects, follow_up)
        court, agenda = Court(), Agenda()
        handler = Expeditions(
            academy=table.academy, theories=court, symposium=agenda, roster=Roster(academy=table.academy)
        )
        table.carried_by, table.answered_by = handler.carried(), handler.answered()
        set_up = Harbour(table=table, expeditions=handler, court=court, agenda=agenda)
        set_up.employ("ada", "scholar-0", "scholar-1")
        set_up.employ("bo", "scholar-2")
        yield set_up


def equipped(academy: Academy, effects: Sequence[Effect], follow_up: FollowUp | None) -> Academy:
    """Return an academy in which whatever is found, or goes wrong, has these effects."""
    game = academy.game
    update: dict[str, object] = {}
    if effects:
        update |= {"effects": tuple(effects)}
    mishaps = {name: mishap.model_copy(update=update) for name, mishap in game.mishaps.items()}
    update |= {"follow_up": follow_up}
    vignettes = {name: vignette.model_copy(update=update) for name, vignette in game.vignettes.items()}
    changed = game.model_copy(update={"mishaps": mishaps, "vignettes": vignettes})
    return replace(academy, pack=academy.pack.model_copy(update={"game": changed}))


def prepared(value: int, *, sidecast: float = 0.0) -> Numbers:
    """Return numbers by which every preparation adds so much, and newcomers come as likely as is said."""
    return Numbers(preparation=dict.fromkeys(Depth, value), sidecast=sidecast)


def seed_of(outcome: Outcome, total: int) -> int:
    """Return the first seed by which the first expedition ends so, if so much is added to its roll."""
    rolls = ((seed, d100(dice(seed, "academy.expedition", "EX-0001"))) for seed in count())
    return next(seed for seed, roll in rolls if rules.outcome(roll + total) is outcome)


def member(name: str, discipline: str = "tides", *, injured_until: int = 0, **skills: int) -> Scholar:
    """Return a scholar as the rules see them."""
    sheet = small_game().scholars["scholar-0"].model_copy(update={"id": name, "name": name, "skills": skills})
    return Scholar(
        id=name,
        name=name,
        nickname=None,
        sheet=sheet,
        discipline=discipline,
        faction=sheet.faction,
        track=sheet.track,
        tier=sheet.tier,
        employer="ada",
        contract_at=OPENED,
        terms=(),
        unpaid=0,
        discovered_at=OPENED,
        injured_until=injured_until,
        arrived_at=OPENED,
        retired_at=None,
        stage="",
    )
