"""The tally of a run: counted once from the tables, and then kept by what is committed."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, Connection, and_, func, select

from longwave.editorial.events import PieceAccepted
from longwave.editorial.rule import Severity
from longwave.editorial.tables import pieces
from longwave.ledger.events import Event
from longwave.modules.station.events import SegmentAired
from longwave.modules.station.tables import station_arcs, station_slots, station_uses
from longwave.orders import book
from longwave.orders.events import OrderFailed
from longwave.orders.states import Status

# The rules that compare a text with those before it.
REPETITION = "VARY"


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How a run stands.

    Attributes:
        planned: the slots that are planned so far.
        fallback: the segments that another than the presenter's narrator wrote.
        first_pass: those that passed at the first attempt.
        flawed: those that were aired with a major finding.
        repetitive: those that were aired with a finding of repetition.
        tokens, microusd: what the pieces cost, all attempts together.
        refused: how many orders have failed for good.
        findings: by rule, how many findings of aired segments were let pass.
        begun, ended: how many stories.
        beats: the different beats that were told.
        position, form: the last slot that was aired ("1931-03-02/06:00"), and its form; or empty.
    """

    planned: int = 0
    aired: int = 0
    fallback: int = 0
    first_pass: int = 0
    flawed: int = 0
    repetitive: int = 0
    tokens: int = 0
    microusd: int = 0
    refused: int = 0
    findings: Mapping[str, int] = field(default_factory=dict)
    begun: int = 0
    ended: int = 0
    beats: frozenset[str] = frozenset()
    position: str = ""
    form: str = ""

    def after(self, events: Sequence[Event]) -> "Tally":
        """Return how the run stands after some more events."""
        tally = self
        for event in events:
            match event:
                case OrderFailed():
                    tally = replace(tally, refused=tally.refused + 1)
                case PieceAccepted():
                    tally = _with_piece(tally, event)
                case SegmentAired():
                    tally = _with_segment(tally, event)
        return tally


def _with_piece(tally: Tally, piece: PieceAccepted) -> Tally:
    found = [finding.model_dump() for finding in piece.findings]
    return replace(
        tally,
        aired=tally.aired + 1,
        fallback=tally.fallback + piece.is_fallback,
        first_pass=tally.first_pass + (piece.attempts == 1 and not piece.is_fallback),
        flawed=tally.flawed + is_flawed(found),
        repetitive=tally.repetitive + is_repetitive(found),
        tokens=tally.tokens + piece.tokens,
        microusd=tally.microusd + piece.microusd,
        findings=Counter(tally.findings) + Counter(finding.code for finding in piece.findings),
    )


def _with_segment(tally: Tally, segment: SegmentAired) -> Tally:
    beat = segment.beat
    told = {ref for ref in segment.used if ref.startswith("beat:")}
    return replace(
        tally,
        begun=tally.begun + (beat is not None and beat.number == 0),
        ended=tally.ended + (beat is not None and beat.number + 1 == beat.of),
        beats=tally.beats | told if told else tally.beats,
        position=f"{segment.date}/{segment.time}",
        form=segment.form,
    )


def is_flawed(findings: Sequence[Mapping[str, object]]) -> bool:
    """Tell whether a piece was let pass with a major finding."""
    return any(finding["severity"] == Severity.MAJOR for finding in findings)


def is_repetitive(findings: Sequence[Mapping[str, object]]) -> bool:
    """Tell whether a piece was let pass with a finding of repetition."""
    return any(str(finding["code"]).startswith(REPETITION) for finding in findings)


def count(connection: Connection, channel: str) -> Tally:
    """Count a channel's slots, pieces and stories."""
    of_channel = station_slots.c.channel == channel
    filled = station_slots.join(pieces, and_(pieces.c.id == station_slots.c.piece, of_channel))
    aired, fallback, first, tokens, microusd = connection.execute(
        select(
            func.count(),
            func.count().filter(pieces.c.is_fallback),
            func.count().filter(pieces.c.attempts == 1, pieces.c.is_fallback.is_(False)),
            func.coalesce(func.sum(pieces.c.tokens), 0),
            func.coalesce(func.sum(pieces.c.microusd), 0),
        ).select_from(filled)
    ).one()
    found = select(pieces.c.findings).select_from(filled).where(pieces.c.findings != "[]")
    findings = [json.loads(listed) for listed in connection.execute(found).scalars()]
    is_told = station_arcs.c.told == station_arcs.c.beats
    arcs = select(func.count(), func.count().filter(is_told)).where(station_arcs.c.channel == channel)
    begun, ended = connection.execute(arcs).one()
    position, form = _last(connection, of_channel)
    told = select(station_uses.c.ref).where(station_uses.c.channel == channel, station_uses.c.ref.startswith("beat:"))
    return Tally(
        planned=_count(connection, of_channel),
        aired=aired,
        fallback=fallback,
        first_pass=first,
        flawed=sum(map(is_flawed, findings)),
        repetitive=sum(map(is_repetitive, findings)),
        tokens=int(tokens),
        microusd=int(microusd),
        refused=book.counts(connection).get(Status.FAILED, 0),
        findings=Counter(finding["code"] for listed in findings for finding in listed),
        position=position,
        form=form,
        begun=begun,
        ended=ended,
        beats=frozenset(connection.execute(told).scalars()),
    )


def _count(connection: Connection, where: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).select_from(station_slots).where(where)).scalar_one()


def _last(connection: Connection, of_channel: ColumnElement[bool]) -> tuple[str, str]:
    aired = select(station_slots.c.date, station_slots.c.time, station_slots.c.form)
    aired = aired.where(of_channel, station_slots.c.piece.is_not(None))
    at = connection.execute(aired.order_by(station_slots.c.piece.desc()).limit(1)).first()
    return (f"{at.date}/{at.time}", at.form) if at else ("", "")
