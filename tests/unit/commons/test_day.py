"""Five days of Saltmere with its station on air: whether what residents write is worth reading, and told apart."""

import asyncio
import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest

from longwave import bootstrap
from longwave.editorial import likeness
from longwave.editorial.events import PieceAccepted
from longwave.editorial.gate import VERSIONS
from longwave.editorial.rule import Severity
from longwave.ledger.events import Recorded
from longwave.live import Live
from longwave.modules.commons.events import ReplyPosted, ThreadOpened
from longwave.modules.commons.indicators import Indicators
from longwave.modules.commons.recount import recounted
from longwave.modules.station.events import SegmentAired
from longwave.narrator.openings import opener
from longwave.world.memory.events import RelationshipChanged
from longwave.world.pack import Pack
from unit.commons.stage import PLAIN, SEED, saltmere

DAYS, NEAR = 5, 50
_PARTS = re.compile(r"[\w’']+|[^\w\s]")
Post = ThreadOpened | ReplyPosted


@dataclass(frozen=True, kw_only=True)
class Days:
    """What was recorded, in order, and what it is made of.

    Attributes:
        texts: what residents wrote on these days, by the number of the piece, the oldest first; the pack's own apart.
    """

    log: tuple[Recorded, ...]
    pack: Pack
    first: date
    texts: Mapping[int, PieceAccepted]
    posts: Mapping[int, Post]

    def by_author(self) -> dict[str, list[str]]:
        found = defaultdict[str, list[str]](list)
        for piece, text in self.texts.items():
            found[self.posts[piece].author].append(text.text)
        return dict(found)

    def health(self) -> Indicators:
        return recounted(self.log, since=self.first)


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Days:
    """Saltmere, its station and its forum, over five days."""
    out = tmp_path_factory.mktemp("days")
    with bootstrap.open_ledger(str(out / "world.db"), PLAIN, create=True) as ledger:
        live = Live(ledger=ledger, pack=saltmere(), seed=SEED, settings=PLAIN, out=out, say=lambda _: None)
        live.begin()
        begun = ledger.head()[0]
        asyncio.run(live.fast_forward(DAYS))
        log = tuple(ledger.read())
    posts = {each.event.piece: each.event for each in log if isinstance(each.event, ThreadOpened | ReplyPosted)}
    texts = {
        each.seq: each.event
        for each in log
        if isinstance(each.event, PieceAccepted) and each.event.channel == "forum" and each.seq > begun
    }
    return Days(log=log, pack=saltmere(), first=saltmere().card.start, texts=texts, posts=posts)


def test_most_replies_answer_by_what_they_say(days: Days) -> None:
    health = days.health()

    assert health.answering is not None
    assert health.answering >= 0.6
    assert health.taking_up is not None
    assert health.taking_up >= 0.5


def test_nearly_nothing_is_said_twice(days: Days) -> None:
    health = days.health()

    assert health.near_duplicates is not None
    assert health.near_duplicates < 0.02


def test_no_two_texts_are_near_duplicates_whoever_wrote_them(days: Days) -> None:
    runs = [likeness.shingles(text.text) for text in days.texts.values()]

    pairs = [likeness.jaccard(one, other) for one, other in combinations(runs, 2)]

    assert sum(alike > likeness.NEAR_DUPLICATE for alike in pairs) <= 0.02 * len(runs)


def test_no_text_opens_as_one_of_the_fifty_before_it(days: Days) -> None:
    openings = [(text.persona, opener(text.text)) for text in days.texts.values()]

    shared = [
        (place, name, other, opening)
        for place, (name, opening) in enumerate(openings)
        for other, before in openings[max(0, place - NEAR) : place]
        if before == opening
    ]

    assert len(openings) > 2 * NEAR
    assert shared == []


def test_every_text_has_a_verdict_and_no_critical_finding(days: Days) -> None:
    assert days.texts.keys() <= days.posts.keys()
    for text in days.texts.values():
        assert text.rules == VERSIONS
        assert [finding for finding in text.findings if finding.severity is Severity.CRITICAL] == []
        assert text.attempts >= 1


def test_residents_are_told_apart_by_their_words(days: Days) -> None:
    voices = days.by_author()
    halves = [{name: texts[part::2] for name, texts in voices.items()} for part in (0, 1)]

    told_apart = [
        _likeliest(text, habits) == name
        for habits, heard in zip(map(_habits, halves), reversed(halves), strict=True)
        for name, texts in heard.items()
        for text in texts
    ]

    assert voices.keys() == days.pack.residents.keys()
    assert len(told_apart) > 150
    assert sum(told_apart) / len(told_apart) > 0.9


