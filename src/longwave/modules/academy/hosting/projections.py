"""How events change the game as a whole."""

from sqlalchemy import Connection, bindparam, delete, insert, update

from longwave.kernel import canonical
from longwave.ledger.events import Recorded
from longwave.ledger.projections import Projection
from longwave.modules.academy.hosting.events import (
    DigestHeld,
    GameOpened,
    GamePaused,
    GameResumed,
    Measure,
    PetitionSigned,
    SeasonClosed,
    SeasonOpened,
    TextReleased,
    TextWithheld,
)
from longwave.modules.academy.hosting.tables import academy_game, academy_petitions, academy_withheld

petitions = academy_petitions.c
_petition = delete(academy_petitions).where(
    petitions.measure == bindparam("measure"), petitions.about == bindparam("about")
)
_signature = _petition.where(petitions.player == bindparam("player"))


def _on_opened(connection: Connection, recorded: Recorded, event: GameOpened) -> None:
    connection.execute(delete(academy_game))
    row = {"id": 1, "season": event.season, "opened_at": recorded.at, "ends": event.ends, "digest": 0, "reason": ""}
    connection.execute(insert(academy_game), row)


def _on_closed(connection: Connection, recorded: Recorded, _event: SeasonClosed) -> None:
    connection.execute(update(academy_game).values(closed_at=recorded.at))


def _on_season(connection: Connection, _recorded: Recorded, event: SeasonOpened) -> None:
    connection.execute(update(academy_game).values(season=event.season, ends=event.ends, closed_at=None))


def _on_paused(connection: Connection, recorded: Recorded, event: GamePaused) -> None:
    connection.execute(update(academy_game).values(paused_at=recorded.at, reason=event.reason))


def _on_resumed(connection: Connection, _recorded: Recorded, _event: GameResumed) -> None:
    connection.execute(update(academy_game).values(paused_at=None, reason="", by_petition=None))


def _on_petition(connection: Connection, recorded: Recorded, event: PetitionSigned) -> None:
    of = {"measure": event.measure.value, "about": event.about}
    if event.is_carried:
        connection.execute(_petition, of)
        if event.measure is Measure.PAUSE:
            connection.execute(update(academy_game).values(by_petition=True))
        return
    connection.execute(_signature, {**of, "player": event.player})
    connection.execute(insert(academy_petitions), {**of, "player": event.player, "at": recorded.at})


def _on_digest(connection: Connection, recorded: Recorded, event: DigestHeld) -> None:
    connection.execute(update(academy_game).values(digest=event.digest, digest_at=recorded.at))


def _on_withheld(connection: Connection, recorded: Recorded, event: TextWithheld) -> None:
    row = {**event.model_dump(include={"about", "player", "text"}), "reasons": canonical.dumps(event.reasons)}
    connection.execute(insert(academy_withheld), {**row, "number": recorded.seq, "at": recorded.at})


def _on_released(connection: Connection, recorded: Recorded, event: TextReleased) -> None:
    decided = update(academy_withheld).where(academy_withheld.c.number == event.number)
    connection.execute(decided.values(is_approved=event.is_approved, decided_at=recorded.at))


PROJECTION = Projection(
    tables=(academy_game, academy_petitions, academy_withheld),
    folds={
        GameOpened: _on_opened,
        SeasonClosed: _on_closed,
        SeasonOpened: _on_season,
        PetitionSigned: _on_petition,
        GamePaused: _on_paused,
        GameResumed: _on_resumed,
        DigestHeld: _on_digest,
        TextWithheld: _on_withheld,
        TextReleased: _on_released,
    },
)
