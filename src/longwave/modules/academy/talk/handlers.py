"""How table talk is carried out."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from longwave.commands.card import Card
from longwave.commands.command import MOST_CHOICES, Carry, Choice, Command, Offer
from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.expeditions import reading as expeditions
from longwave.modules.academy.hosting import state
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.standing import players
from longwave.modules.academy.talk.commands import Nickname, Share, TableTalk, Thing
from longwave.modules.academy.talk.events import NicknameGiven, TableTalked, ThingShared
from longwave.modules.academy.theories import reading as theories


@dataclass(frozen=True, kw_only=True)
class TalkHandlers:
    """Carries out what is said and shown at the table."""

    academy: Academy

    def carried(self) -> Mapping[type[Command], Carry]:
        """Return what carries out which command."""
        return {TableTalk: self.talk, Nickname: self.nickname, Share: self.share}

    def talk(self, tx: Transaction, command: TableTalk) -> Card:
        me = self._seated(tx)
        self.academy.append(tx, TableTalked(player=me, says=command.says), subject=me)
        return Card(title="Said at the table", text=f"“{command.says}”")

    def nickname(self, tx: Transaction, command: Nickname) -> Card:
        me = self._seated(tx)
        scholar = roster.own(tx.connection, me, command.scholar)
        given = NicknameGiven(player=me, scholar=scholar.id, nickname=command.nickname)
        self.academy.append(tx, given, subject=scholar.id)
        return Card(title=scholar.name, text=f"{scholar.name} is called “{command.nickname}” from now on.")

    def share(self, tx: Transaction, command: Share) -> Card:
        me = self._seated(tx)
        headline = self._headline(tx.connection, command.thing, command.number)
        shared = ThingShared(player=me, thing=command.thing.value, number=command.number, headline=headline)
        self.academy.append(tx, shared, subject=me)
        return Card(title="Shown to everybody", text=headline)

    def _seated(self, tx: Transaction) -> str:
        state.going(tx.connection)
        return players.get(tx.connection, tx.stamp.actor).id

    def _headline(self, connection: Connection, thing: Thing, number: str) -> str:
        match thing:
            case Thing.THEORY:
                if not number.isdecimal() or not (claim := theories.claim_of(connection, int(number[:15]))):
                    raise NoSuch("theory", number)
                return f"Theory {int(number[:15])}: {claim}"
            case Thing.EXPEDITION:
                return expeditions.headline(connection, number)
            case Thing.SCHOLAR:
                scholar = roster.get(connection, number)
                return f"{scholar.name}, {self.academy.game.disciplines[scholar.discipline].name}"


def any_of(*offers: Offer) -> Offer:
    """Return what lists the choices of several kinds, as many of each."""

    def offered(connection: Connection, actor: str, typed: str) -> list[Choice]:
        most = MOST_CHOICES // len(offers)
        return [choice for offer in offers for choice in offer(connection, actor, typed)[:most]]

    return offered
