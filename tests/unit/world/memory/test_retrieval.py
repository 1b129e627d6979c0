"""What comes to mind is what was asked for, however long ago it was kept and wherever it is kept now."""

import pytest

from longwave.ledger.ledger import Ledger
from longwave.world.memory.events import MemoryKind
from longwave.world.memory.retrieval import POSTINGS, terms
from longwave.world.memory.tables import memories, memory_terms
from longwave.world.memory.upkeep import ROOMS
from unit.world.memory.diary import (
    ADA,
    DAY,
    PLANTED,
    START,
    cue,
    kept,
    live,
    memory_ledger,
    planted,
    recall,
    rows,
    tell,
    tidy,
    wipe,
)

SEEDS = range(5)
MOST_WARM = sum(room.most for room in ROOMS)
EELS = "Silas counts the eels at the weir by ear."


def says(ledger: Ledger, query: str, *about: str, days: float = 0) -> list[str]:
    return [one.says for one in recall(ledger, cue(query, *about, at=START + days * DAY))]


def grow_cold(ledger: Ledger) -> None:
    """Let the month pass after which everything that is warm is summarised."""
    [due] = tidy(ledger, START + 31 * DAY)
    assert due.memories
    assert rows(ledger, memories) == 0


def test_nine_of_ten_facts_of_the_first_day_come_to_mind_at_day_thirty(ledger: Ledger) -> None:
    found: list[bool] = []
    for seed in SEEDS:
        wipe(ledger)
        facts = live(ledger, seed, days=30)
        found += [fact.says in says(ledger, fact.query, days=30) for fact in facts]

    assert len(found) == len(SEEDS) * PLANTED
    assert sum(found) >= 0.9 * len(found)


def test_facts_come_to_mind_out_of_the_cold_memory_alone(ledger: Ledger) -> None:
    facts = live(ledger, seed=7, days=40)

    recalled = [recall(ledger, cue(fact.query, at=START + 40 * DAY), is_cold=True) for fact in facts]

    assert all(one.is_cold for answers in recalled for one in answers)
    assert sum(fact.says in [one.says for one in answers] for fact, answers in zip(facts, recalled, strict=True)) >= 18


def test_the_warm_memory_stays_small_for_sixty_days(ledger: Ledger) -> None:
    live(ledger, seed=1, days=30)
    after_a_month = rows(ledger, memories)
    wipe(ledger)

    live(ledger, seed=1, days=60)

    assert after_a_month <= MOST_WARM
    assert rows(ledger, memories) <= MOST_WARM


def test_every_database_gives_the_same_answers(place: str, ledger: Ledger) -> None:
    cues = [cue(fact.query, "wren", "ferry", at=START + 12 * DAY) for fact in planted(3)]
    with memory_ledger(place if "://" in place else f"{place}.second") as other:
        live(other, seed=3, days=12)
        live(ledger, seed=3, days=12)

        answers = [recall(other, asked, limit=20) for asked in cues]

        assert answers == [recall(ledger, asked, limit=20) for asked in cues]
        assert {one.is_cold for found in answers for one in found} == {True, False}


def test_what_is_old_and_to_the_point_comes_before_what_is_fresh_and_beside_it(ledger: Ledger) -> None:
    tell(ledger, kept("Hester hid the green kettle at Last Lamp.", half_life_days=3))
    tell(ledger, kept("Hester talked about the weather.", strength=0.9), at=START + 20 * DAY)

    found = says(ledger, "green kettle Hester", days=20)

    assert found == ["Hester hid the green kettle at Last Lamp.", "Hester talked about the weather."]


@pytest.mark.parametrize(
    ("quality", "less", "more"), [("strength", 0.3, 0.4), ("confidence", 0.3, 0.4), ("half_life_days", 1.0, 3.0)]
)
def test_of_two_that_fit_equally_the_stronger_surer_or_less_faded_comes_first(
    ledger: Ledger, quality: str, less: float, more: float
) -> None:
    first = kept("Late ferry.").model_copy(update={quality: less})
    tell(ledger, first, kept("A late ferry.").model_copy(update={quality: more}))
    tell(ledger, first.model_copy(update={"says": "The ferry is late."}))

    found = says(ledger, "late ferry", days=1)

    assert found == ["A late ferry.", "The ferry is late.", "Late ferry."]


