"""What is found sideways: each effect does what it says, sequels come once, and offers really pay."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from longwave.ledger import rebuild
from longwave.modules.academy.errors import GamePausedNow, NoSuch
from longwave.modules.academy.events import Felt, Move, Repute
from longwave.modules.academy.expeditions import reading
from longwave.modules.academy.expeditions.commands import TakeOpportunity
from longwave.modules.academy.expeditions.errors import OpportunityGone
from longwave.modules.academy.expeditions.events import (
    OpportunityLapsed,
    OpportunityOpened,
    OpportunityTaken,
    Outcome,
    SidewaysFound,
    VignetteContinued,
)
from longwave.modules.academy.hosting.events import GamePaused
from longwave.modules.academy.scholars.events import ScholarRetired
from longwave.modules.academy.standing.errors import InfluenceShort
from longwave.modules.academy.theories.events import TheorySubmitted
from longwave.world.findings import (
    Clue,
    ConferenceCall,
    Depth,
    Effect,
    EffectKind,
    ExpeditionType,
    FactionShift,
    FollowUp,
    Grudge,
    Injury,
    Opportunity,
    ReputationChange,
    TheorySeed,
    TopicFound,
    Unlock,
)
from longwave.world.game import Confidence, Numbers
from unit.academy.table import OPENED
from unit.academy.voyages import HOPELESS, PLAIN, Harbour, harbour, prepared, seed_of

QUESTION = "Whether the tide can be owned"
CLAIM = "The tide is owed money by the moon."
A_SEED = TheorySeed(kind=EffectKind.THEORY_SEED, claim=CLAIM)
AN_OFFER = Opportunity(
    kind=EffectKind.OPPORTUNITY, says="A chandler wants a lecture.", costs={"academic": 1}, pays={"industry": 2}, days=2
)


@contextmanager
def half_found(
    tmp_path: Path,
    *effects: Effect,
    follow_up: FollowUp | None = None,
    theory: int | None = None,
    influence: int = 6,
    sits: bool = True,
) -> Iterator[Harbour]:
    """Let Ada's first expedition be a partial success that finds something with these effects."""
    seed = seed_of(Outcome.PARTIAL, PLAIN - (6 - influence))
    with harbour(
        tmp_path, numbers=prepared(0), effects=effects, follow_up=follow_up, seed=seed, influence=influence
    ) as port:
        port.court.sits = sits
        if theory is not None:
            port.claim(theory)
        port.send("scholar-0", depth=Depth.SHALLOW, theory=theory)
        port.digest()
        yield port


def found(port: Harbour) -> SidewaysFound:
    """Return what the first expedition found."""
    [event] = port.table.events(SidewaysFound)
    assert isinstance(event, SidewaysFound)
    return event


def opened(port: Harbour) -> OpportunityOpened:
    event = port.table.events(OpportunityOpened)[0]
    assert isinstance(event, OpportunityOpened)
    return event


def test_a_partial_success_tells_a_vignette_of_its_type_and_depth(tmp_path: Path) -> None:
    with half_found(tmp_path) as port:
        told = found(port)

        assert told.expedition == "EX-0001"
        assert told.vignette.startswith("think-tank-shallow-")
        assert told.title == "A think_tank surprise"
        assert told.says == "At the quay Scholar Number0 found a thing that Ada had lost."
        assert port.returns()[0].outcome is Outcome.PARTIAL


@pytest.mark.parametrize("outcome", [Outcome.LANDMARK, Outcome.SUCCESS, Outcome.FAILURE])
def test_nothing_else_is_found_sideways(tmp_path: Path, outcome: Outcome) -> None:
    with harbour(tmp_path, numbers=prepared(0), seed=seed_of(outcome, PLAIN)) as port:
        port.send("scholar-0", depth=Depth.SHALLOW)

        port.digest()

        assert port.returns()[0].outcome is outcome
        assert port.table.events(SidewaysFound) == []


