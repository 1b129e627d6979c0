"""One example of every event in its present version: what a new kind's first sample is made from."""

import datetime as dt

from longwave.editorial.decision import Decision
from longwave.editorial.events import DraftHeld, DraftReviewed, PieceAccepted
from longwave.editorial.rule import Finding, Severity
from longwave.ledger.events import Event
from longwave.modules.station.events import RundownPlanned, RunOrdered, SegmentAired, SegmentJudged, Slot, ToldBeat
from longwave.narrator.assignment import FactSheet, Telling
from longwave.narrator.events import BudgetReached
from longwave.orders.events import (
    OrderAttemptFailed,
    OrderCancelled,
    OrderCompleted,
    OrderEnqueued,
    OrderFailed,
    OrderRevived,
)
from longwave.world.card import Form
from longwave.world.events import WorldOpened
from longwave.world.quest import ActName, Timeline

DAY = dt.date(1931, 3, 2)
DUE = dt.datetime(1931, 3, 2, 5, 0, 30, 250000, tzinfo=dt.UTC)
LOCAL = dt.datetime(1931, 3, 2, 6, tzinfo=dt.timezone(dt.timedelta(hours=1)))
BEAT = ToldBeat(
    story="lamp", telling=1, number=2, of=5, act=ActName.CLIMAX, timeline=Timeline.WEEKLY, turn=3, escalations=1
)
SLOT = Slot(
    time="06:00",
    form=Form.GOSSIP,
    sheet=FactSheet(
        at=LOCAL,
        sky="mist",
        slots={"listeners": 40, "is_feast": True, "lamps": 0, "place": "Ærø Stair"},
        facts=(Telling(ref="fact:needle-stair#0", ids=("needle-stair",), slots={"says": "it has 311 steps"}),),
        items=(Telling(ref="gossip:lamp", ids=(), slots={"plural": False}),),
        subject=("needle-stair",),
    ),
    max_chars=500,
    turn=3,
    form_turn=1,
    spends=("story:lamp#2",),
    beat=BEAT,
)

EXAMPLES: tuple[Event, ...] = (
    WorldOpened(world="saltmere", title="Saltmere 🌊", seed=7, pack_digest="5e" * 32),
    OrderEnqueued(
        order_type="station.segment",
        actor_id="wren",
        subject_id="1931-03-02/06:00",
        payload={"date": "1931-03-02", "deep": {"list": [1, 2.5, None, True, "Ærø 🌊"]}},
        scheduled_at=DUE,
        dedupe_key="segment:station/wren:1931-03-02/06:00",
        source_id=3,
    ),
    OrderCompleted(order_id=4, result={"piece": 9}),
    OrderAttemptFailed(order_id=4, error="TimeoutError: no answer", retry_at=DUE),
    OrderFailed(order_id=4, error="TimeoutError: no answer"),
    OrderCancelled(order_id=4, reason="cancelled by hand"),
    OrderRevived(order_id=4, scheduled_at=DUE),
    BudgetReached(scope="persona:wren/1931-03-02", is_soft=True),
    PieceAccepted(
        channel="station/wren",
        form="gossip",
        persona="wren",
        text="Word is, the lamp on Ærø Stair went out.\nNobody says why.",
        narrator="offline",
        attempts=2,
        is_fallback=True,
        because="the budget of persona:wren/1931-03-02 is spent",
        tokens=1200,
        microusd=340,
        tells=("needle-stair",),
        findings=(
            Finding(
                code="VAR002",
                severity=Severity.MINOR,
                passage="word is",
                why="it was said an hour ago",
                cites=("needle-stair",),
            ),
        ),
        rules={"LORE001": 1, "VAR002": 3},
    ),
    DraftHeld(
        piece=9,
        text="Word is, the lamp on Ærø Stair was smashed.",
        narrator="offline",
        findings=(
            Finding(
                code="SAFE004", severity=Severity.DOUBTFUL, passage="smashed", why="a person must see it", cites=()
            ),
        ),
    ),
    DraftReviewed(review=10, decision=Decision.REJECTED, by="operator", reason="it frightens children"),
    RunOrdered(persona="wren", start=DAY, hours=16, segments_per_hour=1, segments=16),
    RundownPlanned(
        channel="station/wren",
        persona="wren",
        date=DAY,
        slots=(SLOT,),
        skies=("mist", "mist", "clear", "rain"),
        turns={"gossip": 2},
    ),
    SegmentAired(
        channel="station/wren",
        date=DAY,
        time="06:00",
        form=Form.GOSSIP,
        piece=9,
        used=("story:lamp#2", "fact:needle-stair#0"),
        beat=BEAT,
    ),
    SegmentJudged(
        channel="station/wren", date=DAY, time="06:00", is_approved=False, reason="it drags, Ærø", by="producer"
    ),
)
