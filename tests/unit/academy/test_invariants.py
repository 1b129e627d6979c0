"""Whatever people ask for, in whatever order, as time goes on: nothing breaks, and all that must hold holds."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from acceptance.broadcast import show
from acceptance.printed import Checker
from longwave.kernel.dice import dice
from longwave.modules.academy.theories.commands import SubmitTheory
from longwave.world.game import Confidence
from unit.academy.club import SEED, Club, opened, saltmere
from unit.academy.invariants import Invariants
from unit.academy.noise import SEATED, Crowd

PARTS, MOVES, PRINTED_MOVES = 10, 2_000, 800
SOAK_MOVES, PRINTED_SOAK_MOVES = 100_000, 27_000
BETWEEN_LOOKS, SOAK_BETWEEN_LOOKS = 500, 5_000
# One move in so many is followed by some time; four in ten are deeds, the rest is refused.
A_WHILE = 25
# What nobody may do to the tables unseen: each breaks another invariant.
DAMAGES = (
    "UPDATE academy_influence SET held = held + 1 WHERE player = 'discord:ada' AND faction = 'academic'",
    "UPDATE academy_influence SET escrow = 2 WHERE player = 'discord:bo' AND faction = 'foreign'",
    "UPDATE academy_players SET reputation = 51 WHERE id = 'discord:ada'",
    "UPDATE academy_players SET debt = -1 WHERE id = 'discord:ada'",
    "UPDATE academy_scholars SET employer = 'nobody' WHERE id = (SELECT min(id) FROM academy_scholars)",
    "UPDATE academy_scholars SET retired_at = arrived_at WHERE id = (SELECT min(id) FROM academy_scholars)",
    "INSERT INTO academy_feelings VALUES ('a', 'b', 10.5)",
    "UPDATE orders SET status = 'cancelled' WHERE order_type = 'academy.digest'",
    "UPDATE orders SET order_type = 'academy.forgotten' WHERE order_type = 'academy.symposium'",
    "DELETE FROM press_layers WHERE event = (SELECT max(event) FROM press_layers WHERE layer = 'player-joined')",
    "UPDATE press_layers SET status = 'released' WHERE status = 'waiting'",
    "UPDATE press_layers SET piece = NULL WHERE status = 'released'",
    "UPDATE academy_theories SET verdict = 'proven' WHERE number = 1",
    "UPDATE press_turns SET turns = turns + 1",
    "UPDATE events SET hash = 'x' WHERE seq = 3",
)
# What only the chain, or a rebuild, tells.
DEEP = DAMAGES[-2:]


def live_through(club: Club, stream: Random, moves: int, between_looks: int) -> Crowd:
    """Let a crowd make its moves; whenever it is looked at, all must hold."""
    club.join(*SEATED)
    crowd, invariants = Crowd(club=club, stream=stream), Invariants(playing=club.playing)
    for number in range(moves):
        crowd.move()
        if stream.randrange(A_WHILE) == 0:
            crowd.wait()
        if number % between_looks == 0:
            assert invariants.broken() == [], number
    assert invariants.broken_in_depth() == []
    return crowd


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_breaks_whatever_people_ask_for(part: int, tmp_path: Path, *, soak: bool) -> None:
    with opened(str(tmp_path / "world.db")) as club:
        moves, between_looks = (SOAK_MOVES, SOAK_BETWEEN_LOOKS) if soak else (MOVES, BETWEEN_LOOKS)
        crowd = live_through(club, dice(SEED, "noise", part), moves, between_looks)

        commands = {each.name for each in club.playing.commands.carried_by}

    asked = {*crowd.carried, *crowd.refused}
    assert commands <= asked
    # A crowd of which all is refused shows nothing.
    assert len(commands & set(crowd.carried)) >= 0.8 * len(commands)


@pytest.mark.soak
def test_whatever_people_ask_for_is_printed_as_it_was(tmp_path: Path, *, soak: bool) -> None:
    with opened(str(tmp_path / "world.db"), is_printed=True) as club:
        moves = PRINTED_SOAK_MOVES if soak else PRINTED_MOVES
        crowd = live_through(club, dice(SEED, "noise", "printed"), moves, BETWEEN_LOOKS)
        checker = Checker(pack=saltmere()).read(club.ledger.read())

    faults, prints = checker.faults, checker.prints
    show(f"{crowd.carried.total()} deeds, {len(prints)} pieces, {len(faults)} contradictions")
    assert crowd.carried.total() > 100
    assert faults == []
    assert len(prints) > 100
    assert len({each.event.kind for each in prints}) > 20


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Club]:
    """A printed game that went on for a while, with theories that are open and one that is still to be printed."""
    with opened(str(tmp_path_factory.mktemp("lived") / "world.db"), is_printed=True) as club:
        club.join(*SEATED)
        for claim in ("The bells ring before the tide turns", "The tide turns before the bells ring"):
            club.let_pass(dt.timedelta(hours=8))
            club.ask(SEATED[0], SubmitTheory(claim=claim, confidence=Confidence.CERTAIN))
        yield club


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_table_that_says_what_the_log_does_not_is_found_out(lived: Club, damage: str) -> None:
    look = Invariants.broken_in_depth if damage in DEEP else Invariants.broken
    whole = Invariants(playing=lived.playing).broken_in_depth()

    with damaged(lived, damage):
        found = look(Invariants(playing=lived.playing))

    assert whole == []
    assert found


@contextmanager
def damaged(club: Club, damage: str) -> Iterator[None]:
    """Damage a world for a while."""
    place = str(club.ledger.store.url.database)
    _copy(place, f"{place}.whole")
    with club.ledger.store.write() as connection:
        assert connection.execute(text(damage)).rowcount > 0
    try:
        yield
    finally:
        _copy(f"{place}.whole", place)


def _copy(place: str, to: str) -> None:
    """Copy a database as it stands, also onto one that is open."""
    with closing(sqlite3.connect(place)) as one, closing(sqlite3.connect(to)) as other:
        one.backup(other)
