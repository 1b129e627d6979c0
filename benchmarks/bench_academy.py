"""What The Great Work costs: commands as its log grows, expeditions that come home, digests of many players.

The bundled world on SQLite on disk, a commit for each command and each digest, and nothing printed. Time is this
process's own, user and system, of all its threads. Commands are those of newcomers, who all do the same on a log of
other people's theories, expeditions, offers and talk. `--season` takes 90 days of 200 autoplayers instead.
"""

import argparse
import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from figures import Took, at_least, at_most, fresh_ledger, milliseconds, per_second, say, stopwatch
from longwave import bootstrap
from longwave.commands.command import Command
from longwave.ledger.ledger import Stamp
from longwave.modules.academy.academy import Digest
from longwave.modules.academy.digests import HoldDigest
from longwave.modules.academy.events import Felt, GameEvent, Noted
from longwave.modules.academy.expeditions.commands import LaunchExpedition
from longwave.modules.academy.expeditions.events import ExpeditionQueued, ExpeditionResolved, Outcome
from longwave.modules.academy.mentoring.commands import Mentor
from longwave.modules.academy.offers.commands import Poach
from longwave.modules.academy.offers.events import OfferMade, OfferRefused, ScholarRecruited
from longwave.modules.academy.scholars.events import ScholarArrived
from longwave.modules.academy.standing.commands import Join, Rename
from longwave.modules.academy.talk.commands import Nickname, Share, TableTalk, Thing
from longwave.modules.academy.talk.events import TableTalked
from longwave.modules.academy.theories.commands import (
    AttendConference,
    CallConference,
    OpposeTheory,
    Side,
    SubmitTheory,
    SupportTheory,
)
from longwave.modules.academy.theories.events import Ground, StanceTaken, TheoryResolved, TheorySubmitted, Verdict
from longwave.orders import book
from longwave.orders.states import Status
from longwave.playing import Playing
from longwave.settings import Settings
from longwave.simulating import BEGINS, HOST, play_season
from longwave.world.events import WorldOpened
from longwave.world.findings import Depth, ExpeditionType
from longwave.world.game import Confidence
from longwave.world.pack import Pack

