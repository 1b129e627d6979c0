"""Verifying: whatever is changed, removed, put in or swapped shows."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from longwave.ledger.errors import ChainBroken, StoreCorrupt
from longwave.ledger.ledger import Ledger
from longwave.ledger.rebuild import compare
from longwave.ledger.tables import events
from unit.ledger.toy import count, everything, tamper, wipe

COLUMNS = tuple(events.columns.keys())
NUMBERS = {"seq": 31, "version": 30}
"""Columns that hold a number, and how many bits may flip in it."""
EVENT_COUNT = 6
same_database = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def fill(ledger: Ledger) -> None:
    wipe(ledger)
    count(ledger, *(f"thing {number}" for number in range(EVENT_COUNT)))


def stored(ledger: Ledger, seq: int, column: str) -> str | int:
    with ledger.store.read() as connection:
        value: str | int = connection.execute(select(events.c[column]).where(events.c.seq == seq)).scalar_one()
    return value


@pytest.mark.parametrize("column", COLUMNS)
@same_database
@given(data=st.data())
def test_a_flipped_bit_in_any_column_of_any_event_is_found(ledger: Ledger, column: str, data: st.DataObject) -> None:
    fill(ledger)
    seq = data.draw(st.integers(1, EVENT_COUNT), label="event")
    value = stored(ledger, seq, column)

    if isinstance(value, int):
        flip_number(ledger, seq, column, value ^ 1 << data.draw(st.integers(0, NUMBERS[column] - 1), label="bit"))
    else:
        raw = bytearray(value.encode())
        raw[data.draw(st.integers(0, len(raw) - 1), label="byte")] ^= 1 << data.draw(st.integers(0, 7), label="bit")
        flip_text(ledger, seq, column, bytes(raw))

    with pytest.raises((ChainBroken, StoreCorrupt)) as found:
        ledger.verify()
    assert not isinstance(found.value, ChainBroken) or found.value.seq <= seq


def flip_number(ledger: Ledger, seq: int, column: str, value: int) -> None:
    assume(column != "seq" or not 1 <= value <= EVENT_COUNT)  # Two events of one number the database refuses itself.
    tamper(ledger, f"UPDATE events SET {column} = :value WHERE seq = {seq}", value=value)


def flip_text(ledger: Ledger, seq: int, column: str, raw: bytes) -> None:
    if ledger.store.is_sqlite:  # It keeps any bytes as text.
        tamper(ledger, f"UPDATE events SET {column} = CAST(:raw AS TEXT) WHERE seq = {seq}", raw=raw)
        return
    text = raw.decode(errors="replace")
    assume("\ufffd" not in text and "\0" not in text)  # PostgreSQL keeps no such text.
    tamper(ledger, f"UPDATE events SET {column} = :text WHERE seq = {seq}", text=text)


@pytest.mark.parametrize("column", [name for name in COLUMNS if name not in NUMBERS])
@same_database
@given(data=st.data())
def test_any_other_text_in_any_column_is_found(ledger: Ledger, column: str, data: st.DataObject) -> None:
    fill(ledger)
    seq = data.draw(st.integers(1, EVENT_COUNT), label="event")
    text = data.draw(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20))
    assume(text != stored(ledger, seq, column))

    tamper(ledger, f"UPDATE events SET {column} = :text WHERE seq = {seq}", text=text)

    with pytest.raises(ChainBroken) as found:
        ledger.verify()
    assert found.value.seq == seq


@pytest.mark.parametrize("seq", range(1, EVENT_COUNT))
def test_a_removed_event_is_found(ledger: Ledger, seq: int) -> None:
    fill(ledger)

    tamper(ledger, "DELETE FROM events WHERE seq = :seq", seq=seq)

    with pytest.raises(ChainBroken, match=f"at event {seq}: the next event is number {seq + 1}"):
        ledger.verify()


@pytest.mark.parametrize("seq", range(1, EVENT_COUNT))
def test_a_removed_event_is_found_when_the_ones_after_it_close_up(ledger: Ledger, seq: int) -> None:
    fill(ledger)

    tamper(ledger, "DELETE FROM events WHERE seq = :seq", seq=seq)
    for later in range(seq + 1, EVENT_COUNT + 1):
        tamper(ledger, "UPDATE events SET seq = :seq - 1 WHERE seq = :seq", seq=later)

    with pytest.raises(ChainBroken) as found:
        ledger.verify()
    assert found.value.seq == seq


def test_a_last_event_cut_off_leaves_a_sound_shorter_chain_but_tables_that_do_not_follow_from_it(
    ledger: Ledger,
) -> None:
    fill(ledger)

    tamper(ledger, "DELETE FROM events WHERE seq = :seq", seq=EVENT_COUNT)

    assert ledger.verify()[0] == EVENT_COUNT - 1
    assert [(d.table, d.only_live, d.only_rebuilt) for d in compare(ledger).differences] == [("toy_tallies", 1, 0)]


@pytest.mark.parametrize("seq", [0, 3, EVENT_COUNT + 1])
def test_an_event_put_in_is_found(ledger: Ledger, seq: int) -> None:
    fill(ledger)

    for later in range(EVENT_COUNT, max(seq, 1) - 1, -1):
        tamper(ledger, "UPDATE events SET seq = :seq + 1 WHERE seq = :seq", seq=later)
    columns = ", ".join(COLUMNS[1:])
    source = 1 if seq > 1 else 2
    copied = f"INSERT INTO events (seq, {columns}) SELECT :seq, {columns} FROM events WHERE seq = :source"
    assert tamper(ledger, copied, seq=seq, source=source) == 1

    with pytest.raises(ChainBroken) as found:
        ledger.verify()
    assert found.value.seq <= max(seq, 1)


@pytest.mark.parametrize(("one", "other"), [(1, 2), (2, 5), (5, 6)])
def test_two_swapped_events_are_found(ledger: Ledger, one: int, other: int) -> None:
    fill(ledger)

    for source, target in [(one, 99), (other, one), (99, other)]:
        tamper(ledger, "UPDATE events SET seq = :target WHERE seq = :source", source=source, target=target)

    with pytest.raises(ChainBroken) as found:
        ledger.verify()
    assert found.value.seq == one


def test_two_texts_that_moved_over_the_border_of_their_columns_are_found(ledger: Ledger) -> None:
    fill(ledger)

    assert tamper(ledger, "UPDATE events SET actor = 'wre', subject = 'nquay' WHERE seq = 2") == 1

    with pytest.raises(ChainBroken, match="at event 2"):
        ledger.verify()


def test_a_sound_chain_verifies_and_verifying_changes_nothing(ledger: Ledger) -> None:
    fill(ledger)
    before = everything(ledger)

    assert ledger.verify() == ledger.head()
    assert ledger.head()[0] == EVENT_COUNT
    assert everything(ledger) == before
