import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longwave.editorial import likeness
from longwave.narrator import openings
from unit.editorial import desk

SETS = st.frozensets(st.text(max_size=2), min_size=1)


@given(one=SETS, other=SETS)
def test_likeness_is_the_same_both_ways_and_between_nothing_and_all(one: frozenset[str], other: frozenset[str]) -> None:
    index = likeness.jaccard(one, other)

    assert index == likeness.jaccard(other, one)
    assert 0 <= index <= 1
    assert (index == 1) is (one == other)
    assert (index == 0) is one.isdisjoint(other)


@given(text=st.text())
def test_every_text_has_shingles_an_opener_and_its_own_buckets(text: str) -> None:
    assert likeness.jaccard(likeness.shingles(text), likeness.shingles(text)) == 1
    assert len(openings.opener(text).split(" ")) <= openings.OPENER_WORDS
    assert len(set(likeness.bands(text).tolist())) == likeness.BANDS
    assert likeness.bands(text).tolist() == likeness.bands(f"  {text}!").tolist()
    assert all(likeness.bands(text) >= 0)


@pytest.mark.parametrize(
    ("text", "shingles"),
    [
        ("", {""}),
        ("...", {""}),
        ("Four words, no more.", {"four words no more"}),
        ("The third step, please!", {"the third step please"}),
        ("One two three four five.", {"one two three four five"}),
        ("One two three four five six.", {"one two three four five", "two three four five six"}),
        ("It’s the Widow’s light, it’s true.", {"it’s the widow’s light it’s", "the widow’s light it’s true"}),
    ],
)
def test_a_short_text_is_one_shingle_and_a_longer_one_all_its_runs_of_five(text: str, shingles: set[str]) -> None:
    assert likeness.shingles(text) == shingles


@pytest.mark.soak
def test_texts_that_share_most_of_their_runs_share_a_bucket(*, soak: bool) -> None:
    stream, texts = random.Random(7), [case.draft.text for case in desk.aired()]
    pairs: list[tuple[str, str]] = []
    while len(pairs) < (3000 if soak else 300):
        text = stream.choice(texts)
        other = edited(text, stream)
        if likeness.jaccard(likeness.shingles(text), likeness.shingles(other)) > 0.6:
            pairs.append((text, other))

    found = sum(bool(any(likeness.bands(text) == likeness.bands(other))) for text, other in pairs)

    # For a Jaccard index of 0.6 the theory says 0.994.
    assert found / len(pairs) >= 0.99


def test_texts_that_share_little_seldom_share_a_bucket() -> None:
    texts = [case.draft.text for case in desk.aired()]
    pairs = [
        (one, other)
        for place, one in enumerate(texts)
        for other in texts[:place]
        if likeness.jaccard(likeness.shingles(one), likeness.shingles(other)) < 0.1
    ]

    found = sum(bool(any(likeness.bands(one) == likeness.bands(other))) for one, other in pairs)

    assert len(pairs) > 500
    assert found / len(pairs) <= 0.02


def edited(text: str, stream: random.Random) -> str:
    """Replace, drop and insert a few words."""
    words = text.split()
    for _ in range(stream.randint(1, 8)):
        at = stream.randrange(len(words))
        words[at : at + stream.randint(0, 2)] = [stream.choice(words)] * stream.randint(0, 2)
        words = words or ["nothing"]
    return " ".join(words)
