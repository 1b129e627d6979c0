import pytest

from longwave.editorial.gate import MEMORY_RULES, Accepted, Rework
from longwave.editorial.pieces import OPENER_WINDOW, RECENT
from longwave.ledger import rebuild
from longwave.ledger.ledger import Ledger
from unit.editorial import desk
from unit.editorial.channels import CHANNEL, air, world
from unit.editorial.desk import Case

OF_MEMORY = {rule.code for rule in MEMORY_RULES}
OPENER = "Good morning to the whole stair"


def test_a_text_too_like_an_earlier_one_is_found_by_its_rule_and_by_no_other(place: str) -> None:
    cases = [case for case in desk.bad() if case.code in OF_MEMORY]
    with world(place) as ledger:
        for number, case in enumerate(cases):
            air(ledger, *case.earlier, channel=f"channel {number}")

            verdict = review(ledger, case, f"channel {number}")

            assert isinstance(verdict, Rework), case
            assert {finding.code for finding in verdict.findings} == {case.code, *case.also}, case


def test_real_segments_of_a_channel_are_not_too_like_one_another(place: str) -> None:
    with world(place) as ledger:
        for case in desk.aired():
            verdict = review(ledger, case, CHANNEL)

            assert isinstance(verdict, Accepted), verdict.findings
            air(ledger, case.draft)


@pytest.mark.parametrize(("since", "is_found"), [(OPENER_WINDOW - 1, True), (OPENER_WINDOW, False)])
def test_an_opener_may_come_again_after_fifty_other_pieces(place: str, since: int, *, is_found: bool) -> None:
    case = said(f"{OPENER}, it is seven o'clock, and I have mislaid a second glove.")
    with world(place) as ledger:
        air(ledger, f"{OPENER}, and to whoever has taken a glove from the rail.")
        air(ledger, *(f"Piece number {number} says nothing that another one says." for number in range(since)))

        verdict = review(ledger, case, CHANNEL)

    assert isinstance(verdict, Rework) is is_found


def test_what_another_channel_said_is_not_repeated_by_this_one(place: str) -> None:
    case = said(f"{OPENER}, it is seven o'clock, and I have mislaid a second glove.")
    with world(place) as ledger:
        air(ledger, case.draft.text, channel="station:corvin")

        verdict = review(ledger, case, CHANNEL)

    assert isinstance(verdict, Accepted)


@pytest.mark.parametrize("since", [0, 1, RECENT - 2, RECENT - 1, RECENT, 2 * RECENT + 1])
def test_a_near_duplicate_is_found_however_long_ago_it_was(place: str, since: int) -> None:
    case = said("Seven o'clock, and the road on Great Tarn is one wheelbarrow wide, and the empty barrow gives way.")
    with world(place) as ledger:
        [first] = air(ledger, case.draft.text.replace("Seven o'clock, and", "They do say that"))
        air(ledger, *(f"Piece number {number} says nothing that another one says." for number in range(since)))

        verdict = review(ledger, case, CHANNEL)
        differences = rebuild.compare(ledger).differences

    assert differences == ()
    [near] = [finding for finding in verdict.findings if finding.code == "VARY002"]
    assert f"piece {first} " in near.why


def said(text: str) -> Case:
    """Return a text that was written for the usual assignment."""
    return Case(code="", draft=desk.draft(text), assignment=desk.assignment({}))


def review(ledger: Ledger, case: Case, channel: str) -> Accepted | Rework:
    """Judge a text by itself, then in its place on a channel."""
    gate = desk.gate()
    with ledger.store.read() as connection:
        return gate.review_in_place(connection, channel, gate.review(case.draft, case.assignment), case.assignment)
