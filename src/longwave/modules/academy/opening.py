"""Opening the game: its scholars, what the factions build, and the first of all that the clock brings."""

import datetime as dt
from collections.abc import Container, Iterable
from dataclasses import dataclass

from sqlalchemy import Column, Connection, select

from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.digests import digest_order, symposium_orders
from longwave.modules.academy.economy.handlers import Economy
from longwave.modules.academy.economy.tables import academy_projects
from longwave.modules.academy.expeditions.tables import academy_expeditions
from longwave.modules.academy.hosting import state
from longwave.modules.academy.hosting.events import GameOpened
from longwave.modules.academy.scholars.handlers import Roster
from longwave.modules.academy.scholars.tables import academy_scholars
from longwave.modules.academy.standing.tables import academy_influence
from longwave.orders import book
from longwave.press.tables import press_layers
from longwave.world.errors import PackReduced


@dataclass(frozen=True, kw_only=True)
class Opening:
    """Opens the game, once; later its pack must still have what the game uses."""

    academy: Academy
    roster: Roster
    economy: Economy

    def found(self, tx: Transaction) -> None:
        """Open the game where it is not open yet.

        Raises:
            PackReduced: it is open, and the pack no longer has what it uses.
        """
        if state.find(tx.connection) is not None:
            self._refuse_reduced(tx.connection)
            return
        ends = tx.stamp.at + dt.timedelta(days=self.academy.game.numbers.season_days)
        self.academy.append(tx, GameOpened(season=1, ends=ends))
        self.roster.found(tx)
        self.economy.found(tx)
        book.enqueue(tx, digest_order(self.academy, tx.stamp.at))
        for order in symposium_orders(self.academy, tx.stamp.at):
            book.enqueue(tx, order)

    def _refuse_reduced(self, connection: Connection) -> None:
        pack, game = self.academy.pack, self.academy.game
        used: Iterable[tuple[str, Column[str], Container[str]]] = (
            ("site", academy_expeditions.c.site, game.sites),
            ("discipline", academy_scholars.c.discipline, game.disciplines),
            ("project", academy_projects.c.project, game.projects),
            ("faction", academy_influence.c.faction, {faction.id for faction in pack.card.factions}),
            ("press layer", press_layers.c.layer, pack.layers),
        )
        for what, column, there in used:
            names = connection.execute(select(column).distinct().order_by(column)).scalars()
            if gone := [name for name in names if name not in there]:
                raise PackReduced(what, gone)
