"""Every indicator on boards small enough to be counted by hand; each is counted from the log and from the tables."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from longwave import bootstrap
from longwave.editorial.events import PieceAccepted
from longwave.ledger.events import Event, Registry
from longwave.ledger.ledger import Ledger, Stamp
from longwave.ledger.projections import Projections
from longwave.ledger.store import Store, database_url
from longwave.ledger.tables import metadata
from longwave.modules.commons.events import (
    Action,
    HeartbeatEnded,
    ReplyPosted,
    ResidentJoined,
    Stance,
    ThreadOpened,
    VoteCast,
)
from longwave.modules.commons.indicators import Indicators, takes_up
from longwave.modules.commons.measures import measured
from longwave.modules.commons.recount import recounted
from longwave.world.memory.events import RelationshipChanged

MONDAY = dt.datetime(1931, 3, 2, 6, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
SHARES = (
    "participation answering taking_up gini density reciprocity topic_entropy near_duplicates worst_week "
    "reputation_entropy opinion_churn replies_per_thread"
).split()
BOOT = "It came to our landing in the flood, it is a left one, and it was resoled by somebody who cared for it."
CLOCK = "The Customs House clock stopped for a day in 1884 and nobody has looked for the four minutes in order."
SLUICE = "Whoever opens the eastern sluice before breakfast should ring twice and wait for Mother Quill to answer."


@dataclass(kw_only=True)
class Board:
    """A forum on which all is done by hand."""

    ledger: Ledger
    at: dt.datetime = MONDAY
    beats: int = 0

    def join(self, *names: str) -> None:
        for name in names:
            self._tell(ResidentJoined(resident=name, name=f"{name.title()} Marsh", offset_s=0))

    def open(self, author: str, text: str = BOOT, *about: str) -> int:
        piece = self._accept(author, text, *about)
        self._tell(ThreadOpened(piece=piece, author=author, title="?", about=about))
        return piece

    def answer(self, author: str, piece: int, to: str, text: str = CLOCK, *about: str) -> int:
        number = self._accept(author, text, *about)
        self._tell(
            ReplyPosted(piece=number, author=author, thread=piece, answers=piece, to=to, stance=Stance.ADD, about=about)
        )
        return number

    def vote(self, voter: str, piece: int, author: str, *, value: int = 1, was: int = 0) -> None:
        self._tell(VoteCast(voter=voter, piece=piece, author=author, value=value, was=was))

    def beat(
        self, resident: str, action: Action = Action.DO_NOTHING, *, reputation: int = 0, searched: str = ""
    ) -> None:
        self.beats += 1
        self._tell(
            HeartbeatEnded(
                resident=resident,
                beat=self.beats,
                action=action,
                reputation=reputation,
                searched=searched,
                next_at=self.at,
            )
        )

    def feel(self, one: str, other: str, *changes: float) -> None:
        for change in changes:
            self._tell(RelationshipChanged(persona=one, other=other, change=change, because="so", source=None))

    def health(self, since: dt.date = dt.date.min, until: dt.date = dt.date.max) -> Indicators:
        """Return the indicators, which are the same both ways."""
        recount = recounted(self.ledger.read(), since, until)
        with self.ledger.store.read() as connection:
            assert measured(connection, since, until) == recount
        return recount

    def _accept(self, author: str, text: str, *about: str) -> int:
        return self._tell(
            PieceAccepted(
                channel="forum",
                form="reply",
                persona=author,
                text=text,
                narrator="offline",
                attempts=1,
                is_fallback=False,
                because="",
                tokens=0,
                microusd=0,
                tells=about,
                findings=(),
                rules={},
            )
        )

    def _tell(self, event: Event) -> int:
        with self.ledger.write(Stamp(at=self.at, actor="test")) as tx:
            [recorded] = tx.append(event)
        return recorded.seq


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    """A forum of nobody."""
    store = Store(database_url(str(tmp_path / "world.db")), create=True)
    with store.write() as connection:
        metadata.create_all(connection)
    yield Board(ledger=Ledger(store, Registry(bootstrap.EVENTS), Projections(bootstrap.PROJECTIONS)))
    store.close()


def test_of_an_empty_log_nothing_is_known(board: Board) -> None:
    health = board.health()

    assert (health.residents, health.threads, health.replies, health.deeds, health.deeds_of) == (0, 0, 0, {}, {})
    assert {getattr(health, name) for name in SHARES} == {None}


def test_residents_who_never_do_anything_do_not_participate(board: Board) -> None:
    board.join("ada", "bo", "cy")
    board.beat("ada", Action.VOTE)
    board.beat("ada")
    board.beat("bo")

    health = board.health()

    assert health.participation == round(1 / 3, 6)
    assert health.deeds == {"do_nothing": 2, "vote": 1}
    assert health.deeds_of == {"ada": {"do_nothing": 1, "vote": 1}, "bo": {"do_nothing": 1}}


def test_nobody_participates_where_all_do_nothing(board: Board) -> None:
    board.join("ada")
    board.beat("ada")

    assert board.health().participation == 0


def test_what_was_looked_up_is_a_deed_beside_the_reply(board: Board) -> None:
    board.join("ada")
    board.beat("ada", Action.REPLY, searched="Clocks")

    assert board.health().deeds == {"reply": 1, "web_search": 1}


def test_a_reply_about_the_same_entry_answers(board: Board) -> None:
    board.join("ada", "bo")
    piece = board.open("ada", BOOT, "odd-boots", "floods")
    board.answer("bo", piece, "ada", CLOCK, "clocks", "floods")

    health = board.health()

    assert (health.answering, health.taking_up) == (1, 0)


def test_a_reply_that_talks_past_the_other_does_not_answer(board: Board) -> None:
    board.join("ada", "bo")
    piece = board.open("ada", BOOT, "odd-boots")
    board.answer("bo", piece, "ada", CLOCK, "clocks")
    board.answer("bo", piece, "ada", f"Ada, {CLOCK}", "clocks")

    assert board.health().answering == 0


def test_a_reply_that_names_the_other_and_takes_their_words_up_answers(board: Board) -> None:
    board.join("ada", "bo")
    piece = board.open("ada", BOOT, "odd-boots")
    board.answer("bo", piece, "ada", "Ada, who resoled what came to your landing?", "cobblers")
    board.answer("bo", piece, "ada", "Who resoled what came to your landing?", "cobblers")

    health = board.health()

    assert (health.answering, health.taking_up) == (0.5, 0.5)


@pytest.mark.parametrize(
    ("reply", "is_taken_up"),
    [
        ("Ada, the landing floods and the left one is resoled.", True),
        ("ADA MARSH! A landing, a flood, a left.", True),
        ("Ada, a landing and a flood.", False),
        ("Adam, the landing floods and the left one is resoled.", False),
        ("Ada, it is to our in the one by who for it.", False),
    ],
)
def test_only_content_words_are_taken_up_and_whole_names_called(reply: str, *, is_taken_up: bool) -> None:
    assert takes_up(reply, BOOT, "Ada Marsh") is is_taken_up


def test_a_reply_to_what_is_older_than_a_month_is_not_judged(board: Board) -> None:
    board.join("ada", "bo")
    piece = board.open("ada", BOOT, "odd-boots")
    board.at += 31 * DAY
    board.answer("bo", piece, "ada", CLOCK, "clocks")

    health = board.health()

    assert (health.replies, health.answering) == (1, None)


@pytest.mark.parametrize(
    ("written", "gini"),
    [((3, 3, 3, 3), 0), ((8, 0, 0, 0), 0.75), ((1, 2, 3, 4), 0.25), ((5, 0), 0.5)],
)
def test_gini_is_none_at_all_where_all_write_as_much(board: Board, written: tuple[int, ...], gini: float) -> None:
    names = [f"n{number}" for number in range(len(written))]
    board.join(*names)
    for name, count in zip(names, written, strict=True):
        for number in range(count):
            board.open(name, f"{name} opens the thread with the number {number}.")

    assert board.health().gini == gini


def test_density_counts_directed_pairs_and_reciprocity_those_that_go_both_ways(board: Board) -> None:
    board.join("ada", "bo", "cy")
    piece = board.open("ada")
    board.answer("bo", piece, "ada")
    one_way = board.health()
    first = board.answer("bo", piece, "ada", SLUICE)
    board.answer("ada", first, "bo", SLUICE)
    board.answer("cy", piece, "ada", BOOT)
    board.answer("ada", piece, "ada", CLOCK)

    both_ways = board.health()

    assert (one_way.density, one_way.reciprocity) == (round(1 / 6, 6), 0)
    assert (both_ways.density, both_ways.reciprocity) == (0.5, round(2 / 3, 6))


def test_of_one_resident_alone_there_is_no_network(board: Board) -> None:
    board.join("ada")
    board.answer("ada", board.open("ada"), "ada")

    health = board.health()

    assert (health.density, health.reciprocity) == (None, None)


@pytest.mark.parametrize(
    ("topics", "entropy"),
    [("aaaa", 0), ("abcd", 1), ("aab", 0.918296), ("aaaaaaab", 0.543564)],
)
def test_topic_entropy_is_one_where_all_topics_are_as_common(board: Board, topics: str, entropy: float) -> None:
    board.join("ada")
    for number, topic in enumerate(topics):
        board.open("ada", f"On {topic}, number {number}.", topic, "never-counted")
    board.open("ada", "About nothing.")

    assert board.health().topic_entropy == entropy


def test_a_piece_much_like_an_earlier_one_of_the_week_is_a_near_duplicate(board: Board) -> None:
    board.join("ada", "bo")
    board.open("ada", BOOT)
    board.at += 6 * DAY
    board.open("ada", f"{BOOT} Still.")
    board.open("ada", SLUICE)
    board.open("bo", CLOCK)

    health = board.health()

    assert health.near_duplicates == 0.25
    assert health.worst_week == round(1 / 3, 6)


def test_neither_another_resident_nor_another_week_makes_a_near_duplicate(board: Board) -> None:
    board.join("ada", "bo")
    board.open("ada", BOOT)
    board.open("bo", BOOT)
    board.at += 7 * DAY
    board.open("ada", BOOT)

    health = board.health()

    assert (health.near_duplicates, health.worst_week) == (0, 0)


def test_near_duplicates_are_found_in_the_memory_of_the_latest_and_in_the_older_one(board: Board) -> None:
    board.join("ada", "bo")
    board.open("ada", BOOT)
    for number in range(130):
        board.open("bo", " ".join(f"w{number}x{place}" for place in range(9)))
    board.open("ada", BOOT)
    board.open("bo", CLOCK)
    board.open("bo", CLOCK)

    assert board.health().near_duplicates == round(2 / 134, 6)


def test_what_was_written_earlier_in_the_week_counts_though_the_span_begins_later(board: Board) -> None:
    board.join("ada")
    board.open("ada", BOOT)
    board.at += DAY
    board.open("ada", BOOT)

    tuesday = board.health(since=MONDAY.date() + DAY)

    assert (tuesday.threads, tuesday.near_duplicates) == (1, 1)


@pytest.mark.parametrize(
    ("votes", "entropy"),
    [((5, 0, 0), 0), ((2, 2, 2), 1), ((3, -4, 0), 0), ((0, -1, 0), None), ((1, 1, 0), 0.63093)],
)
def test_reputation_entropy_is_nothing_where_one_has_it_all(
    board: Board, votes: tuple[int, ...], entropy: float | None
) -> None:
    names = ("ada", "bo", "cy")
    board.join(*names)
    for name, total in zip(names, votes, strict=True):
        piece = board.open(name, f"{name} speaks.")
        for number in range(abs(total)):
            board.vote(f"voter-{number}", piece, name, value=1 if total > 0 else -1)
        board.beat(name, reputation=total)

    assert board.health().reputation_entropy == entropy


def test_a_vote_that_was_changed_counts_once(board: Board) -> None:
    board.join("ada", "bo")
    piece, other = board.open("ada", BOOT), board.open("bo", CLOCK)
    board.vote("cy", piece, "ada", value=-1)
    board.vote("cy", other, "bo", value=-1)
    board.vote("cy", piece, "ada", value=1, was=-1)
    board.beat("ada", reputation=1)
    board.beat("bo", reputation=-1)

    assert board.health().reputation_entropy == 0


def test_opinions_churn_where_sentiments_change_their_sign(board: Board) -> None:
    board.join("ada", "bo", "cy")
    board.feel("ada", "bo", 0.2, -0.3)
    board.feel("ada", "cy", 0.2, -0.2, 0.1)
    board.feel("bo", "ada", -0.4, 0.4, 0.1, -0.9)
    board.feel("bo", "cy", 0.9, 0.9, -0.95)
    board.feel("a presenter", "bo", 0.1, -0.2)

    assert board.health().opinion_churn == 0.5


def test_an_opinion_that_turned_before_the_span_is_no_churn_in_it(board: Board) -> None:
    board.join("ada", "bo")
    board.feel("ada", "bo", 0.2, -0.3)
    board.at += DAY
    board.feel("ada", "bo", -0.1)

    assert board.health(until=MONDAY.date() + DAY).opinion_churn == 1
    assert board.health(since=MONDAY.date() + DAY).opinion_churn == 0


def test_replies_per_thread_leaves_threads_out_that_nobody_spoke_in(board: Board) -> None:
    board.join("ada", "bo")
    piece = board.open("ada")
    board.open("ada", SLUICE)
    for number in range(3):
        board.answer("bo", piece, "ada", f"{CLOCK} {number}")
    on_monday = board.health()
    board.at += DAY
    board.answer("bo", piece, "ada", "And again.")

    assert on_monday.replies_per_thread == 1.5
    assert board.health(since=MONDAY.date() + DAY).replies_per_thread == 1


def test_who_joins_after_the_span_is_nobody_in_it(board: Board) -> None:
    board.join("ada")
    board.beat("ada", Action.VOTE)
    board.at += DAY
    board.join("bo")

    assert board.health(until=MONDAY.date() + DAY).participation == 1
    assert board.health().participation == 0.5
