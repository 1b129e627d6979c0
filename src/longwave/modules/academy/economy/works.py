"""What factions build: they begin, are backed, and are done or called off; then the next of the pack begins."""

from dataclasses import dataclass

from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.economy import projects, rules
from longwave.modules.academy.economy.errors import ProjectRuns
from longwave.modules.academy.economy.events import FactionInvested, ProjectClosed, ProjectCompleted, ProjectOpened
from longwave.modules.academy.economy.projects import Building
from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.events import Felt
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.standing import players
from longwave.modules.academy.standing.rules import Standing, earn, pay
from longwave.world.game import Project

Investment = tuple[FactionInvested, ProjectCompleted | None]
"""An investment, and what it completed."""


@dataclass(frozen=True, kw_only=True)
class Works:
    """The projects of the factions: each builds one at a time."""

    academy: Academy

    def begin(self, tx: Transaction) -> None:
        """Let every faction that builds nothing begin something."""
        for faction in self.academy.factions:
            self._building(tx, faction)

    def invest(self, tx: Transaction, standing: Standing, faction: str, amount: int) -> Investment:
        """Put influence into a faction, and so into what it builds; return what came of it.

        Raises:
            InfluenceShort: the player holds less of it.
        """
        moves = pay(standing, {faction: amount})
        building = self._building(tx, faction)
        scholars = [each for each in roster.active(tx.connection) if each.faction == faction]
        goodwill = rules.goodwill([roster.feeling(tx.connection, each.id, standing.id) for each in scholars])
        warmed = [each for each in scholars if each.employer == standing.id] or scholars
        change = rules.warming(amount)
        invested = FactionInvested(
            player=standing.id,
            faction=faction,
            amount=amount,
            project=building.project if building else "",
            progress=rules.progress(amount, goodwill) if building else 0,
            goodwill=goodwill if building else 0,
            moves=moves,
            feelings=tuple(Felt(scholar=each.id, towards=standing.id, change=change) for each in warmed),
        )
        self.academy.append(tx, invested, subject=faction)
        return invested, self._complete(tx, faction)

    def open(self, tx: Transaction, project_id: str) -> ProjectOpened:
        """Let a faction begin a project of the pack.

        Raises:
            NoSuch: there is no such project.
            ProjectRuns: its faction builds something already.
        """
        project = self.academy.game.projects.get(project_id)
        if project is None:
            raise NoSuch("project", project_id, self.academy.game.projects)
        if building := projects.of_faction(tx.connection, project.faction):
            raise ProjectRuns(project.faction, building.project)
        return self._open(tx, project)

    def close(self, tx: Transaction, project_id: str, reason: str) -> ProjectClosed:
        """Call off what a faction builds.

        Raises:
            NoSuch: nobody builds it.
        """
        running = {each.project: each for each in projects.running(tx.connection)}
        if project_id not in running:
            raise NoSuch("project under way", project_id, running)
        faction = running[project_id].faction
        closed = ProjectClosed(project=project_id, faction=faction, reason=reason)
        self.academy.append(tx, closed, subject=project_id)
        return closed

    def _complete(self, tx: Transaction, faction: str) -> ProjectCompleted | None:
        building = projects.of_faction(tx.connection, faction)
        if building is None or not building.is_done:
            return None
        backing = projects.backing(tx.connection, building.id)
        moves = [
            move
            for player, share in rules.shares(backing).items()
            for move in earn(players.get(tx.connection, player), {faction: share})
        ]
        completed = ProjectCompleted(
            project=building.project,
            faction=faction,
            says=self.academy.game.projects[building.project].done,
            backers=tuple(sorted(backing, key=lambda player: (-backing[player], player))),
            moves=tuple(moves),
        )
        self.academy.append(tx, completed, subject=building.project)
        self._building(tx, faction)
        return completed

    def _building(self, tx: Transaction, faction: str) -> Building | None:
        """Return what a faction builds; where it builds nothing, it begins the next of its projects, in their order."""
        own = [each for each in self.academy.game.projects.values() if each.faction == faction]
        building = projects.of_faction(tx.connection, faction)
        if building is not None or not own:
            return building
        last = projects.last(tx.connection, faction)
        place = next((place for place, each in enumerate(own, start=1) if each.id == last), 0)
        self._open(tx, own[place % len(own)])
        return projects.of_faction(tx.connection, faction)

    def _open(self, tx: Transaction, project: Project) -> ProjectOpened:
        opened = ProjectOpened(project=project.id, faction=project.faction, says=project.says, target=project.target)
        self.academy.append(tx, opened, subject=project.id)
        return opened