SEED = 7
SIZES = (0, 1_000, 10_000, 50_000)
NEWCOMERS, ROUNDS = 40, 3
CHAPTERS_AT_ONCE = 50
# Newcomers number their theories, offers and expeditions where the chapters before them end.
NUMBERS_OF_NEWCOMERS = 1_000
OLD_HANDS = 40
CROWDS = ((10, 20), (1_000, 500))
VOYAGES = 1_000
# Of all players, one in so many has an expedition out and a theory due at a digest.
BUSY = 20
SEASON_PLAYERS, SEASON_DAYS, SEASON_MINUTES = 200, 90, 5
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(kw_only=True)
class Game:
    """A game that is open, and the time in it.

    Attributes:
        people: how many have a seat.
        chapters: the last number of what other people have done.
    """

    playing: Playing
    at: dt.datetime
    people: int = 0
    chapters: int = 0

    def tell(self, *events: GameEvent) -> None:
        """Append events as they are."""
        with self.playing.ledger.write(Stamp(at=self.at, actor=HOST)) as tx:
            self.playing.academy.append(tx, *events)

    def ask(self, player: str, *commands: Command) -> None:
        """Carry commands out, each with a commit of its own."""
        for command in commands:
            self.playing.commands.carry_out(self.playing.ledger, Stamp(at=self.at, actor=player), command)

    def seat(self, count: int) -> list[str]:
        """Seat so many more, and let each employ a scholar of their own; return their ids."""
        seated = [f"discord:{number}" for number in range(self.people, self.people + count)]
        for player in seated:
            self.ask(player, Join(called=f"Lead {_name(self.people)}"))
            self.people += 1
        for player in seated:
            self.employ(player)
        return seated

    def employ(self, player: str) -> None:
        sheets = list(self.playing.academy.game.scholars.values())
        number = int(player.rpartition(":")[2])
        name = f"Scholar {_name(number)}"
        changes = {"id": scholar_of(player), "name": name, "opinions": (), "tier": 0}
        sheet = sheets[number % len(sheets)].model_copy(update=changes)
        self.tell(
            ScholarArrived(scholar=sheet.id, sheet=sheet, discipline=sheet.discipline, is_founding=True),
            ScholarRecruited(scholar=sheet.id, player=player, faction=sheet.faction, chance=100, roll=1),
        )

    def number(self, kind: str, player: str) -> int:
        """Return the first number that a player may choose of a kind."""
        with self.playing.ledger.store.read() as connection:
            return int(self.playing.commands.choices[kind](connection, player, "")[0].value)

    def expedition(self, player: str) -> LaunchExpedition:
        return LaunchExpedition(
            expedition_type=ExpeditionType.THINK_TANK,
            site=next(iter(self.playing.academy.game.sites)),
            objective="Whether the bells ring before the tide turns",
            team=(scholar_of(player),),
            prep_depth=Depth.SHALLOW,
        )

    def fill(self, size: int, players: Sequence[str]) -> None:
        """Let players fill the log up to a size."""
        while self.playing.ledger.head()[0] < size:
            chapters = range(self.chapters + 1, self.chapters + 1 + CHAPTERS_AT_ONCE)
            self.tell(*(event for number in chapters for event in self._chapter(number, players)))
            self.chapters += CHAPTERS_AT_ONCE
        self.chapters += NUMBERS_OF_NEWCOMERS

    def _chapter(self, number: int, players: Sequence[str]) -> Iterator[GameEvent]:
        player, other = players[number % len(players)], players[(number + 1) % len(players)]
        scholar, claim = scholar_of(player), f"The bells ring {number} times before the tide turns"
        plan = self.expedition(player)
        sent = {"player": player, "expedition_type": plan.expedition_type, "objective": claim, "site": plan.site}
        code = f"EX-{number:04d}"
        about = {"theory": number, "player": player, "claim": claim, "confidence": Confidence.SUSPECT}
        offer = {"offer": number, "player": other, "other_player": player, "scholar": scholar}
        yield TheorySubmitted.model_validate({**about, "deadline": self.at})
        yield StanceTaken(theory=number, player=other, owner=player, is_support=bool(number % 2))
        yield ExpeditionQueued.model_validate({**sent, "expedition": code, "team": (scholar,), "depth": Depth.DEEP})
        yield ExpeditionResolved.model_validate(
            {
                **dict.fromkeys(("roll", "preparation", "expertise", "goodwill", "score"), 50),
                **dict.fromkeys(("site_friction", "political_friction"), 0),
                **sent,
                "expedition": code,
                "team": (scholar,),
                "depth": Depth.DEEP,
                "scholar": scholar,
                "outcome": Outcome.PARTIAL,
                "feelings": (Felt(scholar=scholar, towards=player, change=0.1),),
                "notes": (Noted(scholar=scholar, says="I was there, and it rained."),),
            }
        )
        yield TheoryResolved.model_validate({**about, "verdict": Verdict.PROVEN, "ground": Ground.DEADLINE})
        yield OfferMade.model_validate({**offer, "influence": {}, "due": self.at})
        yield OfferRefused.model_validate({**offer, "chance": 10, "roll": 90})
        yield TableTalked(player=player, says=claim)

    def digest(self) -> Took:
        """Hold the next digest at its time; return what it took, with its commit."""
        handler = self.playing.handlers[HoldDigest.order_type]
        with self.playing.ledger.store.read() as connection:
            [order] = book.listing(connection, status=Status.PENDING, order_type=HoldDigest.order_type)
        self.at = order.scheduled_at
        stamp = Stamp(at=self.at, actor=order.actor_id, cause=order.name)
        with stopwatch() as took, self.playing.ledger.write(stamp) as tx:
            book.complete(tx, order, handler.settle(tx, order, None))
        return took


def scholar_of(player: str) -> str:
    return f"scholar-{player.rpartition(':')[2]}"


def _name(number: int) -> str:
    """Return a name that looks like no other number's."""
    word = ""
    for _ in range(4):
        number, letter = divmod(number, len(LETTERS))
        word += LETTERS[letter]
    return word.title()


@contextmanager
def opened(pack: Pack) -> Iterator[Game]:
    """Open the game in a new ledger."""
    at = dt.datetime.combine(pack.card.start, BEGINS, ZoneInfo(pack.card.tz)).astimezone(dt.UTC)
    with fresh_ledger() as ledger:
        game = Game(playing=Playing(ledger=ledger, pack=pack, seed=SEED, now=lambda: game.at), at=at)
        with ledger.write(Stamp(at=at, actor=HOST)) as tx:
            tx.append(WorldOpened(world=pack.card.id, title=pack.card.title, seed=SEED, pack_digest=pack.digest))
            game.playing.opening.found(tx)
        yield game


