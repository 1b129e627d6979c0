"""Nothing that somebody types can break the game, speak for it, or be more than words."""

from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from longwave.commands.command import Audience, Command, Query, Request
from longwave.commands.fields import Field, fields_of
from longwave.kernel.errors import LongwaveError
from longwave.modules.academy.errors import AcademyError, NotPlaying
from longwave.modules.academy.expeditions.commands import LaunchExpedition, TakeOpportunity
from longwave.modules.academy.mentoring.commands import AssignLab, Mentor
from longwave.modules.academy.offers.commands import AcceptOffer, CounterOffer, Dismiss, Poach, WithdrawOffer
from longwave.modules.academy.talk.commands import Nickname
from longwave.modules.academy.theories.commands import (
    AttendConference,
    CallConference,
    OpposeTheory,
    Side,
    SubmitTheory,
    SupportTheory,
)
from longwave.world.findings import ExpeditionType
from longwave.world.game import Confidence
from unit.academy.club import HOST, Club, opened

ADA, BO = "discord:ada", "discord:bo"
TEXT = "Whether the bells ring before the tide turns"
# What a player may write in their own words; a field more is a way more to speak for the game.
OWN_WORDS = {
    ("join", "called"),
    ("rename", "called"),
    ("submit_theory", "claim"),
    ("expedition", "objective"),
    ("expedition_odds", "objective"),
    ("propose_topic", "title"),
    ("propose_topic", "says"),
    ("table_talk", "says"),
    ("nickname", "nickname"),
}
# What a player may count out freely.
OWN_NUMBERS = {"amount", "amount2", "days", "page", "issue"}
ABSURD = {
    "a megabyte": "so " * 350_000,
    "a bell": "the bell rings \a at noon",
    "a nul": "the bell rings \0 at noon",
    "an escape": "the bell \x1b[31mrings at noon",
    "a right-to-left override": "the bell \N{RIGHT-TO-LEFT OVERRIDE}sgnir at noon",
    "an isolate": "the bell \N{RIGHT-TO-LEFT ISOLATE}rings at noon",
    "a zero width space": "the be\N{ZERO WIDTH SPACE}ll rings at noon",
    "a byte order mark": "\N{ZERO WIDTH NO-BREAK SPACE}the bell rings at noon",
    "a soft hyphen": "the be\N{SOFT HYPHEN}ll rings at noon",
    "a lone surrogate": "the bell \ud83d rings at noon",
    "a private sign": "the bell \ue000 rings at noon",
    "a noncharacter": "the bell \uffff rings at noon",
    "a tag": "the bell \U000e0041 rings at noon",
    "nothing": "",
    "blanks": " \t\n\N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE} ",
    "signs alone": "?!?!?!?!?!",
    "a number": 12,
    "a list": ["the bell rings at noon"],
}
# Where there is nothing to choose.
NOTHING = "1"
ODD_NUMBERS = (-1, -(2**63), 2**53 + 1, 2**63, 10**400, 2.5, float("nan"), float("inf"), "many", "1e3", "", None, [1])
ODD_IDS = ("x" * 1_000_000, "no-such-one\0", "half-\ud83d", "no-such-one", "'; DROP TABLE events; --", "{lead}", "../x")
# Where nobody is found, and that is said.
FILTERS = {("scholars", "discipline"), ("scholars", "faction")}
# Where the scholar whom there is to choose first works for who asks.
OF_NO_USE = {("odds", "faction"), ("odds", "faction2")}
# The longest refusal that a person reads, and a surface shows.
MOST_SAID = 300


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Club]:
    with opened(str(tmp_path_factory.mktemp("input") / "world.db")) as club:
        settled(club)
        yield club


def settled(club: Club) -> None:
    """Let two players each have a scholar, a theory that is argued about, and an offer for the other's scholar."""
    club.join(ADA, BO)
    scholars = {who: club.recruit(who) for who in (ADA, BO)}
    for who, other in ((ADA, BO), (BO, ADA)):
        club.ask(who, SubmitTheory(claim=f"{TEXT}, as {who[8:]} says", confidence=Confidence.SUSPECT))
        theory = int(club.choices("own_open_theories", who)[0])
        club.ask(who, CallConference(theory=theory, confidence=Confidence.SUSPECT))
        club.ask(who, Poach(scholar=scholars[other], faction="academic", amount=1))


def requests(club: Club) -> list[type[Request]]:
    commands = club.playing.commands
    return [*commands.carried_by, *commands.answered_by]


def is_own_words(each: Field) -> bool:
    return not (each.chosen or each.values or each.is_number or each.is_yes_or_no)


def filled(club: Club, request: type[Request]) -> dict[str, object]:
    """Return values that a request takes: of what there is to choose, where there is anything."""
    values = [(each, value_of(club, asker(request), each)) for each in fields_of(request)]
    return {
        each.name: [value] if each.is_many else value for each, value in values if each.is_required or value != NOTHING
    }


def asker(request: type[Request]) -> str:
    return ADA if request.audience is Audience.PLAYER else HOST


def value_of(club: Club, who: str, each: Field) -> object:
    if each.values:
        return each.values[0]
    if each.is_yes_or_no:
        return True
    if each.chosen is not None:
        return next(iter(club.choices(each.chosen, who)), NOTHING)
    return max(1, each.schema.get("minimum", 1)) if each.is_number else TEXT


def ask(club: Club, who: str, request: type[Request], values: dict[str, object]) -> None:
    """Ask for something as a surface does that hands on whatever it is given."""
    asked = request.model_validate(values)
    if isinstance(asked, Command):
        club.ask(who, asked)
    if isinstance(asked, Query):
        club.answer(who, asked)


