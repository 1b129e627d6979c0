"""How events change what the station keeps."""

from sqlalchemy import Connection, bindparam, insert, text, update

from longwave.kernel import canonical
from longwave.ledger.events import Recorded
from longwave.ledger.projections import Projection
from longwave.modules.station.events import RundownPlanned, RunOrdered, SegmentAired
from longwave.modules.station.tables import station_rundowns, station_runs, station_slots, station_uses

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


PROJECTION = Projection(
    tables=(station_runs, station_rundowns, station_slots, station_uses),
    folds={RunOrdered: _on_run_ordered, RundownPlanned: _on_rundown_planned, SegmentAired: _on_segment_aired},
)
