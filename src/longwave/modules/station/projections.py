"""How events change what the station keeps."""

from sqlalchemy import Connection, bindparam, insert, update

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
_use = (
    update(station_uses)
    .where(station_uses.c.channel == bindparam("of_channel"), station_uses.c.ref == bindparam("of_ref"))
    .values(times=station_uses.c.times + 1)
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
    for ref in event.used:
        if not connection.execute(_use, {"of_channel": event.channel, "of_ref": ref}).rowcount:
            connection.execute(insert(station_uses), {"channel": event.channel, "ref": ref, "times": 1})


PROJECTION = Projection(
    tables=(station_runs, station_rundowns, station_slots, station_uses),
    folds={RunOrdered: _on_run_ordered, RundownPlanned: _on_rundown_planned, SegmentAired: _on_segment_aired},
)
