"""How events change what the station keeps."""

from sqlalchemy import Connection, bindparam, delete, insert, text, update

from longwave.kernel import canonical
from longwave.ledger.events import Recorded
from longwave.ledger.projections import Projection
from longwave.modules.station.events import RundownPlanned, RunOrdered, SegmentAired, SegmentJudged, ToldBeat
from longwave.modules.station.tables import (
    station_arcs,
    station_judgements,
    station_rundowns,
    station_runs,
    station_slots,
    station_uses,
)

_air = (
    update(station_slots)
    .where(
        station_slots.c.channel == bindparam("of_channel"),
        station_slots.c.date == bindparam("of_date"),
        station_slots.c.time == bindparam("of_time"),
    )
    .values(piece=bindparam("aired"))
)
# SQLAlchemy has no insert that both databases read and that counts up what is there.
_use = text(
    "INSERT INTO station_uses (channel, ref, times) VALUES (:channel, :ref, 1)"
    " ON CONFLICT (channel, ref) DO UPDATE SET times = station_uses.times + 1"
)
_begin = insert(station_arcs)
_go_on = (
    update(station_arcs)
    .where(
        station_arcs.c.channel == bindparam("of_channel"),
        station_arcs.c.story == bindparam("of_story"),
        station_arcs.c.telling == bindparam("of_telling"),
    )
    .values(
        timeline=bindparam("now_on"),
        escalations=bindparam("grown"),
        told=bindparam("so_many"),
        last=bindparam("on"),
        last_turn=bindparam("turn"),
    )
)


def _on_run_ordered(connection: Connection, recorded: Recorded, event: RunOrdered) -> None:
    connection.execute(insert(station_runs), {"id": recorded.seq, **event.model_dump()})


def _on_rundown_planned(connection: Connection, _recorded: Recorded, event: RundownPlanned) -> None:
    connection.execute(
        insert(station_rundowns),
        {
            "channel": event.channel,
            "date": event.date,
            "skies": canonical.dumps(event.skies),
            "turns": canonical.dumps(event.turns),
        },
    )
    connection.execute(
        insert(station_slots),
        [
            {
                "channel": event.channel,
                "date": event.date,
                "time": slot.time,
                "form": slot.form,
                "plan": canonical.dumps(slot.model_dump(mode="json")),
            }
            for slot in event.slots
        ],
    )


def _on_segment_aired(connection: Connection, _recorded: Recorded, event: SegmentAired) -> None:
    connection.execute(
        _air, {"of_channel": event.channel, "of_date": event.date, "of_time": event.time, "aired": event.piece}
    )
    if event.used:
        connection.execute(_use, [{"channel": event.channel, "ref": ref} for ref in event.used])
    if event.beat is not None:
        _tell(connection, event, event.beat)


def _tell(connection: Connection, event: SegmentAired, beat: ToldBeat) -> None:
    told = connection.execute(
        _go_on,
        {
            "of_channel": event.channel,
            "of_story": beat.story,
            "of_telling": beat.telling,
            "now_on": beat.timeline,
            "grown": beat.escalations,
            "so_many": beat.number + 1,
            "on": event.date,
            "turn": beat.turn,
        },
    )
    if not told.rowcount:
        connection.execute(
            _begin,
            {
                "channel": event.channel,
                "story": beat.story,
                "telling": beat.telling,
                "timeline": beat.timeline,
                "escalations": beat.escalations,
                "beats": beat.of,
                "told": beat.number + 1,
                "began": event.date,
                "last": event.date,
                "last_turn": beat.turn,
            },
        )


def _on_segment_judged(connection: Connection, _recorded: Recorded, event: SegmentJudged) -> None:
    row = event.model_dump()
    key = [station_judgements.c[name] == row[name] for name in ("channel", "date", "time")]
    connection.execute(delete(station_judgements).where(*key))
    connection.execute(insert(station_judgements), row)


PROJECTION = Projection(
    tables=(station_runs, station_rundowns, station_slots, station_uses, station_arcs, station_judgements),
    folds={
        RunOrdered: _on_run_ordered,
        RundownPlanned: _on_rundown_planned,
        SegmentAired: _on_segment_aired,
        SegmentJudged: _on_segment_judged,
    },
)
