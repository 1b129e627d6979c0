"""What is read of the station."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, bindparam, func, select

from longwave.editorial.tables import pieces
from longwave.modules.station.arcs import Arc, Bookmark
from longwave.modules.station.events import RunOrdered, SegmentJudged, Slot
from longwave.modules.station.planning import GUEST, Continuity
from longwave.modules.station.tables import (
    station_arcs,
    station_judgements,
    station_rundowns,
    station_runs,
    station_slots,
    station_uses,
)
from longwave.orders.states import OPEN, Status
from longwave.orders.tables import orders
from longwave.world.card import Form
from longwave.world.quest import Timeline

_PIECE = [
    pieces.c[name]
    for name in ("text", "narrator", "attempts", "is_fallback", "because", "tokens", "microusd", "tells", "findings")
]

# Statements of every segment are built once: building one costs more than running it.
_of_day = and_(station_slots.c.channel == bindparam("of"), station_slots.c.date == bindparam("on"))
_of_slot = and_(_of_day, station_slots.c.time == bindparam("at"))
_plan = select(station_slots.c.plan).where(_of_slot)
_states = select(station_slots, *_PIECE).outerjoin(pieces, pieces.c.id == station_slots.c.piece)
_state = _states.where(_of_slot)
_day = _states.where(_of_day).order_by(station_slots.c.time)
_all = _states.where(station_slots.c.channel == bindparam("of")).order_by(station_slots.c.date, station_slots.c.time)
_heard = (
    select(pieces.c.tells)
    .select_from(station_slots)
    .join(pieces, pieces.c.id == station_slots.c.piece)
    .where(_of_day, station_slots.c.time <= bindparam("at"))
    .order_by(station_slots.c.time.desc())
    .limit(bindparam("most"))
)
_interviews = select(station_slots.c.plan).where(
    station_slots.c.channel.in_(bindparam("channels", expanding=True)),
    station_slots.c.date > bindparam("after"),
    station_slots.c.form == Form.INTERVIEW,
)
_missing = select(station_slots.c.time).where(_of_day, station_slots.c.piece.is_(None)).limit(1)


@dataclass(frozen=True, kw_only=True)
class SlotState:
    """A planned slot and, once aired, its piece."""

    channel: str
    date: dt.date
    slot: Slot
    piece: int | None
    text: str | None
    narrator: str | None
    attempts: int | None
    is_fallback: bool | None
    because: str | None
    tokens: int | None
    microusd: int | None
    tells: tuple[str, ...]
    findings: tuple[dict[str, str], ...]

    @property
    def name(self) -> str:
        """The slot as files and messages name it ("1931-03-02/06:00")."""
        return f"{self.date}/{self.slot.time}"


def channel_of(persona: str) -> str:
    """Return the channel that a presenter's pieces go to."""
    return f"station:{persona}"


def run(connection: Connection) -> RunOrdered | None:
    """Return the run that was ordered in this world, if one was."""
    row = connection.execute(select(station_runs).order_by(station_runs.c.id.desc()).limit(1)).first()
    if row is None:
        return None
    return RunOrdered(
        persona=row.persona,
        start=row.start,
        hours=row.hours,
        segments_per_hour=row.segments_per_hour,
        segments=row.segments,
    )


def continuity(connection: Connection, channel: str) -> Continuity:
    """Return what the plan of the channel's next day must know of the days before."""
    last = connection.execute(
        select(station_rundowns)
        .where(station_rundowns.c.channel == channel)
        .order_by(station_rundowns.c.date.desc())
        .limit(1)
    ).first()
    uses = select(station_uses.c.ref, station_uses.c.times).where(station_uses.c.channel == channel)
    return Continuity(
        skies=tuple(json.loads(last.skies)) if last else (),
        turns=json.loads(last.turns) if last else {},
        uses=dict(connection.execute(uses).all()),
        bookmark=bookmark(connection, channel),
    )


def bookmark(connection: Connection, channel: str) -> Bookmark:
    """Return where the channel's stories stand."""
    of_channel = station_arcs.c.channel == channel
    is_open = station_arcs.c.told < station_arcs.c.beats
    begun = select(station_arcs).where(of_channel, is_open).order_by(station_arcs.c.story)
    last = func.max(station_arcs.c.last_turn)
    ended = select(station_arcs.c.timeline, last).where(of_channel, ~is_open).group_by(station_arcs.c.timeline)
    return Bookmark(
        open=tuple(
            Arc(
                story=row.story,
                timeline=Timeline(row.timeline),
                telling=row.telling,
                told=row.told,
                beats=row.beats,
                last_turn=row.last_turn,
                escalations=row.escalations,
            )
            for row in connection.execute(begun)
        ),
        ended={Timeline(timeline): turn for timeline, turn in connection.execute(ended)},
    )


