"""Residents who are minded by a model: what is asked, what it costs, and what comes of a model that loses its mind."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from double import replies
from double.asked import Asked
from double.replies import BAD_TEXTS, Reply
from double.server import Double
from longwave.editorial.events import PieceAccepted
from longwave.editorial.rule import Severity
from longwave.ledger.rebuild import compare
from longwave.modules.commons.events import Action, HeartbeatEnded, ReplyPosted, ThreadOpened
from longwave.narrator import budgets
from longwave.narrator.spend import NOTHING, Spend
from unit.commons.modelled import MODEL, accounts, call_rows, deciding, decisions, minded
from unit.commons.society import Founded
from unit.commons.stage import go_on, resident, saltmere, told

PLUMBING = re.compile(
    r"[<>{}\[\]`*#|]|FACTS|https?:|@everyone|language model|previous instructions|APPROVED|I can't help|must_say"
)


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Founded]:
    """A morning of six residents whom a good model minds."""
    place = str(tmp_path_factory.mktemp("morning") / "world.db")
    with Double() as double, minded(place, double) as society:
        go_on(society, hours=9)
        yield society


@pytest.fixture
def society(tmp_path: Path, double: Double) -> Iterator[Founded]:
    with minded(str(tmp_path / "world.db"), double) as society:
        yield society


def written(society: Founded) -> list[PieceAccepted]:
    """Return what residents wrote, the pack's own letters left out."""
    return [event for _, event in told(society, PieceAccepted) if event.narrator != "pack"]


def test_a_model_does_everything_that_can_be_done(morning: Founded) -> None:
    done = Counter(event.action for _, event in told(morning, HeartbeatEnded))
    searched = [event for _, event in told(morning, HeartbeatEnded) if event.searched]

    assert {Action.REPLY, Action.VOTE, Action.CREATE_THREAD, Action.DO_NOTHING} <= done.keys()
    assert searched
    assert {text.narrator for text in written(morning)} <= {MODEL, "offline"}
    assert sum(text.narrator == MODEL for text in written(morning)) > 0.8 * len(written(morning))


def test_a_heartbeat_decides_once_and_once_more_after_a_search(morning: Founded) -> None:
    ended = {(event.resident, event.beat): event for _, event in told(morning, HeartbeatEnded)}

    asked = decisions(morning)

    assert asked.keys() == ended.keys()
    assert asked == {beat: 2 if event.searched else 1 for beat, event in ended.items()}


def test_other_requests_are_for_texts_that_were_sent_back(morning: Founded) -> None:
    rewritten = [row.key.partition("#")[0].removesuffix("/title") for row in call_rows(morning) if row.form != "decide"]
    again = {recorded.subject for recorded, text in told(morning, PieceAccepted) if text.attempts > 1}

    assert set(rewritten) <= again
    assert max(Counter(rewritten).values(), default=0) <= 4


def test_what_heartbeats_cost_is_what_was_booked_and_what_calls_cost(morning: Founded) -> None:
    by_name = Counter[str]()
    total = NOTHING
    for _, event in told(morning, HeartbeatEnded):
        by_name[event.resident] += event.tokens
        total = total.plus(Spend(event.tokens, event.microusd))
    rows = call_rows(morning)

    assert total == Spend(sum(row.tokens for row in rows), sum(row.microusd for row in rows))
    assert total == accounts(morning)["run"].spent
    assert {account.reserved for account in accounts(morning).values()} == {NOTHING}
    booked = Counter[str]()
    for scope, account in accounts(morning).items():
        if scope.startswith("persona:"):
            booked[scope.removeprefix("persona:").partition("/")[0]] += account.spent.tokens
    assert booked == by_name
    assert {name: resident(morning, name).tokens for name in saltmere().residents} == by_name
    assert min(total) > 0
    with morning.ledger.store.read() as connection:
        assert budgets.wrongs(connection) == []


def test_what_a_model_writes_stands_under_what_it_answers_and_names_its_author(morning: Founded) -> None:
    texts = {recorded.seq: text for recorded, text in told(morning, PieceAccepted)}
    names = {name: persona.name.split()[0] for name, persona in saltmere().residents.items()}

    answers = [event for _, event in told(morning, ReplyPosted) if texts[event.piece].narrator == MODEL]

    assert len(answers) > 15
    assert all(names[answer.to] in texts[answer.piece].text for answer in answers)


def test_no_text_of_a_model_tells_the_same_thing_twice(morning: Founded) -> None:
    for text in written(morning):
        sentences = Counter(sentence for sentence in text.text.split(". ") if sentence)

        assert max(sentences.values()) == 1, text.text


def test_what_a_model_writes_has_a_verdict_and_nothing_critical(morning: Founded) -> None:
    for text in written(morning):
        assert text.rules
        assert [finding for finding in text.findings if finding.severity is Severity.CRITICAL] == []
        assert not PLUMBING.search(text.text)


def test_the_log_of_minded_residents_gives_what_stands_in_the_tables(morning: Founded) -> None:
    assert compare(morning.ledger).differences == ()


