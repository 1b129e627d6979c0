"""`longwave review`: the texts that are not heard before somebody has looked at them."""

from pathlib import Path

import pytest

from acceptance.terminal import assert_misused, assert_refused, hash_of, longwave
from longwave import bootstrap
from longwave.editorial.events import DraftHeld
from longwave.editorial.rule import Finding, Severity
from longwave.ledger.ledger import Stamp
from longwave.settings import Settings

TEXT = "It is seven o'clock, and I would kill for a bun."
SUBJECT = "station:wren/1931-03-02/07:00"
DOUBT = Finding(code="SAFE003", severity=Severity.DOUBTFUL, passage="kill", why="a person must allow it")


@pytest.fixture
def held(day: Path) -> tuple[Path, str]:
    """A day in which one text was held, and the review's name."""
    with bootstrap.open_ledger(str(day), Settings()) as ledger:
        at = ledger.last_at()
        assert at is not None
        with ledger.write(Stamp(at=at, actor="wren")) as tx:
            event = DraftHeld(piece=9, text=TEXT, narrator="fake", findings=(DOUBT,))
            [recorded] = tx.append(event, subject=SUBJECT)
    return day, f"r-{recorded.seq}"


def test_list_shows_what_waits_and_counts_it(held: tuple[Path, str]) -> None:
    place, name = held

    said = longwave("review", "list", "-d", place)

    assert said.code == 0
    assert said.out.split() == [name, "1931-03-02", "05:00", SUBJECT, "SAFE003", "kill"]
    assert said.err == "1 waiting\n"


def test_list_as_json_holds_all_there_is(held: tuple[Path, str]) -> None:
    place, name = held

    listed = longwave("review", "list", "-d", place, "--json").json

    [review] = listed["reviews"]
    assert listed["counts"] == {"waiting": 1}
    assert (review["id"], review["text"], review["decision"]) == (name, TEXT, None)
    assert review["findings"] == [DOUBT.model_dump(mode="json")]
    assert review == longwave("review", "show", name, "-d", place, "--json").json


def test_show_says_what_is_doubtful(held: tuple[Path, str]) -> None:
    place, name = held

    said = longwave("review", "show", name.removeprefix("r-"), "-d", place)

    assert TEXT in said.out
    assert "kill: a person must allow it" in said.out


def test_a_day_without_doubts_has_no_reviews(undisturbed_day: Path) -> None:
    said = longwave("review", "list", "-d", undisturbed_day)

    assert (said.code, said.out, said.err) == (0, "", "no reviews\n")


@pytest.mark.parametrize(("verb", "decision"), [("approve", "approved"), ("reject", "rejected")])
def test_a_decision_is_kept_with_who_made_it_and_why(held: tuple[Path, str], verb: str, decision: str) -> None:
    place, name = held

    said = longwave("review", verb, name, "-d", place, "--reason", "only a bun", "--by", "ines")

    shown = longwave("review", "show", name, "-d", place, "--json").json
    assert (said.code, said.out) == (0, f"{name} is {decision}\n")
    assert (shown["decision"], shown["decided_by"], shown["reason"]) == (decision, "ines", "only a bun")
    assert longwave("review", "list", "-d", place).err == f"1 {decision}\n"
    assert name in longwave("review", "list", "-d", place, "--decision", decision).out
    assert longwave("ledger", "verify", "-d", place).code == 0


def test_what_is_decided_stays_so(held: tuple[Path, str]) -> None:
    place, name = held
    longwave("review", "approve", name, "-d", place)
    before = hash_of(place)

    said = longwave("review", "reject", name, "-d", place, "--reason", "on second thoughts")

    assert_refused(said, saying=f"`{name}` is already approved, by operator", cure=f"review show {name}")
    assert hash_of(place) == before


def test_a_rejection_needs_a_reason(held: tuple[Path, str]) -> None:
    place, name = held

    assert_misused(longwave("review", "reject", name, "-d", place), saying="--reason")
    assert_misused(longwave("review", "reject", name, "-d", place, "--reason", " "), saying="cannot be empty")


def test_what_is_no_review_is_refused(undisturbed_day: Path) -> None:
    assert_refused(
        longwave("review", "show", "r-1", "-d", undisturbed_day), saying="no review `r-1`", cure="review list"
    )
    assert_misused(longwave("review", "show", "o-1", "-d", undisturbed_day), saying="'o-1' is no review")