def test_vignettes_are_told_through_before_one_comes_again(tmp_path: Path) -> None:
    free = Numbers(costs={kind: {} for kind in ExpeditionType}, sidecast=0.0)
    with harbour(tmp_path, numbers=free, effects=[_reputation(0)]) as port:
        for _ in range(30):
            port.send("scholar-0", depth=Depth.SHALLOW)
            port.digest()

        told = [event.vignette for event in port.table.events(SidewaysFound) if isinstance(event, SidewaysFound)]
        rounds = [told[first : first + 3] for first in range(0, len(told) - 2, 3)]
        assert len(rounds) >= 2
        assert all(len(set(each)) == 3 for each in rounds)


def test_a_faction_shift_moves_influence_in_the_same_event(tmp_path: Path) -> None:
    shifts = (_shift("foreign", -2), _shift("religious", 1))
    with half_found(tmp_path, *shifts, influence=5) as port:
        assert found(port).moves == (
            Move(player="ada", faction="foreign", change=-2),
            Move(player="ada", faction="religious", change=1),
        )
        assert port.table.standing("ada").held["foreign"] == 3


def test_a_reputation_change_and_a_grudge_are_part_of_the_event(tmp_path: Path) -> None:
    with half_found(tmp_path, _reputation(-2), Grudge(kind=EffectKind.GRUDGE, feeling=-1.5)) as port:
        assert found(port).reputes == (Repute(player="ada", change=-2),)
        assert found(port).feelings == (Felt(scholar="scholar-0", towards="ada", change=-1.5),)
        # Home from a half success, +1.0, and the grudge; then the digest lets both fade.
        assert port.feeling("scholar-0") == pytest.approx(-0.49)


def test_an_injury_keeps_the_told_scholar_at_home(tmp_path: Path) -> None:
    with half_found(tmp_path, Injury(kind=EffectKind.INJURY, digests=3)) as port:
        [hurt] = found(port).injured

        assert (hurt.scholar, hurt.until) == ("scholar-0", 4)


def test_a_clue_and_an_easier_site_are_there_for_the_next(tmp_path: Path) -> None:
    with half_found(tmp_path, Clue(kind=EffectKind.CLUE, bonus=6), Unlock(kind=EffectKind.UNLOCK, eases=3)) as port:
        with port.table.read() as connection:
            known = reading.clue(connection, "ada", "quay"), reading.eased(connection, "quay")

        assert known == (6, 3)


def test_the_better_of_two_clues_is_kept(tmp_path: Path) -> None:
    clues = [Clue(kind=EffectKind.CLUE, bonus=bonus) for bonus in (3, 8, 5)]
    with half_found(tmp_path, *clues) as port, port.table.read() as connection:
        assert reading.clue(connection, "ada", "quay") == 8


def test_a_question_goes_before_the_symposium(tmp_path: Path) -> None:
    with half_found(tmp_path, TopicFound(kind=EffectKind.TOPIC, question=QUESTION)) as port:
        assert port.agenda.questions == [(QUESTION, f"{QUESTION}. The question came back from the quay with EX-0001.")]


def test_a_conference_is_called_on_the_theory_that_was_put_to_the_test(tmp_path: Path) -> None:
    call = ConferenceCall(kind=EffectKind.CONFERENCE, question=QUESTION)
    with half_found(tmp_path, call, theory=12) as port:
        assert port.court.conferences == [12]
        assert port.agenda.questions == []


@pytest.mark.parametrize(("theory", "sits"), [(None, True), (12, False)])
def test_where_no_conference_can_be_called_the_question_goes_to_the_symposium(
    tmp_path: Path, theory: int | None, *, sits: bool
) -> None:
    call = ConferenceCall(kind=EffectKind.CONFERENCE, question=QUESTION)
    with half_found(tmp_path, call, theory=theory, sits=sits) as port:
        assert port.court.conferences == []
        assert [title for title, _ in port.agenda.questions] == [QUESTION]


def test_a_seed_is_the_finders_until_a_theory_is_made_of_it(tmp_path: Path) -> None:
    with half_found(tmp_path, A_SEED) as port:
        seq = next(each.seq for each in port.table.ledger.read() if isinstance(each.event, SidewaysFound))
        with port.table.read() as connection:
            before = reading.seed_of(connection, "ada", seq), reading.seed_of(connection, "bo", seq)

        submit(port, theory=1, seed=seq)

        with port.table.read() as connection:
            after = reading.seed_of(connection, "ada", seq), reading.seeds_of(connection, "ada", 5)
        assert before == (CLAIM, None)
        assert after == (None, [])


