"""What must hold in every game at every moment: its tables say what its log says, and the log breaks no rule.

All of it is worked out from tables and log alone, and returned as sentences about what does not hold.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TypeVar

from sqlalchemy import Connection, Table, select

from longwave.editorial.tables import pieces
from longwave.ledger.errors import ChainBroken
from longwave.ledger.events import Event, Recorded
from longwave.ledger.ledger import Ledger
from longwave.ledger.rebuild import compare
from longwave.modules.academy.economy.tables import academy_commitments
from longwave.modules.academy.expeditions.tables import academy_expeditions, academy_opportunities, academy_travellers
from longwave.modules.academy.hosting.tables import academy_game
from longwave.modules.academy.mentoring.tables import academy_mentorships
from longwave.modules.academy.offers.tables import academy_offers
from longwave.modules.academy.scholars.tables import academy_feelings, academy_scholars
from longwave.modules.academy.standing.tables import academy_influence, academy_players
from longwave.modules.academy.symposium.tables import academy_symposia, academy_topics
from longwave.modules.academy.theories.tables import academy_conferences, academy_theories
from longwave.orders import book, pauses
from longwave.orders.events import OrderAttemptFailed, OrderCompleted, OrderFailed
from longwave.orders.states import OPEN, Lane, Status
from longwave.orders.tables import orders
from longwave.playing import Playing
from longwave.press.events import LAYER, NOTICE, GazetteIssued, LayerReleased
from longwave.press.tables import press_layers
from longwave.world.press import Layer
from unit.academy.recount import Recount

# Of each of these there is always one to come.
CLOCKWORK = ("academy.digest", "academy.symposium")
TURN = "academy.turn"
MOST_FELT = 10
Key = TypeVar("Key")


@dataclass(kw_only=True)
class Invariants:
    """Watches one game; what it has read of the log once it does not read again."""

    playing: Playing
    counted: Recount = field(init=False)
    promised: dict[tuple[int, str], bool] = field(default_factory=dict)
    released: Counter[tuple[int, str]] = field(default_factory=Counter)
    issued: Counter[int] = field(default_factory=Counter)
    completed: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.counted = Recount(numbers=self.playing.academy.game.numbers)

    @property
    def ledger(self) -> Ledger:
        return self.playing.ledger

    def broken(self) -> list[str]:
        """Read what is new in the log; return all that does not hold."""
        for recorded in self.ledger.read(after=self.counted.seq):
            self._read(recorded)
        with self.ledger.store.read() as connection:
            found = chain(
                self._standing(connection),
                self._scholars(connection),
                self._lives(connection),
                self._orders(connection),
                self._press(connection),
            )
            return [*self.faults, *self.counted.faults, *found]

    def broken_in_depth(self) -> list[str]:
        """Return also what does not hold of the chain, and where the log gives other tables than there are."""
        return [*self.broken(), *_unprovable(self.ledger)]

    @cached_property
    def _layers(self) -> Mapping[str, list[Layer]]:
        """The layers of the press, by kind of event; none where nothing is printed."""
        by_kind: dict[str, list[Layer]] = {}
        if self.playing.editor is not None:
            for layer in self.playing.pack.layers.values():
                by_kind.setdefault(layer.event, []).append(layer)
        return by_kind

    def _read(self, recorded: Recorded) -> None:
        self.counted.count(recorded)
        event = recorded.event
        for layer in self._layers.get(event.kind, ()):
            if _fits(layer, event):
                self.promised[recorded.seq, layer.id] = layer.chance == 1
        if isinstance(event, LayerReleased):
            self.released[event.event, event.layer] += 1
        elif isinstance(event, GazetteIssued):
            self.issued.update(event.pieces)
        elif isinstance(event, OrderCompleted):
            self.completed[event.order_id] += 1
        elif isinstance(event, (OrderFailed, OrderAttemptFailed)):
            self.faults.append(f"{recorded.seq}: order {event.order_id} failed: {event.error}")

    def _standing(self, connection: Connection) -> Iterator[str]:
        counted = self.counted
        rows = connection.execute(select(academy_influence)).all()
        yield from _differs("held", {(r.player, r.faction): r.held for r in rows}, counted.held)
        yield from _differs("in escrow", {(r.player, r.faction): r.escrow for r in rows}, counted.escrow)
        yield from _differs("staked", counted.staked, counted.escrow)
        people = connection.execute(select(academy_players)).all()
        yield from _differs("reputation", {r.id: r.reputation for r in people}, counted.reputation)
        yield from _differs("quiet until", {r.id: r.quiet_until for r in people}, counted.quiet_until)
        if {row.id for row in people} != counted.players:
            yield "others play than joined"
        yield from (f"{row.id} owes {row.debt}" for row in people if row.debt < 0 or row.misses < 0)
        names = Counter(row.fold for row in people)
        yield from (f"{count} players look like {name}" for name, count in names.items() if count > 1)

    def _scholars(self, connection: Connection) -> Iterator[str]:
        rows = connection.execute(select(academy_scholars)).all()
        roster = {row.id: row.employer for row in rows if row.retired_at is None}
        if roster != self.counted.employer:
            yield f"scholars work elsewhere: {set(roster.items()) ^ set(self.counted.employer.items())}"
        yield from (f"{row.id} is retired and works" for row in rows if row.retired_at is not None and row.employer)
        employers = {employer for employer in roster.values() if employer is not None}
        yield from (f"{employer} employs and does not play" for employer in employers - self.counted.players)
        for row in connection.execute(select(academy_feelings)):
            if not -MOST_FELT <= row.value <= MOST_FELT:
                yield f"{row.scholar} feels {row.value} for {row.towards}"

    def _lives(self, connection: Connection) -> Iterator[str]:
        """Yield what the tables have open and the log has not, or the other way round."""
        for kind, opened in _open_rows(connection).items():
            in_log = set(self.counted.open[kind])
            if opened != in_log:
                yield f"{kind}: {_told(opened - in_log)} are open and should not be, {_told(in_log - opened)} should be"
        queued = {_code(number) for number in connection.execute(select(academy_travellers.c.expedition)).scalars()}
        if queued != set(self.counted.open["expedition"]):
            yield f"scholars travel on {queued}"

    def _orders(self, connection: Connection) -> Iterator[str]:
        for order in book.stranded(connection, types=self.playing.handlers):
            yield f"{order.name} ({order.order_type}) is stranded"
        rows = connection.execute(select(orders.c.id, orders.c.order_type, orders.c.actor_id, orders.c.status)).all()
        pending = Counter(row.order_type for row in rows if row.status == Status.PENDING)
        for kind in CLOCKWORK:
            if pending[kind] != 1:
                yield f"{pending[kind]} orders of {kind} are to come"
        turns = Counter(row.actor_id for row in rows if row.order_type == TURN and row.status == Status.PENDING)
        leads = select(academy_players.c.id).where(academy_players.c.policy.is_not(None))
        if turns != Counter(connection.execute(leads).scalars()):
            yield f"autoplayers have other turns to come than one each: {turns}"
        if pauses.of_lane(connection, Lane.NARRATIVE) is not None:
            at = connection.execute(select(academy_game.c.paused_at)).scalar()
            yield from () if at else ("the clock is stopped and the game is not",)
        yield from (f"o-{order} was completed {count} times" for order, count in self.completed.items() if count > 1)
        done = {row.id for row in rows if row.status == Status.COMPLETED}
        if done != set(self.completed):
            yield f"orders are completed in one place: {done ^ set(self.completed)}"

    def _press(self, connection: Connection) -> Iterator[str]:
        rows = {(row.event, row.layer): row for row in connection.execute(select(press_layers))}
        for missing in {key for key, is_certain in self.promised.items() if is_certain} - set(rows):
            yield f"layer {missing} is missing"
        yield from (f"layer {unasked} was never promised" for unasked in set(rows) - set(self.promised))
        waiting = Counter(key for key, row in rows.items() if row.status == "waiting")
        yield from _differs("orders to print", waiting, _to_print(connection))
        printed = Counter(key for key, row in rows.items() if row.status == "released")
        yield from _differs("layers printed", printed, self.released)
        for key, row in rows.items():
            if row.status not in {"waiting", "released", "dropped", "cancelled"}:
                yield f"layer {key} is {row.status}"
            if (row.piece is None) is (row.status == "released"):
                yield f"layer {key} is {row.status} with piece {row.piece}"
        of_press = Counter(row.piece for row in rows.values() if row.piece is not None)
        if set(of_press.values()) - {1} or set(of_press) != set(connection.execute(select(pieces.c.id)).scalars()):
            yield "a piece is of no layer, or of two"
        yield from (f"piece {piece} is in {count} issues" for piece, count in self.issued.items() if count > 1)


def _unprovable(ledger: Ledger) -> Iterator[str]:
    try:
        ledger.verify()
    except ChainBroken as broken:
        yield str(broken)
    for each in compare(ledger).differences:
        yield f"{each.table}: {each.only_live} rows are only live, {each.only_rebuilt} only rebuilt"


def _differs(what: str, live: Mapping[Key, int], counted: Mapping[Key, int]) -> Iterator[str]:
    """Yield where two tellings of one thing differ; what is not told is nothing."""
    for key in {*live, *counted}:
        if live.get(key, 0) != counted.get(key, 0):
            yield f"{what}, {key}: {live.get(key, 0)} in one place and {counted.get(key, 0)} in another"


def _fits(layer: Layer, event: Event) -> bool:
    def values(wanted: object) -> Iterable[object]:
        return wanted if isinstance(wanted, tuple) else (wanted,)

    told = {name: getattr(event, name, None) for name in layer.when}
    plain = {name: "none" if value is None else getattr(value, "value", value) for name, value in told.items()}
    return all(plain[name] in values(wanted) for name, wanted in layer.when.items())


def _open_rows(connection: Connection) -> Mapping[str, set[object]]:
    """Return the numbers of what is open, by kind, as the tables have it."""

    def numbers(table: Table, number: str, **is_open: object) -> set[object]:
        rows = select(table.c[number]).filter_by(**is_open)
        return set(connection.execute(rows).scalars())

    return {
        "theory": numbers(academy_theories, "number", verdict=None),
        "expedition": set(map(_code, numbers(academy_expeditions, "number", state="queued"))),
        "conference": numbers(academy_conferences, "number", ended_at=None),
        "offer": numbers(academy_offers, "id", closed_at=None),
        "opportunity": numbers(academy_opportunities, "number", state="open"),
        "mentorship": numbers(academy_mentorships, "id", state="active")
        | numbers(academy_mentorships, "id", state="queued"),
        "commitment": numbers(academy_commitments, "id", closed_at=None),
        "topic": numbers(academy_topics, "id", left_at=None),
        "symposium": numbers(academy_symposia, "id", resolved_at=None),
    }


def _told(numbers: Iterable[object]) -> str:
    return ", ".join(sorted(map(str, numbers))) or "none"


def _code(number: object) -> str:
    return f"EX-{number:04}"


def _to_print(connection: Connection) -> Counter[tuple[int, str]]:
    """Return the layers that orders which are not carried out yet are to print."""
    query = select(orders.c.payload).where(orders.c.order_type.in_((LAYER, NOTICE)), orders.c.status.in_(OPEN))
    payloads = map(json.loads, connection.execute(query).scalars())
    return Counter((payload["event"], payload["layer"]) for payload in payloads)
