import asyncio
import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longwave.narrator.assignment import Assignment, FactSheet, Feedback, Telling
from longwave.narrator.errors import CannotCompose
from longwave.narrator.offline import OfflineNarrator
from longwave.world.persona import Phrasebook
from unit.narrator import planned

Parts = dict[str, list[object]]
AT = dt.datetime(1931, 3, 2, 7, tzinfo=dt.UTC)
STAIR = Telling(
    ref="fact:stair#0",
    ids=("needle-stair",),
    slots={"title": "the Needle Stair", "gloss": "a flight of ninety-nine steps", "be": "is", "fact": "Rain is wet."},
)
BELLS = Telling(
    ref="fact:bells#1",
    ids=("tide-bells",),
    slots={"title": "the tide bells", "gloss": "bells for the tide", "be": "are", "fact": "Corvin Hale hears them."},
)
NEWS = Telling(ref="item:a", ids=("pump-row",), slots={"item": "Pump Row has a pump.", "about": "Pump Row"})


def narrator(plans: list[list[str]], parts: Parts, seed: int = 7, **words: list[str]) -> OfflineNarrator:
    """Return a narrator with a phrasebook of one form."""
    book = {"persona": "wren", "plans": {"time": plans}, "parts": parts, "words": words}
    return OfflineNarrator({"wren": Phrasebook.model_validate(book)}, planned.casing(), seed)


def asked(
    turn: int = 0,
    *,
    max_chars: int = 300,
    attempt: int = 0,
    facts: tuple[Telling, ...] = (),
    items: tuple[Telling, ...] = (),
    **slots: str | int | bool,
) -> Assignment:
    """Return an assignment whose turns are its form's."""
    return Assignment(
        key=f"turn {turn}",
        persona=planned.saltmere().personas["wren"],
        form="time",
        sheet=FactSheet(at=AT, slots={"hour": "seven o'clock", **slots}, facts=facts, items=items),
        max_chars=max_chars,
        turn=turn,
        form_turn=turn,
        feedback=Feedback(attempt=attempt),
    )


def numbered(count: int) -> list[object]:
    """Return lines that differ in their number."""
    return [f"Line {number:03}." for number in range(count)]


def test_the_same_assignment_gets_the_same_text_from_another_narrator() -> None:
    parts: Parts = {"hour": ["[It is|So] {hour}.", "{hour|cap} [here|there]."], "note": numbered(9)}

    texts = [
        [narrator([["hour", "note"], ["note", "hour"]], parts).compose(asked(turn)).text for turn in turns]
        for turns in (range(40), reversed(range(40)))
    ]

    assert texts[0] == texts[1][::-1]


def test_writing_is_composing() -> None:
    mine = narrator([["hour"]], {"hour": ["It is {hour}."]})

    assert asyncio.run(mine.write(asked())) == mine.compose(asked())


def test_another_seed_deals_other_lines() -> None:
    texts = {narrator([["hour"]], {"hour": numbered(50)}, seed).compose(asked()).text for seed in range(10)}

    assert len(texts) > 5


@pytest.mark.parametrize("count", [2, 3, 7, 8, 10, 12, 17, 34, 51])
def test_every_attempt_for_the_same_assignment_deals_another_line(count: int) -> None:
    mine = narrator([["hour"]], {"hour": numbered(count)})

    texts = [mine.compose(asked(attempt=attempt)).text for attempt in range(min(count, 10))]

    assert len(set(texts)) == len(texts)


@given(count=st.integers(3, 40), uses=st.integers(1, 3), first=st.integers(0, 5000))
def test_no_line_comes_again_before_all_others_but_one(count: int, uses: int, first: int) -> None:
    mine = narrator([["hour"] * uses], {"hour": numbered(count)})
    dealt = [line for turn in range(first, first + 2 * count) for line in mine.compose(asked(turn)).text.split(". ")]

    for place, line in enumerate(dealt):
        window = [other.rstrip(".") for other in dealt[place + 1 : place + count - 1]]
        assert line.rstrip(".") not in window
        assert len(set(window)) == len(window)


@pytest.mark.parametrize("count", [3, 4, 6, 8, 12, 16, 20])
@pytest.mark.parametrize("rhythm", [2, 3, 4, 8, 16])
def test_no_rhythm_of_turns_keeps_a_line_from_being_dealt(count: int, rhythm: int) -> None:
    mine = narrator([["hour"]], {"hour": numbered(count)})

    dealt = {mine.compose(asked(turn * rhythm)).text for turn in range(count * 12)}

    assert len(dealt) == count


