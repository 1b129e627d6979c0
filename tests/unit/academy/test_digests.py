"""The clockwork of a whole game: digests, symposia and seasons come once and in order, late ones too, and rest when the
host says so."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from longwave.commands.command import Command
from longwave.editorial.events import PieceAccepted
from longwave.ledger.events import Event, Recorded
from longwave.ledger.ledger import Stamp
from longwave.modules.academy.catalogue import DIGEST, SYMPOSIUM, TURN
from longwave.modules.academy.economy.events import ContractsPaid, DayReckoned, StipendGranted
from longwave.modules.academy.errors import GamePausedNow
from longwave.modules.academy.expeditions.events import ExpeditionResolved, VignetteContinued
from longwave.modules.academy.hosting.commands import AdjustReputation, PauseGame, ResumeGame
from longwave.modules.academy.hosting.events import DigestHeld, GameOpened, GamePaused, SeasonClosed, SeasonOpened
from longwave.modules.academy.leads.commands import SeatLead
from longwave.modules.academy.mentoring.events import MentorshipStarted
from longwave.modules.academy.offers.events import GrudgeFlared, OfferRefused
from longwave.modules.academy.scholars.events import ScholarRetired, SidecastAdvanced
from longwave.modules.academy.standing.events import StandingAdjusted
from longwave.modules.academy.symposium.events import SymposiumCalled, SymposiumReminded
from longwave.modules.academy.talk.commands import TableTalk
from longwave.modules.academy.theories.commands import SubmitTheory
from longwave.modules.academy.theories.events import ConferenceResolved, Ground, TheoryResolved
from longwave.orders import book
from longwave.orders.events import OrderFailed, Payload
from longwave.orders.states import Status
from longwave.press.events import LayerReleased
from longwave.press.tables import press_layers
from longwave.world.game import Confidence, Numbers
from longwave.world.pack import Pack
from unit.academy.club import HOST, Club, opened, saltmere
from unit.academy.invariants import Invariants
from unit.academy.small import small_pack

Wake = Callable[[Club, dt.timedelta], None]
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
# A switch of the clocks comes within weeks of it in all zones.
SPRING = dt.date(2025, 3, 1)
ZONES = ("Europe/London", "America/New_York", "Australia/Sydney", "Australia/Lord_Howe", "Atlantic/Azores")
# What a digest does first, and what next; what one deed brings with it (a verdict, a newcomer) stands with that deed.
ORDER: tuple[tuple[type[Event], ...], ...] = (
    (ExpeditionResolved,),
    (ConferenceResolved,),
    (OfferRefused, GrudgeFlared),
    (MentorshipStarted,),
    (DayReckoned, StipendGranted, ContractsPaid),
    (VignetteContinued,),
    (SidecastAdvanced, ScholarRetired),
    (DigestHeld,),
)


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(tmp_path / "world.db")


def in_zone(zone: str, start: dt.date = SPRING, **numbers: object) -> Pack:
    """Return the small world in another zone, from another day on."""
    pack = small_pack(Numbers.model_validate(numbers))
    return pack.model_copy(update={"card": pack.card.model_copy(update={"tz": zone, "start": start})})


def recorded(club: Club, *kinds: type[Event]) -> list[Recorded]:
    return [each for each in club.ledger.read() if isinstance(each.event, kinds)]


def shown(club: Club, *kinds: type[Event]) -> list[str]:
    """Return when things of some kinds happened, as the clocks on the wall showed it."""
    return [f"{club.playing.academy.local(each.at):%a %H:%M}" for each in recorded(club, *kinds)]


def theory(claim: str, days: int = 7) -> Command:
    return SubmitTheory(claim=claim, confidence=Confidence.SUSPECT, days=days)


def overdue(club: Club) -> set[tuple[int, str]]:
    """Return the layers that should have been printed by now."""
    layers = press_layers.c
    query = select(layers.event, layers.layer).where(layers.status == "waiting", layers.due <= club.now)
    with club.ledger.store.read() as connection:
        return {(row.event, row.layer) for row in connection.execute(query)}


@pytest.mark.parametrize("zone", ZONES)
def test_the_clocks_are_put_forward_or_back_and_everything_comes_at_its_minute(zone: str, place: str) -> None:
    with opened(place, in_zone(zone)) as club:
        offset = club.local.utcoffset()
        club.join("ada")

        club.let_pass(45 * DAY)

        assert club.local.utcoffset() != offset
        assert Counter(at[-5:] for at in shown(club, DigestHeld)) == {"13:00": 45, "21:00": 45}
        assert set(shown(club, SymposiumCalled)) == {"Fri 12:00"}
        assert len(shown(club, SymposiumCalled)) == 6
        assert shown(club, SymposiumReminded) == ["Thu 12:00", "Fri 11:00"] * 5
        assert Invariants(playing=club.playing).broken_in_depth() == []


def test_the_week_before_the_first_symposium_nobody_is_reminded(place: str) -> None:
    with opened(place, in_zone("Europe/London", dt.date(1931, 3, 2))) as club:
        club.join("ada")

        club.let_pass(6 * DAY)

        assert shown(club, SymposiumCalled) == ["Fri 12:00"]
        assert shown(club, SymposiumReminded) == []


def test_a_game_that_is_open_is_not_opened_again(place: str) -> None:
    with opened(place, in_zone("Europe/London")) as club:
        with club.ledger.write(Stamp(at=club.now, actor=HOST)) as tx:
            club.playing.opening.found(tx)

        assert len(club.events(GameOpened)) == 1
        assert Invariants(playing=club.playing).broken() == []


@pytest.mark.parametrize("wake", [Club.let_pass, Club.keep_open])
def test_a_host_that_was_down_for_three_days_catches_up_once(
    wake: Callable[[Club, dt.timedelta], None], place: str
) -> None:
    with opened(place, in_zone("Europe/London", dt.date(1931, 3, 3))) as club:
        club.join("ada")
        club.ask("ada", theory("The tide is late on Wednesdays", days=1))
        club.ask("ada", theory("The tide is early on Sundays"))

        club.be_down(4 * DAY)  # From Tuesday morning to Saturday morning: eight digests and a symposium.
        wake(club, HOUR)

        [digest] = recorded(club, DigestHeld)
        [called] = recorded(club, SymposiumCalled)
        [resolved] = recorded(club, TheoryResolved)
        assert f"{club.local:%a}" == "Sat"
        assert isinstance(digest.event, DigestHeld)
        assert (digest.event.digest, f"{digest.event.due:%a %H:%M}") == (1, "Tue 13:00")
        assert digest.at == called.at == resolved.at
        assert resolved.seq < digest.seq < called.seq
        # One day is reckoned: the days that nobody saw cost nothing and bring nothing.
        assert len(recorded(club, DayReckoned)) == 1
        assert Invariants(playing=club.playing).broken_in_depth() == []


def test_after_a_late_digest_the_next_comes_at_its_own_time(place: str) -> None:
    with opened(place, in_zone("Europe/London", dt.date(1931, 3, 3))) as club:
        club.be_down(4 * DAY)

        club.let_pass(8 * DAY)

        late, *punctual = shown(club, DigestHeld)
        assert late == "Sat 08:00"
        assert punctual[:3] == ["Sat 13:00", "Sat 21:00", "Sun 13:00"]
        assert shown(club, SymposiumCalled) == ["Sat 08:00", "Fri 12:00"]


@pytest.mark.parametrize("order_type", [DIGEST, SYMPOSIUM, TURN])
def test_the_clock_goes_on_after_a_moment_that_failed_for_good(order_type: str, place: str) -> None:
    def fail(*_: object) -> Payload:
        raise ValueError(order_type)

    with opened(place) as club:
        club.ask(HOST, SeatLead(lead=club.choices("leads", HOST)[0]))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(type(club.playing.handlers[order_type]), "settle", fail)
            club.let_pass(8 * DAY)
        failed = club.events(OrderFailed)
        club.let_pass(8 * DAY)
        with club.ledger.store.read() as connection:
            ended = book.listing(connection, status=Status.COMPLETED, order_type=order_type)

        assert failed
        assert club.events(OrderFailed) == failed
        assert ended


def test_autoplayers_whose_turns_were_missed_take_one_turn_before_the_late_digest(place: str) -> None:
    with opened(place, in_zone("Europe/London", dt.date(1931, 3, 3))) as club:
        club.ask(HOST, SeatLead(lead="bold"))
        club.be_down(4 * DAY)

        club.let_pass(HOUR)

        turns = {each.cause for each in club.ledger.read() if each.actor == "lead:bold" and each.cause}
        [digest] = recorded(club, DigestHeld)
        moves = [each for each in club.ledger.read() if each.actor == "lead:bold" and each.cause]
        assert len(turns) == 1
        assert moves
        assert all(move.seq < digest.seq for move in moves)


@pytest.fixture
def resting(place: str) -> Iterator[Club]:
    """A printed game that has rested since ten o'clock on the first morning, with much still to be printed."""
    with opened(place, is_printed=True) as club:
        club.join("ada", "bo")
        club.let_pass(2 * HOUR)
        for number in range(12):
            club.ask("ada", TableTalk(says=f"I have counted {number} eels, and I shall count them again"))
        club.ask("bo", theory("The tide is late on Wednesdays", days=1))
        club.ask(HOST, PauseGame(reason="the host is travelling"))
        yield club


