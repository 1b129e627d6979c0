"""What the rest of the world hears of the game: headlines, what is argued about, and whom one could ask."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from longwave.modules.academy.events import GameEvent, Noted
from longwave.modules.academy.expeditions.events import ExpeditionResolved, Outcome
from longwave.modules.academy.newsroom import MAX_FOUND_CHARS, Newsroom
from longwave.modules.academy.offers.events import ScholarRecruited
from longwave.modules.academy.scholars.events import ScholarArrived, ScholarRetired
from longwave.modules.academy.talk.events import TableTalked
from longwave.modules.academy.theories import projections as theories
from longwave.modules.academy.theories.events import Ground, TheoryResolved, TheorySubmitted, Verdict
from longwave.press.newsroom import Guest, Headline
from longwave.world.airing import NEWS, Airing, Deed
from longwave.world.findings import Depth, ExpeditionType
from longwave.world.game import Confidence
from unit.academy.table import OPENED, Table, laid

DAY = dt.timedelta(days=1)
CLAIM = "Every stone on the quay leans to the west"
# The tower has no lore.
WITH_LORE = ("quay", "wreck")


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A newsroom at a table."""

    table: Table
    newsroom: Newsroom

    @property
    def headlines(self) -> list[Headline]:
        with self.table.read() as connection:
            return self.newsroom.headlines(connection, OPENED)

    @property
    def disputed(self) -> list[Headline]:
        with self.table.read() as connection:
            return self.newsroom.disputed(connection, OPENED)

    @property
    def guests(self) -> list[Guest]:
        with self.table.read() as connection:
            return self.newsroom.guests(connection, OPENED)

    def note(self, scholar: str, *memories: str, is_scar: bool = False) -> None:
        notes = tuple(Noted(scholar=scholar, says=says, is_scar=is_scar) for says in memories)
        self.table.tell(TableTalked(player="ada", says="Well.", notes=notes))


def spoken_of(table: Table) -> Newsroom:
    """Return the newsroom of the small game, whose pack says how it is spoken of."""
    game = table.academy.game
    airing = Airing(
        paper="the Post",
        news={deed: (f"At {{site}} there was a {deed}, says {{paper}}.",) for deed in NEWS},
        verdicts={deed: f"did what is {deed}" for deed in Deed},
    )
    sites = {
        name: site.model_copy(update={"lore": f"old-{name}" if name in WITH_LORE else None})
        for name, site in game.sites.items()
    }
    pack = table.academy.pack.model_copy(update={"game": game.model_copy(update={"airing": airing, "sites": sites})})
    return Newsroom(academy=replace(table.academy, pack=pack), ledger=table.ledger)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with laid(str(tmp_path / "world.db"), theories.PROJECTION) as table:
        yield Desk(table=table, newsroom=spoken_of(table))


def back(
    outcome: Outcome, *, site: str = "quay", scholar: str = "scholar-0", player: str = "ada"
) -> ExpeditionResolved:
    return ExpeditionResolved(
        expedition="EX-0001",
        player=player,
        expedition_type=ExpeditionType.FIELD,
        objective="Whether it leans",
        site=site,
        team=(scholar,),
        scholar=scholar,
        depth=Depth.SHALLOW,
        roll=50,
        preparation=0,
        expertise=0,
        goodwill=0,
        site_friction=0,
        political_friction=0,
        score=50,
        outcome=outcome,
    )


def submitted(number: int, *supporters: str) -> TheorySubmitted:
    return TheorySubmitted(
        theory=number,
        player="bo",
        claim=CLAIM,
        confidence=Confidence.SUSPECT,
        supporters=supporters,
        deadline=OPENED + DAY,
    )


def resolved(number: int, verdict: Verdict, ground: Ground = Ground.CONFERENCE) -> TheoryResolved:
    return TheoryResolved(
        theory=number, player="bo", claim=CLAIM, confidence=Confidence.SUSPECT, verdict=verdict, ground=ground
    )


@pytest.mark.parametrize("outcome", [Outcome.LANDMARK, Outcome.SUCCESS, Outcome.FAILURE])
def test_how_an_expedition_ended_is_news_about_the_place_it_went_to(desk: Desk, outcome: Outcome) -> None:
    [recorded] = desk.table.tell(back(outcome))

    [headline] = desk.headlines

    assert (headline.event, headline.deed, headline.about) == (recorded.seq, Deed(outcome.value), ("old-quay",))
    assert headline.lead == "Ada"
    assert headline.words == {
        "paper": "the Post",
        "lead": "Ada",
        "scholar": "Scholar Number0",
        "site": "the quay",
        "discipline": "the study of tides",
        "verdict": f"did what is {outcome.value}",
    }


@pytest.mark.parametrize(
    "event",
    [back(Outcome.PARTIAL), back(Outcome.LANDMARK, site="tower"), submitted(1, "scholar-0")],
    ids=["a half success", "a place without lore", "a theory that was only put forward"],
)
def test_what_is_no_news_has_no_headline(desk: Desk, event: GameEvent) -> None:
    desk.table.tell(event)

    assert desk.headlines == []


@pytest.mark.parametrize("ground", Ground)
@pytest.mark.parametrize("verdict", Verdict)
def test_of_theories_only_what_a_conference_proved_or_refuted_is_news(
    desk: Desk, verdict: Verdict, ground: Ground
) -> None:
    desk.table.tell(submitted(1, "scholar-1"), resolved(1, verdict, ground))

    is_news = ground is Ground.CONFERENCE and verdict is not Verdict.CONTESTED
    assert [headline.deed for headline in desk.headlines] == ([Deed(verdict.value)] if is_news else [])


