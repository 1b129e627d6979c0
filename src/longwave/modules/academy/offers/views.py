"""What players may know of their chances, and of the offers that are open."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from longwave.commands.card import Card
from longwave.commands.command import MOST_CHOICES, Answer, Choice, Query
from longwave.commands.command import Offer as Lists
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.offers import cards, minds, register, stakes
from longwave.modules.academy.offers.commands import ShowOdds, ViewOffers
from longwave.modules.academy.offers.errors import OwnScholar
from longwave.modules.academy.offers.minds import Sponsors
from longwave.modules.academy.offers.register import Offer
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.standing import players


@dataclass(frozen=True, kw_only=True)
class Views:
    """Answers what players ask about scholars' minds.

    Attributes:
        now: the world's present.
    """

    academy: Academy
    sponsors: Sponsors
    now: Callable[[], dt.datetime]

    def answered(self) -> Mapping[type[Query], Answer]:
        """Return what answers which query."""
        return {ShowOdds: self.odds, ViewOffers: self.offers}

    def choices(self) -> Mapping[str, Lists]:
        """Return what lists the choices of which kind."""
        return {"made_offers": self.made, "received_offers": self.received}

    def odds(self, connection: Connection, actor: str, query: ShowOdds) -> Card:
        player = players.get(connection, actor)
        scholar = roster.get(connection, query.scholar)
        if scholar.employer == player.id:
            raise OwnScholar(scholar.name)
        stake = stakes.typed(query, self.academy.factions)
        if scholar.employer is None:
            odds = minds.recruiting(connection, self.sponsors, player, scholar, query.faction, self.now())
            return cards.recruiting_odds(scholar.name, query.faction, odds)
        odds = minds.poaching(connection, scholar, player.id, (stake, None), self.now())
        return cards.poaching_odds(scholar.name, players.get(connection, scholar.employer).name, stake, odds)

    def offers(self, connection: Connection, actor: str, _query: ViewOffers) -> Card:
        player = players.get(connection, actor)
        made, received = register.made_by(connection, player.id), register.received_by(connection, player.id)
        every = [*made, *received]
        scholars = roster.names_of(connection, (each.scholar for each in every))
        names = players.names_of(connection, (name for each in every for name in (each.rival, each.employer)))
        rows = [
            cards.row(
                offer,
                scholars[offer.scholar],
                f"yours, to win from {names[offer.employer]}" if offer in made else f"of {names[offer.rival]}",
                self._chance(connection, offer),
                self.academy.local(offer.due),
            )
            for offer in every
        ]
        return cards.offers(rows)

    def made(self, connection: Connection, actor: str, typed: str) -> list[Choice]:
        """List the offers that somebody has made."""
        return _fitting(connection, register.made_by(connection, actor), typed)

    def received(self, connection: Connection, actor: str, typed: str) -> list[Choice]:
        """List the offers to somebody's scholars."""
        return _fitting(connection, register.received_by(connection, actor), typed)

    def _chance(self, connection: Connection, offer: Offer) -> int | None:
        """Return the chance of an offer as it stands; None where the scholar has gone."""
        if offer.lapse:
            return None
        scholar = roster.get(connection, offer.scholar)
        return minds.poaching(connection, scholar, offer.rival, (offer.stake, offer.counter), self.now()).chance


def _fitting(connection: Connection, offers: list[Offer], typed: str) -> list[Choice]:
    asked = typed.casefold()
    names = roster.names_of(connection, (each.scholar for each in offers))
    labels = {str(each.id): f"{each.id}: {names[each.scholar]} for {cards.stake(each.stake)}" for each in offers}
    fit = [Choice(number, label) for number, label in labels.items() if asked in label.casefold()]
    return fit[:MOST_CHOICES]
