"""Nothing doubtful is heard before a person has looked at it; what was held back waits for one."""

import asyncio

import pytest

from longwave.editorial import reviews
from longwave.editorial.decision import Decision
from longwave.editorial.editor import Editor
from longwave.editorial.errors import NoSuchReview, PieceRefused, ReviewDecided
from longwave.editorial.events import DraftHeld, PieceAccepted
from longwave.editorial.gate import Accepted, Refused, Rework
from longwave.editorial.reviews import Review
from longwave.ledger import rebuild
from longwave.ledger.ledger import Ledger
from longwave.narrator.assignment import Feedback
from longwave.orders import handler
from unit.editorial import desk
from unit.editorial.channels import CHANNEL, STAMP, air, world
from unit.editorial.scripted import Scripted

GOOD = "It is seven o'clock, and the kettle is on for everyone."
DOUBTFUL = "It is seven o'clock, and I would kill for a bun on the Needle Stair."
CRITICAL = "It is seven o'clock, and I would kill for a {bun} on the Needle Stair."
ASKED = desk.assignment({})


def publish(ledger: Ledger, *texts: str, fallback: str = GOOD) -> PieceAccepted:
    """Have texts written one after the other until one passes, and publish it."""
    editor = Editor(gate=desk.gate(), narrator=Scripted(texts=[*texts]), fallback=Scripted(texts=[fallback]))
    feedback = Feedback()
    while True:
        composed = asyncio.run(editor.compose(ASKED, feedback))
        try:
            with ledger.write(STAMP) as tx:
                recorded = editor.publish(tx, composed, CHANNEL)
        except handler.Rework as rework:
            feedback = rework.feedback
            continue
        assert isinstance(recorded.event, PieceAccepted)
        return recorded.event


def waiting(ledger: Ledger) -> list[Review]:
    with ledger.store.read() as connection:
        return reviews.listing(connection)


def decide(ledger: Ledger, review: int, decision: Decision) -> None:
    with ledger.write(STAMP) as tx:
        reviews.decide(tx, review, decision, by="ines", reason="it is only a bun")


def test_a_doubtful_text_is_written_anew_and_waits_for_a_person(place: str) -> None:
    with world(place) as ledger:
        piece = publish(ledger, DOUBTFUL, GOOD)
        [review] = waiting(ledger)

    assert (piece.text, piece.attempts, piece.is_fallback) == (GOOD, 2, False)
    assert (review.text, review.subject, review.decision) == (DOUBTFUL, ASKED.key, None)
    assert [(finding.code, finding.passage) for finding in review.findings] == [("SAFE003", "kill")]


def test_where_every_text_is_doubtful_the_fallback_is_heard_and_all_of_them_wait(place: str) -> None:
    with world(place) as ledger:
        piece = publish(ledger, DOUBTFUL)

        assert (piece.text, piece.is_fallback) == (GOOD, True)
        assert [review.text for review in waiting(ledger)] == [DOUBTFUL] * 3


def test_a_text_that_is_never_to_be_heard_does_not_wait(place: str) -> None:
    with world(place) as ledger:
        publish(ledger, CRITICAL, GOOD)

        assert waiting(ledger) == []


def test_a_doubtful_text_waits_even_where_the_next_one_comes_back_from_its_channel(place: str) -> None:
    with world(place) as ledger:
        air(ledger, GOOD)

        piece = publish(
            ledger, DOUBTFUL, GOOD, "Seven o'clock. Whoever has my other glove may keep it till the spring."
        )

        assert piece.attempts == 3
        assert [review.text for review in waiting(ledger)] == [DOUBTFUL]


def test_nothing_doubtful_is_heard_even_where_no_attempt_is_left() -> None:
    narrator = Scripted(texts=[DOUBTFUL])
    editor = Editor(gate=desk.gate(), narrator=narrator, fallback=narrator)

    with pytest.raises(PieceRefused, match="SAFE003"):
        asyncio.run(editor.compose(ASKED, Feedback()))


def test_a_decision_is_kept_and_made_once(place: str) -> None:
    with world(place) as ledger:
        publish(ledger, DOUBTFUL, GOOD)
        [review] = waiting(ledger)

        decide(ledger, review.id, Decision.APPROVED)

        with ledger.store.read() as connection:
            decided = reviews.get(connection, review.id)
            assert reviews.counts(connection) == {"approved": 1}
            assert reviews.listing(connection, decision=Decision.APPROVED) == [decided]
        assert (decided.decision, decided.decided_by, decided.reason) == ("approved", "ines", "it is only a bun")
        assert decided.decided_at == STAMP.at
        assert waiting(ledger) == []
        with pytest.raises(ReviewDecided, match=f"`r-{review.id}` is already approved, by ines"):
            decide(ledger, review.id, Decision.REJECTED)


def test_a_review_that_is_none_is_refused(place: str) -> None:
    with world(place) as ledger, pytest.raises(NoSuchReview, match="there is no review `r-99`"):
        decide(ledger, 99, Decision.APPROVED)


def test_the_queue_follows_from_the_log(place: str) -> None:
    with world(place) as ledger:
        publish(ledger, DOUBTFUL)
        first, *_ = waiting(ledger)
        decide(ledger, first.id, Decision.REJECTED)

        assert rebuild.compare(ledger).differences == ()
        held = [recorded for recorded in ledger.read() if isinstance(recorded.event, DraftHeld)]

    assert len(held) == 3
    assert first.id == held[0].seq


@pytest.mark.parametrize(
    ("text", "verdict"),
    [(GOOD, Accepted), (DOUBTFUL, Refused), (CRITICAL, Refused), (GOOD.removesuffix("."), Accepted)],
)
def test_what_is_critical_or_doubtful_to_the_end_is_refused_and_the_rest_let_pass(
    text: str, verdict: type[Accepted | Refused]
) -> None:
    reviewed = desk.gate().review(desk.draft(text), ASKED)

    final = reviewed.final() if isinstance(reviewed, Rework) else reviewed

    assert isinstance(final, verdict)
    assert final.findings == reviewed.findings