def test_a_theory_is_news_at_a_place_of_the_discipline_of_who_stood_by_it(desk: Desk) -> None:
    # Of the places with lore, bells are at home at the wreck alone.
    desk.table.tell(*(submitted(number, "scholar-1") for number in range(1, 9)))
    desk.table.tell(*(resolved(number, Verdict.PROVEN) for number in range(1, 9)))

    assert {headline.about for headline in desk.headlines} == {("old-wreck",)}
    assert {headline.words["discipline"] for headline in desk.headlines} == {"the study of bells"}


def test_a_theory_that_nobody_stood_by_is_news_somewhere_and_of_no_discipline(desk: Desk) -> None:
    desk.table.tell(*(submitted(number) for number in range(1, 21)))
    desk.table.tell(*(resolved(number, Verdict.REFUTED) for number in range(1, 21)))

    found = desk.headlines

    assert {headline.about for headline in found} == {("old-quay",), ("old-wreck",)}
    assert not any(headline.topics or {"scholar", "discipline"} & headline.words.keys() for headline in found)
    assert [headline.about for headline in desk.headlines] == [headline.about for headline in found]


def test_headlines_are_those_since_a_time_with_the_latest_first(desk: Desk) -> None:
    desk.table.tell(back(Outcome.FAILURE))
    desk.table.now += DAY
    desk.table.tell(back(Outcome.SUCCESS), back(Outcome.LANDMARK))

    with desk.table.read() as connection:
        since = desk.newsroom.headlines(connection, desk.table.now)

    assert [headline.deed for headline in since] == [Deed.LANDMARK, Deed.SUCCESS]
    assert [headline.deed for headline in desk.headlines] == [Deed.LANDMARK, Deed.SUCCESS, Deed.FAILURE]


def test_people_argue_about_theories_and_every_end_of_an_expedition(desk: Desk) -> None:
    desk.table.tell(submitted(1, "scholar-1"), back(Outcome.PARTIAL, site="tower"))
    desk.table.tell(resolved(1, Verdict.CONTESTED, Ground.DEADLINE))

    assert [(headline.deed, headline.words["verdict"]) for headline in desk.disputed] == [
        (Deed.CONTESTED, "did what is contested"),
        (Deed.PARTIAL, "did what is partial"),
        (Deed.CLAIMED, "did what is claimed"),
    ]
    assert {headline.topics for headline in desk.disputed} == {("tides",)}


def test_nobody_argues_about_a_theory_of_no_discipline(desk: Desk) -> None:
    desk.table.tell(submitted(1))

    assert desk.disputed == []


def test_a_pack_that_does_not_say_how_it_is_spoken_of_has_no_headlines(desk: Desk) -> None:
    desk.table.tell(submitted(1, "scholar-1"), back(Outcome.LANDMARK))
    silent = Newsroom(academy=desk.table.academy, ledger=desk.table.ledger)

    with desk.table.read() as connection:
        assert silent.headlines(connection, OPENED) == []
        assert silent.disputed(connection, OPENED) == []


def test_who_did_most_lately_is_asked_first(desk: Desk) -> None:
    desk.note("scholar-5", "I fell in.", "I got out.")
    desk.note("scholar-3", "I saw it.")

    assert [guest.id for guest in desk.guests][:3] == ["scholar-5", "scholar-3", "scholar-0"]


def test_what_is_long_past_was_not_lately(desk: Desk) -> None:
    desk.note("scholar-5", "I fell in.")

    with desk.table.read() as connection:
        guests = desk.newsroom.guests(connection, OPENED + DAY)

    assert guests[0].id == "scholar-0"
    assert not any(guest.found for guest in guests)


def test_a_guest_has_a_discipline_a_saying_and_an_employer(desk: Desk) -> None:
    desk.table.tell(ScholarRecruited(scholar="scholar-1", player="cyd", faction="religious", chance=90, roll=1))

    guests = {guest.id: guest for guest in desk.guests}

    assert guests["scholar-1"] == Guest(
        id="scholar-1",
        name="Scholar Number1",
        discipline="the study of bells",
        topics=("tides",),
        sayings=("Wet is wet.",),
        house="Cyd",
    )
    assert guests["scholar-2"].house == ""


def test_a_guest_tells_the_latest_that_is_in_their_own_words_and_no_scar(desk: Desk) -> None:
    desk.note("scholar-1", "I was at the quay when EX-0001 became a landmark.")
    desk.note("scholar-1", "Somebody else was there too.", "I " + "dug " * MAX_FOUND_CHARS)
    desk.note("scholar-1", "I left for good.", is_scar=True)

    found = {guest.id: guest.found for guest in desk.guests}

    assert found["scholar-1"] == "I was at the quay when the expedition became a landmark."
    assert found["scholar-2"] == ""


def test_who_has_retired_is_left_in_peace(desk: Desk) -> None:
    desk.table.tell(ScholarRetired(scholar="scholar-1", player="", years=40))

    assert "scholar-1" not in [guest.id for guest in desk.guests]


def test_who_has_no_sayings_of_their_own_speaks_as_their_kind_does(desk: Desk) -> None:
    unsaid = desk.table.academy.game.scholars["scholar-0"].model_copy(update={"sayings": (), "id": "newcomer"})
    desk.table.tell(ScholarArrived(scholar="newcomer", sheet=unsaid, discipline="tides"))

    said = {guest.id: guest.sayings for guest in desk.guests}

    assert said["newcomer"] == ("One stone, then the next.",)
    assert said["scholar-0"] == ("Wet is wet.",)
