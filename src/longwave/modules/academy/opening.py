"""Opening the game: its scholars, what the factions build, and the first of all that the clock brings."""

import datetime as dt
from dataclasses import dataclass

from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.digests import digest_order, symposium_orders
from longwave.modules.academy.economy.handlers import Economy
from longwave.modules.academy.hosting import state
from longwave.modules.academy.hosting.events import GameOpened
from longwave.modules.academy.scholars.handlers import Roster
from longwave.orders import book


@dataclass(frozen=True, kw_only=True)
class Opening:
    """Opens the game, once."""

    academy: Academy
    roster: Roster
    economy: Economy

    def found(self, tx: Transaction) -> None:
        """Open the game where it is not open yet."""
        if state.find(tx.connection) is not None:
            return
        ends = tx.stamp.at + dt.timedelta(days=self.academy.game.numbers.season_days)
        self.academy.append(tx, GameOpened(season=1, ends=ends))
        self.roster.found(tx)
        self.economy.found(tx)
        book.enqueue(tx, digest_order(self.academy, tx.stamp.at))
        for order in symposium_orders(self.academy, tx.stamp.at):
            book.enqueue(tx, order)