def slot(connection: Connection, channel: str, date: dt.date, time: str) -> Slot:
    """Return a planned slot."""
    return Slot.model_validate_json(connection.execute(_plan, {"of": channel, "on": date, "at": time}).scalar_one())


def slots(
    connection: Connection, channel: str, date: dt.date | None = None, time: str | None = None
) -> Iterator[SlotState]:
    """Yield the channel's slots in order: one, those of one day, or all."""
    query = _all if date is None else _day if time is None else _state
    for row in connection.execute(query, {"of": channel, "on": date, "at": time}):
        yield SlotState(
            channel=row.channel,
            date=row.date,
            slot=Slot.model_validate_json(row.plan),
            piece=row.piece,
            text=row.text,
            narrator=row.narrator,
            attempts=row.attempts,
            is_fallback=row.is_fallback,
            because=row.because,
            tokens=row.tokens,
            microusd=row.microusd,
            tells=tuple(json.loads(row.tells or "[]")),
            findings=tuple(json.loads(row.findings or "[]")),
        )


def heard(connection: Connection, channel: str, at: dt.datetime, most: int) -> list[tuple[str, ...]]:
    """Return what a channel's latest segments of a day told by a local time, the latest first."""
    asked = {"of": channel, "on": at.date(), "at": f"{at:%H:%M}", "most": most}
    return [tuple(json.loads(tells)) for tells in connection.execute(_heard, asked).scalars()]


def interviewed(connection: Connection, channels: Sequence[str], *, after: dt.date) -> frozenset[str]:
    """Return the ids of those whom some channels have planned to interview since a day."""
    plans = connection.execute(_interviews, {"channels": list(channels), "after": after}).scalars()
    spent = (ref for plan in plans for ref in Slot.model_validate_json(plan).spends)
    return frozenset(ref.removeprefix(GUEST) for ref in spent if ref.startswith(GUEST))


def is_aired_whole(connection: Connection, channel: str, date: dt.date) -> bool:
    """Tell whether every slot of a day has its piece."""
    return connection.execute(_missing, {"of": channel, "on": date}).first() is None


def dates(connection: Connection, channel: str) -> list[dt.date]:
    """Return the channel's planned days, in order."""
    days = select(station_rundowns.c.date).where(station_rundowns.c.channel == channel)
    return list(connection.execute(days.order_by(station_rundowns.c.date)).scalars())


def fallbacks(connection: Connection, channel: str) -> Counter[str]:
    """Count the channel's pieces that another than the persona's narrator wrote, by the reason."""
    reasons = select(pieces.c.because, func.count()).where(pieces.c.channel == channel, pieces.c.is_fallback)
    return Counter(dict(connection.execute(reasons.group_by(pieces.c.because)).all()))


def unaired_pieces(connection: Connection) -> list[int]:
    """Return the station's pieces that fill no slot."""
    filled = select(station_slots.c.piece).where(station_slots.c.piece.is_not(None))
    query = select(pieces.c.id).where(pieces.c.channel.startswith("station:"), pieces.c.id.not_in(filled))
    return list(connection.execute(query.order_by(pieces.c.id)).scalars())


def repeated_pieces(connection: Connection) -> list[int]:
    """Return pieces that fill more than one slot."""
    query = select(station_slots.c.piece).where(station_slots.c.piece.is_not(None))
    return [
        int(piece)
        for piece in connection.execute(query.group_by(station_slots.c.piece).having(func.count() > 1)).scalars()
    ]


def lost_slots(connection: Connection) -> list[str]:
    """Return slots without a piece for which there is no order that is open, has failed or was called off."""
    waiting = select(orders.c.dedupe_key).where(
        orders.c.status.in_([*OPEN, Status.FAILED, Status.CANCELLED]), orders.c.dedupe_key.startswith("segment:")
    )
    expected = set(connection.execute(waiting).scalars())
    slots_left = select(station_slots.c.channel, station_slots.c.date, station_slots.c.time).where(
        station_slots.c.piece.is_(None)
    )
    return [
        f"{date}/{time}"
        for channel, date, time in connection.execute(slots_left)
        if segment_key(channel, date, time) not in expected
    ]


def segment_key(channel: str, date: dt.date, time: str) -> str:
    """Return the `dedupe_key` of the order that fills a slot."""
    return f"segment:{channel}:{date}/{time}"


def judgements(connection: Connection, channel: str) -> dict[str, SegmentJudged]:
    """Return what people said of a channel's segments, by slot."""
    rows = connection.execute(select(station_judgements).where(station_judgements.c.channel == channel))
    return {f"{row.date}/{row.time}": SegmentJudged(**row._mapping) for row in rows}  # noqa: SLF001 - SQLAlchemy's public name for it
