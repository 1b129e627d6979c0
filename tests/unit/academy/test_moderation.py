"""What players write: never printed where it may not be, held back where somebody must look at it first, and else
printed as it stands, whatever it looks like."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from longwave.commands.command import Command
from longwave.editorial.events import PieceAccepted
from longwave.modules.academy.expeditions.commands import LaunchExpedition
from longwave.modules.academy.hosting.commands import AdjustReputation, ReleaseText
from longwave.modules.academy.hosting.errors import TextRefused
from longwave.modules.academy.hosting.events import TextWithheld
from longwave.modules.academy.news.commands import ReadGazette, ReadUpcoming
from longwave.modules.academy.standing.commands import Join, Rename
from longwave.modules.academy.standing.errors import NameUnusable
from longwave.modules.academy.symposium.commands import ProposeTopic
from longwave.modules.academy.symposium.events import SymposiumCalled
from longwave.modules.academy.talk.commands import Nickname, Share, TableTalk, Thing
from longwave.modules.academy.theories.commands import CallConference, OpposeTheory, SubmitTheory
from longwave.modules.academy.theories.events import TheoryResolved
from longwave.press.events import LayerDropped, LayerReleased
from longwave.world.findings import ExpeditionType
from longwave.world.game import Confidence
from unit.academy.club import HOST, Club, opened
from unit.academy.invariants import Invariants

ADA, BO = "discord:ada", "discord:bo"
DAY = dt.timedelta(days=1)
BLOCKED = ("the tide is fucked", "the f.u.c.k.e.d tide", "the fuuuucked tide", "the fücked tide")
# A doubtful word for each way in which a player's words come into print.
DOUBTFUL = {
    "talk that ends as a sentence does": "murder",
    "talk that does not": "massacre",
    "a theory": "bloodbath",
    "what an expedition is to find out": "torture",
    "the title of a topic": "strangle",
    "a topic": "genocide",
    "a nickname": "noose",
}
MARKUP = (
    "{lead} {player} {says} {{}}",
    "@everyone and @here, <@1001> and <#1002>",
    "<script>alert(1)</script> &amp; <b>so on</b>",
    "**bold** __under__ ~~struck~~ `code` [it](http://x.y) # so",
    "%s %d {0} \\n $HOME ${x} <%= 1 %>",
    "TODO None null NaN undefined KeyError",
    "I cannot help you with that as an AI language model",
    "e",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "the bell was cast in 1743 by Ama Stone of Paris, France",
    "🦦👨\N{ZERO WIDTH JOINER}👩\N{ZERO WIDTH JOINER}👧 éé \N{ARABIC LETTER BEH} 漢字",
)
NAMES = ("Todo None", "Jason Null", "Anno 1066", "The Bell", "Paris France", "Ada The", "Sieg Bell", "Yaml Http")


def expedition(club: Club, who: str, objective: str) -> LaunchExpedition:
    site = next(iter(club.playing.academy.game.sites))
    return LaunchExpedition(
        expedition_type=ExpeditionType.THINK_TANK,
        site=site,
        objective=objective,
        team=tuple(club.choices("own_scholars", who)[:1]),
    )


def printed(club: Club) -> list[str]:
    return [each.text for each in club.events(PieceAccepted) if isinstance(each, PieceAccepted)]


@pytest.fixture(scope="module")
def doubtful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Club]:
    """A printed game in which much of what is said is doubtful, ten days later."""
    with opened(str(tmp_path_factory.mktemp("doubtful") / "world.db"), is_printed=True) as club:
        club.join(ADA, BO)
        scholar = club.recruit(ADA)
        claim = "A bloodbath among eels precedes every spring tide"
        for command in (
            TableTalk(says="They will murder the bell for a shilling."),
            TableTalk(says="Somebody saw a massacre of moths"),
            SubmitTheory(claim=f"{claim}.", confidence=Confidence.SUSPECT),
            CallConference(theory=1, confidence=Confidence.SUSPECT),
            expedition(club, ADA, "Whether the torture of ropes can be heard"),
            ProposeTopic(title="Whether weirs strangle rivers", says="Is that a genocide of fish, or a habit?"),
            Nickname(scholar=scholar, nickname="the Noose"),
            Share(thing=Thing.THEORY, number="1"),
        ):
            club.ask(ADA, command)
        club.ask(BO, OpposeTheory(theory=1))
        club.let_pass(10 * DAY)
        yield club


@pytest.mark.parametrize("way", DOUBTFUL)
def test_a_doubtful_word_is_withheld_in_whatever_way_it_would_come_into_print(doubtful: Club, way: str) -> None:
    word = DOUBTFUL[way]

    waiting = [each.text for each in doubtful.events(TextWithheld) if isinstance(each, TextWithheld)]

    assert [text for text in waiting if word in text.lower()]
    assert [text for text in printed(doubtful) if word in text.lower()] == []


def test_what_is_withheld_does_not_hold_up_the_press(doubtful: Club) -> None:
    events = [
        doubtful.playing.pack.layers[each.layer].event
        for each in doubtful.events(LayerReleased)
        if isinstance(each, LayerReleased)
    ]

    assert {SymposiumCalled.kind, TheoryResolved.kind, "academy.table_talked", "academy.thing_shared"} <= set(events)
    assert doubtful.events(LayerDropped) == []
    assert Invariants(playing=doubtful.playing).broken() == []


def test_no_issue_and_no_teaser_says_a_doubtful_word(doubtful: Club) -> None:
    pages = [doubtful.answer(BO, ReadGazette(issue=number)).text for number in range(1, 20)]
    coming = str(doubtful.answer(BO, ReadUpcoming()))

    assert not [word for word in DOUBTFUL.values() for page in (*pages, coming) if word in page.lower()]


def test_once_the_host_has_released_a_text_it_is_printed_and_what_they_turned_down_never_is(tmp_path: Path) -> None:
    with opened(str(tmp_path / "world.db"), is_printed=True) as club:
        club.join(ADA, BO)
        for who, claim in ((ADA, "Every eel can kill {} clocks."), (BO, "Every clock can murder {} eels.")):
            for count in ("two", "three", "four"):
                club.ask(who, SubmitTheory(claim=claim.format(count), confidence=Confidence.SUSPECT, days=2))
        club.let_pass(DAY)
        before = printed(club)
        waiting = [int(number) for number in club.choices("withheld", HOST)]

        for place, number in enumerate(waiting):
            club.ask(HOST, ReleaseText(number=number, is_approved=place < 3))
        club.let_pass(3 * DAY)

        assert len(waiting) == 6
        assert not [text for text in before if "kill" in text]
        assert [text for text in printed(club) if "can kill" in text]
        assert not [text for text in printed(club) if "can murder" in text]
        assert club.choices("withheld", HOST) == []


def test_a_text_of_the_host_waits_too_and_is_called_the_hosts(tmp_path: Path) -> None:
    with opened(str(tmp_path / "world.db"), is_printed=True) as club:
        club.join(ADA)
        club.ask(HOST, AdjustReputation(player=ADA, change=1, reason="they did not kill the bell"))
        club.let_pass(DAY)

        [held] = [each for each in club.ledger.read() if isinstance(each.event, TextWithheld)]
        with club.ledger.store.read() as connection:
            assert club.playing.telling.told(connection, held).slots["player"] == "the host"
        assert club.choices("withheld", HOST) == [str(held.seq)]
        assert not [text for text in printed(club) if "kill" in text]


@pytest.mark.parametrize("text", BLOCKED)
def test_a_blocked_word_is_refused_wherever_it_is_written(text: str, tmp_path: Path) -> None:
    with opened(str(tmp_path / "world.db")) as club:
        club.join(ADA)
        scholar = club.recruit(ADA)
        before = club.ledger.head()
        asked: tuple[tuple[str, Command], ...] = (
            (BO, Join(called=text)),
            (ADA, Rename(called=text)),
            (ADA, TableTalk(says=text)),
            (ADA, SubmitTheory(claim=text, confidence=Confidence.SUSPECT)),
            (ADA, expedition(club, ADA, text)),
            (ADA, ProposeTopic(title=text, says="Is it so?")),
            (ADA, ProposeTopic(title="Whether it is so", says=text)),
            (ADA, Nickname(scholar=scholar, nickname=text)),
        )
        for who, command in asked:
            with pytest.raises(TextRefused, match="never prints"):
                club.ask(who, command)

        assert club.ledger.head() == before


def test_a_doubtful_name_is_refused_for_it_would_stand_everywhere(tmp_path: Path) -> None:
    with opened(str(tmp_path / "world.db")) as club:
        club.join(ADA)
        before = club.ledger.head()

        with pytest.raises(TextRefused):
            club.ask(BO, Join(called="Judge Lynch"))
        with pytest.raises(TextRefused):
            club.ask(ADA, Rename(called="Ada Murderess the Murderer"))

        assert club.ledger.head() == before


def test_whatever_words_look_like_they_are_printed_as_they_stand(tmp_path: Path) -> None:
    with opened(str(tmp_path / "world.db"), is_printed=True) as club:
        club.join(ADA, BO)
        for text in MARKUP:
            club.ask(ADA, TableTalk(says=text))
        club.ask(BO, SubmitTheory(claim=MARKUP[0], confidence=Confidence.SUSPECT))

        club.let_pass(DAY)

        pieces = printed(club)
        assert [text for text in MARKUP if not any(text in piece for piece in pieces)] == []
        assert club.events(LayerDropped) == []
        assert Invariants(playing=club.playing).broken() == []


def test_whatever_somebody_is_called_what_they_do_is_printed(tmp_path: Path) -> None:
    with opened(str(tmp_path / "world.db"), is_printed=True) as club:
        for number, name in enumerate(NAMES):
            club.ask(f"discord:{number}", Join(called=name))
            club.ask(f"discord:{number}", TableTalk(says="There is a smell of eels"))

        club.let_pass(DAY)

        assert club.events(LayerDropped) == []
        assert [name for name in NAMES if not any(name in piece for piece in printed(club))] == []


@pytest.mark.parametrize(
    "name",
    [
        "ADA",
        "A d a",
        "Ada.",
        "\N{CYRILLIC CAPITAL LETTER A}da",
        "Ad\N{CYRILLIC SMALL LETTER A}",
        "Áda",
        "A-d-a",
        "\N{GREEK CAPITAL LETTER ALPHA}da",
    ],
)
def test_nobody_is_called_what_looks_like_somebody_else(name: str, tmp_path: Path) -> None:
    with opened(str(tmp_path / "world.db")) as club:
        club.join(ADA)
        club.ask(BO, Join(called="Bo Peep"))

        with pytest.raises(NameUnusable):
            club.ask("discord:other", Join(called=name))
        with pytest.raises(NameUnusable):
            club.ask(BO, Rename(called=name))


def test_whoever_goes_by_another_name_keeps_all_and_the_old_name_opens_nothing(tmp_path: Path) -> None:
    with opened(str(tmp_path / "world.db")) as club:
        club.join(ADA, BO)
        scholar = club.recruit(ADA)
        club.ask(ADA, SubmitTheory(claim="The bells ring before the tide turns", confidence=Confidence.SUSPECT))

        club.ask(ADA, Rename(called="Countess Quill"))
        club.ask(BO, Rename(called="Ada"))

        assert club.choices("own_scholars", ADA) == [scholar]
        assert club.choices("own_open_theories", ADA) == ["1"]
        assert club.choices("own_scholars", BO) == []
        assert club.choices("own_open_theories", BO) == []
        assert Invariants(playing=club.playing).broken() == []