def newcomers(game: Game) -> tuple[int, Took]:
    """Let some people sit down and do all there is to do; return how many commands it was, and what they took."""
    before = game.seat(1)[0]
    game.ask(before, _theory(before))
    theory = game.number("own_open_theories", before)
    game.ask(before, CallConference(theory=theory, confidence=Confidence.SUSPECT))
    count, took = 0, Took()
    for player in game.seat(NEWCOMERS):
        conference = game.number("open_conferences", before)
        first = (Rename(called=f"Countess {_name(game.people + count)}"), TableTalk(says="It rains."), _theory(player))
        with stopwatch() as beginning:
            game.ask(player, *first)
        own = game.number("own_open_theories", player)
        then = (
            Share(thing=Thing.THEORY, number=str(own)),
            SupportTheory(theory=theory),
            OpposeTheory(theory=theory),
            AttendConference(conference=conference, side=Side.SUPPORT),
            CallConference(theory=own, confidence=Confidence.SUSPECT),
            game.expedition(player),
            Mentor(scholar=scholar_of(player)),
            Nickname(scholar=scholar_of(player), nickname="the Eel"),
            Poach(scholar=scholar_of(before), faction="foreign", amount=1),
        )
        with stopwatch() as rest:
            game.ask(player, *then)
        count += len(first) + len(then)
        took.cpu_s += beginning.cpu_s + rest.cpu_s
        took.wall_s += beginning.wall_s + rest.wall_s
        before, theory = player, own
    return count, took


def _theory(player: str) -> SubmitTheory:
    return SubmitTheory(claim=f"The bells ring for {player}", confidence=Confidence.SUSPECT)


def compare_logs(pack: Pack) -> None:
    """Print what a command takes on logs of several lengths."""
    first = 0.0
    with opened(pack) as game:
        old_hands = game.seat(OLD_HANDS)
        for size in SIZES:
            game.fill(size, old_hands)
            rounds = []
            for _ in range(ROUNDS):
                rounds.append(newcomers(game))
                game.digest()  # What is queued must not pile up from round to round.
            count, took = min(rounds, key=lambda each: each[1].cpu_s)
            rate, first = count / took.cpu_s, first or took.cpu_s
            beside = f"{per_second(count, took.wall_s)} by the clock"
            say(
                f"commands, {size:,} events in the log",
                per_second(count, took.cpu_s),
                beside=beside,
                target=at_least(rate, 500),
            )
        growth = took.cpu_s / first
        say(
            f"a command on {SIZES[-1]:,} events",
            milliseconds(took.cpu_s / count),
            beside=f"{growth:.2f} x on none",
            target=at_most(growth, 1.2, "x"),
        )


def voyages(pack: Pack) -> None:
    """Print how many expeditions come home in a second."""
    with opened(pack) as game:
        for player in game.seat(VOYAGES):
            game.ask(player, game.expedition(player))
        with stopwatch() as took, game.playing.ledger.write(Stamp(at=game.at, actor="world")) as tx:
            count = game.playing.expeditions.at_digest(tx, Digest(number=1, at=game.at))
    say(
        "expeditions that come home in one digest",
        per_second(count, took.cpu_s),
        beside=f"{count:,} of them",
        target=at_least(count / took.cpu_s, 500),
    )


def digests(pack: Pack) -> None:
    """Print what a digest takes by players: the first of a day, which also pays their scholars, and the second."""
    for size, limit_ms in CROWDS:
        with opened(pack) as game:
            players = game.seat(size)
            first, second = [], []
            busy = max(1, size // BUSY)
            for day in range(ROUNDS):
                first.append(game.digest())
                for player in players[day * busy : (day + 1) * busy]:
                    game.ask(
                        player,
                        game.expedition(player),
                        SubmitTheory(claim=f"It rains on {player}", confidence=Confidence.SUSPECT),
                    )
                second.append(game.digest())
        for name, took in (("first", first), ("second", second)):
            least = min(each.cpu_s for each in took)
            say(
                f"the {name} digest of a day, {size:,} players",
                milliseconds(least),
                target=at_most(least * 1000, limit_ms, " ms"),
            )


def season(pack: Pack) -> None:
    """Print what a season of autoplayers takes."""
    with fresh_ledger() as ledger:
        station = bootstrap.Station(ledger=ledger, pack=pack, seed=SEED)
        with stopwatch() as took:
            play_season(station, players=SEASON_PLAYERS, days=SEASON_DAYS, is_printed=False)
        count, _ = ledger.head()
    minutes = took.wall_s / 60
    name = f"{SEASON_DAYS} days of {SEASON_PLAYERS} autoplayers"
    say(
        name,
        f"{minutes:.1f} min",
        beside=f"{took.cpu_s / 60:.1f} min of CPU",
        target=at_most(minutes, SEASON_MINUTES, " min"),
    )
    say("events of that season", f"{count:,}", beside=per_second(count, took.cpu_s))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--season", action="store_true", help="take 90 days of 200 autoplayers instead")
    pack = bootstrap.load_pack("saltmere", Settings())
    if parser.parse_args().season:
        season(pack)
        return
    compare_logs(pack)
    voyages(pack)
    digests(pack)


if __name__ == "__main__":
    main()
