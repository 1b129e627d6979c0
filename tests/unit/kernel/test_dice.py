"""The dice: streams that belong to a purpose, whatever else is thrown and when."""

import random
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from longwave.kernel.dice import dice

texts = st.text(max_size=8)
names = st.tuples(st.integers(-(2**63), 2**63), texts, st.lists(texts | st.integers(), max_size=3))
Name = tuple[int, str, list[str | int]]


def throws(name: Name, count: int = 3) -> list[float]:
    stream = dice(name[0], name[1], *name[2])
    return [stream.random() for _ in range(count)]


@given(st.lists(names, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_a_stream_is_the_same_in_whatever_order_streams_are_used(wanted: list[Name], order: random.Random) -> None:
    alone = [throws(name) for name in wanted]
    streams = [dice(name[0], name[1], *name[2]) for name in wanted]
    turns = [index for index in range(len(wanted)) for _ in range(3)]
    order.shuffle(turns)

    interleaved: list[list[float]] = [[] for _ in wanted]
    for index in turns:
        interleaved[index].append(streams[index].random())

    assert interleaved == alone


@given(names, names)
def test_another_seed_purpose_or_id_is_another_stream(one: Name, other: Name) -> None:
    same = (one[0], one[1], [*map(str, one[2])]) == (other[0], other[1], [*map(str, other[2])])

    assert (throws(one) == throws(other)) is same


def test_where_one_word_ends_and_the_next_begins_counts() -> None:
    streams = [("a", "bc"), ("ab", "c"), ("abc",), ("a", "b", "c"), ("abc", ""), ("", "abc"), ('a","b', "c")]

    assert len({tuple(throws((1, purpose, list(ids)))) for purpose, *ids in streams}) == len(streams)


def test_a_stream_is_the_same_in_another_process_and_for_ever() -> None:
    program = "from longwave.kernel.dice import dice; print(dice(7, 'order.backoff', 41, 2).random())"

    elsewhere = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert elsewhere.strip() == str(dice(7, "order.backoff", 41, 2).random()) == "0.2196331276985798"


def test_streams_do_not_touch_the_global_one() -> None:
    before = random.getstate()

    throws((1, "weather", []))

    assert random.getstate() == before
