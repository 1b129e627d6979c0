"""Everyone must be able to speak every form that is asked of them: the station's, or the forum's."""

from collections.abc import Iterable, Iterator

from longwave.world.card import Form, StationCard, WorldCard
from longwave.world.checks.templates import Language
from longwave.world.climate import Climate
from longwave.world.document import Step
from longwave.world.draft import Draft, Placed
from longwave.world.errors import Fault
from longwave.world.explain import nearest
from longwave.world.persona import Persona, Phrasebook, Role

FORUM_FORMS = ("title", "thread", "reply")
SPEAKING = (Role.PRESENTER, Role.RESIDENT)


def check(draft: Draft) -> Iterator[Fault]:
    """Yield personas without a phrasebook, forms without a plan, plans with parts that do not exist."""
    spoken_for = {persona for persona, _ in draft.keys(Phrasebook)}
    if Phrasebook not in draft.unreadable:
        for persona in draft.all(Persona):
            # Who speaks in the press speaks by its layers.
            if persona.value.role in SPEAKING and (persona.value.phrasebook or persona.key) not in spoken_for:
                cure = f"add phrasebook/{persona.key}.yaml with `persona: {persona.key}`"
                yield persona.fault(f"the {persona.value.role} `{persona.key}` has no phrasebook", cure, "id")
    used, residents, hosts = _used_forms(draft), _residents(draft), _hosts(draft)
    for book in draft.all(Phrasebook):
        if book.key in residents:
            yield from _plans(book, "the forum", FORUM_FORMS)
        else:
            yield from _plans(book, "the station", [f for f in used if f is not Form.INTERVIEW or book.key in hosts])
        yield from _parts(book)


def check_templates(draft: Draft, language: Language) -> Iterator[Fault]:
    """Yield templates that do not parse."""
    for book in draft.all(Phrasebook):
        for part, lines in book.value.parts.items():
            for index, line in enumerate(lines):
                yield from language.check(book, line.say, "parts", part, index, "say")


def _used_forms(draft: Draft) -> list[Form]:
    station = draft.one(StationCard)
    if station is None:
        return []
    # A time check stands in wherever a form has nothing left to tell.
    used = [form for form, slotting in station.value.forms.items() if slotting.is_used or form is Form.TIME]
    has_emergency = any(sky.emergency for climate in draft.all(Climate) for sky in climate.value.skies)
    return [*used, *([Form.EMERGENCY] if has_emergency and Form.EMERGENCY not in used else [])]


def _residents(draft: Draft) -> frozenset[str]:
    return frozenset(persona.key for persona in draft.all(Persona) if persona.value.role is Role.RESIDENT)


def _hosts(draft: Draft) -> frozenset[str]:
    """Return whose phrasebooks interview people: those of presenters who know the present."""
    card = draft.one(WorldCard)
    first = card.value.start.year if card else 0
    return frozenset(
        persona.value.phrasebook or persona.key
        for persona in draft.all(Persona)
        if persona.value.role is Role.PRESENTER and (persona.value.knowledge.cutoff_year or first) >= first
    )


def _plans(book: Placed[Phrasebook], where: str, used: Iterable[str]) -> Iterator[Fault]:
    for form in used:
        if not book.value.plans.get(form):
            what = f"{where} uses the form `{form}`, and this phrasebook has no plan for it"
            yield book.fault(what, f"add `{form}: [[part, part]]`", "plans")


def _parts(book: Placed[Phrasebook]) -> Iterator[Fault]:
    missing: dict[str, tuple[Step, ...]] = {}
    for path, name in _named_parts(book.value):
        if name not in book.value.parts:
            # One fault a part, at its first use: a part that is still to be written is named in many plans.
            missing.setdefault(name, path)
    for name, path in missing.items():
        cure = nearest(name, book.value.parts, otherwise="add it under `parts`")
        yield book.fault(f"there is no part `{name}`", cure, *path)


def _named_parts(book: Phrasebook) -> Iterator[tuple[tuple[Step, ...], str]]:
    for form, plans in book.plans.items():
        for number, plan in enumerate(plans):
            for index, name in enumerate(plan):
                yield ("plans", form, number, index), name.removesuffix("?")
