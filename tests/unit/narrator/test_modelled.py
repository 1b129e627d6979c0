"""Narrators behind real clients of real providers, at a double that answers in every good and bad way."""

import json
from dataclasses import replace

import pytest

from double import replies
from double.replies import Usage
from double.scripts import WAYS, always
from double.server import Double
from double.writer import write as write_well
from longwave.ledger.store import Store
from longwave.narrator.assignment import Assignment, Draft, Feedback
from longwave.narrator.breaker import FAILURES
from longwave.narrator.budgets import RUN
from longwave.narrator.caller import DEFAULTS
from longwave.narrator.calls import CallLedger, CallStatus
from longwave.narrator.errors import (
    CallMissing,
    ProviderOutage,
    ReplyUnusable,
    RequestRejected,
)
from longwave.narrator.modelled import ModelNarrator
from longwave.narrator.spend import NOTHING, Spend
from unit.narrator import asking
from unit.narrator.accounts import records, reserved, spent, statuses, wipe
from unit.narrator.asking import KEY, Logs, assignment, outcome, written

every_provider = pytest.mark.parametrize("provider", asking.MODELS)
ASKED = assignment()


@every_provider
def test_a_model_writes_a_text_that_says_what_it_used_and_cost(double: Double, store: Store, provider: str) -> None:
    narrator = asking.narrator(double, store, provider=provider)

    draft = outcome(narrator)

    [asked], [row] = double.billed, records(store)
    assert isinstance(draft, Draft)
    assert "it is twelve o'clock in the afternoon. The Needle Stair has ninety-nine steps." in draft.text
    assert draft.used == ("fact:stair#0", "fact:ferry#0")
    assert draft.tells == ("needle-stair", "ferry")
    assert draft.narrator == narrator.name == asking.MODELS[provider]
    assert draft.spent == Spend(row.tokens, row.microusd) == spent(store)[RUN]
    assert 500 < draft.spent.tokens < row.reserved_tokens + narrator.most(narrator.prompts.of(ASKED)).tokens
    assert draft.spent.microusd > 500
    assert (row.status, row.key) == (CallStatus.SETTLED, f"noon#0@{narrator.name}/{asked.key[:16]}")
    assert asked.key == row.digest
    assert asked.max_tokens == DEFAULTS.max_tokens
    assert row.prompt.startswith("You are Wren Alder")
    assert reserved(store) == {}


@every_provider
def test_a_settled_request_is_not_made_again(double: Double, store: Store, provider: str) -> None:
    first = outcome(asking.narrator(double, store, provider=provider))

    second = outcome(asking.narrator(double, store, provider=provider))
    asking_nobody = outcome(
        asking.narrator(double, store, provider=provider, ledger=CallLedger(store=store, is_replay=True))
    )

    assert first == second == asking_nobody
    assert len(double.requests) == 1


def test_a_replay_asks_nobody(double: Double, store: Store) -> None:
    failure = outcome(asking.narrator(double, store, ledger=CallLedger(store=store, is_replay=True)))

    assert isinstance(failure, CallMissing)
    assert double.requests == ()


@pytest.mark.parametrize(
    "other",
    [
        assignment("midnight"),
        assignment(max_chars=299),
        assignment(turn=1),
        assignment(form_turn=1),
        assignment(form="ident"),
        assignment(avoid=("Well now",)),
        assignment(feedback=Feedback(attempt=1)),
        assignment(feedback=Feedback(findings=("TIME001: it is later",))),
        assignment(persona=asking.saltmere().personas["corvin"]),
        assignment(sheet=ASKED.sheet.model_copy(update={"facts": ()})),
    ],
    ids="key max_chars turn form_turn form avoid attempt findings persona sheet".split(),
)
def test_a_request_that_differs_in_anything_is_another_one(double: Double, store: Store, other: Assignment) -> None:
    narrator = asking.narrator(double, store)

    first, second, first_again, second_again = written(narrator, ASKED, other, ASKED, other)

    assert (first, second) == (first_again, second_again)
    assert len({asked.key for asked in double.requests}) == len(double.requests) == 2


def test_the_same_text_asked_of_another_model_is_another_request(double: Double, store: Store) -> None:
    outcome(asking.narrator(double, store))
    outcome(asking.narrator(double, store, ref=replace(asking.ref(double), model="double-2")))

    assert len({asked.key for asked in double.billed}) == 2


