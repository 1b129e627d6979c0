"""Theories and conferences as they stand."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache

from sqlalchemy import ColumnElement, Connection, Row, RowMapping, Select, String, bindparam, cast, or_, select, true

from longwave.commands.command import MOST_CHOICES, Choice
from longwave.modules.academy.errors import NoSuch
from longwave.modules.academy.scholars.tables import academy_scholars
from longwave.modules.academy.standing import players
from longwave.modules.academy.theories.errors import ConferenceOver, TheoryClosed
from longwave.modules.academy.theories.events import ConferenceOutcome, Ground, Verdict
from longwave.modules.academy.theories.tables import (
    academy_conferences,
    academy_invitations,
    academy_speakers,
    academy_stances,
    academy_theories,
)
from longwave.modules.academy.theories.theory import Backing, Conference, End, Matter, Speaker, Theory
from longwave.world.game import Confidence

theories, conferences, stances = academy_theories.c, academy_conferences.c, academy_stances.c
invitations, speakers, scholars = academy_invitations.c, academy_speakers.c, academy_scholars.c
is_open = theories.verdict.is_(None)
# What may be chosen of theories, and of conferences that are to meet.
OFFERED: Mapping[str, ColumnElement[bool]] = {
    "theories": true(),
    "open_theories": is_open,
    "own_open_theories": is_open & (theories.player == bindparam("actor")),
    "others_open_theories": is_open & (theories.player != bindparam("actor")),
    "open_conferences": conferences.ended_at.is_(None) & (conferences.theory == theories.number),
}
_one = select(academy_theories).where(theories.number == bindparam("of"))
_claim = select(theories.claim).where(theories.number == bindparam("of"))
_last = select(theories.number).order_by(theories.number.desc()).limit(1)
_own = select(academy_theories).where(theories.player == bindparam("of"), is_open).order_by(theories.number)
_due = select(academy_theories).where(is_open, theories.deadline <= bindparam("by")).order_by(theories.number)
_stance = select(stances.is_support).where(stances.theory == bindparam("of"), stances.player == bindparam("by"))
_asked_of = (
    select(academy_theories)
    .join(academy_invitations, invitations.theory == theories.number)
    .where(invitations.player == bindparam("of"))
    .order_by(theories.number)
)
_asked = select(invitations.player).where(invitations.theory == bindparam("of")).order_by(invitations.player)
_meeting = select(academy_conferences).where(conferences.number == bindparam("of"))
_last_meeting = select(conferences.number).order_by(conferences.number.desc()).limit(1)
_to_meet = (
    select(academy_conferences)
    .where(conferences.theory == bindparam("of"), conferences.ended_at.is_(None))
    .order_by(conferences.number)
)
_ending = (
    select(academy_conferences)
    .join(academy_theories, theories.number == conferences.theory)
    .where(conferences.ended_at.is_(None), or_(conferences.meets <= bindparam("digest"), theories.verdict.is_not(None)))
    .order_by(conferences.number)
)
_met = (
    select(academy_conferences)
    .where(conferences.theory == bindparam("of"))
    .order_by(conferences.number.desc())
    .limit(bindparam("most"))
)
_taken = (
    select(stances.theory, stances.player, stances.is_support)
    .where(stances.theory.in_(bindparam("of", expanding=True)))
    .order_by(stances.theory, stances.player)
)
_employed = select(scholars.id, scholars.employer).where(
    scholars.id.in_(bindparam("ids", expanding=True)), scholars.retired_at.is_(None)
)
_speaking = (
    select(speakers.player, speakers.scholar, speakers.is_support)
    .where(speakers.conference == bindparam("of"))
    .order_by(speakers.is_support.desc(), speakers.player, speakers.scholar)
)


def next_number(connection: Connection) -> int:
    """Return the number of the next theory."""
    return (connection.execute(_last).scalar() or 0) + 1


def next_conference(connection: Connection) -> int:
    """Return the number of the next conference."""
    return (connection.execute(_last_meeting).scalar() or 0) + 1


def find(connection: Connection, number: int) -> Theory | None:
    """Return a theory; None where there is none of that number."""
    row = connection.execute(_one, {"of": number}).first()
    return None if row is None else _theory(row)


def get(connection: Connection, number: int) -> Theory:
    """Return a theory.

    Raises:
        NoSuch: there is none of that number.
    """
    found = find(connection, number)
    if found is None:
        raise NoSuch("theory", number)
    return found


def get_open(connection: Connection, number: int) -> Theory:
    """Return a theory that is open.

    Raises:
        NoSuch: there is none of that number.
        TheoryClosed: it is resolved.
    """
    found = get(connection, number)
    if found.end is not None:
        raise TheoryClosed(number, found.end.verdict.value)
    return found


def claim_of(connection: Connection, number: int) -> str:
    """Return what a theory claims; empty where there is none of that number."""
    return connection.execute(_claim, {"of": number}).scalar() or ""


def open_of(connection: Connection, player: str) -> list[Theory]:
    """Return a player's open theories, the oldest first."""
    return [_theory(row) for row in connection.execute(_own, {"of": player})]


def due(connection: Connection, at: dt.datetime) -> list[Theory]:
    """Return the open theories whose deadline has come, the oldest first."""
    return [_theory(row) for row in connection.execute(_due, {"by": at})]


