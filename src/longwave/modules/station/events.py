"""What happens on air."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from longwave.ledger.events import Event, Upcast
from longwave.narrator.assignment import FactSheet
from longwave.world.card import Form
from longwave.world.quest import ActName, Timeline


class ToldBeat(BaseModel):
    """A beat of a story that a slot carries.

    Attributes:
        telling: how often the channel has told the story to its end before.
        number: the beat's place in the story, from 0.
        of: how many beats this telling has.
        timeline: the one that the story is told on after this beat.
        turn: how many segments of this presenter were planned before.
        escalations: how often the story has grown into a longer timeline, this beat included.
    """

    model_config = ConfigDict(frozen=True)

    story: str
    telling: int
    number: int
    of: int
    act: ActName
    timeline: Timeline
    turn: int
    escalations: int = 0


class Slot(BaseModel):
    """One planned segment.

    Attributes:
        time: local time of day ("06:00"); with the date it names the slot.
        form: what kind of segment.
        sheet: the facts it may state.
        max_chars: how long it may be.
        turn: how many segments of this presenter were planned before.
        form_turn: how many of them in this form.
        spends: what airing it uses up besides the tellings it picks: a story's beat, a record, a letter.
        beat: the beat that a story slot carries.
    """

    model_config = ConfigDict(frozen=True)

    time: str
    form: Form
    sheet: FactSheet
    max_chars: int
    turn: int
    form_turn: int
    spends: tuple[str, ...] = ()
    beat: ToldBeat | None = None


class RunOrdered(Event):
    """A producer ordered some days of radio.

    Attributes:
        segments: how many segments the run has in all.
    """

    kind: ClassVar[str] = "station.run_ordered"
    persona: str
    start: dt.date
    hours: int
    segments_per_hour: int
    segments: int


class RundownPlanned(Event):
    """A broadcast day was planned.

    Attributes:
        skies: the weather states of the day's four quarters.
        turns: how many segments of each form were planned so far, this day included.
    """

    kind: ClassVar[str] = "station.rundown_planned"
    version: ClassVar[int] = 2
    channel: str
    persona: str
    date: dt.date
    slots: tuple[Slot, ...]
    skies: tuple[str, ...]
    turns: dict[str, int]


class SegmentAired(Event):
    """A segment was accepted for its slot.

    Attributes:
        piece: the piece's id.
        used: what it told and spent.
        beat: the beat of a story that it carried.
    """

    kind: ClassVar[str] = "station.segment_aired"
    version: ClassVar[int] = 2
    channel: str
    date: dt.date
    time: str
    form: Form
    piece: int
    used: tuple[str, ...]
    beat: ToldBeat | None = None


class SegmentJudged(Event):
    """A person has heard or read an aired segment, and says whether it is good.

    Attributes:
        reason: why, in the person's words.
        by: who says so.
    """

    kind: ClassVar[str] = "station.segment_judged"
    channel: str
    date: dt.date
    time: str
    is_approved: bool
    reason: str
    by: str


def _slots_without_beats(rundown: dict[str, Any]) -> dict[str, Any]:  # Any: JSON.
    """Read a rundown from before beats were told of: its stories are told by what their slots spend."""
    return {**rundown, "slots": [{**slot, "beat": None} for slot in rundown["slots"]]}


def _without_beat(segment: dict[str, Any]) -> dict[str, Any]:  # Any: JSON.
    """Read a segment from before beats were told of."""
    return {**segment, "beat": None}


UPCASTERS: Mapping[tuple[str, int], Upcast] = {
    (RundownPlanned.kind, 1): _slots_without_beats,
    (SegmentAired.kind, 1): _without_beat,
}
EVENTS = (RunOrdered, RundownPlanned, SegmentAired, SegmentJudged)
