"""Narrators whose provider fails, is silent or too dear: what is waited for, given back, and told to nobody."""

import asyncio
from dataclasses import replace

import pytest

from double import replies
from double.scripts import always
from double.server import Double
from longwave.ledger.store import Store
from longwave.narrator.assignment import Draft
from longwave.narrator.breaker import FAILURES, Breaker
from longwave.narrator.budgets import RUN, Caps
from longwave.narrator.caller import DEFAULTS
from longwave.narrator.calls import CallLedger, CallStatus
from longwave.narrator.errors import (
    BudgetSpent,
    ProviderDown,
    ProviderOutage,
    RequestRejected,
)
from longwave.narrator.spend import NOTHING, Cap, Spend
from unit.narrator import asking
from unit.narrator.accounts import opened, records, reserved, spent, statuses
from unit.narrator.asking import KEY, Logs, assignment, outcome, written

ASKED = assignment()
QUICK = DEFAULTS.model_copy(update={"timeout_s": 0.2})


@pytest.mark.parametrize("reply", [replies.status(503), replies.reset(), replies.cut_off()])
def test_a_provider_that_comes_back_between_tries_writes_after_all(
    double: Double, store: Store, reply: replies.Reply
) -> None:
    double.play([reply, reply])
    narrator = asking.narrator(double, store)

    came = outcome(narrator)

    assert isinstance(came, Draft)
    assert statuses(store) == [("settled", 3)]
    assert len({asked.key for asked in double.requests}) == 1
    assert (len(double.billed), narrator.breaker.failures) == (1, 0)


def test_a_refused_connection_is_an_outage_that_costs_nothing(double: Double, store: Store) -> None:
    with double.down():
        came = outcome(asking.narrator(double, store))

    assert isinstance(came, ProviderOutage)
    assert spent(store)[RUN] == NOTHING
    assert statuses(store) == [("failed", 3)]


