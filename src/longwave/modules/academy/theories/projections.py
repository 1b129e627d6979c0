"""How events change what is kept of theories and conferences."""

from sqlalchemy import Connection, bindparam, delete, insert, text, update

from longwave.kernel import canonical
from longwave.ledger.events import Recorded
from longwave.ledger.projections import Projection
from longwave.modules.academy.hosting.events import DeadlineExtended
from longwave.modules.academy.theories.events import (
    ConferenceCalled,
    ConferenceCancelled,
    ConferenceJoined,
    ConferenceResolved,
    StanceTaken,
    TheoryResolved,
    TheorySubmitted,
)
from longwave.modules.academy.theories.tables import (
    academy_conferences,
    academy_invitations,
    academy_speakers,
    academy_stances,
    academy_theories,
)

invitations = academy_invitations.c
# SQLAlchemy has no insert that both databases read and that replaces what is there.
_stand = text(
    "INSERT INTO academy_stances (theory, player, is_support) VALUES (:theory, :player, :is_support)"
    " ON CONFLICT (theory, player) DO UPDATE SET is_support = excluded.is_support"
)
_answered = delete(academy_invitations).where(
    invitations.theory == bindparam("of"), invitations.player == bindparam("by")
)
_unanswered = delete(academy_invitations).where(invitations.theory == bindparam("of"))
_theory = update(academy_theories).where(academy_theories.c.number == bindparam("of"))
_conference = update(academy_conferences).where(academy_conferences.c.number == bindparam("of"))
_add_theory, _add_invitations = insert(academy_theories), insert(academy_invitations)
_add_conference, _add_speaker = insert(academy_conferences), insert(academy_speakers)


def _on_submitted(connection: Connection, _recorded: Recorded, event: TheorySubmitted) -> None:
    row = {
        "number": event.theory,
        "player": event.player,
        "claim": event.claim,
        "confidence": event.confidence,
        "scholars": canonical.dumps(event.supporters),
        "seed": event.seed,
        "deadline": event.deadline,
    }
    connection.execute(_add_theory, row)
    if event.invited:
        connection.execute(_add_invitations, [{"theory": event.theory, "player": each} for each in event.invited])


def _on_stance(connection: Connection, _recorded: Recorded, event: StanceTaken) -> None:
    connection.execute(_stand, event.model_dump(include={"theory", "player", "is_support"}))
    connection.execute(_answered, {"of": event.theory, "by": event.player})


def _on_extended(connection: Connection, _recorded: Recorded, event: DeadlineExtended) -> None:
    connection.execute(_theory, {"of": event.theory, "deadline": event.deadline})


def _on_resolved(connection: Connection, recorded: Recorded, event: TheoryResolved) -> None:
    end = event.model_dump(include={"verdict", "ground", "roll", "score", "change"})
    connection.execute(_theory, {"of": event.theory, "resolved_at": recorded.at, **end})
    connection.execute(_unanswered, {"of": event.theory})


def _on_called(connection: Connection, _recorded: Recorded, event: ConferenceCalled) -> None:
    row = event.model_dump(include={"theory", "player", "confidence", "meets"})
    connection.execute(_add_conference, {"number": event.conference, **row})


def _on_joined(connection: Connection, _recorded: Recorded, event: ConferenceJoined) -> None:
    connection.execute(_add_speaker, event.model_dump(include={"conference", "player", "scholar", "is_support"}))


def _on_held(connection: Connection, recorded: Recorded, event: ConferenceResolved) -> None:
    end = event.model_dump(include={"outcome", "score", "change"})
    connection.execute(_conference, {"of": event.conference, "ended_at": recorded.at, **end})


def _on_cancelled(connection: Connection, recorded: Recorded, event: ConferenceCancelled) -> None:
    connection.execute(_conference, {"of": event.conference, "ended_at": recorded.at})


PROJECTION = Projection(
    tables=(academy_theories, academy_stances, academy_invitations, academy_conferences, academy_speakers),
    folds={
        TheorySubmitted: _on_submitted,
        StanceTaken: _on_stance,
        DeadlineExtended: _on_extended,
        TheoryResolved: _on_resolved,
        ConferenceCalled: _on_called,
        ConferenceJoined: _on_joined,
        ConferenceResolved: _on_held,
        ConferenceCancelled: _on_cancelled,
    },
)
