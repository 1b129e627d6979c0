"""What the press may tell of an event: its fields in words, whose matter it is, and what nobody may read."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longwave.modules.academy import telling
from longwave.modules.academy.events import GameEvent
from longwave.modules.academy.hosting.events import TextReleased, TextWithheld
from longwave.modules.academy.standing.commands import Rename
from longwave.modules.academy.symposium.events import Choice
from longwave.modules.academy.talk.events import TableTalked, ThingShared
from longwave.modules.academy.theories.events import StanceTaken
from longwave.narrator.assignment import FactSheet
from longwave.press.told import Told
from longwave.world.scholars import Pronoun
from unit.press.room import tell
from unit.press.samples import ADA, BO, FACTIONS, LATER, PLAUSIBLE, Room, furnished


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with furnished(str(tmp_path_factory.mktemp("telling") / "world.db")) as room:
        yield room


def told(room: Room, event: GameEvent) -> Told:
    return room.tell(event)[1]


def sample(room: Room, kind: str, **given: object) -> Told:
    return told(room, room.sample(f"academy.{kind}", is_full=True, **given))


def test_people_places_and_houses_are_called_by_their_names(room: Room) -> None:
    slots = sample(room, "offer_made", faction="industry").slots
    site = sample(room, "expedition_queued", faction="government").slots

    assert (slots["player"], slots["other_player"], slots["faction"]) == ("Ada", "Bo", "the Lantern Combine")
    assert slots["scholar"] == f"{str(slots['scholar']).split()[0]} {slots['scholar_last']}"
    assert site["site"] in {each.name for each in room.club.playing.academy.game.sites.values()}
    assert site["site_region"] in {each.name for each in room.pack.card.regions}


def test_amounts_votes_and_days_are_said_in_words(room: Room) -> None:
    assert sample(room, "offer_made").slots["influence_words"] == (
        "three influence with the Athenaeum and one with the Meridian Legation"
    )
    assert sample(room, "offer_made").slots["due"] == "Friday the seventeenth of April"
    assert sample(room, "symposium_resolved").slots["votes_words"] == "three for, one in doubt and nought against"
    assert sample(room, "season_closed").slots["standings_words"] == "Ada with twelve and Bo with minus three"
    assert sample(room, "theory_resolved").slots["change_words"] == "loses seven reputation"
    assert sample(room, "expedition_queued").slots["team_size"] == 2


def test_what_an_event_leaves_out_has_no_words(room: Room) -> None:
    queued = told(room, room.sample("academy.expedition_queued", is_full=False))
    proposed = told(room, room.sample("academy.topic_proposed", is_full=False, player=""))

    assert "theory" not in queued.slots
    assert "claim" not in queued.slots
    assert "player" not in proposed.slots


def test_a_theory_is_told_with_its_claim(room: Room) -> None:
    stance = told(room, StanceTaken(theory=1, player=BO, owner=ADA, is_support=True))

    assert stance.slots["claim"] == PLAUSIBLE["claim"]
    assert stance.quotes == (PLAUSIBLE["claim"], "Ada", "Bo")


@pytest.mark.parametrize("outcome", [*Choice, None])
def test_a_symposium_has_an_outcome_also_where_nobody_won(room: Room, outcome: Choice | None) -> None:
    slots = sample(room, "symposium_resolved", outcome=outcome).slots

    assert slots["outcome"] == (outcome.value if outcome else "none")


@pytest.mark.parametrize("faction", FACTIONS)
def test_a_matter_is_that_of_the_house_it_was_done_through_else_of_the_scholars(room: Room, faction: str) -> None:
    game = room.club.playing.academy.game
    other = next(each.id for each in game.scholars.values() if each.faction != faction)

    assert sample(room, "scholar_recruited", faction=faction, scholar=other).faction == faction
    assert sample(room, "nickname_given", faction=faction).faction == faction
    assert sample(room, "expedition_queued", faction=faction).faction == faction


def test_what_is_no_houses_matter_names_none(room: Room) -> None:
    found = told(room, StanceTaken(theory=1, player=BO, owner=ADA, is_support=True))

    assert found.faction == ""
    assert "faction" not in found.slots


def test_people_are_called_what_they_are_called_now(room: Room) -> None:
    room.club.ask(BO, Rename(called="Beatrice"))

    try:
        assert sample(room, "table_talked", player=BO).slots["player"] == "Beatrice"
    finally:
        room.club.ask(BO, Rename(called="Bo"))


def test_who_has_no_seat_at_the_table_is_the_host(room: Room) -> None:
    assert sample(room, "text_withheld", player="host").slots["player"] == "the host"


def test_a_scholar_speaks_with_their_own_sayings(room: Room) -> None:
    found = sample(room, "nickname_given", faction="religious")
    scholar = room.club.playing.academy.game.scholars[found.voices["scholar"].id]

    assert found.slots["scholar_they"] in {pronoun.value for pronoun in Pronoun}
    assert str(found.slots["scholar_saying"]).rstrip(".!?") in found.voices["scholar"].voice.catchphrases
    assert found.voices["scholar"].name == scholar.name


def test_peoples_own_words_and_names_are_quotes_and_the_packs_are_not(room: Room) -> None:
    said = sample(room, "table_talked")
    built = sample(room, "project_opened")
    paused = sample(room, "game_paused")
    released = sample(room, "scholar_released")

    assert said.quotes == (said.slots["says"], said.slots["player"])
    assert built.quotes == ()
    assert paused.quotes == (paused.slots["reason"],)
    assert released.quotes == (released.slots["player"],)


def test_no_slot_gives_a_withheld_text_away(room: Room) -> None:
    found = told(room, TextWithheld(about=1, player=ADA, text="words that wait", reasons=("“wait” (a test)",)))

    sheet = FactSheet(at=LATER, slots=dict(found.slots))
    assert not [text for text in sheet.texts() if "wait" in text]


def test_what_is_withheld_is_hidden_wherever_it_is_quoted_until_it_may_be_printed(room: Room) -> None:
    [withheld] = tell(room.club, TextWithheld(about=1, player=ADA, text="they will kill the bell", reasons=("kill",)))
    headline = ThingShared(player=BO, thing="theory", number="1", headline="Theory 1: they will kill the bell")

    hidden = told(room, headline).slots["headline"]
    tell(room.club, TextReleased(number=withheld.seq, player=ADA, is_approved=True, reason="a test"))

    assert hidden == telling.WITHHELD
    assert told(room, headline).slots["headline"] == headline.headline


def test_what_the_host_turned_down_stays_hidden(room: Room) -> None:
    [withheld] = tell(room.club, TextWithheld(about=1, player=ADA, text="it is rotten", reasons=("rotten",)))
    tell(room.club, TextReleased(number=withheld.seq, player=ADA, is_approved=False, reason="a test"))

    assert told(room, TableTalked(player=BO, says="it is rotten")).slots["says"] == telling.WITHHELD


@given(change=st.integers(-50, 50))
def test_a_change_of_reputation_says_which_way_it_went(change: int) -> None:
    words = telling.change_words(change)

    assert words.startswith("gains" if change > 0 else "loses" if change < 0 else "keeps")


@given(says=st.text(alphabet="ab .!?…", min_size=1))
def test_a_quotation_ends_without_its_own_stop_unless_it_has_nothing_else(says: str) -> None:
    bare = telling._bare(says)

    assert bare == says or not bare.endswith((".", "!", "?", "…", " "))
    assert bare
