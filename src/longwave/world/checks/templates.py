"""A template must be one, and hold no slot that nothing fills."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from longwave.world.document import Step
from longwave.world.draft import Placed
from longwave.world.errors import Fault
from longwave.world.explain import nearest
from longwave.world.fields import Part

_BRACKET = re.compile(r"\{[^{}\s]*\}?|[}\[\]]")


@dataclass(frozen=True, kw_only=True)
class Language:
    """The language of phrasebooks, as whoever writes templates out reads it.

    Attributes:
        fault_of: returns what is wrong with a template, or None.
        slots_of: returns the slots that a sound template uses.
    """

    fault_of: Callable[[str], str | None]
    slots_of: Callable[[str], Collection[str]]

    def check(self, part: Placed[Part], template: str, *path: Step) -> Iterator[Fault]:
        """Yield that a template does not parse."""
        wrong = self.fault_of(template)
        if wrong is not None:
            yield part.fault(f"the template {wrong}", "correct it", *path)

    def unfilled(self, template: str, known: Collection[str]) -> list[str]:
        """Return the slots that nothing fills; of a template that does not parse, none."""
        return sorted(set(self.slots_of(template)) - set(known)) if self.fault_of(template) is None else []


def check_plain(part: Placed[Part], text: str, slots: Collection[str], *path: Step) -> Iterator[Fault]:
    """Yield every bracket of a text that is no phrasebook's: such a text has slots, and no choices or filters."""
    known = [f"{{{slot}}}" for slot in slots]
    for found in _BRACKET.findall(text):
        if found not in known:
            cure = nearest(found, known, otherwise="take it out")
            yield part.fault(f"nothing fills `{found}`", cure, *path)
