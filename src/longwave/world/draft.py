"""A pack while it is being read: what could be made out, and where each thing stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from longwave.world.airing import Airing
from longwave.world.broadcast import Item, Letter, Record
from longwave.world.card import StationCard, WorldCard
from longwave.world.climate import Climate, Feast
from longwave.world.document import Place, Step
from longwave.world.errors import Fault
from longwave.world.fields import Part
from longwave.world.findings import Mishap, Vignette
from longwave.world.forum import Board, SeedThread
from longwave.world.game import Claims, Discipline, Lead, Numbers, Project, Question, SeasonalEvent, Site
from longwave.world.lore import LoreEntry
from longwave.world.persona import Persona, Phrasebook
from longwave.world.press import Layer
from longwave.world.quest import Quest
from longwave.world.scholars import Generation, Scholar

P_co = TypeVar("P_co", bound=Part, covariant=True)
P = TypeVar("P", bound=Part)


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a kind of file holds.

    Attributes:
        pattern: the files, as a glob inside the pack.
        is_list: whether a file holds many, or one.
        key: the field that nothing else of this model may share; "" where there is only one in a pack.
    """

    model: type[Part]
    pattern: str
    is_list: bool
    key: str


SUBJECTS = (
    Subject(model=WorldCard, pattern="world.yaml", is_list=False, key=""),
    Subject(model=StationCard, pattern="station.yaml", is_list=False, key=""),
    Subject(model=LoreEntry, pattern="lore/*.yaml", is_list=True, key="id"),
    Subject(model=Persona, pattern="personas/*.yaml", is_list=False, key="id"),
    Subject(model=Phrasebook, pattern="phrasebook/*.yaml", is_list=False, key="persona"),
    Subject(model=Item, pattern="broadcast/news.yaml", is_list=True, key="id"),
    Subject(model=Item, pattern="broadcast/gossip.yaml", is_list=True, key="id"),
    Subject(model=Letter, pattern="broadcast/letters.yaml", is_list=True, key="id"),
    Subject(model=Record, pattern="broadcast/records.yaml", is_list=True, key="id"),
    Subject(model=Quest, pattern="quests/*.yaml", is_list=True, key="id"),
    Subject(model=Feast, pattern="calendar.yaml", is_list=True, key="id"),
    Subject(model=Board, pattern="forum/board.yaml", is_list=False, key=""),
    Subject(model=SeedThread, pattern="forum/threads.yaml", is_list=True, key="id"),
    Subject(model=Numbers, pattern="academy/game.yaml", is_list=False, key=""),
    Subject(model=Discipline, pattern="academy/disciplines.yaml", is_list=True, key="id"),
    Subject(model=Site, pattern="academy/sites.yaml", is_list=True, key="id"),
    Subject(model=Scholar, pattern="academy/scholars.yaml", is_list=True, key="id"),
    Subject(model=Generation, pattern="academy/generation.yaml", is_list=False, key=""),
    Subject(model=Lead, pattern="academy/leads.yaml", is_list=True, key="id"),
    Subject(model=Claims, pattern="academy/claims.yaml", is_list=False, key=""),
    Subject(model=Airing, pattern="academy/airing.yaml", is_list=False, key=""),
    Subject(model=Vignette, pattern="academy/vignettes.yaml", is_list=True, key="id"),
    Subject(model=Mishap, pattern="academy/mishaps.yaml", is_list=True, key="id"),
    Subject(model=Question, pattern="academy/questions.yaml", is_list=True, key="id"),
    Subject(model=SeasonalEvent, pattern="academy/seasons.yaml", is_list=True, key="id"),
    Subject(model=Project, pattern="academy/projects.yaml", is_list=True, key="id"),
    Subject(model=Layer, pattern="press/*.yaml", is_list=True, key="id"),
    Subject(model=Climate, pattern="climate/*.yaml", is_list=False, key="region"),
)


def file_of(model: type[Part]) -> str:
    """Return the file in which a model's parts stand, for one that has a single file."""
    return next(subject.pattern for subject in SUBJECTS if subject.model is model)


@dataclass(frozen=True, kw_only=True)
class Placed(Generic[P_co]):
    """A part of the pack and where it stands."""

    value: P_co
    key: str
    place: Place

    def fault(self, what: str, cure: str, *path: Step) -> Fault:
        """Return a fault at the line of what lies at `path` inside this part."""
        return self.place.at(*path).fault(what, cure)


@dataclass(kw_only=True)
class Draft:
    """What could be read of a pack.

    Attributes:
        broken: keys of parts whose fields have faults; they exist all the same, for whoever refers to them.
        unreadable: models of which at least one file could not be read: what is missing there may exist.
        faults: found so far.
    """

    parts: list[Placed[Part]] = field(default_factory=list)
    broken: dict[type[Part], list[tuple[str, Place]]] = field(default_factory=dict)
    unreadable: set[type[Part]] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)

    def all(self, model: type[P]) -> list[Placed[P]]:
        """Return every sound part of a model, in the order of files and lines."""
        return list(self._all(model))

    def _all(self, model: type[P]) -> Iterator[Placed[P]]:
        for part in self.parts:
            if isinstance(part.value, model):
                yield Placed(value=part.value, key=part.key, place=part.place)

    def one(self, model: type[P]) -> Placed[P] | None:
        """Return the only part of a model; None where it could not be read."""
        return next(self._all(model), None)

    def table(self, model: type[P]) -> dict[str, P]:
        """Return the sound parts of a model by key; of two with one key, the first."""
        found: dict[str, P] = {}
        for part in self._all(model):
            found.setdefault(part.key, part.value)
        return found

    def keys(self, model: type[Part]) -> Iterable[tuple[str, Place]]:
        """Return every key of a model and its place, broken parts included."""
        yield from ((part.key, part.place) for part in self._all(model))
        yield from self.broken.get(model, ())
