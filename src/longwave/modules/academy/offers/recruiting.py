"""How free scholars are asked, and how contracts end."""

from collections.abc import Mapping
from dataclasses import dataclass

from longwave.commands.card import Card
from longwave.commands.command import Carry, Command
from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Academy, d100
from longwave.modules.academy.events import Felt, Noted
from longwave.modules.academy.hosting import state
from longwave.modules.academy.offers import cards, minds, register, rules
from longwave.modules.academy.offers.commands import Dismiss, Recruit
from longwave.modules.academy.offers.errors import GrudgeHeld, OwnScholar, ScholarTaken
from longwave.modules.academy.offers.events import RecruitmentRefused, ScholarRecruited, ScholarReleased
from longwave.modules.academy.offers.minds import Sponsors
from longwave.modules.academy.offers.rules import Odds
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.standing import players
from longwave.modules.academy.standing.rules import Standing

DISMISSED = "dismissed"


@dataclass(frozen=True, kw_only=True)
class Recruiting:
    """Lets players ask free scholars, and let their own go."""

    academy: Academy
    sponsors: Sponsors

    def carried(self) -> Mapping[type[Command], Carry]:
        """Return what carries out which command."""
        return {Recruit: self.recruit, Dismiss: self.dismiss}

    def recruit(self, tx: Transaction, command: Recruit) -> Card:
        game = state.going(tx.connection)
        player = players.get(tx.connection, tx.stamp.actor)
        scholar = roster.get(tx.connection, command.scholar)
        self._refuse_employed(tx, player, scholar)
        faction = rules.known(command.faction, self.academy.factions)
        staff = len(roster.employed(tx.connection, player.id))
        rules.admit(player, gate=self.academy.game.numbers.recruit_gate, digest=game.digest, staff=staff)
        if register.rankles(tx.connection, scholar.id, player.id):
            raise GrudgeHeld(scholar.name)
        odds = minds.recruiting(tx.connection, self.sponsors, player, scholar, faction, tx.stamp.at)
        asked = register.courtship(tx.connection, scholar.id, player.id).asked
        roll = d100(self.academy.dice("recruit", scholar.id, player.id, asked + 1))
        event = (_took if roll <= odds.chance else _declined)(player, scholar, faction, odds, roll)
        self.academy.append(tx, event, subject=scholar.id)
        return cards.recruited(scholar, event)

    def dismiss(self, tx: Transaction, command: Dismiss) -> Card:
        state.going(tx.connection)
        player = players.get(tx.connection, tx.stamp.actor)
        scholar = roster.own(tx.connection, player.id, command.scholar)
        released = ScholarReleased(
            scholar=scholar.id,
            player=player.id,
            reason=DISMISSED,
            feelings=(Felt(scholar=scholar.id, towards=player.id, change=rules.DISMISSED),),
            notes=(Noted(scholar=scholar.id, says=f"{player.name} let me go."),),
        )
        self.academy.append(tx, released, subject=scholar.id)
        return cards.dismissed(scholar)

    def _refuse_employed(self, tx: Transaction, player: Standing, scholar: Scholar) -> None:
        if scholar.employer == player.id:
            raise OwnScholar(scholar.name)
        if scholar.employer is not None:
            raise ScholarTaken(scholar.name, players.get(tx.connection, scholar.employer).name)


def _took(player: Standing, scholar: Scholar, faction: str, odds: Odds, roll: int) -> ScholarRecruited:
    return ScholarRecruited(
        scholar=scholar.id,
        player=player.id,
        faction=faction,
        chance=odds.chance,
        roll=roll,
        odds=dict(odds.parts),
        feelings=(Felt(scholar=scholar.id, towards=player.id, change=rules.RECRUITED),),
        notes=(Noted(scholar=scholar.id, says=f"I took a contract with {player.name}."),),
    )


def _declined(player: Standing, scholar: Scholar, faction: str, odds: Odds, roll: int) -> RecruitmentRefused:
    return RecruitmentRefused(
        scholar=scholar.id,
        player=player.id,
        faction=faction,
        chance=odds.chance,
        roll=roll,
        odds=dict(odds.parts),
        feelings=(Felt(scholar=scholar.id, towards=player.id, change=rules.REFUSED),),
    )
