"""A world with The Great Work needs what it is played with, and numbers for all of it."""

import datetime as dt
from collections.abc import Iterator, Mapping
from enum import StrEnum

from longwave.world.calendar import rule
from longwave.world.card import WorldCard
from longwave.world.checks.templates import Language, check_plain
from longwave.world.document import Place
from longwave.world.draft import Draft, Placed, file_of
from longwave.world.errors import Fault
from longwave.world.explain import listed, nearest
from longwave.world.fields import Part
from longwave.world.findings import Depth, ExpeditionType, Mishap, Vignette
from longwave.world.game import Claims, Confidence, Discipline, Lead, Numbers, SeasonalEvent, Site
from longwave.world.scholars import HISTORY_SLOTS, Generation, Scholar

NEEDED: Mapping[type[Part], str] = {
    Discipline: "nobody has anything to study",
    Site: "there is nowhere to go",
}
# What is of no use without people to play it with.
PLAYED = (Discipline, Site, Scholar, Vignette, Mishap)
# The numbers of which there is one for each of something.
TABLES: Mapping[str, type[StrEnum]] = {
    "wagers": Confidence,
    "gates": ExpeditionType,
    "costs": ExpeditionType,
    "depth_costs": Depth,
    "preparation": Depth,
    "rewards": ExpeditionType,
}
IN_INFLUENCE = ("costs", "rewards")


def check(draft: Draft, language: Language) -> Iterator[Fault]:
    """Yield what the game lacks, numbers that leave something out, and what cannot be drawn, claimed or dated."""
    generation = draft.one(Generation)
    if generation is None:
        yield from _unplayed(draft)
        return
    yield from _lacks(draft)
    yield from _drawn(generation)
    numbers = _numbers(draft)
    if numbers is not None:
        yield from _tables(numbers)
        yield from _influence(draft, numbers)
        yield from _times(numbers)
    for season in draft.all(SeasonalEvent):
        yield from _days(season)
    yield from _autoplayers(draft)
    for claims in draft.all(Claims):
        yield from _claims(claims, language)


def _unplayed(draft: Draft) -> Iterator[Fault]:
    if Generation in draft.unreadable or Generation in draft.broken:
        return
    first = next((part for model in PLAYED for part in draft.all(model)), None)
    if first is not None:
        what = "the world has a game, and nothing to draw its scholars from"
        yield first.fault(what, f"add {file_of(Generation)}, or take academy/ out")


def _lacks(draft: Draft) -> Iterator[Fault]:
    for model, what in NEEDED.items():
        if not any(draft.keys(model)) and model not in draft.unreadable:
            yield Fault(file_of(model), 1, f"the game cannot be played: {what}", "add one here")
    for site in draft.all(Site):
        if not site.value.disciplines:
            yield site.fault(f"nothing can be studied at `{site.key}`", "name a discipline", "disciplines")


def _drawn(generation: Placed[Generation]) -> Iterator[Fault]:
    if not generation.value.first_names:
        yield generation.fault("nobody has a first name", "add `she: [...]`, `he` or `they`", "first_names")
    for index, history in enumerate(generation.value.histories):
        yield from check_plain(generation, history, HISTORY_SLOTS, "histories", index)


def _numbers(draft: Draft) -> Placed[Numbers] | None:
    """Return the numbers that the pack changes, or the usual ones; None where they cannot be read."""
    if Numbers in draft.unreadable or Numbers in draft.broken:
        return None
    usual = Placed(value=Numbers(), key="", place=Place(file=file_of(Numbers)))
    return draft.one(Numbers) or usual


def _tables(numbers: Placed[Numbers]) -> Iterator[Fault]:
    for field, kinds in TABLES.items():
        missing = [kind for kind in kinds if kind not in getattr(numbers.value, field)]
        if missing:
            cure = "add what is missing: this replaces the usual numbers"
            yield numbers.fault(f"`{field}` leaves out {listed(missing)}", cure, field)


def _influence(draft: Draft, numbers: Placed[Numbers]) -> Iterator[Fault]:
    card = draft.one(WorldCard)
    if card is None:
        return
    factions = frozenset(faction.id for faction in card.value.factions)
    for field in IN_INFLUENCE:
        amounts: Mapping[ExpeditionType, Mapping[str, int]] = getattr(numbers.value, field)
        unknown = [(kind, name) for kind, each in amounts.items() for name in each if name not in factions]
        if unknown and field not in numbers.value.model_fields_set:
            names = listed(sorted({name for _, name in unknown}))
            what = f"the usual `{field}` are in influence with {names}, which the world has not"
            yield numbers.fault(what, f"write `{field}` of its own", field)
            continue
        for kind, name in unknown:
            cure = nearest(name, factions, otherwise="add it to world.yaml, or take it out here")
            yield numbers.fault(f"there is no faction `{name}`", cure, field, kind, name)


def _times(numbers: Placed[Numbers]) -> Iterator[Fault]:
    written = [(("digests", index), time) for index, time in enumerate(numbers.value.digests)]
    for path, time in (*written, (("symposium_at",), numbers.value.symposium_at)):
        try:
            dt.time.fromisoformat(time)
        except ValueError:
            yield numbers.fault(f"{time!r} is no time of day", 'write it as "13:00"', *path)


def _days(season: Placed[SeasonalEvent]) -> Iterator[Fault]:
    for field in ("first", "last"):
        try:
            rule(getattr(season.value, field))
        except ValueError as error:
            yield season.fault(str(error), 'write a date, as in "11-09"', field)


def _autoplayers(draft: Draft) -> Iterator[Fault]:
    lead, claims = next(iter(draft.all(Lead)), None), draft.one(Claims)
    if lead is not None and not any(draft.keys(Claims)) and Claims not in draft.unreadable:
        yield lead.fault("autoplayers have nothing to claim", f"add {file_of(Claims)}")
    if claims is not None and not any(draft.keys(Lead)) and Lead not in draft.unreadable:
        yield claims.fault("there are claims, and no autoplayers to make them", f"add one in {file_of(Lead)}")


def _claims(claims: Placed[Claims], language: Language) -> Iterator[Fault]:
    if not claims.value.patterns:
        yield claims.fault("there is nothing to claim", "add a pattern for a discipline", "patterns")
    for discipline, patterns in claims.value.patterns.items():
        for index, pattern in enumerate(patterns):
            path = ("patterns", discipline, index)
            yield from language.check(claims, pattern, *path)
            for name in language.unfilled(pattern, claims.value.words):
                cure = nearest(name, claims.value.words, otherwise="add it under `words`")
                yield claims.fault(f"there are no words `{name}`", cure, *path)
