"""Influence is neither made nor lost: over random weeks of votes, debts, gifts and investments."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from longwave.commands.command import Command
from longwave.kernel.errors import LongwaveError
from longwave.ledger.ledger import Stamp
from longwave.ledger.rebuild import compare
from longwave.modules.academy.academy import Digest
from longwave.modules.academy.economy import projections as economy_projections
from longwave.modules.academy.economy.commands import EndowArchive, Invest, PayDebt
from longwave.modules.academy.economy.handlers import Economy
from longwave.modules.academy.events import GameEvent, Move
from longwave.modules.academy.offers.events import ScholarRecruited
from longwave.modules.academy.standing.events import StandingAdjusted
from longwave.modules.academy.symposium import projections as symposium_projections
from longwave.modules.academy.symposium.commands import ProposeTopic, VoteSymposium
from longwave.modules.academy.symposium.handlers import Symposium
from unit.academy.small import FACTIONS
from unit.academy.table import Table, laid

PLAYERS = ("ada", "bo", "cyd")
factions, players = st.sampled_from(FACTIONS), st.sampled_from(PLAYERS)
commands = st.one_of(
    st.builds(Invest, faction=factions, amount=st.integers(3, 14)),
    st.builds(EndowArchive, faction=factions, amount=st.integers(4, 14)),
    st.builds(PayDebt, faction=factions, amount=st.integers(1, 14)),
    st.builds(VoteSymposium, choice=st.integers(1, 3)),
    st.builds(ProposeTopic, title=st.sampled_from(("Whether it is", "Whether it was")), says=st.just("Is it?")),
)
moves = st.tuples(players, commands)
# What players do in a day, and how many days go by before the next.
days = st.lists(st.tuples(st.lists(moves, max_size=4), st.integers(1, 8)), min_size=1, max_size=12)


@settings(max_examples=25, deadline=None)
@given(season=days)
def test_what_players_hold_is_what_the_log_says_and_never_less_than_nothing(
    season: list[tuple[list[tuple[str, Command]], int]],
) -> None:
    with TemporaryDirectory() as folder:
        place = str(Path(folder) / "world.db")
        with laid(place, economy_projections.PROJECTION, symposium_projections.PROJECTION, players=PLAYERS) as table:
            play = prepared(table)
            for done, passing in season:
                play(done, passing)
                check(table)
            assert compare(table.ledger).differences == ()


def prepared(table: Table) -> Callable[[list[tuple[str, Command]], int], None]:
    """Set something aside for an offer, hire scholars, and return what plays a day."""
    economy, symposium = Economy(academy=table.academy), Symposium(academy=table.academy)
    table.carried_by = {**economy.carried(), **symposium.carried()}
    aside = (Move(player="ada", faction="academic", change=-2, escrow=2),)
    table.tell(StandingAdjusted(player="ada", what="academic", before=6, after=4, reason="an offer", moves=aside))
    for number in range(6):
        hired = ScholarRecruited(
            scholar=f"scholar-{number}", player=PLAYERS[number % 2], faction="academic", chance=50, roll=1
        )
        table.tell(hired)

    def play(done: list[tuple[str, Command]], passing: int) -> None:
        table.now += dt.timedelta(days=passing)
        table.digest += 1
        with table.ledger.write(Stamp(at=table.now, actor="world")) as tx:
            economy.at_digest(tx, Digest(number=table.digest, at=table.now))
            symposium.meet(tx, table.now, table.digest)
        for player, command in done:
            attempt(table, player, command)

    return play


def attempt(table: Table, player: str, command: Command) -> None:
    before = table.ledger.head()
    try:
        table.ask(player, command)
    except LongwaveError:
        assert table.ledger.head() == before


def check(table: Table) -> None:
    """Compare what players hold with the sum of all that the log moved."""
    held: Counter[tuple[str, str]] = Counter()
    for recorded in table.ledger.read():
        assert isinstance(recorded.event, GameEvent)
        for move in recorded.event.moves:
            held[move.player, move.faction] += move.change
    for player in PLAYERS:
        standing = table.standing(player)
        assert standing.held == {faction: held[player, faction] for faction in FACTIONS}
        assert min(standing.held.values()) >= 0
        assert standing.debt >= 0
        assert -50 <= standing.reputation <= 50
        assert standing.escrow == dict.fromkeys(FACTIONS, 0) | ({"academic": 2} if player == "ada" else {})
