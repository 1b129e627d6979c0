"""Looking things up for presenters, and remembering what was found."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field


@dataclass(kw_only=True)
class Retrieval:
    """Remembers what was found for a presenter; nothing found for one is ever given to another.

    Attributes:
        lookups: how often something was looked up.
        hits: how often it was remembered.
    """

    lookups: int = 0
    hits: int = 0
    # As many as a pack has topics and entries, for each presenter and year.
    _found: dict[Hashable, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @property
    def hit_rate(self) -> float | None:
        """The share of lookups that were remembered; None where nothing was looked up."""
        return self.hits / self.lookups if self.lookups else None

    def get(self, persona: str, until: int, asked: Hashable, find: Callable[[], Iterable[str]]) -> tuple[str, ...]:
        """Return the lore entries that answer a question, nearest first.

        Args:
            persona, until: whose knowledge filters the answer, and its last year.
            asked: everything else that the answer depends on.
        """
        key = persona, until, asked
        self.lookups += 1
        if key in self._found:
            self.hits += 1
        else:
            self._found[key] = tuple(find())
        return self._found[key]
