"""What the offline narrator makes of the bundled world's phrasebooks, on days that the real planner made."""

import datetime as dt
import random
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace

import pytest

from longwave.editorial.canon import Canon
from longwave.editorial.gate import Gate
from longwave.narrator import phrases
from longwave.narrator.assignment import Assignment, FactSheet, Feedback, Telling
from longwave.narrator.errors import CannotCompose
from unit.narrator import planned
from unit.narrator.planned import Season, Written

pytestmark = pytest.mark.soak

When = Mapping[str, str | int | bool | tuple[str | int | bool, ...]]
# Letters of its own by which a line can be told from others.
KNOWN_BY = 20
MARCH, NOVEMBER = dt.date(1931, 3, 2), dt.date(1931, 11, 20)
BLEMISHES = {
    "a double space": r"  ",
    "an edge of white space": r"^\s|\s$",
    "two full stops": r"(?<!\.)\.\.(?!\.)",
    "a space before a mark": r"\s[,.;:!?”)]",
    "two marks that quarrel": r",[.;:,]|[;:][.;:,]|[!?]\.|(?<![A-Z])\.,",
    "a sentence with a small first letter": r"(?:^|[.!?]”? )[a-z]",
    "no end": r"(?<![.!?])(?<![.!?…]”)$",
    "a wrong article": r"\b[Aa] (?!one\b)[aeio]\w+|\b[Aa]n [b-dfgj-np-tv-z]\w+",
    "an open or a lonely quotation mark": r"“[^”]*$|“[^”]*“|^[^“]*”",
}


@pytest.fixture(scope="module")
def texts(*, soak: bool) -> list[Written]:
    """Everything that both presenters say in some weeks."""
    days = 40 if soak else 7
    seasons = [Season(persona=persona, start=MARCH, days=days) for persona in ("wren", "corvin")]
    if soak:
        seasons += [Season(persona=persona, start=NOVEMBER, days=30, seed=3) for persona in ("wren", "corvin")]
    return [written for season in seasons for written in planned.written(season)]


def test_there_are_enough_texts_of_every_form(texts: list[Written], *, soak: bool) -> None:
    forms = Counter((written.assignment.persona.id, written.assignment.form) for written in texts)

    assert len(texts) >= (2000 if soak else 200)
    assert {form for _, form in forms} >= set(planned.saltmere().station.forms) - {"emergency"}


def test_every_text_is_as_short_as_it_must_be(texts: list[Written]) -> None:
    assert [w.draft.text for w in texts if len(w.draft.text) > w.assignment.max_chars] == []


@pytest.mark.parametrize("blemish", BLEMISHES)
def test_no_text_has_a_blemish(texts: list[Written], blemish: str) -> None:
    found = [
        around(written.draft.text, match)
        for written in texts
        if (match := re.search(BLEMISHES[blemish], written.draft.text))
    ]

    assert found == []


def test_the_hour_is_spoken_and_nothing_is_amiss_that_a_line_could_do(texts: list[Written]) -> None:
    gate = Gate(Canon(planned.saltmere()))

    found = [
        (finding.code, finding.passage, written.draft.text)
        for written in texts
        for finding in gate.review(written.draft, written.assignment).findings
        if finding.code.startswith(("FORM", "SAFE", "LORE")) or finding.code == "TIME002"
    ]

    assert found == []


def test_the_gate_seldom_asks_for_a_second_attempt(texts: list[Written]) -> None:
    gate = Gate(Canon(planned.saltmere()))

    reworks = [w for w in texts if gate.review(w.draft, w.assignment).findings]

    assert len(reworks) / len(texts) <= 0.02


def test_a_title_has_the_verb_that_it_needs(texts: list[Written]) -> None:
    # Only where it begins a clause: the verb after "the keeper of the tide bells" is the keeper's.
    wrong = [
        around(written.draft.text, match)
        for written in texts
        for telling in written.assignment.sheet.facts
        for match in re.finditer(
            rf"(?:^|[.?!:;] ){re.escape(str(telling.slots['title']))} (is|are|was|were)\b",
            written.draft.text,
            re.IGNORECASE,
        )
        if telling.ref in written.draft.used and match[1] in WRONG[str(telling.slots["be"])]
    ]

    assert wrong == []


WRONG = {"is": {"are", "were"}, "was": {"are", "were"}, "are": {"is", "was"}, "were": {"is", "was"}}