def test_a_line_is_used_only_where_its_when_holds() -> None:
    parts: Parts = {
        "hour": [
            {"say": "Morning.", "when": {"part_of_day": "morning"}},
            {"say": "Later.", "when": {"part_of_day": ["afternoon", "evening"]}},
            {"say": "Springs.", "when": {"springs": True, "part_of_day": "night"}},
        ]
    }
    mine = narrator([["hour"]], parts)

    said = {
        part: {mine.compose(asked(turn, part_of_day=part, springs=True)).text for turn in range(6)}
        for part in ("morning", "evening", "night")
    }

    assert said == {"morning": {"Morning."}, "evening": {"Later."}, "night": {"Springs."}}


def test_a_part_without_a_line_that_fits_is_left_out() -> None:
    parts: Parts = {
        "hour": ["It is {hour}."],
        "feast": ["It is {feast}."],
        "tide": [{"say": "The tide rises.", "when": {"tide": "rising"}}],
    }

    text = narrator([["feast", "hour", "tide"]], parts).compose(asked(tide="falling")).text

    assert text == "It is seven o'clock."


def test_each_part_about_a_thing_takes_the_next_one_and_says_which() -> None:
    parts: Parts = {
        "hour": ["{hour|cap}."],
        "note": ["{title|cap} {be} {gloss}."],
        "fact_link": ["After {last_title}: {fact|clause}."],
        "item": ["{item}"],
    }
    mine = narrator([["note", "hour", "item", "item", "fact_link", "note"]], parts)

    draft = mine.compose(asked(facts=(STAIR, BELLS), items=(NEWS,)))

    assert draft.text == (
        "The Needle Stair is a flight of ninety-nine steps. Seven o'clock. Pump Row has a pump. "
        "After Pump Row: Corvin Hale hears them."
    )
    assert draft.used == ("fact:stair#0", "item:a", "fact:bells#1")
    assert draft.tells == ("needle-stair", "pump-row", "tide-bells")
    assert draft.narrator == "offline"


def test_a_plural_thing_takes_a_plural_verb() -> None:
    mine = narrator([["note"]], {"note": ["{title|cap} {be} {gloss}."]})

    assert mine.compose(asked(facts=(BELLS,))).text == "The tide bells are bells for the tide."


def test_a_fact_that_is_said_in_mid_sentence_keeps_only_the_capital_of_a_name() -> None:
    mine = narrator([["fact", "fact"]], {"fact": ["They say that {fact|clause}."]})

    text = mine.compose(asked(facts=(STAIR, BELLS))).text

    assert text == "They say that rain is wet. They say that Corvin Hale hears them."


LONG: Parts = {"hour": ["It is {hour}."], "air": ["Some air."], "close": ["That is all."], "fact": ["{fact}"]}


@pytest.mark.parametrize(
    ("max_chars", "text"),
    [
        (60, "Some air. It is seven o'clock. Rain is wet. That is all."),
        (55, "Some air. It is seven o'clock. Rain is wet."),
        (42, "It is seven o'clock. Rain is wet."),
        (32, "Some air. It is seven o'clock."),
        (29, "It is seven o'clock."),
        (20, "It is seven o'clock."),
    ],
)
def test_optional_parts_go_first_from_the_end_then_facts_and_never_the_hour(max_chars: int, text: str) -> None:
    mine = narrator([["air?", "hour", "fact", "close?"]], LONG)

    assert mine.compose(asked(facts=(STAIR,), max_chars=max_chars)).text == text


def test_a_text_that_cannot_be_short_enough_is_refused() -> None:
    mine = narrator([["air?", "hour", "fact", "close?"]], LONG)

    with pytest.raises(CannotCompose, match=r"'wren' has no plan for 'time' within 19 characters"):
        mine.compose(asked(facts=(STAIR,), max_chars=19))


def test_shorter_lines_are_taken_before_anything_but_an_option_is_left_out() -> None:
    parts: Parts = {
        "hour": [f"It is {'so ' * size}{{hour}}." for size in range(12)],
        "fact": ["{fact}"],
    }
    mine = narrator([["hour", "fact"]], parts)

    for turn in range(24):
        text = mine.compose(asked(turn, facts=(STAIR,), max_chars=45)).text

        assert text.endswith("Rain is wet.")
        assert len(text) <= 45


def test_a_longer_plan_gives_way_to_a_shorter_one() -> None:
    mine = narrator([["hour", "air", "close"], ["hour"]], LONG)

    assert {mine.compose(asked(turn, max_chars=25)).text for turn in range(4)} == {"It is seven o'clock."}


def test_only_what_is_said_counts_as_told() -> None:
    mine = narrator([["hour", "fact", "fact?"]], LONG)

    draft = mine.compose(replace(asked(facts=(STAIR, BELLS)), max_chars=40))

    assert draft.text == "It is seven o'clock. Rain is wet."
    assert draft.used == ("fact:stair#0",)
    assert draft.tells == ("needle-stair",)
