"""The call ledger: what is on record of a request at every moment of its life, in both databases."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from longwave.kernel.clock import VirtualClock
from longwave.ledger.store import Store
from longwave.narrator.budgets import RUN, Caps, Room
from longwave.narrator.calls import Answer, CallLedger, CallStatus, Reply
from longwave.narrator.errors import (
    BudgetSpent,
    CallMissing,
    NarratorError,
    NarratorUnavailable,
    ProviderDown,
    ReplyUnusable,
    RequestRejected,
)
from longwave.narrator.spend import NOTHING, Cap, Spend
from unit.narrator.accounts import DAY, MOST, NOW, opened, records, request, reserved, spent

SCOPES = (f"persona:wren/{DAY}", RUN, f"world/{DAY}")
COST = Spend(120, 7)
SETTLED = Answer(status=CallStatus.SETTLED, took_ms=250, spent=COST, value="It is noon.")
REPLY = Reply("It is noon.", COST)
UNUSABLE = Answer(status=CallStatus.UNUSABLE, took_ms=250, spent=COST, error="the reply holds no text")
FAILED = Answer(status=CallStatus.FAILED, took_ms=250, error="503")


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    with opened(place) as store:
        yield store


@pytest.fixture
def ledger(store: Store) -> CallLedger:
    return CallLedger(store=store, wall=VirtualClock(NOW))


def replaying(ledger: CallLedger) -> CallLedger:
    """Return the same ledger in a replay."""
    return CallLedger(store=ledger.store, is_replay=True)


def ask(ledger: CallLedger, answer: Answer, key: str = "noon") -> None:
    """Make a request that is answered."""
    assert ledger.open(request(key)) is Room.NOW
    ledger.close(request(key), answer)


def refusal(ledger: CallLedger) -> NarratorError:
    """Return what looking the request up raises."""
    with pytest.raises(NarratorError) as raised:
        ledger.look_up(request())
    return raised.value


def test_a_request_is_on_record_and_paid_for_before_it_is_made(ledger: CallLedger) -> None:
    assert ledger.look_up(request()) is None

    room = ledger.open(request())

    [row] = records(ledger.store)
    assert room is Room.NOW
    assert (row.status, row.dispatches, row.opened_at, row.settled_at) == (CallStatus.OPEN, 1, NOW, None)
    assert (row.persona, row.day, row.form, row.narrator) == ("wren", DAY, "time", "openai:double-1")
    assert Spend(row.reserved_tokens, row.reserved_microusd) == MOST
    assert reserved(ledger.store) == dict.fromkeys(SCOPES, MOST)


def test_a_settled_request_costs_what_it_did_and_is_answered_from_the_record(ledger: CallLedger) -> None:
    ask(ledger, SETTLED)

    [row] = records(ledger.store)
    assert (row.status, row.took_ms, row.error) == (CallStatus.SETTLED, 250, None)
    assert Spend(row.tokens, row.microusd) == COST
    assert Spend(row.reserved_tokens, row.reserved_microusd) == NOTHING
    assert spent(ledger.store) == dict.fromkeys(SCOPES, COST)
    assert reserved(ledger.store) == {}
    for same in (ledger, replaying(ledger)):
        assert same.look_up(request()) == same.open(request()) == REPLY
    assert [row.dispatches for row in records(ledger.store)] == [1]


def test_a_request_of_another_key_is_another_one(ledger: CallLedger) -> None:
    ask(ledger, SETTLED)

    assert ledger.look_up(request("midnight")) is None
    assert ledger.open(request("midnight")) is Room.NOW
    assert [row.key for row in records(ledger.store)] == ["midnight", "noon"]


def test_an_unusable_reply_is_not_asked_for_again_and_keeps_its_cost(ledger: CallLedger) -> None:
    ask(ledger, FAILED)
    ask(ledger, UNUSABLE)

    for same in (ledger, replaying(ledger)):
        for ask_for in (same.look_up, same.open):
            with pytest.raises(ReplyUnusable, match=r"^the reply holds no text$") as unusable:
                ask_for(request())
            assert unusable.value.spent == COST
    assert [row.dispatches for row in records(ledger.store)] == [2]


def test_the_cost_of_an_unusable_reply_is_its_own_and_the_key_s_is_of_all_that_was_asked(ledger: CallLedger) -> None:
    ask(ledger, Answer(status=CallStatus.FAILED, took_ms=1, spent=Spend(40, 3), error="no answer within 60 s"))
    ask(ledger, UNUSABLE)

    failure = refusal(ledger)

    [row] = records(ledger.store)
    assert isinstance(failure, ReplyUnusable)
    assert failure.spent == COST
    assert Spend(row.tokens, row.microusd) == COST.plus(Spend(40, 3))
    assert spent(ledger.store)[RUN] == COST.plus(Spend(40, 3))


def test_a_failed_request_is_made_again_and_its_record_says_so(ledger: CallLedger) -> None:
    ask(ledger, FAILED)
    [failed] = records(ledger.store)

    assert ledger.look_up(request()) is None
    ask(ledger, SETTLED)

    [settled] = records(ledger.store)
    assert (failed.status, failed.error, failed.dispatches, failed.reply) == (CallStatus.FAILED, "503", 1, None)
    assert (settled.status, settled.error, settled.dispatches) == (CallStatus.SETTLED, None, 2)


def test_a_refused_request_counts_as_not_made_and_is_made_later(ledger: CallLedger) -> None:
    ledger.refuse(request(), ProviderDown("openai is down"))
    [refused] = records(ledger.store)

    assert ledger.look_up(request()) is None
    ask(ledger, SETTLED)

    [settled] = records(ledger.store)
    assert (refused.status, refused.dispatches, refused.reserved_tokens) == (CallStatus.REFUSED, 0, 0)
    assert (settled.status, settled.dispatches) == (CallStatus.SETTLED, 1)


def test_a_request_that_a_cap_refuses_is_on_record_and_reserves_nothing(store: Store) -> None:
    ledger = CallLedger(store=store, caps=Caps(world=Cap(tokens=MOST.tokens - 1)))

    with pytest.raises(BudgetSpent) as raised:
        ledger.open(request())

    [row] = records(store)
    assert raised.value.scope == f"world/{DAY}"
    assert (row.status, row.dispatches) == (CallStatus.REFUSED, 0)
    assert (spent(store), reserved(store)) == ({}, {})


def test_a_request_that_has_to_wait_for_room_leaves_no_record(store: Store) -> None:
    ledger = CallLedger(store=store, caps=Caps(run=Cap(tokens=1500)))
    ledger.open(request())

    assert ledger.open(request("midnight")) is Room.LATER

    assert [row.key for row in records(store)] == ["noon"]
    assert reserved(store)[RUN] == MOST


@pytest.mark.parametrize(
    "error",
    [
        BudgetSpent("world/1931-03-02", is_soft=True),
        BudgetSpent(RUN, is_soft=False),
        ProviderDown("openai is down since noon"),
        RequestRejected("it will not"),
        NarratorUnavailable("somebody else"),
    ],
    ids=lambda error: f"{type(error).__name__} {error}",
)
def test_a_replay_raises_the_refusal_that_is_on_record(ledger: CallLedger, error: NarratorUnavailable) -> None:
    ledger.refuse(request(), error)

    found = refusal(replaying(ledger))

    assert (type(found), str(found), vars(found)) == (type(error), str(error), vars(error))


def test_in_a_replay_a_rejection_costs_what_it_cost(ledger: CallLedger) -> None:
    ask(ledger, Answer(status=CallStatus.REJECTED, took_ms=9, spent=Spend(40, 3), error="it will not"))

    found = refusal(replaying(ledger))

    assert isinstance(found, RequestRejected)
    assert (str(found), found.spent) == ("it will not", Spend(40, 3))


def test_what_was_rejected_may_be_asked_for_again(ledger: CallLedger) -> None:
    ask(ledger, Answer(status=CallStatus.REJECTED, took_ms=9, spent=Spend(40, 3), error="it will not"))

    ask(ledger, SETTLED)

    [row] = records(ledger.store)
    assert (row.status, row.dispatches) == (CallStatus.SETTLED, 2)


def test_in_a_replay_what_failed_is_a_provider_that_is_down(ledger: CallLedger) -> None:
    ask(ledger, FAILED)

    found = refusal(replaying(ledger))

    assert (type(found), str(found)) == (ProviderDown, "503")


def test_in_a_replay_what_was_never_answered_is_a_provider_that_is_down(ledger: CallLedger) -> None:
    ledger.open(request())

    found = refusal(replaying(ledger))

    assert (type(found), str(found)) == (ProviderDown, "not answered")


def test_a_replay_has_nothing_to_say_to_what_was_never_asked(ledger: CallLedger) -> None:
    ask(ledger, SETTLED, "midnight")

    for ask_for in (replaying(ledger).look_up, replaying(ledger).open):
        with pytest.raises(CallMissing, match="noon") as missing:
            ask_for(request())
    assert "replay with the same" in str(missing.value.hint)


def test_what_a_lost_commit_closed_is_closed_once(ledger: CallLedger) -> None:
    ask(ledger, SETTLED)

    ledger.close(request(), SETTLED)
    ledger.close(request(), FAILED)

    assert ledger.look_up(request()) == REPLY
    assert spent(ledger.store) == dict.fromkeys(SCOPES, COST)
    assert reserved(ledger.store) == {}


@pytest.mark.parametrize("again", ["opened", "refused"])
def test_what_is_opened_and_never_heard_of_again_does_not_stay_reserved(ledger: CallLedger, again: str) -> None:
    ledger.open(request())

    if again == "opened":
        ledger.open(request())
    else:
        ledger.refuse(request(), ProviderDown("openai is down"))

    assert reserved(ledger.store) == (dict.fromkeys(SCOPES, MOST) if again == "opened" else {})


def test_what_a_dead_process_reserved_is_given_back_and_its_requests_are_made_again(ledger: CallLedger) -> None:
    ask(ledger, SETTLED)
    ledger.open(request("midnight"))

    ledger.release_dead()

    dead, settled = records(ledger.store)
    assert reserved(ledger.store) == {}
    assert spent(ledger.store)[RUN] == COST
    assert (dead.status, dead.error, dead.reserved_tokens) == (CallStatus.FAILED, "process died", 0)
    assert settled.status == CallStatus.SETTLED
    assert ledger.open(request("midnight")) is Room.NOW


def test_prompts_are_kept_for_as_long_as_they_are_wanted(ledger: CallLedger) -> None:
    ask(ledger, SETTLED)
    kept = [row.prompt for row in records(ledger.store)]

    forgotten_too_early = ledger.forget_prompts(NOW)
    forgotten = ledger.forget_prompts(NOW + dt.timedelta(microseconds=1))
    forgotten_again = ledger.forget_prompts(NOW + dt.timedelta(days=1))

    assert kept == ["Say noon."]
    assert (forgotten_too_early, forgotten, forgotten_again) == (0, 1, 0)
    assert [row.prompt for row in records(ledger.store)] == [None]
    assert ledger.look_up(request()) == REPLY


def test_prompts_that_are_not_wanted_are_never_kept(store: Store) -> None:
    ask(CallLedger(store=store, keeps_prompts=False), SETTLED)

    assert [row.prompt for row in records(store)] == [None]


def test_a_replay_takes_the_record_of_another_world_over(ledger: CallLedger, tmp_path: Path) -> None:
    ask(ledger, SETTLED)
    ask(ledger, FAILED, "midnight")
    with opened(str(tmp_path / "other.db")) as store:
        other = CallLedger(store=store, is_replay=True)

        copied = [other.copy_from(ledger.store) for _ in range(2)]

        assert copied == [2, 2]
        assert records(store) == records(ledger.store)
        assert other.look_up(request()) == REPLY


def test_of_an_empty_world_nothing_is_taken_over(ledger: CallLedger, tmp_path: Path) -> None:
    ask(ledger, SETTLED)
    with opened(str(tmp_path / "other.db")) as empty:
        assert ledger.copy_from(empty) == 0

    assert records(ledger.store) == []


def test_whatever_a_model_wrote_is_read_back_as_it_was(ledger: CallLedger) -> None:
    strange = "It\x00 is\x1b[31m noon.\u202e こんばんは 🌊"

    ask(ledger, Answer(status=CallStatus.SETTLED, took_ms=1, spent=Spend(2**40, 2**50), value=strange))

    assert ledger.look_up(request()) == Reply(strange, Spend(2**40, 2**50))
