"""How events change what a persona remembers."""

import json
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, bindparam, delete, select

from longwave.kernel import canonical, clock
from longwave.ledger.events import Recorded
from longwave.ledger.projections import Projection
from longwave.ledger.tables import insert_rows, run
from longwave.world.memory.events import MemoryKept, PeriodSummarised, RelationshipChanged
from longwave.world.memory.retrieval import marks, named, terms
from longwave.world.memory.tables import memories, memory_terms, relationship_changes, relationships, summaries

LONGEST_HALF_LIFE_DAYS, SPACING = 365.0, 1.5
DIGITS = 6

# Statements of every memory are built once: building one costs more than running it.
_same = select(memories.c.id, memories.c.strength, memories.c.half_life_days, memories.c.confidence).where(
    memories.c.persona == bindparam("of"),
    memories.c.kind == bindparam("sort"),
    memories.c.says == bindparam("sentence"),
)
_strengthen = (
    "UPDATE memories SET strength = :stronger, half_life_days = :longer, confidence = :surer, at = :now"
    " WHERE id = :memory"
)
_forgotten = (memories.c.persona == bindparam("of"), memories.c.id.in_(bindparam("ids", expanding=True)))
_leaving = select(memories.c.id, memories.c.says, memories.c.about).where(*_forgotten)
_leave = delete(memories).where(*_forgotten)
_unlist = delete(memory_terms).where(
    memory_terms.c.persona == bindparam("of"),
    memory_terms.c.term == bindparam("said"),
    memory_terms.c.owner == bindparam("memory"),
)
_sentiment = select(relationships.c.sentiment).where(
    relationships.c.persona == bindparam("of"), relationships.c.other == bindparam("to")
)
_feel = (
    "UPDATE relationships SET sentiment = :felt, changes = changes + 1, last_at = :now"
    " WHERE persona = :of AND other = :to"
)


def _on_kept(connection: Connection, recorded: Recorded, event: MemoryKept) -> None:
    """Add a memory; or strengthen it if the same sentence is warm: what is repeated at intervals fades more slowly."""
    same = {"of": event.persona, "sort": event.memory, "sentence": event.says}
    if known := connection.execute(_same, same).first():
        longer = min(LONGEST_HALF_LIFE_DAYS, known.half_life_days * SPACING)
        values = {
            "memory": known.id,
            "stronger": round(1.0 - (1.0 - known.strength) * (1.0 - event.strength), DIGITS),
            "longer": round(max(known.half_life_days, longer), DIGITS),
            "surer": max(known.confidence, event.confidence),
            "now": clock.to_text(recorded.at),
        }
        run(connection, _strengthen, values)
        return
    memory = (
        recorded.seq,
        event.persona,
        event.memory.value,
        canonical.dumps(event.about),
        event.says,
        event.strength,
        event.half_life_days,
        event.confidence,
        event.source,
        clock.to_text(recorded.at),
    )
    insert_rows(connection, memories, [memory])
    listed = _terms_of(event.says, event.about)
    _list(connection, ((event.persona, term, recorded.seq, 0, False) for term in listed))


def _on_summarised(connection: Connection, recorded: Recorded, event: PeriodSummarised) -> None:
    gone = {"of": event.persona, "ids": event.forgotten}
    # The terms of a memory follow from it, so the index needs no other way in.
    leaving = [
        {"of": event.persona, "said": term, "memory": row.id}
        for row in connection.execute(_leaving, gone)
        for term in _terms_of(row.says, json.loads(row.about))
    ]
    if leaving:
        connection.execute(_unlist, leaving)
        connection.execute(_leave, gone)
    summary = (
        recorded.seq,
        event.persona,
        clock.to_text(event.since),
        clock.to_text(event.until),
        canonical.dumps(event.says),
        canonical.dumps(event.about),
        event.why.value,
        clock.to_text(recorded.at),
    )
    insert_rows(connection, summaries, [summary])
    _list(connection, _cold_terms(recorded, event))


def _cold_terms(recorded: Recorded, event: PeriodSummarised) -> Iterator[tuple[object, ...]]:
    for place, sentence in enumerate(event.says):
        listed = _terms_of(sentence, named(event.about, sentence))
        yield from ((event.persona, term, recorded.seq, place, True) for term in listed)


def _on_changed(connection: Connection, recorded: Recorded, event: RelationshipChanged) -> None:
    pair = {"of": event.persona, "to": event.other}
    felt = connection.execute(_sentiment, pair).scalar()
    sentiment = round(max(-1.0, min(1.0, (felt or 0.0) + event.change)), DIGITS)
    at = clock.to_text(recorded.at)
    if felt is None:
        insert_rows(connection, relationships, [(event.persona, event.other, sentiment, 1, at, at)])
    else:
        run(connection, _feel, {**pair, "felt": sentiment, "now": at})
    change = (recorded.seq, event.persona, event.other, event.change, sentiment, event.because, at, event.source)
    insert_rows(connection, relationship_changes, [change])


def _terms_of(says: str, about: Iterable[str]) -> set[str]:
    return {*terms(says), *marks(about)}


def _list(connection: Connection, rows: Iterable[tuple[object, ...]]) -> None:
    if listed := list(rows):
        insert_rows(connection, memory_terms, listed)


PROJECTION = Projection(
    tables=(memories, summaries, memory_terms, relationships, relationship_changes),
    folds={MemoryKept: _on_kept, PeriodSummarised: _on_summarised, RelationshipChanged: _on_changed},
)
