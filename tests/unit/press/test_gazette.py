"""The Gazette: what an issue gathers, how it is laid out, and what it says is to come."""

import datetime as dt
from collections.abc import Iterator

import pytest

from longwave.ledger.ledger import Stamp
from longwave.orders import book
from longwave.press import issues
from longwave.press.events import GazetteIssued
from longwave.press.gazette import issue_order
from longwave.press.issues import GazetteIssue
from unit.academy.club import Club
from unit.press.room import ADA, BO, nickname, paper, printing, talk, tell

AN_HOUR = dt.timedelta(hours=1)


@pytest.fixture
def club(tmp_path: object) -> Iterator[Club]:
    with printing(f"{tmp_path}/world.db") as club:
        yield club


def bring_out(club: Club) -> GazetteIssue:
    """Let an issue come out now."""
    with club.ledger.write(Stamp(at=club.now, actor="test")) as tx:
        book.enqueue(tx, issue_order(club.now))
    club.let_pass(dt.timedelta(minutes=2))
    with club.ledger.store.read() as connection:
        found = issues.issue(connection, paper(), issues.last_number(connection) or 0)
    assert found is not None
    return found


def test_an_issue_holds_what_was_printed_since_the_one_before_in_sections(club: Club) -> None:
    tell(club, talk(), nickname("foreign"))
    club.let_pass(AN_HOUR)

    first, second = bring_out(club), bring_out(club)

    assert [title for title, _ in first.sections] == ["Bulletins", "Statements"]
    assert [[each.form for each in inside] for _, inside in first.sections] == [
        ["bulletin"],
        ["reaction", "statement", "reaction"],
    ]
    assert second.sections == []
    assert (first.number, second.number) == (1, 2)


def test_what_belongs_to_another_channel_is_in_no_issue(club: Club) -> None:
    tell(club, talk())
    club.let_pass(AN_HOUR)
    bring_out(club)
    tell(club, talk("The tide is later than it was."))
    club.let_pass(3 * AN_HOUR)

    bring_out(club)

    held = [each.pieces for each in club.events(GazetteIssued) if isinstance(each, GazetteIssued)]
    with club.ledger.store.read() as connection:
        [second] = [inside for title, inside in _last(club).sections if title == "Bulletins"]
        assert issues.issue(connection, paper(), 7) is None
    assert [len(pieces) for pieces in held] == [1, 3]
    assert [each.text for each in second if "For the table alone" in each.text] == []


def test_what_is_to_come_is_teased_by_name_once_and_the_next_first(club: Club) -> None:
    tell(club, talk(player=BO))
    club.let_pass(AN_HOUR)
    tell(club, talk(), talk())

    issue = bring_out(club)

    assert issue.coming == ["Bo was overheard.", "Ada was overheard."]


def test_what_has_come_out_is_no_longer_to_come(club: Club) -> None:
    tell(club, talk())
    club.let_pass(3 * AN_HOUR)

    assert bring_out(club).coming == []


def test_no_more_is_teased_than_is_asked_for(club: Club) -> None:
    tell(club, talk(), talk(player=BO))

    with club.ledger.store.read() as connection:
        coming = club.playing.outlook.coming(connection, club.now, 1)

    assert [each.says for each in coming] == ["Ada was overheard."]
    assert coming[0].due == club.now + 2 * AN_HOUR


def test_before_the_first_issue_there_is_none(club: Club) -> None:
    with club.ledger.store.read() as connection:
        assert issues.last_number(connection) is None
        assert issues.issue(connection, paper(), 1) is None


def _last(club: Club) -> GazetteIssue:
    with club.ledger.store.read() as connection:
        found = issues.issue(connection, paper(), issues.last_number(connection) or 0)
    assert found is not None
    return found


def test_an_issue_reads_the_pieces_that_the_log_says(club: Club) -> None:
    tell(club, talk("The tide is late"))
    club.let_pass(AN_HOUR)

    [(_, [piece])] = bring_out(club).sections

    assert "“The tide is late”" in piece.text
    assert piece.by == "gazette"
    assert ADA not in piece.text
