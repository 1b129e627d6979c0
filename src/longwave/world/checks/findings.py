"""Every expedition must be able to find something else and to fail, and both must be told in words."""

from collections.abc import Iterator
from itertools import product

from longwave.world.checks.templates import check_plain
from longwave.world.draft import Draft, file_of
from longwave.world.errors import Fault
from longwave.world.findings import SLOTS, Depth, ExpeditionType, Mishap, Vignette
from longwave.world.scholars import Generation


def check(draft: Draft) -> Iterator[Fault]:
    """Yield expeditions of which nothing is told, and slots that nothing fills."""
    if draft.one(Generation) is not None:
        yield from _missing(draft, Vignette, "vignette")
        yield from _missing(draft, Mishap, "mishap")
    for vignette in draft.all(Vignette):
        yield from check_plain(vignette, vignette.value.says, SLOTS, "says")
        if vignette.value.follow_up is not None:
            yield from check_plain(vignette, vignette.value.follow_up.says, SLOTS, "follow_up", "says")
    for mishap in draft.all(Mishap):
        yield from check_plain(mishap, mishap.value.says, SLOTS, "says")


def _missing(draft: Draft, model: type[Vignette] | type[Mishap], called: str) -> Iterator[Fault]:
    if model in draft.unreadable or model in draft.broken:
        return  # What cannot be read may be of any type and depth.
    told = {(found.value.expedition, found.value.depth) for found in draft.all(model)}
    for expedition, depth in product(ExpeditionType, Depth):
        if (expedition, depth) not in told:
            cure = f"add one with `expedition: {expedition}` and `depth: {depth}`"
            yield Fault(
                file_of(model), 1, f"there is no {called} of the type `{expedition}` and the depth `{depth}`", cure
            )
