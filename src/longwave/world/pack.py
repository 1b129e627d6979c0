"""A whole world pack, loaded and checked."""

from functools import cached_property

from pydantic import Field

from longwave.world.broadcast import Item, Letter, Record
from longwave.world.card import StationCard, WorldCard
from longwave.world.climate import Climate, Feast
from longwave.world.fields import Part
from longwave.world.forum import Board, SeedThread
from longwave.world.game import Game
from longwave.world.lore import LoreEntry
from longwave.world.persona import Persona, Phrasebook, Role
from longwave.world.press import Layer
from longwave.world.quest import Quest


class Pack(Part):
    """A whole world pack, loaded and checked.

    Attributes:
        board: the forum; None in a world without residents.
        threads: what is on the board on the first day.
        game: The Great Work; None in a world without it.
        layers: what the press prints of which event.
    """

    card: WorldCard
    station: StationCard
    lore: dict[str, LoreEntry]
    personas: dict[str, Persona]
    items: dict[str, Item]
    letters: dict[str, Letter]
    records: dict[str, Record]
    quests: dict[str, Quest]
    feasts: dict[str, Feast]
    climates: dict[str, Climate]
    phrasebooks: dict[str, Phrasebook]
    board: Board | None = None
    threads: dict[str, SeedThread] = Field(default_factory=dict)
    game: Game | None = None
    layers: dict[str, Layer] = Field(default_factory=dict)
    digest: str

    @cached_property
    def presenters(self) -> dict[str, Persona]:
        """Those who speak on the station."""
        return self._of(Role.PRESENTER)

    @cached_property
    def residents(self) -> dict[str, Persona]:
        """Those who live on the forum."""
        return self._of(Role.RESIDENT)

    def _of(self, role: Role) -> dict[str, Persona]:
        return {name: persona for name, persona in self.personas.items() if persona.role is role}
