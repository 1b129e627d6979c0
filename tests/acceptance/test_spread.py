"""Many seasons of autoplayers: none like another, nobody out of the game, and everything in the game happens."""

import datetime as dt
import statistics
from collections.abc import Sequence
from pathlib import Path

import pytest

from acceptance.broadcast import show
from acceptance.tally import RECRUIT_GATE, Tally, catalogue
from longwave import bootstrap
from longwave.modules.academy.economy.commands import Invest
from longwave.modules.academy.economy.events import CommitmentOpened, ProjectOpened
from longwave.modules.academy.expeditions.commands import LaunchExpedition
from longwave.modules.academy.expeditions.events import ExpeditionQueued
from longwave.modules.academy.hosting import commands as host
from longwave.modules.academy.hosting.events import Measure, TextWithheld
from longwave.modules.academy.leads.commands import SeatLead
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.standing.commands import Rename
from longwave.modules.academy.talk.commands import TableTalk
from longwave.modules.academy.theories.commands import SubmitTheory
from longwave.modules.academy.theories.events import TheorySubmitted
from longwave.orders import book
from longwave.orders.states import Status
from longwave.press.events import LAYER
from longwave.settings import Settings
from longwave.simulating import mixed, play_season
from longwave.world.findings import Depth, ExpeditionType
from longwave.world.game import Confidence
from longwave.world.pack import Pack
from unit.academy.club import HOST, Club, opened

LEADS, WHOLE, PART = 6, 90.25, 21
MANY, FEW = 50, 4
BOUND = 50
A_DAY = dt.timedelta(days=1)
ADA, BO = "discord:ada", "discord:bo"
# What only a host brings about, or somebody who is no autoplayer.
BY_HAND = {
    "player_renamed",
    "standing_adjusted",
    "game_paused",
    "game_resumed",
    "petition_signed",
    "player_excused",
    "deadline_extended",
    "text_withheld",
    "text_released",
    "order_cancelled",
    "expedition_cancelled",
    "project_closed",
}
# What four times three weeks need not bring.
RARE = {
    ("event", "season_closed"),
    ("event", "season_opened"),
    ("event", "player_reprimanded"),
    ("event", "opportunity_lapsed"),
    ("event", "opportunity_taken"),
    ("event", "opportunity_opened"),
    ("event", "project_completed"),
    ("event", "archive_endowed"),
    ("event", "conference_cancelled"),
    ("event", "defection_settled"),
    ("event", "epilogue_told"),
    ("event", "topic_expired"),
    ("event", "debt_paid"),
    ("event", "scholar_retired"),
    ("event", "commitment_closed"),
    ("event", "mentorship_ended"),
    ("verdict", "proven by expedition"),
    ("ExpeditionType", "great_project"),
    ("Choice", "none"),
    ("ArcEnd", "return"),
    ("ArcEnd", "rivalry"),
    ("MishapKind", "unlock"),
    ("MishapKind", "disaster"),
    ("MishapKind", "prestige_hit"),
    ("EffectKind", "conference"),
    ("EffectKind", "grudge"),
    ("EffectKind", "opportunity"),
    ("Lapse", "no_place"),
    ("Lapse", "left"),
    ("Lapse", "released"),
    ("Lapse", "retired"),
    ("Lapse", "withdrawn"),
}


@pytest.fixture(scope="module")
def tallies(saltmere: Pack, tmp_path_factory: pytest.TempPathFactory, *, soak: bool) -> Sequence[Tally]:
    """Silent seasons, each by another seed."""
    folder = tmp_path_factory.mktemp("seasons")
    days, seeds = (WHOLE, MANY) if soak else (PART, FEW)
    return [season(saltmere, folder, seed=seed, days=days) for seed in range(1, seeds + 1)]


def season(pack: Pack, folder: Path, *, seed: int, days: float) -> Tally:
    with bootstrap.open_ledger(str(folder / f"{seed}.db"), Settings(), create=True) as ledger:
        station = bootstrap.Station(ledger=ledger, pack=pack, seed=seed)
        play_season(station, players=LEADS, days=days, is_printed=False)
        return Tally().count(ledger.read())