def _habits(voices: Mapping[str, list[str]]) -> dict[str, Counter[str]]:
    """Count everybody's words and signs, and which stand side by side."""
    return {name: Counter(part for text in texts for part in _parts(text)) for name, texts in voices.items()}


def _parts(text: str) -> list[str]:
    said = _PARTS.findall(text.casefold())
    return said + [f"{one} {other}" for one, other in pairwise(said)]


def _likeliest(text: str, habits: Mapping[str, Counter[str]]) -> str:
    """Return who most likely wrote a text, by multinomial naive Bayes with Laplace's one more of everything."""
    known = len({part for each in habits.values() for part in each})

    def likelihood(name: str) -> float:
        own = habits[name]
        whole = own.total() + known
        return sum(math.log((own[part] + 1) / whole) for part in _parts(text))

    return max(habits, key=likelihood)


def test_feelings_change_and_each_change_says_when_and_why(days: Days) -> None:
    felt, extremes = defaultdict[tuple[str, str], float](float), defaultdict[tuple[str, str], list[float]](list)
    pieces = {each.seq: each.at for each in days.log if isinstance(each.event, PieceAccepted)}
    for recorded in days.log:
        if isinstance(recorded.event, RelationshipChanged):
            change = recorded.event
            pair = (change.persona, change.other)
            felt[pair] = max(-1.0, min(1.0, felt[pair] + change.change))
            extremes[pair].append(felt[pair])
            assert change.because
            assert change.source is not None
            assert pieces[change.source] <= recorded.at
            assert {days.posts[change.source].author} <= set(pair)

    moved = [pair for pair, course in extremes.items() if max(course) - min([0.0, *course]) > 0.2 or min(course) < -0.2]
    turned = [pair for pair, course in extremes.items() if min(course) < 0 < max(course)]

    assert len({*moved, *turned}) >= 3
    assert all(-1 <= each <= 1 for course in extremes.values() for each in course)


def test_residents_talk_about_what_was_on_air(days: Days) -> None:
    on_air = (days.pack.station.name, *(presenter.name for presenter in days.pack.presenters.values()))
    told: dict[str, list[Recorded]] = defaultdict(list)
    for recorded in days.log:
        if isinstance(recorded.event, PieceAccepted) and recorded.event.channel.startswith("station:"):
            for entry in recorded.event.tells:
                told[entry].append(recorded)

    prompted = [
        post
        for piece, post in days.posts.items()
        if isinstance(post, ThreadOpened)
        and piece in days.texts
        and any(name in days.texts[piece].text for name in on_air)
        # The station has an entry of its own, which somebody may bring up by themselves.
        and days.pack.lore[post.about[0]].title not in on_air
    ]

    assert prompted
    for thread in prompted:
        assert any(recorded.seq < thread.piece for recorded in told[thread.about[0]]), days.texts[thread.piece].text


def test_the_stations_gossip_picks_up_the_board_from_the_second_day_on(days: Days) -> None:
    gossip = [
        (recorded.event.date, ref)
        for recorded in days.log
        if isinstance(recorded.event, SegmentAired)
        for ref in recorded.event.used
        if ref.startswith("talk:")
    ]

    assert days.first + timedelta(days=1) in {day for day, _ in gossip}
    assert {int(ref.removeprefix("talk:")) for _, ref in gossip} <= days.posts.keys()
    per_channel = Counter(
        (recorded.event.channel, ref)
        for recorded in days.log
        if isinstance(recorded.event, SegmentAired)
        for ref in recorded.event.used
        if ref.startswith("talk:")
    )
    assert max(per_channel.values()) == 1


def test_a_thread_hears_a_fact_once(days: Days) -> None:
    told = Counter(
        (post.piece if isinstance(post, ThreadOpened) else post.thread, ref)
        for piece, post in days.posts.items()
        for ref in set(post.used)
        if piece in days.texts and ref.startswith("fact:")
    )

    again = sum(times - 1 for times in told.values())

    assert told.total() > 100
    assert again <= 0.03 * told.total()


def test_everybody_writes_and_nobody_writes_it_all(days: Days) -> None:
    written = Counter(post.author for piece, post in days.posts.items() if piece in days.texts)

    assert written.keys() == days.pack.residents.keys()
    assert max(written.values()) < 0.4 * written.total()
    assert min(written, key=written.__getitem__) == "ivo"
