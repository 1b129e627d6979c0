"""How events change standing: all of them may."""

from sqlalchemy import Connection, bindparam, insert, update

from longwave.ledger.events import Recorded
from longwave.ledger.projections import Projection
from longwave.modules.academy.catalogue import EVENTS
from longwave.modules.academy.economy.events import ArchiveEndowed, CommitmentClosed, DebtPaid
from longwave.modules.academy.events import GameEvent
from longwave.modules.academy.hosting.events import PlayerExcused
from longwave.modules.academy.standing.events import PlayerJoined, PlayerRenamed
from longwave.modules.academy.standing.names import folded
from longwave.modules.academy.standing.tables import academy_influence, academy_players
from longwave.modules.academy.symposium.events import PlayerReprimanded, SymposiumResolved

players, influence = academy_players.c, academy_influence.c
# What it sets are its parameters, so that it is compiled once for each set of them.
_player = update(academy_players).where(players.id == bindparam("of"))
_moved = (
    update(academy_influence)
    .where(influence.player == bindparam("of"), influence.faction == bindparam("in_faction"))
    .values(held=influence.held + bindparam("change"), escrow=influence.escrow + bindparam("aside"))
)
_reputed = _player.values(reputation=players.reputation + bindparam("change"))
_settled = _player.values(debt=bindparam("owed"), misses=bindparam("missed"))
_graced = _player.values(grace_at=bindparam("now"))
_owed = _player.values(debt=players.debt + bindparam("more"))
_acted = _player.values(last_seq=bindparam("seq"))


def _on_any(connection: Connection, recorded: Recorded, event: GameEvent) -> None:
    """Move influence and reputation, and note who acted."""
    for move in event.moves:
        of = {"of": move.player, "in_faction": move.faction, "change": move.change, "aside": move.escrow}
        if connection.execute(_moved, of).rowcount == 0:
            row = {"player": move.player, "faction": move.faction, "held": move.change, "escrow": move.escrow}
            connection.execute(insert(academy_influence), row)
    for each in event.reputes:
        connection.execute(_reputed, {"of": each.player, "change": each.change})
        if each.quiet_until:
            _change(connection, each.player, quiet_until=each.quiet_until)
    if recorded.actor == getattr(event, "player", None):
        connection.execute(_acted, {"of": recorded.actor, "seq": recorded.seq})


def _on_joined(connection: Connection, recorded: Recorded, event: PlayerJoined) -> None:
    row = {
        "id": event.player,
        "name": event.name,
        "fold": folded(event.name),
        "policy": event.policy,
        "joined_at": recorded.at,
        "last_seq": recorded.seq,
        **dict.fromkeys(("reputation", "quiet_until", "debt", "misses", "endowed"), 0),
    }
    connection.execute(insert(academy_players), row)
    _on_any(connection, recorded, event)


def _on_renamed(connection: Connection, recorded: Recorded, event: PlayerRenamed) -> None:
    _change(connection, event.player, name=event.name, fold=folded(event.name))
    _on_any(connection, recorded, event)


def _on_excused(connection: Connection, recorded: Recorded, event: PlayerExcused) -> None:
    _change(connection, event.player, excused_until=event.until)
    _on_any(connection, recorded, event)


def _on_symposium(connection: Connection, recorded: Recorded, event: SymposiumResolved) -> None:
    if event.ledger:
        owed = [{"of": each.player, "owed": each.debt, "missed": each.misses} for each in event.ledger]
        connection.execute(_settled, owed)
    if graced := [{"of": each.player, "now": recorded.at} for each in event.ledger if each.took_grace]:
        connection.execute(_graced, graced)
    _on_any(connection, recorded, event)


def _on_reprimanded(connection: Connection, recorded: Recorded, event: PlayerReprimanded) -> None:
    _change(connection, event.player, reprimanded_at=recorded.at)
    _on_any(connection, recorded, event)


def _on_debt_paid(connection: Connection, recorded: Recorded, event: DebtPaid) -> None:
    _change(connection, event.player, debt=event.left)
    _on_any(connection, recorded, event)


def _on_commitment(connection: Connection, recorded: Recorded, event: CommitmentClosed) -> None:
    if not event.is_kept:
        connection.execute(_owed, {"of": event.player, "more": event.unpaid})
    _on_any(connection, recorded, event)


def _on_endowed(connection: Connection, recorded: Recorded, event: ArchiveEndowed) -> None:
    _change(connection, event.player, endowed=event.total)
    connection.execute(_owed, {"of": event.player, "more": -event.against_debt})
    _on_any(connection, recorded, event)


def _change(connection: Connection, player: str, **values: object) -> None:
    connection.execute(_player, {"of": player, **values})


PROJECTION = Projection(
    tables=(academy_players, academy_influence),
    folds={
        **dict.fromkeys(EVENTS, _on_any),
        PlayerJoined: _on_joined,
        PlayerRenamed: _on_renamed,
        PlayerExcused: _on_excused,
        SymposiumResolved: _on_symposium,
        PlayerReprimanded: _on_reprimanded,
        DebtPaid: _on_debt_paid,
        CommitmentClosed: _on_commitment,
        ArchiveEndowed: _on_endowed,
    },
)