def page(connection: Connection, *, is_resolved: bool, skip: int, most: int) -> list[Theory]:
    """Return some of the open or resolved theories, the newest first."""
    which = theories.verdict.is_not(None) if is_resolved else is_open
    newest = select(academy_theories).where(which).order_by(theories.number.desc()).offset(skip).limit(most)
    return [_theory(row) for row in connection.execute(newest)]


def offered(kind: str, connection: Connection, actor: str, typed: str) -> list[Choice]:
    """Return theories or conferences to choose from, the newest first: those in whose number or claim stands a text.

    Args:
        kind: a name in `OFFERED`.
    """
    rows = connection.execute(_offered(kind, typed), {"actor": actor})
    return [Choice(value=str(number), label=said) for number, said in rows]


@lru_cache(maxsize=256)
def _offered(kind: str, typed: str) -> Select[int, str]:
    """Return the statement, which is most often for whatever is typed before a letter is."""
    number = conferences.number if kind == "open_conferences" else theories.number
    label = cast(number, String) + ": " + theories.claim
    return (
        select(number, label)
        .where(OFFERED[kind], label.icontains(typed, autoescape=True))
        .order_by(number.desc())
        .limit(MOST_CHOICES)
    )


def stance(connection: Connection, number: int, player: str) -> bool | None:
    """Return whether a player stands by a theory; None where they have not said."""
    return connection.execute(_stance, {"of": number, "by": player}).scalar()


def invited(connection: Connection, number: int) -> list[str]:
    """Return the players who were asked to stand by an open theory and have not answered."""
    return list(connection.execute(_asked, {"of": number}).scalars())


def invitations_of(connection: Connection, player: str) -> list[Theory]:
    """Return the open theories by which a player was asked to stand, and has not answered."""
    return [_theory(row) for row in connection.execute(_asked_of, {"of": player})]


def backings(connection: Connection, of: Sequence[Theory]) -> dict[int, Backing]:
    """Return, by number, who stands by some theories; by a resolved one, all who were named with it."""
    numbers = [theory.number for theory in of]
    sides: dict[tuple[int, bool], list[str]] = {}
    for number, player, is_support in connection.execute(_taken, {"of": numbers}):
        sides.setdefault((number, is_support), []).append(player)
    employers = _employers(connection, sorted({scholar for theory in of for scholar in theory.scholars}))
    return {
        theory.number: Backing(
            scholars=tuple(each for each in theory.scholars if theory.end or employers.get(each) == theory.player),
            players=tuple(sides.get((theory.number, True), ())),
            opponents=tuple(sides.get((theory.number, False), ())),
            has_evidence=theory.seed is not None,
        )
        for theory in of
    }


def backing(connection: Connection, theory: Theory) -> Backing:
    """Return who stands by a theory, and against it."""
    return backings(connection, [theory])[theory.number]


def matter(connection: Connection, theory: Theory) -> Matter:
    """Return an open theory with all that bears on its end."""
    owner = players.get(connection, theory.player)
    return Matter(theory=theory, owner=owner, backing=backing(connection, theory))


def open_conference(connection: Connection, number: int) -> Conference:
    """Return a conference that is to meet.

    Raises:
        NoSuch: there is none of that number.
        ConferenceOver: it has met, or was cancelled.
    """
    row = connection.execute(_meeting, {"of": number}).first()
    if row is None:
        raise NoSuch("conference", number)
    found = _conference(row)
    if found.ended_at is not None:
        raise ConferenceOver(number)
    return found


def conference_on(connection: Connection, theory: int) -> Conference | None:
    """Return the conference on a theory that is to meet; None where there is none."""
    row = connection.execute(_to_meet, {"of": theory}).first()
    return None if row is None else _conference(row)


def conferences_on(connection: Connection, theory: int, most: int) -> list[Conference]:
    """Return the last conferences on a theory, the newest first."""
    return [_conference(row) for row in connection.execute(_met, {"of": theory, "most": most})]


def ending(connection: Connection, digest: int) -> list[Conference]:
    """Return the conferences that meet at a digest, and those that have nothing left to decide."""
    return [_conference(row) for row in connection.execute(_ending, {"digest": digest})]


def speaking(connection: Connection, conference: int) -> list[Speaker]:
    """Return who takes part in a conference, those for the theory first."""
    return [Speaker(**row._mapping) for row in connection.execute(_speaking, {"of": conference})]  # noqa: SLF001 - SQLAlchemy's public name for it


def _employers(connection: Connection, ids: Sequence[str]) -> dict[str, str | None]:
    """Return for whom some scholars work who have not retired."""
    return {row.id: row.employer for row in connection.execute(_employed, {"ids": ids})} if ids else {}


def _theory(row: Row[tuple[object, ...]]) -> Theory:
    values = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    return Theory(
        number=values["number"],
        player=values["player"],
        claim=values["claim"],
        confidence=Confidence(values["confidence"]),
        scholars=tuple(json.loads(values["scholars"])),
        seed=values["seed"],
        deadline=values["deadline"],
        end=None if values["verdict"] is None else _end(values),
    )


def _end(values: RowMapping) -> End:
    return End(
        verdict=Verdict(values["verdict"]),
        ground=Ground(values["ground"]),
        roll=values["roll"],
        score=values["score"],
        change=values["change"],
        at=values["resolved_at"],
    )


def _conference(row: Row[tuple[object, ...]]) -> Conference:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    values["confidence"] = Confidence(values["confidence"])
    values["outcome"] = ConferenceOutcome(values["outcome"]) if values["outcome"] else None
    return Conference(**values)
