import asyncio
import json

import pytest
from sqlalchemy import select

from longwave.editorial.editor import Composed, Editor
from longwave.editorial.errors import PieceRefused
from longwave.editorial.events import PieceAccepted
from longwave.editorial.gate import VERSIONS, Accepted
from longwave.editorial.tables import pieces
from longwave.ledger.ledger import Ledger
from longwave.narrator.assignment import Feedback
from longwave.orders import handler
from unit.editorial import desk
from unit.editorial.channels import CHANNEL, STAMP, air, world
from unit.editorial.scripted import Scripted

GOOD = "It is seven o'clock, and the kettle is on for everyone."
ANOTHER = "Seven o'clock. Whoever has my other glove may keep it till the spring."
MAJOR = "It is seven o'clock, and what happened next on the stair was"
CRITICAL = "It is seven o'clock, and the kettle is on for {everyone}."
ASKED = desk.assignment({})


def editor(narrator: Scripted, fallback: Scripted | None = None) -> Editor:
    """Return an editor of Saltmere."""
    return Editor(gate=desk.gate(), narrator=narrator, fallback=fallback or Scripted(texts=[GOOD], name="fallback"))


def compose(desk_of: Editor, feedback: Feedback | None = None) -> Composed:
    """Have a text written."""
    return asyncio.run(desk_of.compose(ASKED, feedback or Feedback()))


def publish(ledger: Ledger, desk_of: Editor, composed: Composed) -> PieceAccepted:
    """Publish a text."""
    with ledger.write(STAMP) as tx:
        recorded = desk_of.publish(tx, composed, CHANNEL)
    assert isinstance(recorded.event, PieceAccepted)
    assert recorded.subject == ASKED.key
    return recorded.event


def test_a_good_text_takes_one_attempt() -> None:
    narrator = Scripted(texts=[GOOD])

    composed = compose(editor(narrator))

    assert composed == Composed(
        assignment=ASKED, verdict=Accepted(draft=composed.verdict.draft, findings=()), attempt=0
    )
    assert composed.verdict.draft.text == GOOD
    assert narrator.asked == [ASKED]


def test_what_was_found_is_told_to_the_next_attempt() -> None:
    narrator = Scripted(texts=[CRITICAL, MAJOR, GOOD])

    composed = compose(editor(narrator))

    first, second, third = (asked.feedback for asked in narrator.asked)
    assert composed.attempt == 2
    assert composed.verdict.draft.text == GOOD
    assert first == Feedback()
    assert (second.attempt, third.attempt) == (1, 2)
    assert all(finding.startswith("SAFE001: ") for finding in second.findings)
    assert "{" in second.findings[0]
    assert len(third.findings) == 1
    assert third.findings[0].startswith("FORM003: the last sentence does not end (")


def test_after_three_attempts_another_narrator_writes_and_the_piece_says_so(place: str) -> None:
    narrator, fallback = Scripted(texts=[CRITICAL]), Scripted(texts=[GOOD], name="fallback")
    desk_of = editor(narrator, fallback)

    composed = compose(desk_of)
    with world(place) as ledger:
        piece = publish(ledger, desk_of, composed)

    assert len(narrator.asked) == 3
    assert [asked.feedback.attempt for asked in fallback.asked] == [3]
    assert (piece.narrator, piece.is_fallback, piece.attempts) == ("fallback", True, 4)


def test_the_third_attempt_is_still_the_narrator_s_own(place: str) -> None:
    desk_of = editor(Scripted(texts=[CRITICAL, CRITICAL, GOOD]))

    with world(place) as ledger:
        piece = publish(ledger, desk_of, compose(desk_of))

    assert (piece.narrator, piece.is_fallback, piece.attempts) == ("scripted", False, 3)


def test_a_text_that_is_critical_to_the_end_is_refused() -> None:
    narrator, fallback = Scripted(texts=[CRITICAL]), Scripted(texts=[CRITICAL], name="fallback")

    with pytest.raises(PieceRefused, match=r"none of 10 texts may be heard; the last: SAFE001"):
        compose(editor(narrator, fallback))

    assert (len(narrator.asked), len(fallback.asked)) == (3, 7)


def test_a_major_fault_passes_when_no_attempt_is_left_and_is_on_record(place: str) -> None:
    desk_of = editor(Scripted(texts=[CRITICAL]), Scripted(texts=[MAJOR], name="fallback"))

    composed = compose(desk_of)
    with world(place) as ledger:
        piece = publish(ledger, desk_of, composed)
        with ledger.store.read() as connection:
            [row] = connection.execute(select(pieces))

    assert [finding.code for finding in composed.verdict.findings] == ["FORM003"]
    assert composed.attempt == desk_of.last_attempt
    assert piece.text == MAJOR
    assert [finding.code for finding in piece.findings] == ["FORM003"]
    assert [finding["code"] for finding in json.loads(row.findings)] == ["FORM003"]
    assert (row.attempts, row.is_fallback) == (10, True)


def test_a_rework_goes_on_from_its_attempt() -> None:
    narrator = Scripted(texts=[CRITICAL, GOOD])
    found = Feedback(attempt=1, findings=("VARY001: it begins like another",))

    composed = compose(editor(narrator), found)

    assert narrator.asked[0].feedback == found
    assert composed.attempt == 2


def test_a_piece_says_what_it_passed_and_names_only_what_its_text_names(place: str) -> None:
    desk_of = editor(Scripted(texts=["It is seven o'clock on the Needle Stair, and one step is missing."]))

    with world(place) as ledger:
        piece = publish(ledger, desk_of, compose(desk_of))

    assert piece.rules == VERSIONS
    assert piece.findings == ()
    assert piece.tells == ("needle-stair",)


def test_a_text_too_like_an_earlier_piece_goes_back_with_the_reason(place: str) -> None:
    narrator = Scripted(texts=[GOOD, ANOTHER])
    desk_of = editor(narrator)
    with world(place) as ledger:
        air(ledger, GOOD)
        before = ledger.head()

        with pytest.raises(handler.Rework) as rework:
            publish(ledger, desk_of, compose(desk_of))
        piece = publish(ledger, desk_of, compose(desk_of, rework.value.feedback))

        assert ledger.head()[0] == before[0] + 1
    feedback = rework.value.feedback
    assert feedback.attempt == 1
    assert [finding[:7] for finding in feedback.findings] == ["VARY001", "VARY002"]
    assert narrator.asked[-1].feedback == feedback
    assert (piece.text, piece.attempts) == (ANOTHER, 2)


def test_a_text_too_like_an_earlier_piece_passes_when_no_attempt_is_left_and_is_on_record(place: str) -> None:
    desk_of = editor(Scripted(texts=[GOOD]))
    with world(place) as ledger:
        air(ledger, GOOD)
        feedback, reworks = Feedback(), 0
        while True:
            composed = compose(desk_of, feedback)
            try:
                piece = publish(ledger, desk_of, composed)
                break
            except handler.Rework as rework:
                feedback, reworks = rework.feedback, reworks + 1

    assert reworks == desk_of.last_attempt
    assert (piece.attempts, piece.is_fallback) == (10, True)
    assert {finding.code for finding in piece.findings} == {"VARY001", "VARY002"}
