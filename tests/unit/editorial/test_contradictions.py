from collections import Counter
from functools import cache

import pytest

from contradictions import Example, examples, judge
from longwave.editorial.gate import LORE_RULES
from unit.editorial import desk

MIN_EXAMPLES, MIN_BY_HAND = 300, 60
MIN_RECALL, MAX_FAULTED = 0.95, 0.03
MIN_RULES = 20


@cache
def labelled() -> tuple[Example, ...]:
    return tuple(examples(desk.gate().canon.pack))


def is_found(example: Example) -> bool:
    return any(example.cites in finding.cites for finding in judge(desk.gate().canon, example.text))


def test_the_labelled_set_is_large_and_much_of_it_was_written_by_hand() -> None:
    wrong = [example for example in labelled() if example.cites]
    clean = [example for example in labelled() if not example.cites]
    by_hand = Counter(example.part for example in wrong if example.part.startswith("by_hand"))

    assert min(len(wrong), len(clean)) >= MIN_EXAMPLES
    assert by_hand.total() >= MIN_BY_HAND
    assert labelled() == tuple(examples(desk.gate().canon.pack))


def test_contradictions_of_the_lore_are_found_and_cited() -> None:
    wrong = [example for example in labelled() if example.cites]

    found = [example for example in wrong if is_found(example)]

    assert len(found) / len(wrong) >= MIN_RECALL


def test_texts_that_agree_with_the_lore_are_left_alone() -> None:
    clean = [example for example in labelled() if not example.cites]

    faulted = [example for example in clean if judge(desk.gate().canon, example.text)]

    assert len(faulted) / len(clean) <= MAX_FAULTED


def test_segments_that_were_on_air_contradict_nothing() -> None:
    aired = [example.text for example in labelled() if example.part == "aired"]

    faulted = {text: findings for text in aired if (findings := judge(desk.gate().canon, text))}

    assert faulted == {}


def test_the_lore_contradicts_itself_nowhere() -> None:
    pack = desk.gate().canon.pack
    told = [text for entry in pack.lore.values() for text in (entry.text, *(fact.says for fact in entry.facts))]
    told += [item.says for item in pack.items.values()] + [record.note for record in pack.records.values()]
    told += [beat.says for quest in pack.quests.values() for act in quest.acts for beat in act.beats]

    faulted = {text: findings for text in told if (findings := judge(desk.gate().canon, text))}

    assert faulted == {}


@pytest.mark.parametrize("text", [example.text for example in labelled() if example.cites][::25])
def test_a_finding_cites_the_lore_and_quotes_the_text(text: str) -> None:
    for finding in judge(desk.gate().canon, text):
        assert finding.passage in text
        assert finding.why
        assert set(finding.cites) <= set(desk.gate().canon.pack.lore)


def test_there_are_many_classes_of_lore_rule() -> None:
    assert len({rule.code for rule in LORE_RULES}) >= MIN_RULES