def nonsense(kind: str) -> replies.Reply:
    deed = {"action": "reply", "piece": 999_999, "text": "Jethro, so it is.", "stance": "add"}
    return {
        "words": replies.plain("I would rather not say."),
        "garbage": replies.plain('{"action": "reply", "piece": '),
        "another action": replies.structured({"action": "delete_everything"}),
        "unknown piece": replies.structured(deed),
        "no text": replies.structured({**deed, "piece": 17, "text": "  "}),
        "vote without a value": replies.structured({"action": "vote", "piece": 17}),
        "vote of seven": replies.structured({"action": "vote", "piece": 17, "value": 7}),
        "stranger": replies.structured({"action": "follow", "other": "nobody-at-all"}),
        "nothing to look up": replies.structured({"action": "web_search", "query": " "}),
        "thread without a title": replies.structured({"action": "create_thread", "text": "So it is."}),
    }[kind]


@pytest.mark.parametrize(
    "kind",
    [
        *("words", "garbage", "another action", "unknown piece", "no text"),
        *("vote without a value", "vote of seven", "stranger", "nothing to look up", "thread without a title"),
    ],
)
def test_a_deed_that_cannot_be_done_ends_in_nothing(society: Founded, double: Double, kind: str) -> None:
    double.play(deciding(lambda _: nonsense(kind)))

    go_on(society, hours=0.6)

    ended = [event for _, event in told(society, HeartbeatEnded)]
    assert ended
    assert {(event.action, event.details, event.target) for event in ended} == {
        (Action.DO_NOTHING, "could not make up their mind", "")
    }
    assert written(society) == []
    assert min(event.tokens for event in ended) > 0
    assert set(decisions(society).values()) == {2}
    assert sum(event.tokens for event in ended) == accounts(society)["run"].spent.tokens


@pytest.mark.parametrize("action", [Action.REPLY, Action.VOTE, Action.FOLLOW])
def test_nobody_does_anything_to_themselves(society: Founded, double: Double, action: Action) -> None:
    own = {event.author: event.piece for _, event in told(society, ThreadOpened)}
    ids = {persona.name: name for name, persona in saltmere().residents.items()}

    def vain(asked: Asked) -> Reply:
        me = next(own_id for name, own_id in ids.items() if asked.system.startswith(f"You are {name}"))
        praise = {"text": "How right I am.", "stance": "agree", "value": 1, "other": me}
        return replies.structured({"action": action.value, "piece": own.get(me, 0), **praise})

    double.play(deciding(vain))

    go_on(society, hours=0.6)

    assert {event.action for _, event in told(society, HeartbeatEnded)} == {Action.DO_NOTHING}


MAD = {**BAD_TEXTS, "a million characters": "The tide comes in. " * 55_000}


THREADS = ("HTML", "forged fence", "control characters", "lone surrogate", "code fence")


@pytest.mark.soak
@pytest.mark.parametrize("kind", MAD)
@pytest.mark.parametrize("action", ["reply", "create_thread"])
def test_whatever_a_model_says_a_clean_piece_or_nothing_is_aired(
    society: Founded, double: Double, action: str, kind: str, *, soak: bool
) -> None:
    if not soak and action == "create_thread" and kind not in THREADS:
        pytest.skip("replies are enough for the small count")

    def mad(asked: Asked) -> Reply:
        letters = [letter["piece"] for letter in asked.sheet()["letters"] if not letter["answered"]]
        deed = {"action": action, "piece": letters[0], "stance": "add", "title": MAD[kind][:200], "text": MAD[kind]}
        return replies.structured(deed)

    double.play(deciding(mad))
    before = {recorded.seq for recorded, _ in told(society, PieceAccepted)}

    go_on(society, hours=0.2)

    ended = [event for _, event in told(society, HeartbeatEnded)]
    assert ended
    assert {event.action for event in ended} <= {Action.DO_NOTHING, Action(action)}
    for recorded, text in told(society, PieceAccepted):
        if recorded.seq not in before:
            assert not PLUMBING.search(text.text)
            assert text.text.isprintable() or "\n\n" in text.text
            assert [finding for finding in text.findings if finding.severity is Severity.CRITICAL] == []
            assert len(text.text) <= 1000
    for _, thread in told(society, ThreadOpened):
        assert not PLUMBING.search(thread.title)
        assert 0 < len(thread.title) <= 90
    assert compare(society.ledger).differences == ()


def test_a_model_that_tells_its_instructions_airs_none_of_them(society: Founded, double: Double) -> None:
    def leak(asked: Asked) -> Reply:
        letters = [letter["piece"] for letter in asked.sheet()["letters"] if not letter["answered"]]
        return replies.structured({"action": "reply", "piece": letters[0], "stance": "add", "text": asked.system[:500]})

    double.play(deciding(leak))

    go_on(society, hours=0.6)

    for text in written(society):
        assert "You are " not in text.text
        assert not PLUMBING.search(text.text)