def test_of_two_seeds_of_one_event_each_is_taken_once(tmp_path: Path) -> None:
    other = TheorySeed(kind=EffectKind.THEORY_SEED, claim="The moon denies it.")
    with half_found(tmp_path, A_SEED, other) as port:
        seq = next(each.seq for each in port.table.ledger.read() if isinstance(each.event, SidewaysFound))
        claims = []
        for theory in (1, 2):
            with port.table.read() as connection:
                claims.append(reading.seed_of(connection, "ada", seq))
            submit(port, theory=theory, seed=seq)

        assert claims == [CLAIM, "The moon denies it."]


def test_a_mishap_has_effects_too(tmp_path: Path) -> None:
    with harbour(tmp_path, numbers=prepared(HOPELESS), effects=[_shift("academic", -1), AN_OFFER, A_SEED]) as port:
        port.send("scholar-0", depth=Depth.SHALLOW)

        port.digest()

        [back] = port.returns()
        assert back.moves == (Move(player="ada", faction="academic", change=-1),)
        assert opened(port).player == "ada"
        with port.table.read() as connection:
            assert [claim for _, claim in reading.seeds_of(connection, "ada", 5)] == [CLAIM]


def test_a_sequel_is_told_once_at_its_digest(tmp_path: Path) -> None:
    sequel = FollowUp(digests=2, says="{scholar} went back to {site}.", effects=(_reputation(2),))
    with half_found(tmp_path, _reputation(0), follow_up=sequel) as port:
        told = [port.digest()[1] for _ in range(4)]

        [event] = port.table.events(VignetteContinued)
        assert isinstance(event, VignetteContinued)
        assert told == [0, 1, 0, 0]
        assert (event.says, event.title) == ("Scholar Number0 went back to the quay.", found(port).title)
        assert event.reputes == (Repute(player="ada", change=2),)


def test_a_sequel_that_was_held_up_is_told_at_the_next_digest(tmp_path: Path) -> None:
    sequel = FollowUp(digests=1, says="It rained.")
    with half_found(tmp_path, _reputation(0), follow_up=sequel) as port:
        with port.table.held(digests=5) as (tx, digest):
            told = port.expeditions.follow_up_at_digest(tx, digest)

        assert told == 1
        assert port.digest() == (0, 0)


def test_the_sequel_of_a_conference_goes_to_the_theory_it_began_with(tmp_path: Path) -> None:
    call = ConferenceCall(kind=EffectKind.CONFERENCE, question=QUESTION)
    sequel = FollowUp(digests=1, says="It rained.", effects=(call,))
    with half_found(tmp_path, _reputation(0), follow_up=sequel, theory=12) as port:
        port.digest()

        assert port.court.conferences == [12]


def test_who_has_retired_is_past_grudges_and_injuries(tmp_path: Path) -> None:
    grudge, injury = Grudge(kind=EffectKind.GRUDGE), Injury(kind=EffectKind.INJURY)
    sequel = FollowUp(digests=1, says="{scholar} wrote.", effects=(grudge, injury))
    with half_found(tmp_path, _reputation(0), follow_up=sequel) as port:
        port.table.tell(ScholarRetired(scholar="scholar-0", player="ada", years=1))

        port.digest()

        [event] = port.table.events(VignetteContinued)
        assert isinstance(event, VignetteContinued)
        assert event.says == "Scholar Number0 wrote."
        assert (event.feelings, event.injured) == ((), ())


def test_an_opportunity_really_pays(tmp_path: Path) -> None:
    with half_found(tmp_path, AN_OFFER, influence=4) as port:
        until = opened(port).until

        card = port.table.ask("ada", TakeOpportunity(opportunity=1)).card

        assert until == port.table.now + dt.timedelta(days=2)
        held = port.table.standing("ada").held
        # One academic went for the expedition and came back with it.
        assert (held["academic"], held["industry"]) == (3, 6)
        assert card is not None
        assert card.fields == (("Paid", "1 academic"), ("Earned", "2 industry"))


