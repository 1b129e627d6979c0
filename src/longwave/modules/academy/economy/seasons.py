"""What a season asks of everybody, and how that is kept."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Academy, Digest
from longwave.modules.academy.economy import commitments, days, rules
from longwave.modules.academy.economy.commitments import Commitment
from longwave.modules.academy.economy.errors import CommitmentRuns
from longwave.modules.academy.economy.events import CommitmentClosed, CommitmentOpened, CommitmentPaid, SeasonTurned
from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.standing import players
from longwave.modules.academy.standing.rules import Standing, lose, repute
from longwave.world.game import SeasonalEvent


@dataclass(frozen=True, kw_only=True)
class Seasons:
    """Seasons and the commitments that come with them."""

    academy: Academy

    def turn(self, tx: Transaction, today: dt.date) -> None:
        """Let the seasons begin that a day is in, where they have not: each asks something of everybody."""
        turned = {season: self._day(at) for season, at in days.turned(tx.connection).items()}
        for season in self.academy.game.seasons.values():
            began = rules.began(season, today)
            if began is None or turned.get(season.id, dt.date.min) >= began:
                continue
            turned_to = SeasonTurned(
                season=season.id, title=season.title, says=season.says, asks=season.asks, faction=season.faction
            )
            self.academy.append(tx, turned_to, subject=season.id)
            self._ask(tx, season, (standing.id for standing in players.everybody(tx.connection)))

    def open(self, tx: Transaction, player: str, season_id: str) -> CommitmentOpened:
        """Ask something of one player, as a season would.

        Raises:
            NoSuch: there is no such season.
            CommitmentRuns: they have it already.
        """
        season = self.academy.game.seasons.get(season_id)
        if season is None:
            raise NoSuch("season", season_id, self.academy.game.seasons)
        for running in commitments.of_player(tx.connection, player):
            if running.season == season.id:
                raise CommitmentRuns(season.id, running.id)
        return self._ask(tx, season, [player])[0]

    def collect(self, tx: Transaction, digest: Digest) -> None:
        """Ask for the parts that have fallen due, and close what is over."""
        today = self._day(digest.at)
        fallen = [
            (each, part)
            for each in commitments.every(tx.connection)
            if (part := rules.part(self._day(each.opened_at), today)) > each.part
        ]
        if not fallen:
            return
        standings = {each.id: each for each in players.everybody(tx.connection)}
        paid: list[CommitmentPaid] = []
        closed: list[CommitmentClosed] = []
        for commitment, part in fallen:
            standing, left = standings[commitment.player], commitment.left
            if event := _collected(standing, commitment, part):
                paid.append(event)
                standing, left = standing.after(event.moves), event.left
            if part == rules.PARTS:
                closed.append(_closed(standing, commitment, left))
                standing = standing.after(reputes=closed[-1].reputes)
            standings[standing.id] = standing
        self.academy.append(tx, *paid, subject="commitments")
        self.academy.append(tx, *closed, subject="commitments")

    def close(self, tx: Transaction, number: int, reason: str) -> CommitmentClosed:
        """Let a player off a commitment.

        Raises:
            NoSuch: there is none of that number, or it is over.
        """
        commitment = commitments.get(tx.connection, number)
        closed = CommitmentClosed(
            commitment=commitment.id,
            player=commitment.player,
            faction=commitment.faction,
            title=commitment.title,
            is_kept=True,
            unpaid=commitment.left,
            reason=reason,
        )
        self.academy.append(tx, closed, subject=str(number))
        return closed

    def _ask(self, tx: Transaction, season: SeasonalEvent, asked: Iterable[str]) -> list[CommitmentOpened]:
        scholars = [each.id for each in roster.active(tx.connection) if each.faction == season.faction]
        felt = roster.feelings_of(tx.connection, scholars)
        # On the world's clocks: the last part falls due at the same time of day.
        until = (self.academy.local(tx.stamp.at) + dt.timedelta(days=rules.COMMITMENT_DAYS)).astimezone(dt.UTC)
        opened = [
            CommitmentOpened(
                commitment=number,
                player=player,
                faction=season.faction,
                season=season.id,
                title=season.title,
                asks=season.asks,
                owed=rules.owed([felt.get((scholar, player), 0.0) for scholar in scholars]),
                until=until,
            )
            for number, player in enumerate(asked, start=commitments.next_number(tx.connection))
        ]
        self.academy.append(tx, *opened, subject=season.id)
        return opened

    def _day(self, at: dt.datetime) -> dt.date:
        return self.academy.local(at).date()


def _collected(standing: Standing, commitment: Commitment, part: int) -> CommitmentPaid | None:
    due = rules.due(commitment.owed, part) - commitment.paid
    if due <= 0:
        return None
    moves = lose(standing, {commitment.faction: due})
    paid = -sum(move.change for move in moves)
    return CommitmentPaid(
        commitment=commitment.id,
        player=standing.id,
        faction=commitment.faction,
        part=part,
        due=due,
        paid=paid,
        left=commitment.left - paid,
        moves=moves,
    )


def _closed(standing: Standing, commitment: Commitment, left: int) -> CommitmentClosed:
    return CommitmentClosed(
        commitment=commitment.id,
        player=standing.id,
        faction=commitment.faction,
        title=commitment.title,
        is_kept=left == 0,
        unpaid=left,
        reputes=repute(standing, rules.BROKEN_COMMITMENT) if left else (),
    )
