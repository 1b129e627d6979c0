"""A text makes nothing up: whatever number or name was not given is found, and whatever was given is not."""

import string
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from longwave.narrator import spoken
from unit.editorial import desk

TEXT = "It is seven o'clock, and {} parsnips are on the counter at the baker's."
# The day, the hour, the presenter's age and year of birth, the year; and what English says without counting.
GIVEN = {2, 7, 21, 22, 12, 20, 100}
# Of this year, and of the presenter's own life.
YEARS = {1909, 1928, 1931}
SYLLABLES = ("zor", "bax", "quil", "vem", "jud", "kro", "plix", "wug")
NAMES = st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=3).map(lambda parts: "".join(parts).title())


def codes(text: str, *says: str) -> set[str]:
    asked = desk.assignment({"says": says})
    return {finding.code for finding in desk.gate().review(desk.draft(text), asked).findings}


@given(count=st.integers(3, 999), in_words=st.booleans())
def test_a_count_is_found_exactly_when_nobody_gave_it(count: int, in_words: bool) -> None:
    said = spoken.number(count) if in_words else str(count)

    assert ("FACT001" in codes(TEXT.format(said))) is (count not in GIVEN or (not in_words and count in {12, 20, 100}))
    assert codes(TEXT.format(said), f"There are {spoken.number(count)} of them.") == set()
    assert codes(TEXT.format(said), f"There are {count} of them.") == set()


@given(year=st.integers(1000, 1931))
def test_a_year_is_found_exactly_when_nobody_gave_it(year: int) -> None:
    text = f"It is seven o'clock, and nothing has been heard of the parsnips since {year}, or before."

    assert ("FACT003" in codes(text)) is (year not in YEARS)
    assert codes(text, f"The parsnips left in {year}.") == set()


@given(
    name=NAMES, place=st.sampled_from(["I told {} so", "{}’s hat is here", "the road to {} is shut", "“{} says so”"])
)
def test_a_name_is_found_exactly_when_nobody_gave_it(name: str, place: str) -> None:
    text = f"It is seven o'clock, and {place.format(name)}, as you know. So there."

    assert "FACT002" in codes(text)
    assert codes(text, f"They know {name} here.") == set()


@given(name=NAMES)
def test_an_unknown_word_with_which_a_sentence_begins_is_no_name_by_itself(name: str) -> None:
    assert codes(f"It is seven o'clock. {name}, the kettle is on for everyone.") == set()
    assert codes(f"It is seven o'clock. {name} says that the kettle is on.") == {"FACT002"}


@given(text=st.text(st.sampled_from(string.printable + "’“”…–\ud800\u0301"), max_size=60))
def test_any_text_can_be_read_for_names_and_numbers(text: str) -> None:
    codes(text)


def test_in_a_language_that_writes_nouns_with_capitals_no_name_is_looked_for() -> None:
    gate = desk.gate()
    pack = gate.canon.pack.model_copy(update={"card": gate.canon.pack.card.model_copy(update={"language": "de"})})
    german = replace(gate, canon=replace(gate.canon, pack=pack))

    found = german.review(desk.draft("It is seven o'clock, and der Kessel steht auf dem Herd."), desk.assignment({}))

    assert found.findings == ()
