"""Each layer of the press must have a voice, be about an event that there is, and say what that event can tell."""

from collections.abc import Collection, Iterator, Mapping

from longwave.world.card import WorldCard
from longwave.world.checks.templates import Language, check_plain
from longwave.world.document import Step
from longwave.world.draft import Draft, Placed
from longwave.world.errors import Fault
from longwave.world.explain import nearest
from longwave.world.persona import Condition, Persona, Role, Value
from longwave.world.press import DATED, RIVAL_FACTION, RIVALS, TEASED, VOICES, WRITERS, EventKind, Layer

FACTIONS = ("faction", RIVAL_FACTION)
_GUIDE = "docs/howto/write-press-layers.md lists what there is"


def check(draft: Draft, language: Language) -> Iterator[Fault]:
    """Yield layers that nobody can speak, and wordings and teasers that cannot be read."""
    yield from _voices(draft)
    for layer in draft.all(Layer):
        for index, line in enumerate(layer.value.says):
            yield from language.check(layer, line.say, "says", index, "say")
        yield from check_plain(layer, layer.value.teaser, (TEASED,), "teaser")


def check_events(draft: Draft, language: Language, events: Mapping[str, EventKind]) -> Iterator[Fault]:
    """Yield layers of events that never happen, conditions that none can meet, and slots that none can fill."""
    card = draft.one(WorldCard)
    factions = {each.id: each.name for each in card.value.factions} if card else {}
    for layer in draft.all(Layer):
        kind = events.get(layer.value.event)
        if kind is None:
            cure = nearest(layer.value.event, events, otherwise="docs/reference/events.md lists them")
            yield layer.fault(f"there is no event `{layer.value.event}`", cure, "event")
            continue
        known = dict(kind.fields) | ({"faction": tuple(factions)} if "faction" in kind.fields else {})
        yield from _conditions(layer, known, layer.value.when, "when")
        yield from _lines(layer, kind, tuple(factions.values()), language)


def _voices(draft: Draft) -> Iterator[Fault]:
    if Persona in draft.unreadable:
        return
    roles = {persona.key: persona.value.role for persona in draft.all(Persona)}
    broken = {key for key, _ in draft.broken.get(Persona, ())}
    layers = draft.all(Layer)
    for layer in layers:
        voice = layer.value.voice
        if voice in VOICES or voice in broken:
            continue
        if voice not in roles:
            writers = [name for name, role in roles.items() if role in WRITERS]
            cure = nearest(voice, [*VOICES, *writers], otherwise=f"add personas/{voice}.yaml")
            yield layer.fault(f"nobody is called `{voice}`", cure, "voice")
        elif roles[voice] not in WRITERS:
            cure = f"name one whose role is {' or '.join(WRITERS)}"
            yield layer.fault(f"the {roles[voice]} `{voice}` has no voice in the press", cure, "voice")
    if layers and not broken and Role.EDITOR not in roles.values():
        cure = f"add one in personas/, with `role: {Role.EDITOR}`"
        yield layers[0].fault("the press has no editor, who speaks where an event has nobody to", cure, "voice")


def _lines(layer: Placed[Layer], kind: EventKind, factions: Collection[str], language: Language) -> Iterator[Fault]:
    rival = (RIVAL_FACTION,) if layer.value.voice == RIVALS else ()
    slots = {*kind.slots, *DATED, *rival}
    known = {name: factions if name in FACTIONS else kind.fields.get(name, ()) for name in slots}
    for index, line in enumerate(layer.value.says):
        yield from _conditions(layer, known, line.when, "says", index, "when")
        for name in language.unfilled(line.say, slots):
            cure = nearest(name, slots, otherwise=_GUIDE)
            yield layer.fault(f"`{layer.value.event}` never fills `{{{name}}}`", cure, "says", index, "say")


def _conditions(
    layer: Placed[Layer], known: Mapping[str, Collection[Value]], when: Condition, *path: Step
) -> Iterator[Fault]:
    """Yield names that an event has not, and values that they never have.

    Args:
        known: the values by name; nothing for one that can have any.
    """
    for name, wanted in when.items():
        if name not in known:
            cure = nearest(name, known, otherwise=_GUIDE)
            yield layer.fault(f"`{layer.value.event}` has no `{name}`", cure, *path, name)
            continue
        for value in wanted if isinstance(wanted, tuple) else (wanted,):
            if known[name] and value not in known[name]:
                cure = nearest(_written(value), map(_written, known[name]), otherwise=_GUIDE)
                yield layer.fault(f"`{name}` is never `{_written(value)}`", cure, *path, name)


def _written(value: Value) -> str:
    """Return a value as YAML has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
