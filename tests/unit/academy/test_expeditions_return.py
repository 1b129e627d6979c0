"""Expeditions that come back: once each, by dice of their own, with all that follows."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from longwave.kernel.errors import LongwaveError
from longwave.ledger import rebuild
from longwave.modules.academy.events import Repute
from longwave.modules.academy.expeditions import reading
from longwave.modules.academy.expeditions.errors import ScholarInjured
from longwave.modules.academy.expeditions.events import (
    ExpeditionQueued,
    Outcome,
)
from longwave.modules.academy.offers.events import ScholarReleased
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.theories.events import Ground, StanceTaken, TheoryResolved, Verdict
from longwave.modules.academy.theories.handlers import Theories
from longwave.world.findings import (
    Clue,
    Depth,
    Effect,
    EffectKind,
    ExpeditionType,
    FactionShift,
    FollowUp,
    Grudge,
    Injury,
    Opportunity,
    TheorySeed,
    TopicFound,
    Unlock,
)
from longwave.world.game import Numbers
from unit.academy.small import FACTIONS
from unit.academy.voyages import CERTAIN, HOPELESS, PLAIN, harbour, prepared, seed_of

EVENTFUL = Numbers(costs={kind: {} for kind in ExpeditionType}, sidecast=0.5)
ALL_EFFECTS: tuple[Effect, ...] = (
    FactionShift(kind=EffectKind.FACTION_SHIFT, faction="foreign", change=-1),
    TheorySeed(kind=EffectKind.THEORY_SEED, claim="The tide is owed money."),
    Grudge(kind=EffectKind.GRUDGE),
    TopicFound(kind=EffectKind.TOPIC, question="Whether the tide is owed"),
    Opportunity(kind=EffectKind.OPPORTUNITY, says="A chandler waits.", pays={"industry": 1}),
    Clue(kind=EffectKind.CLUE),
    Unlock(kind=EffectKind.UNLOCK),
    Injury(kind=EffectKind.INJURY, digests=1),
)
A_SEQUEL = FollowUp(digests=2, says="{scholar} went back to {site}.", effects=ALL_EFFECTS)


def test_each_expedition_comes_back_exactly_once(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        port.send("scholar-0")
        port.send("scholar-2", player="bo")

        digests = [port.digest()[0] for _ in range(3)]

        assert digests == [2, 0, 0]
        assert len(port.returns()) == 2


def test_the_score_is_the_roll_with_everything_that_stands_in_the_event(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        port.send("scholar-0", "scholar-1", site="wreck", depth=Depth.DEEP)

        port.digest()

        back = port.returns()[-1]
        helps = back.preparation + back.clue + back.expertise + back.goodwill
        assert back.score == back.roll + helps - back.site_friction - back.political_friction
        assert (back.preparation, back.expertise, back.synergy, back.site_friction) == (10, 5, 1, 15)


def test_a_landmark_brings_rewards_reputation_affection_and_a_memory(tmp_path: Path) -> None:
    with harbour(tmp_path, numbers=prepared(CERTAIN), influence=4) as port:
        port.think_of("ada", 10)
        port.send("scholar-0", "scholar-1", kind=ExpeditionType.GREAT_PROJECT, depth=Depth.SHALLOW)

        port.digest()

        ada = port.table.standing("ada")
        assert port.returns()[-1].outcome is Outcome.LANDMARK
        assert ada.held == {"academic": 4, "government": 2, "industry": 4, "religious": 4, "foreign": 5}
        assert ada.reputation == 13
        assert port.feeling("scholar-1") == pytest.approx(0.98)
        with port.table.read() as connection:
            [(says, is_scar, _)] = roster.remembered(connection, "scholar-1", 5)
        assert says == "I was at the quay with Ada when EX-0001 became a landmark."
        assert not is_scar


def test_a_failure_brings_no_reward_costs_affection_and_has_a_mishap(tmp_path: Path) -> None:
    with harbour(tmp_path, numbers=prepared(HOPELESS)) as port:
        port.send("scholar-0", depth=Depth.SHALLOW)

        port.digest()

        back = port.returns()[-1]
        assert back.outcome is Outcome.FAILURE
        assert port.table.standing("ada").held["academic"] == 5
        assert port.table.standing("ada").reputation == 0
        assert port.feeling("scholar-0") == pytest.approx(-1.96)
        assert back.mishap.startswith("think-tank-shallow-")
        assert back.mishap_says == "At the quay it rained on Scholar Number0."


def test_a_success_brings_one_reputation_and_a_partial_success_none(tmp_path: Path) -> None:
    ends = {}
    for outcome in (Outcome.SUCCESS, Outcome.PARTIAL):
        with harbour(tmp_path / outcome, numbers=prepared(0), seed=seed_of(outcome, PLAIN)) as port:
            port.send("scholar-0", depth=Depth.SHALLOW)
            port.digest()
            ends[port.returns()[-1].outcome] = port.returns()[-1].reputes

    assert ends == {Outcome.SUCCESS: (Repute(player="ada", change=1),), Outcome.PARTIAL: ()}


def test_a_disaster_leaves_a_scar(tmp_path: Path) -> None:
    with harbour(tmp_path, numbers=prepared(HOPELESS), seed=3) as port:
        while not port.returns() or not port.returns()[-1].injured:
            port.send("scholar-0", depth=Depth.SHALLOW)
            port.digest()

        with port.table.read() as connection:
            [(says, is_scar, _)] = roster.remembered(connection, "scholar-0", 1)
        assert is_scar
        assert says.endswith(f"when {port.returns()[-1].expedition} ended in disaster.")


def test_rivals_at_a_site_hinder_each_other_alike_whoever_came_first(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        port.employ("cyd", "scholar-3")
        port.send("scholar-0", site="tower")
        port.send("scholar-1", site="tower")
        port.send("scholar-2", player="bo", site="tower")
        port.send("scholar-3", player="cyd", site="quay")

        port.digest()

        frictions = [event.political_friction for event in port.returns()]
        assert frictions == [2, 2, 2, 0]


def test_a_clue_betters_the_next_expedition_to_its_site_and_is_spent_by_it(tmp_path: Path) -> None:
    clue = Clue(kind=EffectKind.CLUE, bonus=4)
    with harbour(tmp_path, numbers=prepared(HOPELESS), effects=[clue]) as port:
        port.send("scholar-0", depth=Depth.SHALLOW)
        port.digest()
        for site in ("tower", "quay", "quay"):
            port.send("scholar-0", site=site, depth=Depth.SHALLOW)
            port.digest()

        clues = [event.clue for event in port.returns()]
        # Each failure brings a new clue for its own site.
        assert clues == [0, 0, 4, 4]


def test_a_clue_is_the_players_own(tmp_path: Path) -> None:
    with harbour(tmp_path, numbers=prepared(HOPELESS), effects=[Clue(kind=EffectKind.CLUE)]) as port:
        port.send("scholar-0", depth=Depth.SHALLOW)
        port.digest()

        port.send("scholar-2", player="bo", depth=Depth.SHALLOW)
        port.digest()

        assert port.returns()[-1].clue == 0


def test_a_site_that_is_unlocked_is_easier_for_everybody_and_for_good(tmp_path: Path) -> None:
    with harbour(tmp_path, numbers=prepared(HOPELESS), effects=[Unlock(kind=EffectKind.UNLOCK, eases=5)]) as port:
        frictions = []
        for player, scholar in (("ada", "scholar-0"), ("bo", "scholar-2"), ("ada", "scholar-1")):
            port.send(scholar, player=player, site="tower", depth=Depth.SHALLOW)
            port.digest()
            frictions.append(port.returns()[-1].site_friction)

        assert frictions == [8, 3, 0]


@pytest.mark.parametrize(("preparation", "verdict"), [(CERTAIN, Verdict.PROVEN), (HOPELESS, Verdict.REFUTED)])
def test_a_landmark_proves_the_theory_it_names_and_a_failure_refutes_it(
    tmp_path: Path, preparation: int, verdict: Verdict
) -> None:
    with harbour(tmp_path, numbers=prepared(preparation)) as port:
        theories = Theories(academy=port.table.academy, seeds=reading.seed_of)
        port.expeditions = replace(port.expeditions, theories=theories)
        port.claim(12)
        port.send("scholar-0", theory=12)
        port.send("scholar-1", theory=12)

        port.digest()

        # The second finds it settled.
        [resolved] = port.table.events(TheoryResolved)
        assert isinstance(resolved, TheoryResolved)
        assert (resolved.theory, resolved.verdict, resolved.ground) == (12, verdict, Ground.EXPEDITION)


@pytest.mark.parametrize("outcome", [Outcome.SUCCESS, Outcome.PARTIAL])
def test_anything_between_leaves_the_theory_open(tmp_path: Path, outcome: Outcome) -> None:
    with harbour(tmp_path, numbers=prepared(0), seed=seed_of(outcome, PLAIN)) as port:
        port.claim(12)
        port.send("scholar-0", theory=12, depth=Depth.SHALLOW)

        port.digest()

        assert port.returns()[-1].outcome is outcome
        assert port.court.verdicts == []


def test_each_opponent_of_the_theory_costs_one(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        port.claim(12)
        for player, is_support in (("bo", False), ("cyd", True)):
            port.table.tell(StanceTaken(theory=12, player=player, owner="ada", is_support=is_support))
        port.send("scholar-0", theory=12)

        port.digest()

        assert port.returns()[-1].political_friction == 1


def test_a_scholar_who_was_let_go_still_comes_back_with_the_expedition(tmp_path: Path) -> None:
    with harbour(tmp_path, numbers=prepared(CERTAIN)) as port:
        port.send("scholar-0")
        port.table.tell(ScholarReleased(scholar="scholar-0", player="ada", reason="dismissed"))

        port.digest()

        assert port.returns()[-1].team == ("scholar-0",)
        assert port.feeling("scholar-0") == pytest.approx(0.98)


def test_the_same_seed_gives_the_same_log_in_either_database(tmp_path: Path, postgres_url: str) -> None:
    heads = []
    for where in (tmp_path / "one", tmp_path / "other", postgres_url):
        with harbour(where, numbers=EVENTFUL, effects=ALL_EFFECTS, follow_up=A_SEQUEL) as port:
            for digest in range(12):
                for player, scholar in (("ada", "scholar-0"), ("ada", "scholar-1"), ("bo", "scholar-2")):
                    with suppress(ScholarInjured):
                        port.send(scholar, player=player, site=("quay", "tower")[digest % 2], depth=Depth.SHALLOW)
                port.digest()
            heads.append(port.table.ledger.head())
            assert rebuild.compare(port.table.ledger).differences == ()

    assert len(set(heads)) == 1


def test_what_one_player_does_changes_no_roll_of_another(tmp_path: Path) -> None:
    rolls = []
    for is_busy in (False, True):
        with harbour(tmp_path / str(is_busy)) as port:
            port.send("scholar-0")
            if is_busy:
                port.send("scholar-2", player="bo", site="tower")
            port.digest()
            rolls.append(port.returns()[0].roll)

    assert rolls[0] == rolls[1]


def test_forty_digests_keep_influence_whole_and_a_rebuild_gives_the_same_tables(tmp_path: Path) -> None:
    with harbour(tmp_path, numbers=Numbers(sidecast=0.3)) as port:
        for number in range(40):
            for player, scholar in (("ada", "scholar-0"), ("ada", "scholar-1"), ("bo", "scholar-2")):
                site = ("quay", "tower", "wreck")[number % 3]
                try:
                    port.send(scholar, player=player, site=site, depth=Depth.SHALLOW)
                except LongwaveError:
                    continue
            port.digest()

        moved = {(player, faction): 0 for player in ("ada", "bo", "cyd") for faction in FACTIONS}
        for recorded in port.table.ledger.read():
            for move in getattr(recorded.event, "moves", ()):
                moved[move.player, move.faction] += move.change
        held = {(p, f): port.table.standing(p).held[f] for p, f in moved}
        assert moved == held
        assert all(value >= 0 for value in held.values())
        assert len(port.table.events(ExpeditionQueued)) == len(port.returns()) > 20
        assert rebuild.compare(port.table.ledger).differences == ()


def test_landmarks_are_counted_since_a_time(tmp_path: Path) -> None:
    with harbour(tmp_path, numbers=prepared(CERTAIN)) as port:
        port.send("scholar-0")
        port.digest()
        first = port.table.now
        port.send("scholar-0")
        port.digest()

        with port.table.read() as connection:
            counts = [reading.landmarks(connection, since=at) for at in (first, port.table.now)]

        assert counts == [2, 1]
