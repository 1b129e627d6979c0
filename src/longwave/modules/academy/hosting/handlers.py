"""How the host's commands are carried out."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from longwave.commands.card import Card, Grid
from longwave.commands.command import MOST_CHOICES, Answer, Carry, Choice, Command, Offer, Query
from longwave.ledger.ledger import Transaction
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.economy.handlers import Economy
from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.events import Move
from longwave.modules.academy.expeditions.handlers import Expeditions
from longwave.modules.academy.hosting import commands as asked
from longwave.modules.academy.hosting import state
from longwave.modules.academy.hosting.events import (
    GamePaused,
    GameResumed,
    OrderCancelledByHost,
    PlayerExcused,
    TextReleased,
)
from longwave.modules.academy.hosting.tables import academy_withheld
from longwave.modules.academy.offers.handlers import Offers
from longwave.modules.academy.standing import players, rules
from longwave.modules.academy.standing.events import StandingAdjusted
from longwave.modules.academy.theories.handlers import Theories
from longwave.orders import book, pauses
from longwave.orders.states import Lane, Status
from longwave.press.events import LAYER, NOTICE

_MOST_LISTED = 20
_waiting = select(academy_withheld).where(academy_withheld.c.is_approved.is_(None)).order_by(academy_withheld.c.number)


@dataclass(frozen=True, kw_only=True)
class Hosting:
    """Carries out what the host asks."""

    academy: Academy
    theories: Theories
    expeditions: Expeditions
    offers: Offers
    economy: Economy

    def carried(self) -> Mapping[type[Command], Carry]:
        """Return what carries out which command."""
        return {
            asked.AdjustReputation: self.adjust_reputation,
            asked.AdjustInfluence: self.adjust_influence,
            asked.ForceDefection: self.force_defection,
            asked.CancelExpedition: self.cancel_expedition,
            asked.ExtendTheory: self.extend_theory,
            asked.ExcusePlayer: self.excuse,
            asked.CancelOrder: self.cancel_order,
            asked.PauseGame: self.pause,
            asked.ResumeGame: self.resume,
            asked.ReleaseText: self.release_text,
            asked.OpenCommitment: self.open_commitment,
            asked.CloseCommitment: self.close_commitment,
            asked.OpenProject: self.open_project,
            asked.CloseProject: self.close_project,
        }

    def answered(self) -> Mapping[type[Query], Answer]:
        """Return what answers which query."""
        return {asked.ModerationQueue: self.moderation_queue, asked.Orders: self.orders}

    def choices(self) -> Mapping[str, Offer]:
        """Return what may be chosen."""
        return {"withheld": self._withheld, "factions": self._factions}

    def adjust_reputation(self, tx: Transaction, command: asked.AdjustReputation) -> Card:
        player = players.named(tx.connection, command.player)
        reputes = rules.repute(player, command.change)
        after = player.after(reputes=reputes).reputation
        adjusted = StandingAdjusted(
            player=player.id,
            what="reputation",
            before=player.reputation,
            after=after,
            reason=command.reason,
            reputes=reputes,
        )
        return self._adjusted(tx, player.name, adjusted)

    def adjust_influence(self, tx: Transaction, command: asked.AdjustInfluence) -> Card:
        if command.faction not in self.academy.factions:
            raise NoSuch("faction", command.faction, self.academy.factions)
        player = players.named(tx.connection, command.player)
        before = player.held.get(command.faction, 0)
        after = max(0, before + command.change)
        moves = (Move(player=player.id, faction=command.faction, change=after - before),) if after != before else ()
        adjusted = StandingAdjusted(
            player=player.id, what=command.faction, before=before, after=after, reason=command.reason, moves=moves
        )
        return self._adjusted(tx, player.name, adjusted)

    def force_defection(self, tx: Transaction, command: asked.ForceDefection) -> Card:
        player = players.named(tx.connection, command.player)
        self.offers.force(tx, command.scholar, player.id, command.reason)
        return Card(title="Defection", text=f"{command.scholar} works for {player.name} from now on.")

    def cancel_expedition(self, tx: Transaction, command: asked.CancelExpedition) -> Card:
        self.expeditions.cancel(tx, command.expedition, command.reason)
        return Card(title=command.expedition, text="It is called off, and what it cost went back.")

    def extend_theory(self, tx: Transaction, command: asked.ExtendTheory) -> Card:
        until = self.theories.extend(tx, command.theory, dt.timedelta(days=command.days), command.reason)
        return Card(title=f"Theory {command.theory}", text=f"It is open until {self._day(until)}.")

    def excuse(self, tx: Transaction, command: asked.ExcusePlayer) -> Card:
        player = players.named(tx.connection, command.player)
        until = tx.stamp.at + dt.timedelta(days=command.days)
        excused = PlayerExcused(player=player.id, until=until, reason=command.reason)
        self.academy.append(tx, excused, subject=player.id)
        return Card(title=player.name, text=f"They are excused until {self._day(until)}.")

    def cancel_order(self, tx: Transaction, command: asked.CancelOrder) -> Card:
        order = book.get(tx.connection, command.order)
        if order.order_type not in (LAYER, NOTICE):  # Without digests nothing would ever resolve.
            raise NoSuch("piece of press still to come", command.order)
        book.cancel(tx, order.id, command.reason)
        what = str(order.payload["layer"]).replace("-", " ")
        cancelled = OrderCancelledByHost(order=order.id, what=what, reason=command.reason)
        self.academy.append(tx, cancelled, subject=order.name)
        return Card(title=order.name, text=f"The {what} of event {order.payload['event']} will not be printed.")

    def pause(self, tx: Transaction, command: asked.PauseGame) -> Card:
        if state.get(tx.connection).paused_at is not None:
            return Card(title="The world rests", text="It did already.")
        [paused] = self.academy.append(tx, GamePaused(reason=command.reason))
        self._ask(tx, paused.seq, is_pause=True, reason=command.reason)
        return Card(title="The world rests", text=command.reason, hint="`resume_game` lets it go on")

    def resume(self, tx: Transaction, command: asked.ResumeGame) -> Card:
        since = state.get(tx.connection).paused_at
        if since is None:
            return Card(title="The world goes on", text="It did already.")
        hours = round((tx.stamp.at - since).total_seconds() / 3600)
        [resumed] = self.academy.append(tx, GameResumed(hours=hours, reason=command.reason))
        self._ask(tx, resumed.seq, is_pause=False, reason=command.reason)
        return Card(title="The world goes on", text="What was held up is spread over the next hour.")

    def release_text(self, tx: Transaction, command: asked.ReleaseText) -> Card:
        row = tx.connection.execute(select(academy_withheld).where(academy_withheld.c.number == command.number)).first()
        if row is None:
            raise NoSuch("text that waits", command.number)
        released = TextReleased(
            number=row.number, player=row.player, is_approved=command.is_approved, reason=command.reason
        )
        self.academy.append(tx, released, subject=row.player)
        said = "may be printed" if command.is_approved else "is never printed"
        return Card(title=f"Text {row.number}", text=f"“{row.text}” {said}.")

    def open_commitment(self, tx: Transaction, command: asked.OpenCommitment) -> Card:
        return self.economy.open_commitment(tx, players.named(tx.connection, command.player), command.season)

    def close_commitment(self, tx: Transaction, command: asked.CloseCommitment) -> Card:
        return self.economy.close_commitment(tx, command.commitment, command.reason)

    def open_project(self, tx: Transaction, command: asked.OpenProject) -> Card:
        return self.economy.open_project(tx, command.project)

    def close_project(self, tx: Transaction, command: asked.CloseProject) -> Card:
        return self.economy.close_project(tx, command.project, command.reason)

    def moderation_queue(self, connection: Connection, actor: str, query: asked.ModerationQueue) -> Card:  # noqa: ARG002 - an answer's signature
        rows = connection.execute(_waiting.limit(_MOST_LISTED)).all()
        names = players.names_of(connection, (row.player for row in rows))
        grid = Grid(
            columns=("number", "player", "text", "why"),
            rows=tuple((str(row.number), names.get(row.player, row.player), row.text, row.reasons) for row in rows),
        )
        return Card(title="Texts that wait", text="" if rows else "None waits.", grid=grid if rows else None)

    def orders(self, connection: Connection, actor: str, query: asked.Orders) -> Card:  # noqa: ARG002 - an answer's signature
        waiting = book.listing(connection, status=Status.PENDING, limit=_MOST_LISTED)
        rows = tuple(
            (order.name, order.order_type, self._day(order.scheduled_at), order.subject_id) for order in waiting
        )
        return Card(title="What is to come", grid=Grid(columns=("order", "what", "when", "about"), rows=rows))

    def _adjusted(self, tx: Transaction, name: str, adjusted: StandingAdjusted) -> Card:
        self.academy.append(tx, adjusted, subject=adjusted.player)
        return Card(title=name, text=f"{adjusted.what}: {adjusted.before} → {adjusted.after}. {adjusted.reason}")

    def _ask(self, tx: Transaction, event: int, *, is_pause: bool, reason: str) -> None:
        # By the event's number: within one instant of virtual time a world may rest and go on again.
        request = f"host:{event}"
        lane = pauses.Asked(
            request_id=request, lane=Lane.NARRATIVE, is_pause=is_pause, by=tx.stamp.actor, at=tx.stamp.at, reason=reason
        )
        pauses.ask(tx.connection, lane)

    def _day(self, at: dt.datetime) -> str:
        return f"{self.academy.local(at):%A %d %B %H:%M}"

    def _withheld(self, connection: Connection, _actor: str, typed: str) -> list[Choice]:
        rows = connection.execute(_waiting.limit(MOST_CHOICES))
        return [
            Choice(value=str(row.number), label=row.text) for row in rows if typed.casefold() in row.text.casefold()
        ]

    def _factions(self, _connection: Connection, _actor: str, typed: str) -> list[Choice]:
        named = [(faction.id, faction.name) for faction in self.academy.pack.card.factions]
        return [
            Choice(value=name, label=label) for name, label in named if typed.casefold() in f"{name} {label}".casefold()
        ]
