import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from longwave.editorial.gate import Accepted, Rework
from longwave.narrator.assignment import Assignment
from unit.editorial import desk

ASSIGNMENT = desk.assignment({})
WEATHER = desk.assignment({"form": "weather", "sky": "fog", "sky_says": "fog lies on the water"})
CORVIN = desk.assignment({"persona": "corvin"})
GOOD = "It is seven o'clock, and the kettle is on for everyone."
# Any text at all, and texts that are nearly times, dates and years.
WORDS = (
    "half quarter past to six ten one seven-thirty 07:30 25:61 7.30 0730 o'clock o’clock noon at until a.m. in the "
    "morning March 31st 99th second of May 1935 nineteen hundred and forty rain fog the Legation ; . ,"
).split()
# Letters and digits of other alphabets that pattern matching takes for ours.
STRANGE = ["\N{LATIN SMALL LETTER LONG S}even", "f\N{LATIN SMALL LETTER DOTLESS I}ve", "\N{ARABIC-INDIC DIGIT THREE}"]
TEXTS = st.text() | st.lists(st.sampled_from(WORDS + STRANGE)).map(" ".join)


@given(text=TEXTS, asked=st.sampled_from([ASSIGNMENT, WEATHER, CORVIN]))
def test_any_text_gets_a_verdict_and_always_the_same_one(text: str, asked: Assignment) -> None:
    first = desk.gate().review(desk.draft(text), asked)
    second = desk.gate().review(desk.draft(text), asked)

    assert first == second
    assert isinstance(first, Accepted | Rework)
    assert all(finding.code and finding.why for finding in first.findings)


@given(
    value=st.dictionaries(st.text(min_size=1), st.text(), min_size=1) | st.lists(st.text(), min_size=1),
    before=st.sampled_from(["", GOOD, "```json\n"]),
)
def test_json_never_passes_for_a_text(value: object, before: str) -> None:
    assert "SAFE001" in codes(before + json.dumps(value))


@given(
    error=st.sampled_from([ValueError, KeyError, TimeoutError, ConnectionError, UnicodeDecodeError]),
    where=st.sampled_from([GOOD + " {}", "{} " + GOOD]),
)
def test_a_traceback_never_passes_for_a_text(error: type[Exception], where: str) -> None:
    assert "SAFE001" in codes(where.format("Traceback (most recent call last)"))
    assert "SAFE001" in codes(where.format(f"{error.__name__}: it did not work."))


@given(brace=st.sampled_from("{}<>[]`*|\\"), at=st.integers(min_value=0, max_value=len(GOOD)))
def test_no_brace_of_any_kind_passes_wherever_it_stands(brace: str, at: int) -> None:
    assert "SAFE001" in codes(GOOD[:at] + brace + GOOD[at:])


@given(
    year=st.integers(min_value=1000, max_value=2099),
    after=st.sampled_from([".", ",", ";", "?", " ", "s", "’s", "–36", ", the", "! And"]),
    persona=st.sampled_from(["wren", "corvin"]),
)
def test_a_year_is_found_exactly_when_it_is_after_what_the_persona_knows(year: int, after: str, persona: str) -> None:
    asked = desk.assignment({"persona": persona})
    cutoff = asked.persona.knowledge.cutoff_year or asked.sheet.at.year

    found = codes(f"It is seven o'clock, and this is about {year}{after} and all that.", asked)

    assert ("LORE001" in found) is (year > cutoff)


@given(max_chars=st.integers(min_value=0, max_value=200), length=st.integers(min_value=1, max_value=300))
def test_a_text_is_too_long_exactly_when_it_has_more_characters_than_are_allowed(max_chars: int, length: int) -> None:
    found = codes("x" * length, replace(ASSIGNMENT, max_chars=max_chars))

    assert ("FORM001" in found) is (length > max_chars)


@settings(max_examples=300)
@given(minute=st.integers(min_value=0, max_value=1439), said=st.integers(min_value=0, max_value=1439))
def test_a_time_in_figures_passes_exactly_when_it_is_the_time(minute: int, said: int) -> None:
    asked = desk.assignment({"at": f"1931-03-02T{minute // 60:02}:{minute % 60:02}"})

    found = codes(f"The board on the quay has {said // 60:02}:{said % 60:02} on it, and I believe the board.", asked)

    # A time from one to half past twelve in figures does not say which half of the day it means.
    is_now = said == minute or (said // 60 in {10, 11, 12} and (said - minute) % 720 == 0)
    assert ("TIME001" in found) is not is_now


def codes(text: str, asked: Assignment = ASSIGNMENT) -> set[str]:
    """Return the codes of what the gate finds."""
    return {finding.code for finding in desk.gate().review(desk.draft(text), asked).findings}


def test_what_is_quoted_is_not_judged_and_what_only_looks_like_it_is() -> None:
    asked = replace(desk.assignment({}), quotes=("Lee", "“I sailed with Lee in 1975.”"))
    draft = desk.draft("“I sailed with Lee in 1975.” That was Lee, and Leeward of Lee's own leek.")

    text = desk.gate().manuscript(draft, asked).text

    assert text == "… That was …, and Leeward of …'s own leek."
