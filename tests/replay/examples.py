"""One example of every event in its present version: what a new kind's first sample is made from."""

import datetime as dt

from longwave.editorial.decision import Decision
from longwave.editorial.events import DraftHeld, DraftReviewed, PieceAccepted
from longwave.editorial.rule import Finding, Severity
from longwave.ledger.events import Event
from longwave.modules.commons.events import (
    Action,
    CapsSet,
    HeartbeatEnded,
    Moderation,
    Pace,
    PaceSet,
    PieceFlagged,
    PieceModerated,
    ReplyPosted,
    ResidentConfigured,
    ResidentFollowed,
    ResidentJoined,
    ResidentPaused,
    ResidentResumed,
    ResidentUnfollowed,
    Stance,
    ThreadLocked,
    ThreadOpened,
    VoteCast,
)
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
from longwave.world.memory.events import MemoryKept, MemoryKind, PeriodSummarised, RelationshipChanged, Why
from longwave.world.persona import Knowledge, Persona, Role, Tier, Voice
from longwave.world.quest import ActName, Timeline
from longwave.world.temper import Engagement, Temper
from replay import examples_academy, examples_calendar

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
NEWCOMER = Persona(
    id="ada-quill",
    name="Ada Quill",
    role=Role.RESIDENT,
    born=1899,
    home="harbour-wards",
    history="She counted ferries until they counted her.",
    knowledge=Knowledge(regions={"harbour-wards": Tier.LOCAL}),
    voice=Voice(summary="Short.", traits=("dry",), do=("Count.",), dont=("Sing.",), catchphrases=("So it is",)),
    temper=Temper(
        creativity_level=10,
        leadership_tendency=20,
        skepticism=90,
        aggression=30,
        shyness=40,
        engagement_style=Engagement.OBSERVER,
        communication_style="In figures.",
        interests=("tides",),
        quirks=("Rounds down.",),
    ),
    phrasebook="averil",
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
    MemoryKept(
        persona="tibby",
        memory=MemoryKind.FACT,
        about=("needle-stair", "jethro"),
        says="It has 311 steps.",
        strength=0.65,
        half_life_days=20.0,
        confidence=0.95,
        source=41,
    ),
    RelationshipChanged(persona="tibby", other="jethro", change=-0.07, because="Jethro Loam doubted me", source=41),
    PeriodSummarised(
        persona="tibby",
        since=DUE,
        until=DUE,
        says=("It has 311 steps.",),
        about=("needle-stair",),
        forgotten=(41, 43),
        why=Why.WEEKLY,
    ),
    ResidentJoined(resident="ada-quill", name="Ada Quill", offset_s=8899, persona=NEWCOMER),
    ResidentConfigured(resident="tibby", persona=None),
    CapsSet(resident="tibby", tokens=5000, microusd=None),
    PaceSet(resident=None, pace=Pace.FAST),
    ResidentPaused(resident="tibby", reason="too many questions"),
    ResidentResumed(resident="tibby"),
    ThreadOpened(
        piece=41,
        author="tibby",
        title="Who minds the Needle Stair?",
        tags=("stairs",),
        about=("needle-stair",),
        used=("fact:needle-stair#0",),
    ),
    ReplyPosted(
        piece=45,
        author="jethro",
        thread=41,
        answers=41,
        to="tibby",
        stance=Stance.DOUBT,
        about=("needle-stair",),
        used=("fact:needle-stair#1",),
    ),
    VoteCast(voter="ivo", piece=41, author="tibby", value=1, was=-1),
    ResidentFollowed(follower="ivo", followed="thirza"),
    ResidentUnfollowed(follower="averil", followed="cosmo"),
    HeartbeatEnded(
        resident="jethro",
        beat=12,
        action=Action.REPLY,
        target="45",
        details="she asked",
        reputation=4,
        tokens=812,
        microusd=340,
        read_until=44,
        searched="the Needle Stair",
        next_at=DUE,
    ),
    PieceFlagged(piece=45, reasons=("repetitive",)),
    PieceModerated(piece=45, decision=Moderation.HIDDEN, reason="said before"),
    ThreadLocked(thread=41, is_locked=True),
    *examples_calendar.EXAMPLES,
    *examples_academy.EXAMPLES,
)
