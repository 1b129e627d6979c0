"""Events: typed facts, how they are named, stored and read back."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from longwave.kernel import canonical
from longwave.ledger.errors import UnknownEvent

Upcast = Callable[[dict[str, Any]], dict[str, Any]]  # Any: JSON of a version that has no model any more.


class Event(BaseModel):
    """A fact, past tense. Subclasses name their `kind`; a changed meaning takes a new `version` and an upcaster."""

    # Constants: a number that is not finite is refused by canonical JSON; pydantic would store it as null.
    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants")

    kind: ClassVar[str]
    version: ClassVar[int] = 1

    def to_text(self) -> str:
        """Write the fact as the canonical JSON that is stored and hashed."""
        return canonical.dumps(self.model_dump(mode="json"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Recorded:
    """An event in its place in the log.

    Attributes:
        at: world time, UTC.
        actor: who did it.
        subject: what it is about.
        cause: the order that brought it about, or empty.
    """

    seq: int
    at: dt.datetime
    actor: str
    subject: str
    cause: str
    event: Event
    hash: str


class Registry:
    """All kinds of event that a program knows, and how to read their old versions.

    Args:
        events: the event classes.
        upcasters: by (kind, version), what turns the stored JSON of that version into the next one's.
    """

    def __init__(
        self, events: Iterable[type[Event]], upcasters: Mapping[tuple[str, int], Upcast] | None = None
    ) -> None:
        self.events: dict[str, type[Event]] = {}
        for event in events:
            if event.kind in self.events:
                raise ValueError(f"two events are called {event.kind!r}")
            self.events[event.kind] = event
        self._upcasters = upcasters or {}

    def load(self, kind: str, version: int, data: str) -> Event:
        """Read a stored event of any known version as the present one.

        Raises:
            UnknownEvent: the kind, or a step from that version to the present one, is not registered.
        """
        event = self.events.get(kind)
        if event is None or version > event.version:
            raise UnknownEvent(kind, version)
        if version == event.version:
            return event.model_validate_json(data)
        value = json.loads(data)
        for step in range(version, event.version):
            if (kind, step) not in self._upcasters:
                raise UnknownEvent(kind, version)
            value = self._upcasters[kind, step](value)
        return event.model_validate(value)