def test_what_an_opportunity_pays_above_the_cap_is_said_to_be_lost(tmp_path: Path) -> None:
    with half_found(tmp_path, AN_OFFER, influence=5) as port:
        card = port.table.ask("ada", TakeOpportunity(opportunity=1)).card

        assert card is not None
        assert card.fields == (("Paid", "1 academic"), ("Earned", "1 industry"), ("Above your cap", "1 industry"))


def test_an_opportunity_is_taken_once_and_by_its_owner(tmp_path: Path) -> None:
    with half_found(tmp_path, AN_OFFER) as port:
        for player, number in (("bo", 1), ("ada", 2)):
            with pytest.raises(NoSuch, match="opportunity of yours"):
                port.table.ask(player, TakeOpportunity(opportunity=number))
        port.table.ask("ada", TakeOpportunity(opportunity=1))

        with pytest.raises(OpportunityGone):
            port.table.ask("ada", TakeOpportunity(opportunity=1))

        assert len(port.table.events(OpportunityTaken)) == 1


def test_who_cannot_pay_for_an_opportunity_keeps_it(tmp_path: Path) -> None:
    dear = AN_OFFER.model_copy(update={"costs": {"academic": 3}})
    with half_found(tmp_path, dear, influence=2) as port:
        with pytest.raises(InfluenceShort):
            port.table.ask("ada", TakeOpportunity(opportunity=1))

        with port.table.read() as connection:
            assert [offer.number for offer in reading.open_offers(connection, "ada")] == [1]


def test_a_paused_game_takes_no_opportunity(tmp_path: Path) -> None:
    with half_found(tmp_path, AN_OFFER) as port:
        port.table.tell(GamePaused(reason="a storm"))

        with pytest.raises(GamePausedNow):
            port.table.ask("ada", TakeOpportunity(opportunity=1))


def test_an_opportunity_is_gone_from_its_date_on_and_lapses_at_the_next_digest(tmp_path: Path) -> None:
    with half_found(tmp_path, AN_OFFER) as port:
        lapsed = [port.digest()[1] for _ in range(3)]
        port.table.now = opened(port).until
        with pytest.raises(OpportunityGone):
            port.table.ask("ada", TakeOpportunity(opportunity=1))

        lapsed += [port.digest()[1] for _ in range(2)]

        # Two days are four digests.
        assert lapsed == [0, 0, 0, 1, 0]
        assert len(port.table.events(OpportunityLapsed)) == 1


def test_an_opportunity_that_was_taken_does_not_lapse(tmp_path: Path) -> None:
    with half_found(tmp_path, AN_OFFER) as port:
        port.table.ask("ada", TakeOpportunity(opportunity=1))

        assert [port.digest()[1] for _ in range(5)] == [0] * 5


def test_everything_that_was_found_is_rebuilt_from_the_log(tmp_path: Path) -> None:
    effects = (AN_OFFER, AN_OFFER, A_SEED, Clue(kind=EffectKind.CLUE), Unlock(kind=EffectKind.UNLOCK))
    sequel = FollowUp(digests=3, says="It rained.", effects=effects)
    with half_found(tmp_path, *effects, follow_up=sequel) as port:
        port.table.ask("ada", TakeOpportunity(opportunity=2))
        assert rebuild.compare(port.table.ledger).differences == ()
        for _ in range(5):
            port.digest()

        assert rebuild.compare(port.table.ledger).differences == ()


def submit(port: Harbour, *, theory: int, seed: int) -> None:
    port.table.tell(
        TheorySubmitted(
            theory=theory,
            player="ada",
            claim=CLAIM,
            confidence=Confidence.SUSPECT,
            deadline=OPENED + dt.timedelta(days=7),
            seed=seed,
        )
    )


def _shift(faction: str, change: int) -> FactionShift:
    return FactionShift(kind=EffectKind.FACTION_SHIFT, faction=faction, change=change)


def _reputation(change: int) -> ReputationChange:
    return ReputationChange(kind=EffectKind.REPUTATION, change=change)