@every_provider
def test_however_a_provider_answers_nothing_but_a_text_or_a_refusal_of_ours_comes_of_it(
    double: Double, store: Store, provider: str, said: Logs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("longwave.narrator.caller.MAX_RETRY_AFTER_S", 0.0)
    for number, way in enumerate(WAYS):
        wipe(store)
        double.play(way)
        before = len(double.requests), len(double.billed)
        narrator = asking.narrator(double, store, provider=provider)

        came = outcome(narrator)

        asked, billed = double.requests[before[0] :], double.billed[before[1] :]
        _is_in_order(narrator, came, number)
        assert len(asked) == (3 if isinstance(came, ProviderOutage) else 1), f"way {number}"
        assert len({each.key for each in asked}) == 1, f"way {number}"
        assert len(billed) == 1 or not isinstance(came, Draft), f"way {number}"
    assert KEY not in str(said)


def _is_in_order(narrator: ModelNarrator, came: Draft | BaseException, way: int) -> None:
    """Check what is on record of a request, and what came of it."""
    [row] = records(narrator.ledger.store)
    most, cost = narrator.most(narrator.prompts.of(ASKED)), Spend(row.tokens, row.microusd)
    is_outage = isinstance(came, ProviderOutage)
    assert isinstance(came, Draft | ReplyUnusable | RequestRejected | ProviderOutage), f"way {way}: {came!r}"
    assert reserved(narrator.ledger.store) == {}, f"way {way}"
    assert spent(narrator.ledger.store)[RUN] == cost, f"way {way}"
    assert 0 <= row.tokens <= most.tokens * row.dispatches, f"way {way}"
    assert 0 <= row.microusd <= most.microusd * row.dispatches, f"way {way}"
    assert (row.dispatches, narrator.breaker.failures) == ((3, 3) if is_outage else (1, 0)), f"way {way}"
    assert KEY not in f"{came} {came!r} {row}", f"way {way}"
    if isinstance(came, Draft):
        assert (row.status, came.spent) == (CallStatus.SETTLED, cost), f"way {way}"
        assert came.text.encode(), f"way {way}"
    if isinstance(came, ReplyUnusable):
        assert (row.status, came.spent) == (CallStatus.UNUSABLE, cost), f"way {way}"
        assert cost > NOTHING, f"way {way}"


@pytest.mark.parametrize("kind", replies.BAD_USAGES)
@every_provider
def test_a_reply_whose_cost_nobody_can_believe_still_costs(
    double: Double, store: Store, provider: str, kind: str
) -> None:
    double.play(lambda asked: write_well(asked).using(replies.BAD_USAGES[kind]))
    narrator = asking.narrator(double, store, provider=provider)

    came = outcome(narrator)

    most = narrator.most(narrator.prompts.of(ASKED))
    cost = spent(store)[RUN]
    assert isinstance(came, Draft | ReplyUnusable)
    assert came.spent == cost
    if kind == "usage absurd":
        assert cost == most
    else:
        assert NOTHING < cost < most


def test_an_absurd_usage_is_logged(double: Double, store: Store, said: Logs) -> None:
    double.play(lambda asked: write_well(asked).using(Usage(input_tokens=10**12, output_tokens=7)))

    outcome(asking.narrator(double, store))

    assert said == [
        {
            "event": "usage.implausible",
            "log_level": "warning",
            "narrator": "openai:double-1",
            "tokens": 10**12 + 7,
        }
    ]


@pytest.mark.parametrize(
    "reply",
    [replies.plain(""), replies.say(" \n\t "), replies.say("Half \ud83d"), replies.bad_body("HTML page")],
    ids=["empty", "blank", "half a character", "HTML"],
)
def test_a_reply_that_is_no_text_is_paid_for_once(double: Double, store: Store, reply: replies.Reply) -> None:
    double.play(always(reply))
    narrator = asking.narrator(double, store)

    first, second = written(narrator, ASKED, ASKED)

    assert isinstance(first, ReplyUnusable)
    assert isinstance(second, ReplyUnusable)
    assert (str(first), first.spent) == (str(second), second.spent)
    assert statuses(store) == [("unusable", 1)]
    assert len(double.requests) == 1


@every_provider
def test_a_text_that_a_provider_begins_and_then_filters_is_paid_for(
    double: Double, store: Store, provider: str
) -> None:
    double.play([replies.refused_to_write()])

    came = outcome(asking.narrator(double, store, provider=provider))

    assert isinstance(came, RequestRejected)
    assert spent(store)[RUN] == came.spent > NOTHING


def test_facts_that_are_not_on_the_sheet_are_not_used(double: Double, store: Store) -> None:
    double.play([replies.structured({"text": "It is noon.", "facts": [2, 0, -1, 3, 2, 10**18]})])

    draft = outcome(asking.narrator(double, store))

    assert isinstance(draft, Draft)
    assert draft.used == ("fact:ferry#0",)


def test_what_a_provider_will_not_write_is_rejected_and_no_fault_of_the_provider_s(
    double: Double, store: Store
) -> None:
    double.play(always(replies.status(400)))
    narrator = asking.narrator(double, store)

    outcomes = written(narrator, *(assignment(str(number)) for number in range(FAILURES + 1)))

    assert {type(came) for came in outcomes} == {RequestRejected}
    assert str(outcomes[0]).startswith("openai:double-1 will not write this: ")
    assert narrator.breaker.failures == 0
    assert spent(store)[RUN] == NOTHING


@every_provider
def test_prompts_and_replies_are_never_logged(double: Double, store: Store, provider: str, said: Logs) -> None:
    for way in (write_well, always(replies.status(503)), always(replies.bad_text("HTML"))):
        wipe(store)
        double.play(way)
        outcome(asking.narrator(double, store, provider=provider))

    assert all(words not in str(said) for words in ("Needle Stair", "Wren Alder", "onclick"))


def test_settings_of_the_persona_reach_the_model(double: Double, store: Store) -> None:
    writing = DEFAULTS.model_copy(update={"temperature": 0.3, "max_tokens": 77})

    written(asking.narrator(double, store, writing=writing), ASKED)

    [asked] = double.requests
    assert (asked.temperature, asked.max_tokens) == (0.3, 77)


def test_a_narrator_that_was_closed_writes_on(double: Double, store: Store) -> None:
    narrator = asking.narrator(double, store)

    first, second = outcome(narrator), outcome(narrator, assignment("evening"))

    assert isinstance(first, Draft)
    assert isinstance(second, Draft)


def test_the_bound_on_a_request_s_cost_holds_what_a_client_library_adds(double: Double, store: Store) -> None:
    for provider in asking.MODELS:
        narrator = asking.narrator(double, store, provider=provider)
        outcome(narrator)

        asked = double.requests[-1]
        prompt = narrator.prompts.of(ASKED)
        sent = len(json.dumps(asked.body, ensure_ascii=False).encode())
        given = len(prompt.system.encode()) + len(prompt.user.encode())
        # Four bytes a token is the least that any tokenizer makes of prose; JSON's own quotes are counted on top.
        assert (sent - given) / 2 < narrator.most(prompt).tokens - given // 2 - (asked.max_tokens or 0)
