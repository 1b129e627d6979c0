"""What the press may tell of an event: its fields in words, and the people in it who could speak."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from sqlalchemy import Connection

from longwave.ledger.events import Recorded
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.events import GameEvent
from longwave.modules.academy.hosting import moderation, state
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.scholars.speaking import persona_of
from longwave.modules.academy.standing import players
from longwave.modules.academy.theories import reading
from longwave.narrator import spoken
from longwave.press.told import Told
from longwave.world.game import Pronoun

PLAYERS = ("player", "other_player", "owner")
SCHOLARS = ("scholar", "other")
QUOTED = ("claim", "objective", "title", "nickname")
# What the pack says stands in these without quotation marks.
OWN_WORDS = ("academy.table_talked", "academy.topic_proposed", "academy.symposium_called")
WITHHELD = "words that the Gazette is not yet at liberty to print"
PRONOUNS: Mapping[Pronoun, tuple[str, str, str]] = {
    Pronoun.SHE: ("she", "her", "her"),
    Pronoun.HE: ("he", "him", "his"),
    Pronoun.THEY: ("they", "them", "their"),
}
Value = str | int | bool
_BARE = ".!?… "


@dataclass(frozen=True, kw_only=True)
class Telling:
    """Tells the press what may be said of the game's events."""

    academy: Academy

    def told(self, connection: Connection, recorded: Recorded) -> Told:
        """Return what may be told of an event."""
        event = recorded.event
        assert isinstance(event, GameEvent)  # noqa: S101 - layers are about events of the game
        people = self._people(connection, event)
        slots: dict[str, Value] = {}
        for name in type(event).model_fields:
            slots |= self._words(connection, name, getattr(event, name), people)
        for name, scholar in people.items():
            slots |= self._of_scholar(recorded.seq, name, scholar)
        faction = self._faction(event, people)
        if faction:
            slots["faction"] = self._names[faction]
        if "theory" in slots and "claim" not in slots:
            slots |= {"claim": _bare(reading.claim_of(connection, int(slots["theory"])))}
        slots |= self._of_event(connection, recorded, event)
        quotes = self._quotes(event, slots)
        hidden = moderation.withheld(connection) if quotes else frozenset()
        for name, quote in quotes.items():
            if quote in hidden:
                slots[name] = WITHHELD
        return Told(
            slots=slots,
            quotes=tuple(dict.fromkeys(quotes.values())),
            voices={name: persona_of(self.academy, scholar) for name, scholar in people.items()},
            faction=faction,
        )

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {faction.id: faction.name for faction in self.academy.pack.card.factions}

    def _people(self, connection: Connection, event: GameEvent) -> dict[str, Scholar]:
        named = {name: getattr(event, name, "") for name in SCHOLARS}
        found = {name: roster.find(connection, scholar) for name, scholar in named.items() if scholar}
        return {name: scholar for name, scholar in found.items() if scholar is not None}

    def _words(
        self, connection: Connection, name: str, value: object, people: Mapping[str, Scholar]
    ) -> dict[str, Value]:
        """Return the slots that one field gives."""
        if value is None or value == "" or name in people:
            return {}
        if name in PLAYERS:
            return {name: players.names_of(connection, [str(value)]).get(str(value), "somebody")}
        slots: dict[str, Value] = {}
        match value:
            case Enum():
                slots = {name: str(value.value), f"{name}_words": str(value.value).replace("_", " ")}
            case dt.datetime():
                at = self.academy.local(value)
                slots = {name: f"{spoken.WEEKDAYS[at.weekday()]} {spoken.date(at.date())}"}
            case int():
                slots = {name: value, **({"change_words": change_words(value)} if name == "change" else {})}
            case dict():
                slots = self._influence(name, value)
            case tuple():
                slots = self._listed(connection, name, value)
            case str():
                slots = self._named(name, value)
        return slots

    def _named(self, name: str, value: str) -> dict[str, Value]:
        game = self.academy.game
        if name == "site" and value in game.sites:
            site = game.sites[value]
            regions = {region.id: region.name for region in self.academy.pack.card.regions}
            return {"site": site.name, "site_region": regions[site.region]}
        if name == "discipline" and value in game.disciplines:
            return {"discipline": game.disciplines[value].name}
        if name == "project" and value in game.projects:
            return {"project": game.projects[value].name}
        if name == "what":
            return {"what": self._names.get(value, value)}
        if name in QUOTED:
            return {name: _bare(value)}
        return {name: value}

    def _influence(self, name: str, amounts: Mapping[object, object]) -> dict[str, Value]:
        factions = {str(key): int(str(count)) for key, count in amounts.items() if str(key) in self._names}
        return {f"{name}_words": influence_words(factions, self._names)} if factions else {}

    def _listed(self, connection: Connection, name: str, values: tuple[object, ...]) -> dict[str, Value]:
        ids = [str(value.value if isinstance(value, Enum) else value) for value in values]
        if name == "terms":
            return {"terms_words": f"with {joined(term.replace('_', ' ') for term in ids)}"} if ids else {}
        if name in ("team", "supporters", "paid", "unpaid"):
            found = roster.names_of(connection, ids)
        elif name in ("players", "invited", "backers"):
            found = players.names_of(connection, ids)
        else:
            return {}
        if not ids:
            return {}
        slot = f"{name}_words" if name != "team" else name
        return {slot: joined(found.get(each, each) for each in ids), f"{name}_size": len(ids)}

    def _of_scholar(self, seq: int, name: str, scholar: Scholar) -> dict[str, Value]:
        game = self.academy.game
        they, them, their = PRONOUNS[scholar.sheet.pronoun]
        sayings = scholar.sheet.sayings or next(
            (kind.sayings for kind in game.generation.archetypes if kind.id == scholar.sheet.archetype), ()
        )
        slots: dict[str, Value] = {
            name: scholar.name,
            f"{name}_last": scholar.name.split()[-1],
            f"{name}_they": they,
            f"{name}_them": them,
            f"{name}_their": their,
            f"{name}_discipline": game.disciplines[scholar.discipline].name,
        }
        if sayings:
            slots[f"{name}_saying"] = self.academy.dice("saying", seq, scholar.id).choice(sayings)
        return slots

    def _faction(self, event: GameEvent, people: Mapping[str, Scholar]) -> str:
        """Return whose matter it is: the event's own faction, the site's, the discipline's, or the scholar's."""
        game = self.academy.game
        own = getattr(event, "faction", "")
        site, discipline = (
            game.sites.get(getattr(event, "site", "")),
            game.disciplines.get(getattr(event, "discipline", "")),
        )
        if own:
            return str(own)
        if "scholar" in people:
            return people["scholar"].faction
        return site.faction if site else discipline.faction if discipline else self.academy.factions[0]

    def _of_event(self, connection: Connection, recorded: Recorded, event: GameEvent) -> dict[str, Value]:
        slots: dict[str, Value] = {}
        if (game := state.find(connection)) is not None and not hasattr(event, "year"):
            slots["year"] = game.year(recorded.at)
        if (mishap := getattr(event, "mishap_says", "")) != "":
            slots["mishap_words"] = mishap
        if (votes := getattr(event, "votes", None)) is not None:
            slots["votes_words"] = votes_words({choice.value: count for choice, count in votes.items()})
        if standings := getattr(event, "standings", None):
            names = players.names_of(connection, standings)
            slots["standings_words"] = joined(
                f"{names.get(player, player)} with {spoken.number(reputation)}"
                for player, reputation in standings.items()
            )
        return slots

    def _quotes(self, event: GameEvent, slots: Mapping[str, Value]) -> dict[str, str]:
        """Return the slots that hold people's own words."""
        own = [name for name in QUOTED if name in slots]
        if event.kind in OWN_WORDS:
            own.append("says")
        return {name: str(slots[name]) for name in own if name in slots}


def joined(names: Iterable[str]) -> str:
    """Return names as one lists them: "Ada, Bo and Cyd"."""
    *rest, last = list(names) or [""]
    return f"{', '.join(rest)} and {last}" if rest else last


def change_words(change: int) -> str:
    """Return in words what happens to somebody's reputation."""
    if change == 0:
        return "keeps their standing"
    return f"{'gains' if change > 0 else 'loses'} {spoken.number(abs(change))} reputation"


def influence_words(amounts: Mapping[str, int], names: Mapping[str, str]) -> str:
    """Return amounts of influence in words: "three influence with the Athenaeum and one with the Tide Council"."""
    first, *rest = [(names[faction], amount) for faction, amount in amounts.items()]
    said = [f"{spoken.number(first[1])} influence with {first[0]}"]
    return joined([*said, *(f"{spoken.number(amount)} with {name}" for name, amount in rest)])


def votes_words(votes: Mapping[str, int]) -> str:
    """Return how a vote went: "three for, one in doubt and two against"."""
    said = {"affirm": "for", "doubt": "in doubt", "deny": "against"}
    return joined(f"{spoken.number(votes.get(choice, 0))} {words}" for choice, words in said.items())


def _bare(text: str) -> str:
    return text.rstrip(_BARE) or text
