"""What players read: the Gazette and what was printed of late, with who speaks."""

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from longwave.modules.academy.expeditions.commands import LaunchExpedition
from longwave.modules.academy.news.commands import ReadGazette, ReadNews
from longwave.modules.academy.scholars.tables import academy_scholars
from longwave.modules.academy.theories.commands import SubmitTheory
from longwave.press import issues
from longwave.world.findings import ExpeditionType
from longwave.world.game import Confidence
from longwave.world.persona import Role
from unit.academy.club import Club, opened

ADA, BO = "discord:ada", "discord:bo"
SITE = "needle-stair"


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Club]:
    """Some days of a printed game in which scholars were hired, claims were made and expeditions sent out."""
    with opened(str(tmp_path_factory.mktemp("news") / "world.db"), is_printed=True) as club:
        club.join(ADA, BO)
        for player, claim in ((ADA, "The bells ring before the tide turns"), (BO, "No bell rings at Marrow End")):
            team, kind = (club.recruit(player),), ExpeditionType.THINK_TANK
            club.ask(player, LaunchExpedition(expedition_type=kind, site=SITE, objective=claim, team=team))
            club.ask(player, SubmitTheory(claim=claim, confidence=Confidence.CERTAIN))
        club.let_pass(dt.timedelta(days=4))
        yield club


def printed(club: Club) -> list[issues.Printed]:
    """Return all that stands in the issues so far."""
    with club.ledger.store.read() as connection:
        numbers = range(1, (issues.last_number(connection) or 0) + 1)
        found = [issues.issue(connection, club.playing.pack, number) for number in numbers]
    return [piece for issue in found if issue for _, inside in issue.sections for piece in inside]


def test_whoever_speaks_in_the_gazette_and_is_not_of_it_signs(club: Club) -> None:
    personas = club.playing.pack.personas
    with club.ledger.store.read() as connection:
        scholars = dict(connection.execute(select(academy_scholars.c.id, academy_scholars.c.name)).all())
        last = issues.last_number(connection) or 0
    pages = "\n".join(club.answer(ADA, ReadGazette(issue=number)).text for number in range(1, last + 1))

    pieces = printed(club)
    of_others = [each for each in pieces if each.by in scholars or personas[each.by].role is Role.SPOKESMAN]
    names = {**scholars, **{each.id: each.name for each in personas.values()}}
    assert {each.by in scholars for each in of_others} == {True, False}
    assert [each for each in of_others if f"{each.text}\n— {names[each.by]}" not in pages] == []
    own = [each for each in pieces if each not in of_others]
    assert own
    assert [each for each in own if f"{each.text}\n—" in pages] == []


def test_what_was_printed_of_late_is_signed_too_the_latest_first(club: Club) -> None:
    news = club.answer(BO, ReadNews()).text

    told = [each for each in printed(club) if each.text in news]
    places = [news.index(each.text) for each in sorted(told, key=lambda each: -each.piece)]
    assert places == sorted(places)
    assert len(told) > 3
    assert "\n— " in news
