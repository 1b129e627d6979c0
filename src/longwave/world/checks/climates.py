"""Every season must be able to run for ever, and every sky be told by its own words alone."""

from collections.abc import Iterator

from longwave.world.climate import Climate, Season
from longwave.world.document import Step
from longwave.world.draft import Draft, Placed
from longwave.world.errors import Fault
from longwave.world.explain import nearest
from longwave.world.names import folded, mentions


def check(draft: Draft) -> Iterator[Fault]:
    """Yield dead ends, unknown and unreachable states, and skies that a listener would mistake."""
    for climate in draft.all(Climate):
        yield from _words(climate)
        yield from _spoken(climate)
        reached = set()
        for index, season in enumerate(climate.value.seasons):
            yield from _declared(climate, index, season)
            yield from _chain(climate, index, season)
            yield from _warmth(climate, index, season)
            reached |= _reachable(season)
        for index, sky in enumerate(climate.value.skies):
            if sky.id not in reached:
                what = f"no season ever reaches the sky `{sky.id}`"
                yield climate.fault(what, "add a step to it, or take it out", "skies", index, "id")


def _words(climate: Placed[Climate]) -> Iterator[Fault]:
    skies = climate.value.skies
    for index, sky in enumerate(skies):
        for at, word in enumerate(sky.words):
            if word != folded(word):
                yield climate.fault(
                    f"{word!r} is not lower case", f"write {folded(word)!r}", "skies", index, "words", at
                )
            for other in skies:
                if other.id != sky.id and any(mentions(theirs, word) for theirs in other.words):
                    what = f"the word {word!r} of `{sky.id}` also belongs to `{other.id}`"
                    yield climate.fault(what, "give each sky words of its own", "skies", index, "words", at)


def _spoken(climate: Placed[Climate]) -> Iterator[Fault]:
    skies = climate.value.skies
    for index, sky in enumerate(skies):
        for at, clause in enumerate(sky.spoken):
            path = ("skies", index, "spoken", at)
            if not any(mentions(clause, word) for word in sky.words):
                cure = f"use one of {', '.join(sky.words)}"
                yield climate.fault(f"the clause does not say `{sky.id}`", cure, *path)
            for other in skies:
                if other.id != sky.id and any(mentions(clause, word) for word in other.words):
                    what = f"the clause of `{sky.id}` also says `{other.id}`"
                    yield climate.fault(what, "say it without the other sky's words", *path)


def _declared(climate: Placed[Climate], index: int, season: Season) -> Iterator[Fault]:
    known = [sky.id for sky in climate.value.skies]
    named: list[tuple[tuple[Step, ...], str]] = [(("start",), season.start)]
    for state, targets in season.steps.items():
        named.append((("steps", state), state))
        named += [(("steps", state, target), target) for target in targets]
    for path, name in named:
        if name not in known:
            cure = nearest(name, known, otherwise="declare it under `skies`")
            yield climate.fault(f"there is no sky `{name}`", cure, "seasons", index, *path)


def _chain(climate: Placed[Climate], index: int, season: Season) -> Iterator[Fault]:
    reachable = _reachable(season)
    for state in sorted(reachable - set(season.steps)):
        what = f"`{season.id}` reaches `{state}` and has no steps from it"
        yield climate.fault(what, f"add `{state}: {{…}}` to its steps", "seasons", index, "steps")
    for state in season.steps:
        if state not in reachable:
            what = f"`{season.id}` never reaches `{state}` from its start `{season.start}`"
            yield climate.fault(what, "add a step to it, or take it out", "seasons", index, "steps", state)
        elif _leads_to(season, state) == {state}:
            what = f"`{state}` never ends in `{season.id}`"
            yield climate.fault(what, "add a step to another sky", "seasons", index, "steps", state)


def _warmth(climate: Placed[Climate], index: int, season: Season) -> Iterator[Fault]:
    reachable = _reachable(season)
    for sky in climate.value.skies:
        if sky.id in reachable and sky.max_c is not None and sky.max_c <= season.temp_c[0]:
            what = f"`{season.id}` is too warm for `{sky.id}`, which needs {sky.max_c} °C or less"
            yield climate.fault(what, f"lower the first temperature below {sky.max_c}", "seasons", index, "temp_c")


def _leads_to(season: Season, state: str) -> set[str]:
    return {target for target, share in season.steps.get(state, {}).items() if share > 0}


def _reachable(season: Season) -> set[str]:
    reached: set[str] = set()
    coming = {season.start}
    while coming:
        reached |= coming
        coming = {target for state in coming for target in _leads_to(season, state)} - reached
    return reached