def test_retry_after_is_waited_for_where_it_is_longer_than_the_next_wait(
    double: Double, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("longwave.narrator.caller.asyncio.sleep", wait)
    double.play([replies.rate_limited(3), replies.rate_limited(7200), replies.rate_limited(1), replies.status(503)])

    outcome(asking.narrator(double, store, retries_s=(1.0, 4.0, 5.0, 6.0)))

    assert waits == [3.0, 60.0, 5.0, 6.0]


def test_silence_is_a_failure_that_may_have_cost(double: Double, store: Store) -> None:
    double.play([replies.silent()])
    narrator = asking.narrator(double, store, writing=QUICK, retries_s=())

    came = outcome(narrator)

    double.release()
    [row] = records(store)
    assert isinstance(came, ProviderOutage)
    assert row.error == str(came) == "openai:double-1 does not answer within 0.2 s"
    assert NOTHING < Spend(row.tokens, row.microusd) < narrator.most(narrator.prompts.of(ASKED))
    assert reserved(store) == {}
    assert narrator.breaker.failures == 1


def test_who_is_cancelled_gives_back_what_was_reserved(double: Double, store: Store) -> None:
    double.play([replies.silent()])
    narrator = asking.narrator(double, store)

    async def cancel() -> None:
        task = asyncio.create_task(narrator.write(ASKED))
        while not double.requests:  # noqa: ASYNC110 - in a thread
            await asyncio.sleep(0.01)
        assert reserved(store)[RUN] == narrator.most(narrator.prompts.of(ASKED))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await narrator.close()

    asyncio.run(cancel())
    double.release()

    [row] = records(store)
    assert (row.status, row.error) == (CallStatus.FAILED, "cancelled")
    assert NOTHING < spent(store)[RUN] < narrator.most(narrator.prompts.of(ASKED))
    assert reserved(store) == {}
    assert narrator.breaker.failures == 0


@pytest.mark.parametrize("turns", range(12))
def test_who_is_cancelled_at_any_moment_leaves_nothing_reserved(double: Double, store: Store, turns: int) -> None:
    narrator = asking.narrator(double, store)

    async def cancel() -> None:
        task = asyncio.create_task(narrator.write(ASKED))
        for _ in range(turns):
            await asyncio.sleep(0.002)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await narrator.close()

    asyncio.run(cancel())

    assert reserved(store) == {}
    assert {row.status for row in records(store)} <= {CallStatus.FAILED, CallStatus.SETTLED}


def test_a_text_beyond_the_budget_is_refused_before_anybody_is_asked(double: Double, store: Store) -> None:
    came = outcome(asking.narrator(double, store, caps=Caps(persona=Cap(tokens=1000))))

    assert isinstance(came, BudgetSpent)
    assert (came.scope, came.is_soft) == ("persona:wren/1931-03-02", False)
    assert double.requests == ()
    assert statuses(store) == [("refused", 0)]


def test_optional_texts_are_the_first_to_go_without_a_model(double: Double, store: Store) -> None:
    most = asking.narrator(double, store).most(asking.narrator(double, store).prompts.of(ASKED))
    narrator = asking.narrator(double, store, caps=Caps(world=Cap(tokens=most.tokens)))

    optional, needed = written(narrator, replace(ASKED, is_optional=True), assignment("evening"))

    assert isinstance(optional, BudgetSpent)
    assert optional.is_soft
    assert isinstance(needed, Draft)


def test_who_finds_no_room_waits_until_others_gave_theirs_back(double: Double, store: Store) -> None:
    most = asking.narrator(double, store).most(asking.narrator(double, store).prompts.of(ASKED))
    narrator = asking.narrator(double, store, caps=Caps(run=Cap(tokens=most.tokens * 2)))

    outcomes = written(narrator, *(assignment(str(number)) for number in range(3)), at_once=True)

    assert all(isinstance(came, Draft) for came in outcomes)
    assert spent(store)[RUN].tokens <= most.tokens * 2


def test_after_five_failures_nobody_is_asked_until_the_outage_is_over(double: Double, store: Store) -> None:
    double.play(always(replies.status(503)))
    narrator = asking.narrator(double, store)

    outcomes = written(narrator, *(assignment(str(number)) for number in range(4)))

    assert {type(came) for came in outcomes} == {ProviderOutage}
    assert len(double.requests) == FAILURES
    assert "openai is down since" in str(outcomes[-1])
    assert reserved(store) == {}


def test_when_patience_ends_the_refusal_is_on_record_for_a_replay(double: Double, store: Store) -> None:
    double.play(always(replies.status(503)))
    breaker = Breaker(name="openai", patience_s=0, answers=asking.never)
    narrator = asking.narrator(double, store, breaker=breaker)

    written(narrator, assignment("1"), assignment("2"))
    refused = outcome(narrator)

    again = outcome(asking.narrator(double, store, ledger=CallLedger(store=store, is_replay=True)))
    assert isinstance(refused, ProviderDown)
    assert isinstance(again, ProviderDown)
    assert str(refused) == str(again)


def test_a_key_that_a_provider_repeats_is_told_to_nobody(double: Double, store: Store, said: Logs) -> None:
    body = {"error": {"message": f"Incorrect API key provided: {KEY}.\x00\ud83d\nSee https://example.com", "code": KEY}}
    double.play(always(replies.status(401, body)))
    narrator = asking.narrator(double, store)

    outcomes = written(narrator, *(assignment(str(number)) for number in range(3)))

    assert {type(came) for came in outcomes} == {ProviderOutage}
    assert str(outcomes[0]) == "openai:double-1 answers 401"
    everything = f"{outcomes} {said} {[tuple(row) for row in records(store)]} {narrator.breaker.status()} {narrator!r}"
    assert KEY not in everything
    assert everything.encode()


def test_whatever_a_provider_says_can_be_kept_in_both_databases(double: Double, place: str) -> None:
    message = "no\x00 \ud83d \u202e way"
    double.play(always(replies.status(400, {"error": {"message": message}})))
    with opened(place) as store:
        came = outcome(asking.narrator(double, store))
        double.play([replies.say("It\x00 is noon.")])
        draft = outcome(asking.narrator(double, store), assignment("evening"))

        assert isinstance(came, RequestRejected)
        assert isinstance(draft, Draft)
        assert outcome(asking.narrator(double, store), assignment("evening")) == draft
