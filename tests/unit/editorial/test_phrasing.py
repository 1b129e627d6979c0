"""Which phrases one would know again, and which texts are built alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longwave.editorial import phrasing

EARLIER = "They say that a gull has married into the fish hall and keeps the accounts at half past nine on Monday."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A gull has married into the fish hall, I hear.", ["a gull has married into the fish hall"]),
        ("A GULL HAS MARRIED INTO THE FISH HALL!", ["a gull has married into the fish hall"]),
        ("It keeps the accounts at home.", []),
        ("At half past nine on Monday, say.", []),
        ("Has married into the", []),
        ("a gull has married", []),
        ("", []),
    ],
)
def test_a_phrase_is_known_again_by_three_distinctive_words(text: str, found: list[str]) -> None:
    assert list(phrasing.repeated(text, [EARLIER], [])) == found


def test_what_the_fact_sheet_says_is_no_phrase_of_the_writer_s() -> None:
    text = "A gull has married into the fish hall."

    assert list(phrasing.repeated(text, [EARLIER], ["The gull of the fish hall married."])) == []


def test_two_phrases_are_told_apart() -> None:
    text = "A gull has married into the fish hall, which a great tall lamplighter saw from his red ladder there."
    earlier = [EARLIER, "I saw a great tall lamplighter saw from his red ladder."]

    assert list(phrasing.repeated(text, earlier, [])) == [
        "a gull has married into the fish hall",
        "a great tall lamplighter saw from his red ladder",
    ]


@given(text=st.text(), earlier=st.lists(st.text(), max_size=3))
def test_every_phrase_stands_in_the_text_and_in_an_earlier_one(text: str, earlier: list[str]) -> None:
    for phrase in phrasing.repeated(text, [*earlier, text], []):
        assert len(phrase.split()) >= phrasing.PHRASE_WORDS


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("One. Two? Three!", "s.s?s!"),
        ("One. Two: two; and “two”. Three… no.", "s.s:;“.s…s."),
        ("One, two and three, and four and five and six and seven. Two. Three.", "l.s.s."),
        ("One. Two.", ""),
        ("", ""),
    ],
)
def test_a_text_s_shape_is_its_sentences_and_their_marks(text: str, shape: str) -> None:
    assert phrasing.shape(text) == shape
