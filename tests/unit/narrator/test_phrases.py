import contextlib
import random
import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longwave.narrator import phrases
from longwave.narrator.errors import TemplateInvalid
from longwave.narrator.phrases import Choice, Slot, Value, Wording

CASES: list[tuple[str, dict[str, Value | tuple[str, ...]], str]] = [
    ("{x|cap}", {"x": "four o'clock"}, "Four o'clock"),
    ("{x|cap}", {"x": ""}, ""),
    ("{x|bare}", {"x": "It is so."}, "It is so"),
    ("{x|bare}.", {"x": "It is so"}, "It is so."),
    ("{x|clause}", {"x": "It is so."}, "(It is so.)"),
    ("{x|bare|cap}", {"x": "so."}, "So"),
    ("{x|a}", {"x": "boat"}, "a boat"),
    ("{x|a}", {"x": "eel"}, "an eel"),
    ("{x|a}", {"x": "hour"}, "an hour"),
    ("{x|a}", {"x": "honest pilot"}, "an honest pilot"),
    ("{x|a}", {"x": "union"}, "a union"),
    ("{x|a}", {"x": "uninvited guest"}, "an uninvited guest"),
    ("{x|a}", {"x": "one-eyed gull"}, "a one-eyed gull"),
    ("{x|a}", {"x": "Athenaeum officer"}, "an Athenaeum officer"),
    ("{x|a|cap}", {"x": "eel"}, "An eel"),
    ("{n}", {"n": 14}, "fourteen"),
    ("{n}", {"n": 1850}, "1,850"),
    ("{n|cap}", {"n": 3}, "Three"),
    ("{n|count:day}", {"n": 1}, "one day"),
    ("{n|count:day}", {"n": 3}, "three days"),
    ("{n|count:day}", {"n": 0}, "nought days"),
    ("{n|count:fish:fish}", {"n": 2}, "two fish"),
    ("{n|count:child:children}", {"n": 1}, "one child"),
    ("{n|count:child:children}", {"n": 2}, "two children"),
    ("There {n|agree:is:are} {n|count:boat}.", {"n": 1}, "There is one boat."),
    ("There {n|agree:is:are} {n|count:boat}.", {"n": 2}, "There are two boats."),
    ("the {n|ordinal}", {"n": 22}, "the twenty-second"),
    ("{x}", {"x": ("the one wording",)}, "the one wording"),
]


def render(line: str, values: Mapping[str, Value | tuple[str, ...]], seed: int = 1) -> str:
    """Write a line out; a clause is what stands in round brackets."""
    wording = Wording(values=values, clause=lambda text: f"({text})", dice=random.Random(seed))
    return wording.render(phrases.parse(line))


@pytest.mark.parametrize(
    ("line", "template"),
    [
        ("Plain words.", ("Plain words.",)),
        ("", ()),
        ("{hour}", (Slot("hour", ()),)),
        ("It is {hour|cap}.", ("It is ", Slot("hour", ("cap",)), ".")),
        ("{n|count:fish:fish|cap}", (Slot("n", ("count:fish:fish", "cap")),)),
        ("[a|b c]!", (Choice((("a",), ("b c",))), "!")),
        ("so[, perhaps|]", ("so", Choice(((", perhaps",), ())))),
        ("[{a|cap}|none]", (Choice(((Slot("a", ("cap",)),), ("none",))),)),
    ],
)
def test_a_line_is_words_slots_and_choices(line: str, template: phrases.Template) -> None:
    assert phrases.parse(line) == template


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[a [b|c]|d]", r"a bracket within a bracket near '\[a \['; choices do not nest"),
        ("{a {b}}", "a bracket within a bracket"),
        ("[]", "an empty choice"),
        ("[ ]", "an empty choice"),
        ("{hour", "a bracket without its partner near '{hour'"),
        ("a] b", "a bracket without its partner"),
        ("{}", "a bracket without its partner"),
        ("{Hour}", "a bracket without its partner"),
        ("{hour|}", "a bracket without its partner"),
        ("{hour|shout}", "uses a filter 'shout'; there are a, agree, bare, cap, clause, count, ordinal"),
        ("{n|count}", "gives the filter 'count' 0 words, and it takes 1 or 2"),
        ("{n|count:}", "gives the filter 'count' 1 words"),
        ("{n|count:a:b:c}", "gives the filter 'count' 3 words, and it takes 1 or 2"),
        ("{n|agree:is}", "gives the filter 'agree' 1 words, and it takes 2"),
        ("{n|cap:x}", "gives the filter 'cap' 1 words, and it takes 0"),
        ("[a|{b|shout}]", "uses a filter 'shout'"),
    ],
)
def test_a_line_that_cannot_be_read_says_what_is_wrong_with_it(line: str, message: str) -> None:
    with pytest.raises(TemplateInvalid, match=message):
        phrases.parse(line)


@given(line=st.text(alphabet="ab{}[]|: "))
def test_any_line_is_read_or_refused(line: str) -> None:
    with contextlib.suppress(TemplateInvalid):
        assert phrases.slots(phrases.parse(line)) <= set(re.findall(r"\{([ab]+)", line))


@pytest.mark.parametrize(("line", "values", "said"), CASES)
def test_every_filter_does_what_it_is_named_for(
    line: str, values: dict[str, Value | tuple[str, ...]], said: str
) -> None:
    assert render(line, values) == said


def test_no_filter_is_without_a_case() -> None:
    lines = " ".join(line for line, _, _ in CASES)

    assert {name for name in (*phrases.FILTERS, phrases.CLAUSE) if f"|{name}" not in lines} == set()


def test_each_wording_of_a_choice_and_of_a_word_is_taken_some_time() -> None:
    said = {render("[one|two|] {crowd}", {"crowd": ("queue", "quay")}, seed) for seed in range(100)}

    assert said == {f"{one} {other}" for one in ("one", "two", "") for other in ("queue", "quay")}


def test_the_same_dice_choose_the_same_wording() -> None:
    line = "[a|b|c|d] [e|f|g|h] {x}"
    values = {"x": ("i", "j", "k")}

    assert [render(line, values, seed) for seed in range(20)] == [render(line, values, seed) for seed in range(20)]


def test_a_line_names_the_slots_of_all_its_choices() -> None:
    assert phrases.slots(phrases.parse("{a|cap} [{b}|c {d|count:day}]")) == {"a", "b", "d"}