def test_while_the_game_rests_nothing_resolves_and_nothing_of_it_is_printed(resting: Club) -> None:
    before = resting.ledger.head()[0]

    resting.let_pass(2 * DAY)

    after = [each.event for each in resting.ledger.read(after=before)]
    printed = {each.layer for each in after if isinstance(each, LayerReleased)}
    assert not [each for each in after if isinstance(each, (DigestHeld, SymposiumCalled, TheoryResolved))]
    assert {resting.playing.pack.layers[layer].event for layer in printed} == {GamePaused.kind}
    assert Invariants(playing=resting.playing).broken_in_depth() == []


def test_while_the_game_rests_people_are_told_so(resting: Club) -> None:
    with pytest.raises(GamePausedNow, match="the host is travelling"):
        resting.ask("ada", TableTalk(says="Is anybody there?"))
    with pytest.raises(GamePausedNow):
        resting.ask("ada", theory("Nobody is there"))


def test_notices_are_printed_while_the_game_rests(resting: Club) -> None:
    resting.let_pass(HOUR)
    before = resting.ledger.head()[0]

    resting.ask(HOST, AdjustReputation(player="ada", change=2, reason="for the eels"))
    resting.let_pass(HOUR)

    layers = resting.playing.pack.layers
    events = [
        layers[each.layer].event for each in resting.events(LayerReleased)[-3:] if isinstance(each, LayerReleased)
    ]
    assert StandingAdjusted.kind in events
    assert resting.ledger.head()[0] > before + 1


