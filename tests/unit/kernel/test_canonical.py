"""Canonical JSON: one text for one value."""

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longwave.kernel import canonical

whole_texts = st.text(st.characters(exclude_categories=["Cs"]))
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | whole_texts
values = st.recursive(scalars, lambda of: st.lists(of, max_size=4) | st.dictionaries(whole_texts, of, max_size=4))
# What JSON can hold.
Json = Any


def reordered(value: Json, order: random.Random) -> Json:
    if isinstance(value, list):
        return [reordered(item, order) for item in value]
    if not isinstance(value, dict):
        return value
    keys = list(value)
    order.shuffle(keys)
    return {key: reordered(value[key], order) for key in keys}


@given(values)
def test_a_value_survives_the_way_to_text_and_back(value: Json) -> None:
    text = canonical.dumps(value)

    assert text.isascii()
    assert json.loads(text) == value
    assert canonical.dumps(json.loads(text)) == text


@given(values, st.randoms(use_true_random=False))
def test_the_order_in_which_keys_were_set_does_not_show(value: Json, order: random.Random) -> None:
    assert canonical.dumps(reordered(value, order)) == canonical.dumps(value)


def test_the_text_has_sorted_keys_no_spaces_and_ascii_only() -> None:
    assert canonical.dumps({"b": [1, 2.0, None], "a": "Ærø 🌊", "B": True}) == (
        '{"B":true,"a":"\\u00c6r\\u00f8 \\ud83c\\udf0a","b":[1,2.0,null]}'
    )


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_is_not_finite_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical.dumps({"depth": [number]})


@pytest.mark.parametrize("text", ["\ud800", "tide \udfff", "\udf0a\ud83c", "\ud83c\ud83c\udf0a"])
def test_half_a_character_is_refused_as_value_and_as_key(text: str) -> None:
    for value in (text, [text], {text: 1}):
        with pytest.raises(UnicodeEncodeError):
            canonical.dumps(value)


@pytest.mark.parametrize("text", ["\\ud800", "\\\\ud83c", "🌊", "\x00", "\u2028", '"'])
def test_what_only_looks_like_half_a_character_is_taken(text: str) -> None:
    assert json.loads(canonical.dumps(text)) == text


def test_what_json_cannot_hold_is_refused() -> None:
    for value in (b"bytes", {1, 2}, object()):
        with pytest.raises(TypeError):
            canonical.dumps(value)


@given(st.lists(st.text(max_size=4), max_size=4), st.lists(st.text(max_size=4), max_size=4))
def test_digests_are_equal_where_the_texts_are_and_nowhere_else(one: list[str], other: list[str]) -> None:
    assert (canonical.digest(*one) == canonical.digest(*other)) is (one == other)


def test_where_one_text_ends_and_the_next_begins_counts() -> None:
    splits = [("abc",), ("a", "bc"), ("ab", "c"), ("a", "b", "c"), ("abc", ""), ("", "abc"), ('a","bc',), ("[a", "bc]")]

    assert len({canonical.digest(*split) for split in splits}) == len(splits)
    assert all(len(canonical.digest(*split)) == 64 for split in splits)