def test_a_rare_word_counts_more_than_a_common_one(ledger: Ledger) -> None:
    tell(ledger, *(kept(f"The ferry passed lamp {number}.") for number in range(20)), kept("A walrus in the fog."))

    assert says(ledger, "ferry walrus")[0] == "A walrus in the fog."


def test_what_is_about_the_same_is_found_by_that_alone_and_preferred(ledger: Ledger) -> None:
    tell(ledger, kept("He was late again.", about=("corvin",)), kept("She was late again.", about=("wren", "ferry")))

    assert says(ledger, "", "corvin") == ["He was late again."]
    assert says(ledger, "late again", "corvin") == ["He was late again.", "She was late again."]
    assert says(ledger, "late again", "wren") == ["She was late again.", "He was late again."]
    assert says(ledger, "corvin") == []


@pytest.mark.parametrize("query", ["", "the of and", "walrus", "…"])
def test_nothing_comes_to_mind_of_what_nothing_was_kept_about(ledger: Ledger, query: str) -> None:
    tell(ledger, kept("The bell of the chapel is cracked."))

    assert recall(ledger, cue(query, "somebody")) == []


def test_nobody_remembers_what_another_kept(ledger: Ledger) -> None:
    tell(ledger, kept(EELS, persona="wren"))

    assert says(ledger, "eels weir") == []


def test_a_fact_that_is_only_in_the_cold_memory_comes_to_mind_by_itself(ledger: Ledger) -> None:
    others = [kept(f"Nell sold {number} candles on Pump Row.", about=("nell",)) for number in range(6)]
    tell(ledger, *others, kept(EELS, about=("weir", "silas")))
    grow_cold(ledger)

    [found] = recall(ledger, cue("eel weir"))

    assert (found.says, found.is_cold, found.kind, found.at) == (EELS, True, None, START)
    assert found.about == ("weir", "silas")
    assert says(ledger, "", "silas") == [EELS]
    assert recall(ledger, cue("eel weir"), is_cold=False) == []


def test_what_was_summarised_and_kept_again_comes_to_mind_once(ledger: Ledger) -> None:
    tell(ledger, kept(EELS))
    grow_cold(ledger)
    [again] = tell(ledger, kept(EELS), at=START + 31 * DAY)

    [found] = recall(ledger, cue("eels", at=START + 31 * DAY))

    assert (found.memory, found.is_cold, found.kind) == (again, False, MemoryKind.FACT)
    assert [one.is_cold for one in recall(ledger, cue("eels"), is_cold=True)] == [True]


def test_equal_sentences_come_in_the_order_of_their_ids_the_latest_first(ledger: Ledger) -> None:
    numbers = tell(ledger, *(kept(f"Lamp {number} is out.") for number in range(8)))

    found = recall(ledger, cue("lamp out"), limit=8)

    assert [one.memory for one in found] == numbers[::-1]


def test_words_that_too_many_sentences_have_are_not_looked_up(ledger: Ledger) -> None:
    tell(ledger, *(kept(f"Ferry {number}.") for number in range(POSTINGS)), kept("A ferry with a lantern."))

    assert says(ledger, "ferry lantern") == ["A ferry with a lantern."]
    assert says(ledger, "ferry") == ["A ferry with a lantern.", *(f"Ferry {POSTINGS - back}." for back in range(1, 5))]


def test_a_memory_that_is_gone_leaves_no_terms(ledger: Ledger) -> None:
    tell(ledger, kept(EELS, about=("weir",)), kept("Of the."))
    before = rows(ledger, memory_terms)
    grow_cold(ledger)

    with ledger.store.read() as connection:
        left = connection.execute(memory_terms.select()).all()

    assert before == len(left) == len(terms(EELS)) + 1
    assert all(row.is_cold and row.persona == ADA for row in left)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The eels of the ponds", ["eel", "pond"]),
        ("Stories, ferries and glasses", ["story", "ferry", "glasse"]),
        ("Shoes across the bus", ["shoes", "across", "bus"]),
        ("It is not Ærø's", ["not", "ærø"]),
    ],
)
def test_a_text_is_found_by_its_words_without_little_ones_and_plurals(text: str, found: list[str]) -> None:
    assert terms(text) == found
