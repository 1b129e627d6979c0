"""A memory for tests: its ledger, and a resident whose days are full of other things than those that are asked for."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy import Table, func, select

from longwave.kernel.dice import dice
from longwave.ledger.events import Event, Registry
from longwave.ledger.ledger import Ledger, Stamp
from longwave.ledger.projections import Projections
from longwave.ledger.store import Store, database_url
from longwave.ledger.tables import events, metadata
from longwave.world.memory import upkeep
from longwave.world.memory.events import EVENTS, MemoryKept, MemoryKind
from longwave.world.memory.projections import PROJECTION
from longwave.world.memory.retrieval import Cue, Recalled, Retrieval, TermRetrieval

START = dt.datetime(1931, 3, 2, 6, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
ADA = "ada"
NOISE_A_DAY, PLANTED = 12, 20

WHO = (
    "Wren Tobias Maud Jonas Beck Corvin Agnes Silas Hester Old Pim Nell Barnaby Ruth Enoch Clara Amos Dinah Luke Martha"
).split()
WHAT = (
    "lantern ferry bell candle kettle herring ledger rope anchor fiddle goose barrel chart clock coat bicycle tram "
    "oven net mast piano ladder letter parrot umbrella sermon wireless stove cradle spade"
).split()
WHERE = (
    "Tallow Ward|Pump Row|the Fog Shelf|Great Tarn|the Blue Door|the ropewalk|the fish market|the lower quay|the "
    "signal tower|the chapel|Line One|the salt pans|the weir|Last Lamp|the customs house|the eel ponds"
).split("|")
DID = "mended sold lost painted found borrowed hid counted carried broke weighed blessed inherited".split()
HOW = "brass crooked green heavy cheap silent double stolen famous wet new little yellow".split()
WHEN = "before breakfast|on Monday|in the fog|last winter|for sixpence|at low tide|without asking|twice".split("|")
SAYING = (
    "{who} {did} the {how} {what} at {where} {when}.",
    "At {where}, {who} {did} a {how} {what} {when}.",
    "I heard from {other} that {who} {did} the {what} at {where}.",
    "{who} and {other} talked about the {how} {what} at {where} {when}.",
    "The {how} {what} that {who} {did} is now at {where}.",
)


class Fact(NamedTuple):
    """A planted fact and how its topic is asked for."""

    says: str
    query: str


@contextmanager
def memory_ledger(place: str) -> Iterator[Ledger]:
    """Open an empty world whose only subject is memory."""
    store = Store(database_url(place), create=True)
    try:
        with store.write() as connection:
            metadata.create_all(connection, tables=[events, *PROJECTION.tables])
        yield Ledger(store, Registry(EVENTS), Projections([PROJECTION]))
    finally:
        store.close()


def wipe(ledger: Ledger) -> None:
    """Begin the same world anew."""
    with ledger.store.write() as connection:
        for table in (events, *PROJECTION.tables):
            connection.execute(table.delete())


def kept(says: str, *, about: tuple[str, ...] = (), persona: str = ADA, **changes: object) -> MemoryKept:
    values = {"memory": MemoryKind.FACT, "strength": 0.6, "half_life_days": 14.0, "confidence": 0.8, "source": None}
    return MemoryKept.model_validate({"persona": persona, "says": says, "about": about, **values, **changes})


def tell(ledger: Ledger, *facts: Event, at: dt.datetime = START) -> list[int]:
    """Append events; return their numbers."""
    with ledger.write(Stamp(at=at, actor=ADA)) as tx:
        return [recorded.seq for recorded in tx.append(*facts)]


def recall(ledger: Ledger, cue: Cue, *, limit: int = 5, is_cold: bool | None = None) -> list[Recalled]:
    retrieval: Retrieval = TermRetrieval()
    with ledger.store.read() as connection:
        return retrieval.recall(connection, cue, limit=limit, is_cold=is_cold)


def cue(query: str, *about: str, at: dt.datetime = START) -> Cue:
    return Cue(persona=ADA, query=query, about=about, at=at)


def tidy(ledger: Ledger, at: dt.datetime, persona: str = ADA) -> list[upkeep.Due]:
    """Summarise until nothing is due; return what was."""
    done = []
    with ledger.write(Stamp(at=at, actor=persona)) as tx:
        while due := upkeep.due(tx.connection, persona, at):
            tx.append(upkeep.summarised(due))
            done.append(due)
    return done


def rows(ledger: Ledger, table: Table) -> int:
    with ledger.store.read() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def planted(seed: int) -> list[Fact]:
    """Facts in the words of the noise, each asked for by two or three of its own words."""
    stream = dice(seed, "planted")
    pairs = stream.sample([(who, what) for who in WHO for what in WHAT], PLANTED)
    facts = []
    for who, what in pairs:
        how, where = stream.choice(HOW), stream.choice(WHERE)
        says = f"{who} keeps the {how} {what} of the family under the floor at {where}."
        words = [who, what, where.split()[-1], how]
        facts.append(Fact(says=says, query=" ".join(words[: stream.choice((2, 3, 3))])))
    return facts


def noise(seed: int, day: int) -> list[MemoryKept]:
    """What else a resident keeps of one day."""
    stream = dice(seed, "noise", day)
    said = []
    for _ in range(NOISE_A_DAY):
        who, other = stream.sample(WHO, 2)
        parts = {"who": who, "other": other, "what": stream.choice(WHAT), "where": stream.choice(WHERE)}
        parts |= {"did": stream.choice(DID), "how": stream.choice(HOW), "when": stream.choice(WHEN)}
        is_fact = stream.random() < 0.5
        said.append(
            kept(
                stream.choice(SAYING).format(**parts),
                about=(who.lower(), parts["what"]),
                memory=MemoryKind.FACT if is_fact else MemoryKind.MOMENT,
                strength=round(stream.uniform(0.2, 0.9), 2),
                half_life_days=14.0 if is_fact else 3.0,
            )
        )
    return said


def live(ledger: Ledger, seed: int, days: int) -> list[Fact]:
    """Plant facts on the first day and let the days go by; return the facts."""
    facts = planted(seed)
    strengths = dice(seed, "strengths")
    tell(ledger, *(kept(fact.says, strength=round(strengths.uniform(0.6, 0.7), 2)) for fact in facts))
    for day in range(days):
        tell(ledger, *noise(seed, day), at=START + day * DAY)
        tidy(ledger, START + day * DAY)
    return facts
