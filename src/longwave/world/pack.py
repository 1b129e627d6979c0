"""A whole world pack, loaded and checked."""

from longwave.world.broadcast import Item, Letter, Record
from longwave.world.card import StationCard, WorldCard
from longwave.world.climate import Climate, Feast
from longwave.world.fields import Part
from longwave.world.lore import LoreEntry
from longwave.world.persona import Persona, Phrasebook
from longwave.world.quest import Quest


class Pack(Part):
    """A whole world pack, loaded and checked."""

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
    digest: str