def refusal(club: Club, request: type[Request], name: str, value: object) -> str:
    """Return in which words a value is refused; what is refused leaves no trace."""
    before = club.ledger.head()
    try:
        ask(club, asker(request), request, filled(club, request) | {name: value})
    except ValidationError as error:
        said = [fault["msg"] for fault in error.errors() if fault["loc"][0] == name]
    except LongwaveError as error:
        said = [str(error)]
    else:
        said = []
    assert club.ledger.head() == before
    return "; ".join(said)


def test_players_write_in_their_own_words_where_they_should_and_nowhere_else(club: Club) -> None:
    of_players = [request for request in requests(club) if request.audience is Audience.PLAYER]

    words = {(each.name, field.name) for each in of_players for field in fields_of(each) if is_own_words(field)}
    numbers = {
        field.name for each in of_players for field in fields_of(each) if field.is_number and field.chosen is None
    }

    assert words == OWN_WORDS
    assert numbers == OWN_NUMBERS


def test_whatever_is_to_be_chosen_can_be_chosen_and_nothing_else_is_listed(club: Club) -> None:
    kinds = {field.chosen for request in requests(club) for field in fields_of(request) if field.chosen}

    assert kinds == set(club.playing.commands.choices)


def test_no_more_than_25_things_are_offered_whatever_was_typed(club: Club) -> None:
    with club.ledger.store.read() as connection:
        for typed in ("", "a", "%", "_", "\\", "'", "x" * 10_000, "\N{RIGHT-TO-LEFT OVERRIDE}"):
            for offer in club.playing.commands.choices.values():
                assert len(offer(connection, ADA, typed)) <= 25


@pytest.mark.parametrize("absurd", ABSURD)
def test_text_that_cannot_be_shown_is_refused_in_few_words(club: Club, absurd: str) -> None:
    for request in requests(club):
        for field in filter(is_own_words, fields_of(request)):
            said = refusal(club, request, field.name, ABSURD[absurd])

            assert 0 < len(said) <= MOST_SAID, (request.name, field.name, said[:MOST_SAID])


def test_a_number_that_nobody_could_mean_is_refused(club: Club) -> None:
    for request in requests(club):
        for field in fields_of(request):
            if not field.is_number or field.is_many or field.schema.get("minimum", 1) < 0:
                continue
            for odd in (*ODD_NUMBERS, 0):
                if odd is None and not field.is_required:
                    continue
                said = refusal(club, request, field.name, odd)

                assert 0 < len(said) <= MOST_SAID, (request.name, field.name, odd)


def test_an_id_that_does_not_exist_is_refused_by_name(place: str) -> None:
    with opened(place) as club:
        settled(club)
        for each in requests(club):
            for field in fields_of(each):
                if field.chosen is None or field.is_number or (each.name, field.name) in FILTERS:
                    continue
                for odd in ODD_IDS:
                    said = refusal(club, each, field.name, [odd] if field.is_many else odd)

                    assert 0 < len(said) <= MOST_SAID, (each.name, field.name, odd[:40])
                    is_named = "should" in said or repr(odd) in said
                    assert is_named or (each.name, field.name) in OF_NO_USE, (each.name, field.name, said)


def test_a_field_that_no_request_has_is_refused_by_all(club: Club) -> None:
    for request in requests(club):
        for name in ("modifier", "price", "cost", "roll", "chance", "player", "moves", "seq"):
            if name in request.model_fields:
                continue
            with pytest.raises(ValidationError, match="Extra inputs"):
                request.model_validate(filled(club, request) | {name: 100})


def test_what_is_somebody_elses_is_refused(club: Club) -> None:
    [scholar], [theory] = club.choices("own_scholars", BO), map(int, club.choices("own_open_theories", BO))
    [own], [mine] = map(int, club.choices("own_open_theories", ADA)), club.choices("own_scholars", ADA)
    [made], [received] = map(int, club.choices("made_offers", ADA)), map(int, club.choices("received_offers", ADA))
    conference = int(club.choices("open_conferences", ADA)[0])
    before = club.ledger.head()
    for command in (
        expedition(scholar),
        expedition(mine, theory=theory),
        SubmitTheory(claim=TEXT, confidence=Confidence.SUSPECT, supporters=(scholar,)),
        SubmitTheory(claim=TEXT, confidence=Confidence.SUSPECT, invite=(ADA,)),
        SubmitTheory(claim=TEXT, confidence=Confidence.SUSPECT, invite=("discord:nobody",)),
        SubmitTheory(confidence=Confidence.SUSPECT, seed=club.ledger.head()[0]),
        SupportTheory(theory=own),
        OpposeTheory(theory=own),
        CallConference(theory=theory, confidence=Confidence.SUSPECT),
        AttendConference(conference=conference, side=Side.SUPPORT, scholar=scholar),
        Dismiss(scholar=scholar),
        Mentor(scholar=scholar),
        AssignLab(scholar=scholar, discipline=club.choices("disciplines", ADA)[0]),
        Nickname(scholar=scholar, nickname="the Eel"),
        Poach(scholar=mine, faction="academic", amount=1),
        WithdrawOffer(offer=received),
        AcceptOffer(offer=made),
        CounterOffer(offer=made, faction="academic", amount=1),
        TakeOpportunity(opportunity=1),
    ):
        with pytest.raises(AcademyError):
            club.ask(ADA, command)
        with pytest.raises(NotPlaying):
            club.ask("discord:stranger", command)

    assert club.ledger.head() == before


def expedition(scholar: str, theory: int | None = None) -> LaunchExpedition:
    kind = ExpeditionType.THINK_TANK
    return LaunchExpedition(expedition_type=kind, site="needle-stair", objective=TEXT, team=(scholar,), theory=theory)
