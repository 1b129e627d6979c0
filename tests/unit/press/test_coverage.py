"""The bundled world's press: every event is covered or keeps silent for a reason, every line can be said and passes."""

import asyncio
from collections.abc import Iterator, Mapping
from itertools import product

import pytest

from longwave.editorial.gate import Accepted
from longwave.modules.academy.catalogue import EVENTS
from longwave.narrator import phrases
from longwave.narrator.assignment import Assignment
from longwave.narrator.casing import Casing
from longwave.narrator.errors import CannotCompose
from longwave.narrator.offline import OfflineNarrator
from longwave.world.pack import Pack
from longwave.world.persona import Line
from longwave.world.press import PRESS_BOOK, VOICES, Layer, book_of
from unit.academy.club import saltmere
from unit.press.samples import FACTIONS, KINDS, Room, combinations, furnished, possible, wanted

# What nothing is printed of, and why.
SILENT: Mapping[str, str] = {
    "academy.digest_held": "it brings what is told of, and is not told of itself",
    "academy.day_reckoned": "it keeps the accounts, twice a day",
    "academy.stipend_granted": "everybody in need has one every day",
    "academy.contracts_paid": "everybody pays them every day; who cannot is told of",
}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with furnished(str(tmp_path_factory.mktemp("press") / "world.db")) as room:
        yield room


@pytest.fixture(scope="module")
def pack() -> Pack:
    return saltmere()


@pytest.fixture(scope="module")
def casing(pack: Pack) -> Casing:
    return Casing.of(pack)


def test_every_event_is_covered_or_keeps_silent_for_a_reason(pack: Pack) -> None:
    covered = {layer.event for layer in pack.layers.values()}

    silent = {event.kind for event in EVENTS} - covered

    assert silent == set(SILENT)


def test_every_layer_is_about_an_event_that_exists_and_has_a_voice_that_does(pack: Pack) -> None:
    layers = pack.layers.values()

    assert [layer.id for layer in layers if layer.event not in KINDS] == []
    assert [layer.id for layer in layers if layer.voice not in (*VOICES, *pack.personas)] == []


def test_every_condition_is_one_that_an_event_can_meet(pack: Pack) -> None:
    names = {faction.id: faction.name for faction in pack.card.factions}

    def faults(layer: Layer) -> Iterator[str]:
        for name, value in layer.when.items():
            if not set(wanted(value)) <= set(possible(layer.event, name)):
                yield f"{layer.id}: when {name}: {value}"
        for line in layer.says:
            for name, value in line.when.items():
                known = possible(layer.event, name)
                known = (*known, *(names[each] for each in known if each in names))
                if not set(wanted(value)) <= set(known):
                    yield f"{layer.id}: {line.say[:40]}… when {name}: {value}"

    assert not (found := [fault for layer in pack.layers.values() for fault in faults(layer)]), "\n".join(found)


def test_every_layer_has_something_to_say_whatever_an_event_leaves_out(room: Room, pack: Pack) -> None:
    narrator = OfflineNarrator(pack.phrasebooks, Casing.of(pack), 1)

    def faults(layer: Layer) -> Iterator[str]:
        for given in combinations(layer):
            for asked in room.assignments(layer, room.sample(layer.event, is_full=False, **given)):
                try:
                    narrator.compose(asked)
                except CannotCompose:
                    yield f"{layer.id} by {asked.persona.id}, {given}"

    assert not (found := [fault for layer in pack.layers.values() for fault in faults(layer)]), "\n".join(found)


def test_every_line_can_be_said_and_passes_the_gate(room: Room, pack: Pack, casing: Casing) -> None:
    def faults(layer: Layer) -> Iterator[str]:
        for line in layer.says:
            asked = next(fitting(room, layer, line), None)
            if asked is None:
                yield f"{layer.id}: nobody can say “{line.say}”"
                continue
            book = {PRESS_BOOK: book_of([layer.model_copy(update={"says": (line,)})])}
            draft = asyncio.run(OfflineNarrator(book, casing, 1).write(asked))
            verdict = room.gate.review(draft, asked)
            if not isinstance(verdict, Accepted):
                found = "; ".join(f"{each.code} {each.passage!r}: {each.why}" for each in verdict.findings)
                yield f"{layer.id}: “{draft.text}” {found}"

    assert not (found := [fault for layer in pack.layers.values() for fault in faults(layer)]), "\n".join(found)


def fitting(room: Room, layer: Layer, line: Line) -> Iterator[Assignment]:
    """Yield assignments by which a layer's line can be said, from events that hold all they can."""
    conditions = {**layer.when, **{name: value for name, value in line.when.items() if name != "rival_faction"}}
    # An event has a faction's id, and a line asks for its name.
    names = {faction.id: faction.name for faction in room.pack.card.factions}
    values = {
        name: [each for each in possible(layer.event, name) if {each, names.get(str(each))} & {*wanted(value)}]
        for name, value in conditions.items()
    }
    values.setdefault("faction", list(FACTIONS))
    needed = phrases.slots(phrases.parse(line.say))
    for chosen in product(*values.values()):
        given = {name: None if each == "none" else each for name, each in zip(values, chosen, strict=True)}
        for asked in room.assignments(layer, room.sample(layer.event, is_full=True, **given)):
            slots = asked.sheet.slots
            fits = all(slots.get(name) in wanted(value) for name, value in line.when.items())
            if fits and needed <= slots.keys():
                yield asked