def test_what_is_told_is_on_the_sheet_and_in_the_lore(texts: list[Written]) -> None:
    for written in texts:
        sheet, draft = written.assignment.sheet, written.draft

        assert set(draft.used) <= {telling.ref for telling in (*sheet.facts, *sheet.items)}
        assert len(set(draft.used)) == len(draft.used)
        assert set(draft.tells) <= planned.saltmere().lore.keys()


def test_a_line_with_a_condition_is_said_only_where_it_holds(texts: list[Written]) -> None:
    broken = []
    for persona, book in planned.saltmere().phrasebooks.items():
        whens: dict[str, list[When]] = defaultdict(list)
        for line in (line for of_part in book.parts.values() for line in of_part):
            if len(re.sub(r"\{.*?\}|\[.*?\]", "", line.say)) >= KNOWN_BY:
                whens[shape(phrases.parse(line.say))].append(line.when)
        conditional = {re.compile(line): when for line, when in whens.items() if all(when)}
        for written in (written for written in texts if written.assignment.persona.id == persona):
            sheet = written.assignment.sheet
            values = [{**sheet.slots, **telling.slots} for telling in (*sheet.facts, *sheet.items)]
            broken += [
                (line.pattern, written.draft.text)
                for line, when in conditional.items()
                if line.search(written.draft.text) and not any(holds(one, value) for one in when for value in values)
            ]

    assert broken == []


def test_the_same_assignment_gets_the_same_text_and_another_attempt_another(texts: list[Written]) -> None:
    for written in texts[:: max(1, len(texts) // 100)]:
        mine = planned.narrator()
        attempts = [
            mine.compose(replace(written.assignment, feedback=Feedback(attempt=attempt))).text for attempt in range(4)
        ]

        assert attempts == [
            mine.compose(replace(written.assignment, feedback=Feedback(attempt=attempt))).text for attempt in range(4)
        ]
        assert len(set(attempts)) == 4


def test_a_sheet_with_gaps_makes_a_shorter_text_and_no_error(texts: list[Written]) -> None:
    stream = random.Random(11)
    for written in texts[:: max(1, len(texts) // 200)]:
        asked = replace(written.assignment, sheet=with_gaps(written.assignment, stream))

        try:
            text = planned.narrator().compose(asked).text
        except CannotCompose:
            continue

        assert len(text) <= asked.max_chars
        assert not set("{}[]|") & set(text)


def test_no_two_texts_in_fifty_begin_alike(texts: list[Written]) -> None:
    alike = 0
    for persona in ("wren", "corvin"):
        openers = [w.draft.text.split()[:6] for w in texts if w.assignment.persona.id == persona]
        alike += sum(opener in openers[max(0, place - 50) : place] for place, opener in enumerate(openers))

    assert alike / len(texts) <= 0.05


def with_gaps(asked: Assignment, stream: random.Random) -> FactSheet:
    """Return the sheet with a third of its slots missing, of its facts and items too."""

    def thinned(telling: Telling) -> Telling:
        return telling.model_copy(update={"slots": kept(telling.slots)})

    def kept(slots: dict[str, str | bool]) -> dict[str, str | bool]:
        return {name: value for name, value in slots.items() if stream.random() < 0.67}

    sheet = asked.sheet
    return sheet.model_copy(
        update={
            "slots": {name: value for name, value in sheet.slots.items() if stream.random() < 0.67},
            "facts": tuple(map(thinned, sheet.facts)),
            "items": tuple(map(thinned, sheet.items)),
        }
    )


def shape(template: phrases.Template) -> str:
    """Return a pattern for everything that a line can say, between sentences."""
    return rf"(?<![^.!?”:] ){_shape(template)}(?= |$)"


def _shape(template: phrases.Template) -> str:
    pattern = ""
    for piece in template:
        if isinstance(piece, str):
            pattern += re.escape(piece)
        elif isinstance(piece, phrases.Choice):
            pattern += f"(?:{'|'.join(map(_shape, piece.options))})"
        else:
            pattern += "[^.]+?"
    return pattern


def holds(when: When, values: Mapping[str, str | int | bool]) -> bool:
    """Tell whether a line's condition holds."""
    return all(
        values.get(name) in (wanted if isinstance(wanted, tuple) else (wanted,)) for name, wanted in when.items()
    )


def around(text: str, match: re.Match[str]) -> str:
    """Return what stands around a blemish."""
    return text[max(0, match.start() - 40) : match.end() + 30]
