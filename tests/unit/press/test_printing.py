"""How a layer is printed: in whose voice, with which words, once; or never, and then the log says so."""

import datetime as dt
from collections.abc import Iterator

import pytest

from longwave.editorial.events import PieceAccepted
from longwave.modules.academy.hosting.commands import ReleaseText
from longwave.modules.academy.hosting.events import TextWithheld
from longwave.modules.academy.standing.commands import Rename
from longwave.modules.academy.symposium.events import TopicExpired
from longwave.modules.academy.talk.commands import TableTalk
from longwave.modules.academy.telling import WITHHELD
from longwave.orders.events import OrderCompleted
from longwave.press.events import LayerDropped, LayerReleased
from longwave.world.persona import Role
from unit.academy.club import HOST, Club, saltmere
from unit.press.room import ADA, nickname, printing, talk, tell

A_WEEK, A_DAY, AN_HOUR = dt.timedelta(days=7), dt.timedelta(days=1), dt.timedelta(hours=1)
DOUBTFUL = "They will kill the bell for a shilling"


@pytest.fixture
def club(tmp_path: object) -> Iterator[Club]:
    with printing(f"{tmp_path}/world.db") as club:
        yield club


def pieces(club: Club, layer: str) -> list[PieceAccepted]:
    return [each for each in club.events(PieceAccepted) if isinstance(each, PieceAccepted) and each.form == layer]


def released(club: Club) -> list[LayerReleased]:
    return [each for each in club.events(LayerReleased) if isinstance(each, LayerReleased)]


def test_each_layer_is_printed_once_at_its_time_and_knows_its_event(club: Club) -> None:
    [said] = tell(club, talk())

    club.let_pass(2 * A_DAY)

    printed = released(club)
    assert [each.layer for each in printed] == ["said", "noted", "heard", "guessed"]
    assert {each.event for each in printed} == {said.seq}
    assert all(each.asked == said.at for each in printed)
    assert [each.due - said.at for each in printed[:3]] == [dt.timedelta(0), dt.timedelta(0), 2 * AN_HOUR]
    numbers = {recorded.seq for recorded in club.ledger.read() if isinstance(recorded.event, PieceAccepted)}
    assert {each.piece for each in printed} == numbers


def test_a_scholar_speaks_for_themselves_and_their_house_in_its_own_name(club: Club) -> None:
    named = nickname("religious")

    tell(club, named)
    club.let_pass(AN_HOUR)

    [own], [house] = pieces(club, "named"), pieces(club, "named-house")
    assert own.persona == named.scholar
    assert saltmere().personas[house.persona].faction == "religious"
    assert house.text.startswith("The Bell Chapter knows")


@pytest.mark.parametrize("faction", ["academic", "foreign"])
def test_a_rival_is_of_another_house_and_says_which(club: Club, faction: str) -> None:
    names = {each.id: each.name for each in saltmere().card.factions}

    tell(club, *[nickname(faction)] * 12)
    club.let_pass(AN_HOUR)

    rivals = pieces(club, "named-rivals")
    houses = {saltmere().personas[each.persona].faction for each in rivals}
    assert len(rivals) == 12
    assert len(houses) > 1
    assert faction not in houses
    assert all(f"We of {names[saltmere().personas[each.persona].faction or '']} " in each.text for each in rivals)


def test_what_is_no_houses_matter_is_told_by_the_editor(club: Club) -> None:
    club.ask(ADA, Rename(called="Adeline"))

    club.let_pass(AN_HOUR)

    [renamed] = pieces(club, "renamed")
    assert saltmere().personas[renamed.persona].role is Role.EDITOR
    assert renamed.text.startswith("Ada is called Adeline")


def test_no_wording_comes_again_before_the_others(club: Club) -> None:
    for number in range(3):
        tell(club, talk(f"I have counted {number} eels, and none of them has counted me in all this time."))
        club.let_pass(AN_HOUR)

    assert len({each.text[:2] for each in pieces(club, "said")}) == 3


def test_a_layer_that_nothing_can_be_said_of_is_given_up_and_the_log_says_so(club: Club) -> None:
    tell(club, TopicExpired(topic=4, player="", title="Whether it is late"), talk())

    club.let_pass(A_WEEK)

    [dropped] = club.events(LayerDropped)
    assert isinstance(dropped, LayerDropped)
    assert dropped.layer == "barred"
    assert pieces(club, "barred") == []
    assert len(pieces(club, "said")) == 1


def test_words_that_wait_for_the_host_are_not_printed_before_they_may_be(club: Club) -> None:
    club.ask(ADA, TableTalk(says=DOUBTFUL))
    club.let_pass(AN_HOUR)
    [waits] = [each for each in club.ledger.read() if isinstance(each.event, TextWithheld)]

    club.ask(HOST, ReleaseText(number=waits.seq, is_approved=True))
    club.ask(ADA, TableTalk(says=DOUBTFUL.replace("shilling", "penny")))
    club.let_pass(AN_HOUR)

    first, second = [each.text for each in pieces(club, "said")]
    assert WITHHELD in first
    assert "kill" not in first
    assert WITHHELD in second


def test_words_that_the_host_lets_pass_are_printed(club: Club) -> None:
    club.ask(ADA, TableTalk(says=DOUBTFUL))
    [waits] = [each for each in club.ledger.read() if isinstance(each.event, TextWithheld)]

    club.ask(HOST, ReleaseText(number=waits.seq, is_approved=True))
    club.let_pass(AN_HOUR)

    [said] = pieces(club, "said")
    assert f"“{DOUBTFUL}”" in said.text


def test_what_was_late_with_others_is_spread_over_an_hour_and_printed_once(club: Club) -> None:
    tell(club, *[talk(f"I have counted {number} eels, and {number} of them were late.") for number in range(20)])
    club.be_down(3 * AN_HOUR)
    woken = club.now

    club.let_pass(2 * AN_HOUR)

    log = [each for each in club.ledger.read() if each.at >= woken]
    spread = [each.event for each in log if isinstance(each.event, OrderCompleted) and "spread" in each.event.result]
    out = [each.at - woken for each in log if isinstance(each.event, LayerReleased)]
    # Three layers of each were due while nothing ran; the fourth is not due yet.
    assert len(spread) == len(out) == 60
    assert max(out) <= dt.timedelta(minutes=70)
    assert len({wait // dt.timedelta(minutes=10) for wait in out}) >= 5
