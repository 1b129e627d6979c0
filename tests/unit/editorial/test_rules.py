from collections import Counter
from itertools import pairwise

import pytest

from longwave.editorial.gate import MEMORY_RULES, RULES, VERSIONS, Accepted, Rework
from longwave.world.card import Form
from unit.editorial import desk
from unit.editorial.desk import Case

BAD, GOOD, AIRED, RETOLD = desk.bad(), desk.good(), desk.aired(), desk.retold()
ALONE = {rule.code for rule in RULES}


def test_every_rule_has_texts_that_it_must_find_something_in() -> None:
    shapes = Counter(case.code for case in BAD)

    assert set(shapes) == set(VERSIONS)
    assert min(shapes.values()) >= 3


def test_no_two_rules_share_a_code() -> None:
    assert len(VERSIONS) == len(RULES) + len(MEMORY_RULES)


def test_the_good_texts_are_many_and_of_both_presenters_in_every_form() -> None:
    heard = {(case.assignment.persona.id, case.assignment.form) for case in AIRED}

    assert len(GOOD) >= 10
    assert len(AIRED) >= 30
    both = {(name, form) for name in ("wren", "corvin") for form in desk.gate().canon.pack.station.forms}
    assert heard == both - {("corvin", Form.INTERVIEW)}, "who lives in 1921 meets nobody of today"


@pytest.mark.parametrize("case", [case for case in BAD if case.code in ALONE], ids=str)
def test_a_bad_text_is_found_by_its_rule_and_by_no_other(case: Case) -> None:
    verdict = desk.gate().review(case.draft, case.assignment)

    assert isinstance(verdict, Rework)
    assert {finding.code for finding in verdict.findings} == {case.code, *case.also}
    assert all(finding.why for finding in verdict.findings)


@pytest.mark.parametrize("case", [*GOOD, *AIRED], ids=str)
def test_a_good_text_is_left_alone(case: Case) -> None:
    verdict = desk.gate().review(case.draft, case.assignment)

    assert verdict == Accepted(draft=case.draft, findings=())


def test_a_beat_that_somebody_tells_in_other_words_is_told() -> None:
    refused = [case for case in RETOLD if "STORY001" in _codes(case, case)]

    assert len(RETOLD) >= 200
    assert len(refused) <= 0.02 * len(RETOLD), refused


def test_another_beat_of_the_same_story_is_not_the_one_that_was_asked_for() -> None:
    others = [(one, other) for one, other in pairwise(RETOLD) if one["story"] == other["story"]]

    caught = [other for one, other in others if "STORY001" in _codes(one, other)]

    assert len(others) >= 50
    assert len(caught) >= 0.9 * len(others)


def _codes(asked: desk.Entry, told: desk.Entry) -> set[str]:
    """Return what is found in a text that was asked to tell a beat."""
    entry = {"form": "story", "max_chars": 800, "beat": asked["says"], "names": asked["names"]}
    verdict = desk.gate().review(desk.draft(told["text"]), desk.assignment(entry))
    return {finding.code for finding in verdict.findings}