@pytest.mark.parametrize("wake", [Club.let_pass, Club.keep_open])
def test_what_a_rest_held_up_is_spread_over_the_next_hour(resting: Club, wake: Wake) -> None:
    resting.let_pass(2 * DAY)
    late = overdue(resting)
    resting.ask(HOST, ResumeGame())
    woken, before = resting.now, resting.ledger.head()[0]

    wake(resting, 2 * HOUR)

    released = [each for each in resting.ledger.read(after=before) if isinstance(each.event, LayerReleased)]
    minutes = [
        (each.at - woken) // dt.timedelta(minutes=1)
        for each in released
        if isinstance(each.event, LayerReleased) and (each.event.event, each.event.layer) in late
    ]
    assert len(late) > 12
    assert len(minutes) == len(late)
    assert max(minutes) <= 65
    assert max(Counter(minute // 10 for minute in minutes).values()) <= len(late) / 2
    assert len(recorded(resting, DigestHeld)) == 1
    assert Invariants(playing=resting.playing).broken_in_depth() == []


def test_a_game_may_rest_and_go_on_within_one_instant(place: str) -> None:
    with opened(place, in_zone("Europe/London")) as club:
        for _ in range(3):
            club.ask(HOST, PauseGame(reason="a slip"))
            club.ask(HOST, ResumeGame())

        club.let_pass(DAY)

        assert len(club.events(DigestHeld)) == 2
        assert Invariants(playing=club.playing).broken() == []


def test_a_season_ends_with_a_digest_and_the_next_one_begins(place: str) -> None:
    with opened(place, in_zone("Europe/London", dt.date(1931, 3, 2), season_days=7)) as club:
        club.join("ada", "bo")
        club.ask(HOST, AdjustReputation(player="bo", change=4, reason="for the eels"))

        club.let_pass(15 * DAY)

        first, second = club.events(SeasonClosed)
        opened_first, opened_second = club.events(SeasonOpened)
        [begun] = club.events(GameOpened)
        assert isinstance(first, SeasonClosed)
        assert isinstance(second, SeasonClosed)
        assert isinstance(opened_first, SeasonOpened)
        assert isinstance(opened_second, SeasonOpened)
        assert isinstance(begun, GameOpened)
        assert (first.season, first.player, first.standings) == (1, "bo", {"bo": 4, "ada": 0})
        assert (second.season, opened_first.season, opened_second.season) == (2, 2, 3)
        assert (opened_first.ends, opened_second.ends) == (begun.ends + 7 * DAY, begun.ends + 14 * DAY)
        # Eight in the morning is when the game was opened; the digest after it ends the season.
        assert shown(club, SeasonClosed) == ["Mon 13:00", "Mon 13:00"]


def test_the_gazette_prints_how_a_season_ended_with_the_highest_first(place: str) -> None:
    game = saltmere().game
    assert game is not None
    short = game.model_copy(update={"numbers": game.numbers.model_copy(update={"season_days": 7})})
    with opened(place, saltmere().model_copy(update={"game": short}), is_printed=True) as club:
        club.join("ada", "bo")
        club.ask(HOST, AdjustReputation(player="bo", change=4, reason="for the eels"))

        club.let_pass(10 * DAY)

        said = {each.text for each in club.events(PieceAccepted) if isinstance(each, PieceAccepted)}
        standings = [text for text in said if "Bo with four" in text]
        assert standings
        assert all("Bo with four and Ada with nought" in text for text in standings)


def test_a_digest_settles_things_in_one_order(place: str) -> None:
    with opened(place) as club:
        for lead in list(club.playing.academy.game.leads)[:6]:
            club.ask(HOST, SeatLead(lead=lead))

        club.let_pass(12 * DAY)

        held: dict[str, list[Recorded]] = {each.cause: [] for each in recorded(club, DigestHeld)}
        for each in club.ledger.read():
            if each.cause in held:
                held[each.cause].append(each)
    seen: set[int] = set()
    for events in held.values():
        places = [place for each in events for place, kinds in enumerate(ORDER) if isinstance(each.event, kinds)]
        by_deadline = [n for n, each in enumerate(events) if _is_by_deadline(each.event)]
        expeditions = [n for n, each in enumerate(events) if isinstance(each.event, ExpeditionResolved)]
        assert places == sorted(places)
        assert max(by_deadline, default=-1) < min(expeditions, default=len(events))
        seen |= set(places)
    assert len(held) == 24
    assert seen == set(range(len(ORDER)))


def _is_by_deadline(event: Event) -> bool:
    return isinstance(event, TheoryResolved) and event.ground is Ground.DEADLINE
