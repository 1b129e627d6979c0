"""The editor and narrators that cannot or will not write: who writes instead, what it cost, and what the log says."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from longwave.editorial.editor import EXHAUSTED, Composed, Editor
from longwave.editorial.events import PieceAccepted
from longwave.ledger.ledger import Ledger
from longwave.narrator import notices
from longwave.narrator.assignment import Assignment, Draft, Feedback
from longwave.narrator.errors import (
    BudgetSpent,
    CallMissing,
    NarratorUnavailable,
    ProviderDown,
    ProviderOutage,
    ReplyUnusable,
    RequestRejected,
)
from longwave.narrator.events import BudgetReached
from longwave.narrator.spend import NOTHING, Spend
from longwave.orders import handler
from unit.editorial import desk
from unit.editorial.channels import CHANNEL, STAMP, air, world

GOOD = "It is seven o'clock, and the kettle is on for everyone."
ANOTHER = "Seven o'clock. Whoever has my other glove may keep it till the spring."
CRITICAL = "It is seven o'clock, and the kettle is on for {everyone}."
ASKED = desk.assignment({})
COST = Spend(100, 7)
WORLD, RUN = "world/1931-03-02", "run"


@dataclass(kw_only=True)
class Model:
    """A narrator that does what it is told, one thing a request, and the last again and again; each text costs."""

    does: list[str | Exception]
    name: str = "openai:double-1"
    cost: Spend = COST
    asked: list[Assignment] = field(default_factory=list)

    async def write(self, assignment: Assignment) -> Draft:
        self.asked.append(assignment)
        done = self.does[min(len(self.asked), len(self.does)) - 1]
        if isinstance(done, Exception):
            raise done
        return Draft(text=done, tells=(), used=(), narrator=self.name, spent=self.cost)


def offline(*does: str | Exception) -> Model:
    return Model(does=list(does) or [GOOD], name="offline", cost=NOTHING)


def editor(*does: str | Exception, fallback: Model | None = None) -> Editor:
    return Editor(gate=desk.gate(), narrator=Model(does=list(does)), fallback=fallback or offline())


def compose(desk_of: Editor, feedback: Feedback | None = None) -> Composed:
    return asyncio.run(desk_of.compose(ASKED, feedback or Feedback()))


def publish(ledger: Ledger, desk_of: Editor, composed: Composed | None = None) -> PieceAccepted:
    with ledger.write(STAMP) as tx:
        recorded = desk_of.publish(tx, composed or compose(desk_of), CHANNEL)
    assert isinstance(recorded.event, PieceAccepted)
    return recorded.event


@pytest.fixture
def ledger(place: str) -> Iterator[Ledger]:
    with world(place) as ledger:
        yield ledger


@pytest.mark.parametrize(
    "refusal",
    [
        NarratorUnavailable("somebody else has to"),
        RequestRejected("openai:double-1 will not write this"),
        ProviderDown("openai is down since noon"),
        BudgetSpent(WORLD, is_soft=False),
    ],
    ids=lambda refusal: type(refusal).__name__,
)
def test_where_the_narrator_cannot_write_another_does_and_the_piece_says_why(
    ledger: Ledger, refusal: NarratorUnavailable
) -> None:
    desk_of = editor(refusal)

    piece = publish(ledger, desk_of)

    assert (piece.text, piece.narrator) == (GOOD, "offline")
    assert (piece.is_fallback, piece.because, piece.attempts) == (True, str(refusal), 1)
    assert (piece.tokens, piece.microusd) == (0, 0)


def test_a_narrator_that_cannot_write_on_is_not_asked_again_and_what_it_wrote_is_paid_for(ledger: Ledger) -> None:
    fallback = offline(CRITICAL, GOOD)
    desk_of = editor(CRITICAL, ProviderDown("it is down"), GOOD, fallback=fallback)
    assert isinstance(desk_of.narrator, Model)

    piece = publish(ledger, desk_of)

    assert len(desk_of.narrator.asked) == 2
    assert [asked.feedback.attempt for asked in fallback.asked] == [1, 2]
    assert (piece.narrator, piece.because, piece.attempts) == ("offline", "it is down", 3)
    assert (piece.tokens, piece.microusd) == (100, 7)


def test_a_persona_s_own_narrator_is_no_fallback(ledger: Ledger) -> None:
    piece = publish(ledger, editor(GOOD))

    assert (piece.is_fallback, piece.because, piece.narrator) == (False, "", "openai:double-1")
    assert (piece.tokens, piece.microusd) == (100, 7)


def test_texts_that_never_pass_leave_the_piece_to_another(ledger: Ledger) -> None:
    piece = publish(ledger, editor(CRITICAL))

    assert (piece.is_fallback, piece.because, piece.attempts) == (True, EXHAUSTED, 4)
    assert (piece.tokens, piece.microusd) == (300, 21)


def test_a_reply_that_is_no_text_takes_an_attempt_and_costs(ledger: Ledger) -> None:
    desk_of = editor(ReplyUnusable("the reply holds no text", Spend(40, 3)), CRITICAL, GOOD)
    assert isinstance(desk_of.narrator, Model)

    piece = publish(ledger, desk_of)

    first, second, third = (asked.feedback for asked in desk_of.narrator.asked)
    assert first == Feedback()
    assert (second.attempt, second.findings) == (1, ("REPLY: the reply holds no text",))
    assert third.attempt == 2
    assert (piece.is_fallback, piece.attempts) == (False, 3)
    assert (piece.tokens, piece.microusd) == (240, 17)


def test_replies_that_are_never_texts_leave_the_piece_to_another(ledger: Ledger) -> None:
    piece = publish(ledger, editor(ReplyUnusable("the reply holds no text", Spend(40, 3))))

    assert (piece.narrator, piece.is_fallback, piece.because, piece.attempts) == ("offline", True, EXHAUSTED, 4)
    assert (piece.tokens, piece.microusd) == (120, 9)


def test_while_its_provider_is_away_a_text_waits() -> None:
    with pytest.raises(handler.NotNow, match="openai is down since noon"):
        compose(editor(ProviderOutage("openai is down since noon")))


def test_an_outage_after_an_attempt_does_not_lose_the_attempt() -> None:
    desk_of = editor(CRITICAL, ProviderOutage("away"))
    found = Feedback(attempt=1, findings=("VARY001: it begins like another",), spent=Spend(5, 1))

    with pytest.raises(handler.NotNow):
        compose(desk_of, found)

    assert isinstance(desk_of.narrator, Model)
    assert [asked.feedback.attempt for asked in desk_of.narrator.asked] == [1, 2]


def test_a_replay_that_lacks_a_call_goes_no_further() -> None:
    with pytest.raises(handler.CannotGoOn) as stopped:
        compose(editor(CallMissing("noon")))
    assert isinstance(stopped.value.__cause__, CallMissing)


def test_where_nobody_is_left_to_write_it_is_an_error() -> None:
    refused = ProviderDown("it is down")

    with pytest.raises(ProviderDown):
        compose(editor(refused, fallback=offline(refused)))


def test_what_was_paid_before_a_rework_counts_after_it(ledger: Ledger) -> None:
    air(ledger, GOOD)
    desk_of = editor(CRITICAL, GOOD, ANOTHER)

    with pytest.raises(handler.Rework) as rework:
        publish(ledger, desk_of)
    piece = publish(ledger, desk_of, compose(desk_of, rework.value.feedback))

    assert rework.value.feedback.spent == Spend(200, 14)
    assert (piece.text, piece.attempts, piece.is_fallback) == (ANOTHER, 3, False)
    assert (piece.tokens, piece.microusd) == (300, 21)


def test_why_another_writes_is_not_forgotten_over_a_rework(ledger: Ledger) -> None:
    air(ledger, GOOD)
    desk_of = editor(CRITICAL, BudgetSpent(RUN, is_soft=False), fallback=offline(GOOD, ANOTHER))

    with pytest.raises(handler.Rework) as rework:
        publish(ledger, desk_of)
    piece = publish(ledger, desk_of, compose(desk_of, rework.value.feedback))

    assert (piece.text, piece.narrator, piece.because) == (
        ANOTHER,
        "offline",
        "the budget of run has no room for one more text",
    )
    assert (piece.tokens, piece.attempts) == (100, 3)
    assert budgets_reached(ledger) == [(RUN, False)]
    assert isinstance(desk_of.narrator, Model)
    assert len(desk_of.narrator.asked) == 2


def test_a_budget_that_is_spent_is_said_once_a_scope_and_kind_and_before_the_piece(ledger: Ledger) -> None:
    refusals = [(WORLD, True), (WORLD, True), (WORLD, False), (RUN, False), (WORLD, False), (RUN, False)]
    texts = (
        "Seven o'clock, and somebody whistles under my window and stops.",
        "Seven o'clock. A kettle wants watching, and so does the cat.",
        "It has gone seven o'clock, my left shoe lets the rain in.",
        "Butter is dear at seven o'clock and bread is plain enough.",
        "Nobody rang before seven o'clock, so nobody was asked anything.",
        "Pull the curtain, put a log on: seven o'clock it is.",
    )

    for (scope, is_soft), text in zip(refusals, texts, strict=True):
        publish(ledger, editor(BudgetSpent(scope, is_soft=is_soft), fallback=offline(text)))

    assert budgets_reached(ledger) == [(WORLD, True), (WORLD, False), (RUN, False)]
    kinds = [(type(recorded.event), recorded.subject) for recorded in ledger.read()]
    assert kinds[:2] == [(BudgetReached, WORLD), (PieceAccepted, ASKED.key)]
    with ledger.store.read() as connection:
        assert notices.reached(connection) == budgets_reached(ledger)


def budgets_reached(ledger: Ledger) -> list[tuple[str, bool]]:
    """Return what the log says of budgets."""
    events = [recorded.event for recorded in ledger.read()]
    return [(event.scope, event.is_soft) for event in events if isinstance(event, BudgetReached)]


def test_what_a_rejected_request_cost_counts_with_the_piece_that_another_wrote(ledger: Ledger) -> None:
    piece = publish(ledger, editor(RequestRejected("it will not", COST)))

    assert piece.is_fallback
    assert (piece.tokens, piece.microusd) == COST
