"""A harbour's tavern for tests: a registry over the toy world, a seat in it, and somebody whose lines are known."""

from collections.abc import Iterable

from sqlalchemy import Connection

from longwave.cli.play_completion import Complete
from longwave.cli.play_seat import Seat
from longwave.cli.play_session import Session
from longwave.commands.card import Card
from longwave.commands.command import Answer, Carry, Choice, Command, Commands, Offer, Query
from longwave.kernel.errors import LongwaveError
from longwave.ledger.ledger import Ledger, Transaction
from unit.commands.harbour import CloseHarbour, Log, News, Odds, Promise, Sail, SailOdds
from unit.ledger.toy import STAMP, Counted

TIDE = "tide"
PORTS = {"oxmouth": "Oxmouth", "port-osk": "Port Osk, in the fog", "whitby": "Whitby (new)"}
SAILORS = {"ada-quill": "Ada Quill", "jonas-reed": "Jonas Reed", "mirabel-osk": "Mirabel Osk"}
STORMS = {"4": "Storm Anna", "12": "Storm Bea"}


class StormAbroad(LongwaveError):
    """Nobody sails in a storm."""

    hint = "wait for it to pass"


class Talker:
    """Somebody at a keyboard whose lines are known; an error stands for Ctrl-C or Ctrl-D."""

    def __init__(self, lines: Iterable[str | BaseException], *, answers: bool = True) -> None:
        self.answers = answers
        self.prompts: list[str] = []
        self.remembered: list[str] = []
        self._lines = iter(lines)

    def read(self, prompt: str, _complete: Complete) -> str:
        self.prompts.append(prompt)
        line = next(self._lines, EOFError())
        if isinstance(line, str):
            return line
        raise line

    def remember(self, line: str) -> None:
        self.remembered.append(line)


def commands() -> Commands:
    """Return a registry in which each command counts, by whom it was asked."""
    carried: dict[type[Command], Carry] = {Sail: _sail, Promise: _count, CloseHarbour: _count}
    answered: dict[type[Query], Answer] = {SailOdds: _odds, Odds: _odds, News: _news, Log: _log}
    choices = {"ports": _offer(PORTS), "own_sailors": _offer(SAILORS), "storms": _offer(STORMS)}
    return Commands(carried, answered, choices)


def seat_at(ledger: Ledger, *, is_host: bool = False) -> Seat:
    """Sit down in a world in which something has happened."""
    with ledger.write(STAMP) as tx:
        tx.append(Counted(name=TIDE, by=1))
    return Seat(ledger=ledger, commands=commands(), name="ada", is_host=is_host)


def spoken(seat: Seat, *lines: str | BaseException, answers: bool = True) -> Talker:
    """Let somebody say their lines in a session to its end."""
    talker = Talker(lines, answers=answers)
    Session(seat=seat, lines=talker).run()
    return talker


def counted(seat: Seat) -> list[str]:
    """Return by whom which commands were carried out, as `local:ada sail`."""
    names = [each.event.name for each in seat.ledger.read() if isinstance(each.event, Counted)]
    return [name for name in names if name != TIDE]


def _count(tx: Transaction, command: Command) -> None:
    tx.append(Counted(name=f"{tx.stamp.actor} {command.name}", by=1))


def _sail(tx: Transaction, command: Sail) -> Card:
    if command.is_secret:
        raise StormAbroad
    _count(tx, command)
    return Card(
        title=f"A ship leaves for {command.port}", text=command.aim, fields=(("Crew", ", ".join(command.crew)),)
    )


def _odds(_connection: Connection, actor: str, query: SailOdds | Odds) -> Card:
    return Card(title=f"The odds of a {query.ship.value}, for {actor}", text="Even.")


def _news(_connection: Connection, actor: str, _query: News) -> Card:
    return Card(title="News", text=f"Nothing new for {actor}.")


def _log(_connection: Connection, _actor: str, query: Log) -> Card:
    return Card(title="The log", text=f"page {query.page}")


def _offer(every: dict[str, str]) -> Offer:
    def offer(_connection: Connection, _actor: str, typed: str) -> list[Choice]:
        found = [Choice(value, label) for value, label in every.items()]
        return [each for each in found if typed.casefold() in f"{each.value} {each.label}".casefold()]

    return offer