@pytest.mark.soak
def test_reputations_are_neither_all_alike_nor_all_at_their_bounds(tallies: Sequence[Tally], *, soak: bool) -> None:
    everybody = [value for tally in tallies for value in tally.reputation.values()]
    within = [statistics.pstdev(tally.reputation.values()) for tally in tallies]
    bound = sum(abs(value) == BOUND for value in everybody)

    mean, sd = statistics.mean(everybody), statistics.pstdev(everybody)
    show(f"reputation {mean:.1f} ± {sd:.1f}, {bound} of {len(everybody)} at a bound")
    show(f"spread within a season from {min(within):.1f} to {max(within):.1f}; digests {tallies[0].digests}")
    # One won or lost career is 15 to 25: whoever stakes lies as far from the others. In three weeks half as much.
    assert sd >= (15 if soak else 8)
    assert min(within) >= (5 if soak else 3)
    # As many as that would make it a game of two values.
    assert bound <= 0.25 * len(everybody)


@pytest.mark.soak
def test_who_plays_boldly_ends_elsewhere_than_who_plays_with_care(tallies: Sequence[Tally]) -> None:
    by_policy: dict[str, list[int]] = {}
    for tally in tallies:
        for player, reputation in tally.reputation.items():
            by_policy.setdefault(tally.policies[player], []).append(reputation)

    means = {policy: statistics.mean(values) for policy, values in by_policy.items()}
    spreads = {policy: statistics.pstdev(values) for policy, values in by_policy.items()}
    show("; ".join(f"{policy} {means[policy]:.1f} ± {spreads[policy]:.1f}" for policy in sorted(means)))
    assert len(means) == 4
    assert means["careful"] > means["bold"]
    assert spreads["bold"] > spreads["careful"]


@pytest.mark.soak
def test_nobodys_season_is_dead(tallies: Sequence[Tally], *, soak: bool) -> None:
    fell, rose = sum(tally.fell.total() for tally in tallies), sum(tally.rose.total() for tally in tallies)

    show(f"{fell} times somebody fell below {RECRUIT_GATE}, and {rose} times somebody came back above it")
    for tally in tallies:
        # In the last third of every season everybody still has something to be right about; of three weeks, ever.
        late = tally.digests * 2 / 3 if soak else 0
        assert not [player for player, at in tally.theories.items() if not at or max(at) < late]
    assert fell > 0
    assert rose >= (0.4 * fell if soak else 1)


@pytest.mark.soak
def test_there_are_landmarks_debts_and_defections(tallies: Sequence[Tally], *, soak: bool) -> None:
    landmarks, defections = [tally.landmarks for tally in tallies], [tally.defections for tally in tallies]
    indebted = sum(bool(tally.debts) for tally in tallies)

    show(f"landmarks {min(landmarks)} to {max(landmarks)}, defections {sum(defections)}, debts in {indebted} seasons")
    assert min(landmarks) >= (3 if soak else 1)
    assert sum(defections) >= (len(tallies) if soak else 1)
    assert indebted >= (len(tallies) / 4 if soak else 0)


@pytest.mark.soak
def test_no_order_fails(tallies: Sequence[Tally]) -> None:
    assert [tally.failed for tally in tallies] == [0] * len(tallies)


@pytest.mark.soak
def test_everything_in_the_game_happens(tallies: Sequence[Tally], hosted: Tally, *, soak: bool) -> None:
    by_hand = {("event", kind) for kind in BY_HAND}
    seen = set().union(*(tally.seen for tally in tallies))

    missing = catalogue() - seen - hosted.seen - (set() if soak else RARE)

    show(f"{len(catalogue() & (seen | hosted.seen))} of {len(catalogue())} things of the game happened")
    assert sorted(missing) == []
    assert by_hand <= hosted.seen
    assert by_hand.isdisjoint(seen)


