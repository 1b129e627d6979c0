"""How influence is spent and earned outside the game's wagers: what players, the host and the days do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from longwave.commands.card import Card
from longwave.commands.command import Answer, Carry, Command, Offer, Query
from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Academy, Digest
from longwave.modules.academy.economy import commands as asked
from longwave.modules.academy.economy import days, projects, rules, views
from longwave.modules.academy.economy.errors import NothingOwed
from longwave.modules.academy.economy.events import DayReckoned
from longwave.modules.academy.economy.seasons import Seasons
from longwave.modules.academy.economy.upkeep import Upkeep
from longwave.modules.academy.economy.works import Works
from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.hosting import state
from longwave.modules.academy.standing import players
from longwave.modules.academy.standing.rules import Standing


@dataclass(frozen=True, kw_only=True)
class Economy:
    """The economy: days, seasons, projects, the archive and debts."""

    academy: Academy

    def carried(self) -> Mapping[type[Command], Carry]:
        """Return what carries out which command."""
        return {asked.Invest: self.invest, asked.EndowArchive: self.endow, asked.PayDebt: self.pay_debt}

    def answered(self) -> Mapping[type[Query], Answer]:
        """Return what answers which query."""
        return {
            asked.ShowEconomy: partial(views.economy, self.academy),
            asked.ListProjects: partial(views.built, self.academy),
        }

    def choices(self) -> Mapping[str, Offer]:
        """Return what may be chosen."""
        return {
            "held_factions": partial(views.held_factions, self.academy),
            "projects": partial(views.pack_projects, self.academy),
            "seasons": partial(views.pack_seasons, self.academy),
        }

    @property
    def _works(self) -> Works:
        return Works(academy=self.academy)

    @property
    def _seasons(self) -> Seasons:
        return Seasons(academy=self.academy)

    def found(self, tx: Transaction) -> None:
        """Let every faction begin to build something."""
        self._works.begin(tx)

    def at_digest(self, tx: Transaction, digest: Digest) -> int:
        """Reckon the day if this is its first digest, and collect what has fallen due; return how much happened."""
        today = self.academy.local(digest.at).date()
        reckoned = days.reckoned(tx.connection)
        is_new = reckoned is None or reckoned < today
        if is_new:
            self.academy.append(tx, DayReckoned(day=today))
        before = len(tx.recorded)
        if is_new:
            upkeep = Upkeep(academy=self.academy)
            upkeep.grant(tx)
            upkeep.pay(tx)
            self._seasons.turn(tx, today)
        self._seasons.collect(tx, digest)
        self._works.begin(tx)
        return len(tx.recorded) - before

    def sponsors(self, connection: Connection, player: str, faction: str) -> bool:
        """Tell whether a player has put something into what a faction has built, or builds."""
        return projects.sponsors(connection, player, faction)

    def invest(self, tx: Transaction, command: asked.Invest) -> Card:
        player, _ = self._spender(tx, command.faction)
        invested, completed = self._works.invest(tx, player, command.faction, command.amount)
        building = projects.of_faction(tx.connection, command.faction)
        return views.invested(self.academy, invested, completed, building)

    def endow(self, tx: Transaction, command: asked.EndowArchive) -> Card:
        player, faction = self._spender(tx, command.faction)
        endowed = rules.endow(player, command.faction, command.amount)
        self.academy.append(tx, endowed, subject=player.id)
        gained = sum(each.change for each in endowed.reputes)
        to_go = rules.ENDOWED_PER_REPUTATION - endowed.total % rules.ENDOWED_PER_REPUTATION
        return Card(
            title="The archive thanks you",
            text=f"You gave it {endowed.amount} influence of {faction}.",
            fields=(
                ("Against your debt", str(endowed.against_debt)),
                ("Debt left", str(player.debt - endowed.against_debt)),
                ("Given in all", str(endowed.total)),
                ("Reputation", f"+{gained}"),
            ),
            hint=f"{to_go} more earn a point of reputation",
        )

    def pay_debt(self, tx: Transaction, command: asked.PayDebt) -> Card:
        player, faction = self._spender(tx, command.faction)
        if not player.debt:
            raise NothingOwed
        paid = rules.pay_debt(player, command.faction, command.amount)
        self.academy.append(tx, paid, subject=player.id)
        return Card(
            title="You owe nothing any more" if paid.left == 0 else f"You still owe {paid.left}",
            text=f"You paid {paid.amount} influence of {faction}.",
            hint="" if paid.left == 0 else "what you owe adds to every pledge at the symposium",
        )

    def open_commitment(self, tx: Transaction, player: Standing, season: str) -> Card:
        """Ask something of one player, as a season would.

        Raises:
            NoSuch: there is no such season.
            CommitmentRuns: they have it already.
        """
        opened = self._seasons.open(tx, player.id, season)
        faction = views.named(self.academy)[opened.faction]
        return Card(
            title=f"{player.name}: {opened.title}",
            text=f"They are asked for {opened.owed} influence of {faction}: {opened.asks}.",
            fields=(("Commitment", str(opened.commitment)), ("Until", views.day(self.academy, opened.until))),
        )

    def close_commitment(self, tx: Transaction, number: int, reason: str) -> Card:
        """Let a player off a commitment.

        Raises:
            NoSuch: there is none of that number, or it is over.
        """
        closed = self._seasons.close(tx, number, reason)
        return Card(
            title=f"Commitment {number}", text=f"It is over, and {closed.unpaid} influence is let off. {reason}"
        )

    def open_project(self, tx: Transaction, project: str) -> Card:
        """Let a faction begin a project of the pack.

        Raises:
            NoSuch: there is no such project.
            ProjectRuns: its faction builds something already.
        """
        opened = self._works.open(tx, project)
        return Card(title=views.named(self.academy)[opened.faction], text=f"They begin to build. {opened.says}")

    def close_project(self, tx: Transaction, project: str, reason: str) -> Card:
        """Call off what a faction builds; at the next digest it begins the next of its projects.

        Raises:
            NoSuch: nobody builds it.
        """
        closed = self._works.close(tx, project, reason)
        name = self.academy.game.projects[project].name
        return Card(title=views.named(self.academy)[closed.faction], text=f"They no longer build {name}. {reason}")

    def _spender(self, tx: Transaction, faction: str) -> tuple[Standing, str]:
        """Return who spends influence of a faction, and the faction's name.

        Raises:
            NotPlaying: nobody who plays.
            NoSuch: there is no such faction.
        """
        state.going(tx.connection)
        player = players.get(tx.connection, tx.stamp.actor)
        names = views.named(self.academy)
        if faction not in names:
            raise NoSuch("faction", faction, names)
        return player, names[faction]
