"""Heartbeats: what is asked of a resident holds at the next one, and what goes wrong with one harms nobody else."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from longwave.commands.command import Command
from longwave.editorial.events import PieceAccepted
from longwave.modules.commons.commands import (
    CastVote,
    ConfigureResident,
    LockThread,
    ModeratePiece,
    PauseResident,
    ResetResident,
    ResumeResident,
    SetCaps,
    SetPace,
    TriggerHeartbeat,
)
from longwave.modules.commons.errors import ConfigMisfit
from longwave.modules.commons.events import (
    Action,
    HeartbeatEnded,
    Moderation,
    Pace,
    ReplyPosted,
    ResidentConfigured,
    VoteCast,
)
from longwave.modules.commons.handlers import Beat
from longwave.modules.commons.rules import INTERVAL_S
from longwave.modules.commons.scene import Scene
from longwave.orders import book
from longwave.orders.events import OrderCompleted, OrderEnqueued, OrderFailed
from longwave.orders.states import Status
from longwave.world.temper import Engagement
from unit.commons.society import Founded
from unit.commons.stage import (
    HOUR,
    ask,
    beats,
    go_on,
    next_scene,
    pending,
    resident,
    saltmere,
    serve_until_idle,
    staged,
    told,
    turns,
    watched,
)

SHY = ConfigureResident(resident="thirza", shyness=100, leadership_tendency=0, engagement_style=Engagement.OBSERVER)
HEARTBEAT = "commons.heartbeat"
PHASES = ["prepare", "perform", "settle"]


@pytest.fixture
def society(tmp_path: Path) -> Iterator[Founded]:
    with staged(str(tmp_path / "world.db")) as society:
        yield society


def test_a_character_that_is_edited_holds_at_the_next_heartbeat_and_in_the_next_process(tmp_path: Path) -> None:
    place = str(tmp_path / "world.db")
    with staged(place) as society:
        go_on(society, hours=0.5)
        ask(society, SHY)

        scene = next_scene(society, "thirza")

        assert scene is not None
        assert scene.view.resident.temper.shyness == 100
        assert scene.view.resident.is_edited
    with staged(place) as reopened:
        again = resident(reopened, "thirza")

        assert again.temper.shyness == 100
        assert again.temper.skepticism == saltmere().residents["thirza"].temper.skepticism  # type: ignore[union-attr]
        assert again.persona.model_copy(update={"temper": None}) == saltmere().residents["thirza"].model_copy(
            update={"temper": None}
        )


def test_a_loud_resident_who_is_made_shy_falls_silent_and_speaks_up_when_reset(society: Founded) -> None:
    def said(since: int) -> int:
        return sum(event.author == "thirza" for _, event in told(society, ReplyPosted, after=since))

    go_on(society, hours=14)
    loud, head = said(0), society.ledger.head()[0]
    ask(society, SHY)
    go_on(society, hours=28)
    quiet, head = said(head), society.ledger.head()[0]
    ask(society, ResetResident(resident="thirza"))

    go_on(society, hours=42)

    assert quiet < loud / 2
    assert said(head) > 2 * quiet
    assert not resident(society, "thirza").is_edited
    assert resident(society, "thirza").persona == saltmere().residents["thirza"]


@pytest.mark.parametrize("command", [SHY, ResetResident(resident="thirza"), SetPace(resident="thirza", pace=None)])
def test_what_is_so_already_is_not_recorded_again(society: Founded, command: Command) -> None:
    ask(society, command)

    again = ask(society, command)

    assert again == []


def test_a_character_that_does_not_fit_into_the_world_is_refused_and_changes_nothing(society: Founded) -> None:
    with pytest.raises(ConfigMisfit, match="no topic 'quantum-physics'"):
        ask(society, ConfigureResident(resident="thirza", interests=("quantum-physics",)))

    assert told(society, ResidentConfigured) == []


def test_caps_are_kept_and_null_is_the_default_again(tmp_path: Path) -> None:
    place = str(tmp_path / "world.db")
    with staged(place) as society:
        ask(
            society, SetCaps.model_validate({"resident": "cosmo", "daily_token_cap": 900, "daily_cost_cap_usd": "0.05"})
        )
    with staged(place) as reopened:
        capped = resident(reopened, "cosmo")
        ask(reopened, SetCaps(resident="cosmo"))

        assert (capped.token_cap, capped.microusd_cap) == (900, 50_000)
        assert (resident(reopened, "cosmo").token_cap, resident(reopened, "cosmo").microusd_cap) == (None, None)
        assert resident(reopened, "averil").token_cap is None


def test_a_pace_holds_from_the_next_scheduling_on(society: Founded) -> None:
    ask(society, SetPace(resident="cosmo", pace=Pace.FAST))

    go_on(society, hours=3)

    times = [beat.at for beat in beats(society, "cosmo")]
    assert {late - early for early, late in pairwise(times)} == {dt.timedelta(minutes=15)}
    others = turns(society)
    assert others.pop("cosmo") >= 4 * 2
    assert set(others.values()) <= {2, 3}


def test_the_global_pace_is_everybodys_but_theirs_who_have_one_of_their_own(tmp_path: Path) -> None:
    place = str(tmp_path / "world.db")
    with staged(place) as society:
        ask(society, SetPace(resident="cosmo", pace=Pace.SLOW), SetPace(resident=None, pace=Pace.FAST))
        go_on(society, hours=1)
    with staged(place) as reopened:
        before = reopened.ledger.head()[0]

        go_on(reopened, hours=2.5)

        for name in saltmere().residents:
            expected = Pace.SLOW if name == "cosmo" else Pace.FAST
            times = [beat.at for beat in beats(reopened, name, after=before)]
            assert {(late - early).total_seconds() for early, late in pairwise(times)} <= {INTERVAL_S[expected]}
            [waiting] = pending(reopened, name)
            assert waiting.scheduled_at - reopened.start <= 2.5 * HOUR + dt.timedelta(seconds=INTERVAL_S[expected])
        lively = [len(beats(reopened, name, after=before)) for name in saltmere().residents if name != "cosmo"]
        assert max(lively) - min(lively) <= 1


def test_a_paused_resident_is_quiet_and_wakes_on_when_let_go(tmp_path: Path) -> None:
    place = str(tmp_path / "world.db")
    with staged(place) as society:
        go_on(society, hours=1)
        ask(society, PauseResident(resident="cosmo", reason="manners"))
        before = turns(society)
        go_on(society, hours=4)
        quiet = turns(society)
    with staged(place) as reopened:
        ask(reopened, ResumeResident(resident="cosmo"))

        go_on(reopened, hours=7)

        then = turns(reopened)
        assert quiet["cosmo"] == before["cosmo"]
        assert quiet["averil"] == before["averil"] + 3
        assert then["cosmo"] == quiet["cosmo"] + 3


def test_who_is_paused_while_they_make_up_their_mind_does_nothing(society: Founded) -> None:
    def pause(scene: Scene, _beat: Beat) -> None:
        if scene.view.resident.id == "cosmo":
            ask(society, PauseResident(resident="cosmo"))

    go_on(society, hours=2, handlers={HEARTBEAT: watched(society, meanwhile=pause)})

    assert beats(society, "cosmo") == []
    [order] = pending(society, "cosmo")
    assert order.scheduled_at > society.start + HOUR


def test_ten_hours_without_a_process_cost_everybody_all_turns_but_one(society: Founded) -> None:
    go_on(society, hours=1)
    before = turns(society)

    serve_until_idle(society, at=society.start + 12 * HOUR)

    assert turns(society) == before + Counter(list(saltmere().residents))
    for name in saltmere().residents:
        [order] = pending(society, name)
        assert 12 * HOUR < order.scheduled_at - society.start <= 13 * HOUR


def test_a_request_wakes_once_however_often_it_is_sent(society: Founded) -> None:
    go_on(society, hours=1.01)
    before, waiting = turns(society), pending(society, "ivo")
    asked = TriggerHeartbeat(resident="ivo", request_id="r-1")

    ask(society, asked, asked, hours=1.01)
    serve_until_idle(society, at=society.start + 1.01 * HOUR)
    again = ask(society, asked, hours=1.01)

    assert turns(society) == before + Counter({"ivo": 1})
    assert again == []
    assert pending(society, "ivo") == waiting
    ask(society, TriggerHeartbeat(resident="ivo", request_id="r-2"))
    assert len(pending(society, "ivo")) == 2


def test_a_request_to_wake_all_wakes_each_of_them_once_and_shifts_nobodys_turn(society: Founded) -> None:
    go_on(society, hours=1.01)
    waiting = {name: pending(society, name) for name in saltmere().residents}
    before = turns(society)

    ask(society, TriggerHeartbeat(request_id="all"), hours=1.01)
    serve_until_idle(society, at=society.start + 1.01 * HOUR)

    assert turns(society) == before + Counter(list(waiting))
    assert {name: pending(society, name) for name in saltmere().residents} == waiting


def test_two_heartbeats_of_one_resident_at_once_end_as_one(society: Founded) -> None:
    go_on(society, hours=1.01)
    before = turns(society)
    ask(society, *(TriggerHeartbeat(resident="ivo", request_id=f"r-{number}") for number in range(2)), hours=1.01)

    go_on(society, hours=1.02)

    results = [event.result for _, event in told(society, OrderCompleted)][-2:]
    assert turns(society)["ivo"] == before["ivo"] + 1
    assert [result.get("quiet", "") for result in results] == ["", "another heartbeat of theirs ended meanwhile"]


Interference = Callable[[int, int], Command]


@pytest.mark.parametrize(
    "interference",
    [
        lambda thread, _piece: LockThread(thread=thread),
        lambda _thread, piece: ModeratePiece(piece=piece, decision=Moderation.DELETED),
        lambda _thread, piece: ModeratePiece(piece=piece, decision=Moderation.HIDDEN),
        lambda thread, _piece: ModeratePiece(piece=thread, decision=Moderation.DELETED),
    ],
    ids=["locked", "deleted", "hidden", "thread deleted"],
)
def test_what_is_taken_away_while_somebody_answers_it_gets_no_answer(
    society: Founded, interference: Interference
) -> None:
    gone: list[tuple[str, int, int]] = []

    def interfere(scene: Scene, beat: Beat) -> None:
        if beat.decision.action is Action.REPLY and beat.decision.piece is not None and len(gone) < 2:
            piece = beat.decision.piece
            gone.append((scene.view.resident.id, scene.view.resident.beats + 1, piece.id))
            ask(society, interference(piece.thread, piece.id))

    go_on(society, hours=4, handlers={HEARTBEAT: watched(society, meanwhile=interfere)})

    assert len(gone) == 2
    ended = {(event.resident, event.beat): event for _, event in told(society, HeartbeatEnded)}
    for name, beat, piece in gone:
        assert ended[name, beat].action is Action.DO_NOTHING
        assert [
            event for _, event in told(society, ReplyPosted) if event.author == name and event.answers == piece
        ] == []
    published = {recorded.seq for recorded, event in told(society, PieceAccepted) if event.form == "reply"}
    assert published == {event.piece for _, event in told(society, ReplyPosted)}


def test_a_vote_that_was_cast_meanwhile_is_not_cast_again(society: Founded) -> None:
    cast: list[tuple[str, int]] = []

    def interfere(scene: Scene, beat: Beat) -> None:
        if beat.decision.action is Action.VOTE and beat.decision.piece is not None:
            name, piece = scene.view.resident.id, beat.decision.piece.id
            cast.append((name, piece))
            ask(society, CastVote(resident=name, piece=piece, value=beat.decision.value))

    go_on(society, hours=8, handlers={HEARTBEAT: watched(society, meanwhile=interfere)})

    votes = [(event.voter, event.piece) for _, event in told(society, VoteCast)]
    assert len(cast) > 3
    assert len(votes) == len(set(votes))


@pytest.mark.parametrize("phase", PHASES)
def test_a_heartbeat_that_fails_for_good_wakes_again_at_the_next_time(society: Founded, phase: str) -> None:
    handler = watched(society, victim="cosmo", phase=phase, times=5)

    go_on(society, hours=4, handlers={HEARTBEAT: handler})

    [(failed, event)] = told(society, OrderFailed)
    first, *_ = [order for order, each in told(society, OrderEnqueued) if each.actor_id == "cosmo"]
    assert event.order_id == first.seq
    times = [beat.at for beat in beats(society, "cosmo")]
    assert times[0] > failed.at
    assert {late - early for early, late in pairwise(times)} == {HOUR}
    assert len(times) == 3


@pytest.mark.parametrize("phase", PHASES)
def test_a_resident_whose_every_heartbeat_fails_disturbs_nobody(tmp_path: Path, phase: str) -> None:
    with staged(str(tmp_path / "whole.db")) as whole:
        go_on(whole, hours=3)
        expected = {name: [beat.at for beat in beats(whole, name)] for name in saltmere().residents}
    with staged(str(tmp_path / "faulty.db")) as faulty:
        handler, began = watched(faulty, victim="cosmo", phase=phase), faulty.ledger.head()[0]

        go_on(faulty, hours=3, handlers={HEARTBEAT: handler})

        had = {name: [beat.at for beat in beats(faulty, name)] for name in saltmere().residents}
        assert had == {**expected, "cosmo": []}
        assert told(faulty, ReplyPosted, after=began)
        assert "cosmo" not in {event.author for _, event in told(faulty, ReplyPosted, after=began)}
        with faulty.ledger.store.read() as connection:
            dead = book.listing(connection, status=Status.FAILED, limit=100)
        assert {order.actor_id for order in dead} == {"cosmo"}
        assert len(pending(faulty, "cosmo")) == 1