@pytest.fixture(scope="module")
def hosted(saltmere: Pack, tmp_path_factory: pytest.TempPathFactory) -> Tally:
    """A week in which the host uses everything that a host has."""
    with opened(str(tmp_path_factory.mktemp("hosted") / "world.db"), saltmere, is_printed=True) as club:
        club.join(ADA, BO)
        assert saltmere.game is not None
        for lead in mixed(saltmere.game.leads.values())[:2]:
            club.ask(HOST, SeatLead(lead=lead.id))
        club.let_pass(2 * A_DAY)
        for act in (_adjusts, _calls_off, _decides_about_texts, _opens_and_closes, _rests):
            act(club)
            club.let_pass(A_DAY)
        return Tally().count(club.ledger.read())


def _adjusts(club: Club) -> None:
    club.ask(HOST, host.AdjustReputation(player=ADA, change=30, reason="for the lecture"))
    for faction in club.playing.academy.factions:
        club.ask(HOST, host.AdjustInfluence(player=ADA, faction=faction, change=4, reason="paid twice"))
    club.ask(HOST, host.ExcusePlayer(player=BO, days=7, reason="on holiday"))
    for player in (ADA, BO):
        club.ask(player, host.SignPetition(measure=Measure.EXCUSE, player=ADA))
    [scholar, *_] = _employed(club)
    club.ask(HOST, host.ForceDefection(scholar=scholar.id, player=ADA, reason="the plot asks for it"))
    club.ask(BO, Rename(called="Beatrice"))


def _calls_off(club: Club) -> None:
    [scholar, *_] = [each for each in _employed(club) if each.employer == ADA]
    site = next(iter(club.playing.academy.game.sites))
    tank = LaunchExpedition(
        expedition_type=ExpeditionType.THINK_TANK,
        site=site,
        objective="What the wreck keeps from us",
        team=(scholar.id,),
        prep_depth=Depth.SHALLOW,
    )
    queued = club.ask(ADA, tank).recorded[0].event
    theory = club.ask(ADA, SubmitTheory(claim="The bells ring late", confidence=Confidence.SUSPECT)).recorded[0].event
    assert isinstance(queued, ExpeditionQueued)
    assert isinstance(theory, TheorySubmitted)
    club.ask(HOST, host.CancelExpedition(expedition=queued.expedition, reason="sent by mistake"))
    club.ask(HOST, host.ExtendTheory(theory=theory.theory, days=3, reason="its owner is ill"))
    with club.ledger.store.read() as connection:
        [waiting, *_] = book.listing(connection, status=Status.PENDING, order_type=LAYER)
    club.ask(HOST, host.CancelOrder(order=waiting.id, reason="it names a real person"))


def _decides_about_texts(club: Club) -> None:
    for says in ("They will kill the bell for a shilling", "I could kill for a bun"):
        club.ask(ADA, TableTalk(says=says))
    waiting = [each.seq for each in club.ledger.read() if isinstance(each.event, TextWithheld)]
    for number, is_approved in zip(waiting, (True, False), strict=False):
        club.ask(HOST, host.ReleaseText(number=number, is_approved=is_approved))


def _opens_and_closes(club: Club) -> None:
    game = club.playing.academy.game
    opened_so_far = [each for each in club.events(ProjectOpened) if isinstance(each, ProjectOpened)]
    project, faction = opened_so_far[0].project, opened_so_far[0].faction
    club.ask(ADA, Invest(faction=faction, amount=3))
    club.ask(HOST, host.CloseProject(project=project, reason="the ground is wet"))
    club.ask(HOST, host.OpenProject(project=project))
    season = next(iter(game.seasons))
    asked = club.ask(HOST, host.OpenCommitment(player=ADA, season=season)).recorded[0].event
    assert isinstance(asked, CommitmentOpened)
    club.ask(HOST, host.CloseCommitment(commitment=asked.commitment, reason="by grace"))


def _rests(club: Club) -> None:
    club.ask(HOST, host.PauseGame(reason="the host is travelling"))
    club.let_pass(A_DAY)
    club.ask(HOST, host.ResumeGame())


def _employed(club: Club) -> list[Scholar]:
    with club.ledger.store.read() as connection:
        return [each for each in roster.active(connection) if each.employer]
