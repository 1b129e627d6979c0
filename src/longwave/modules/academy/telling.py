"""What the press may tell of an event: its fields in words, and the people in it who could speak."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from sqlalchemy import Connection

from longwave.ledger.events import Recorded
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.events import GameEvent
from longwave.modules.academy.hosting import moderation, state
from longwave.modules.academy.mentoring.events import MentorshipEnded
from longwave.modules.academy.offers.events import OfferWithdrawn, ScholarReleased
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.scholars.speaking import persona_of
from longwave.modules.academy.standing import players
from longwave.modules.academy.standing.events import PlayerRenamed
from longwave.modules.academy.symposium.events import SymposiumCalled, SymposiumResolved, TopicProposed
from longwave.modules.academy.talk.events import TableTalked
from longwave.modules.academy.theories import reading
from longwave.narrator import spoken
from longwave.press.told import Told
from longwave.world.press import NONE, SCHOLARS

PLAYERS = ("player", "other_player", "owner")
# Lists of people: those in somebody's employ, and those at the table.
HIRED = ("team", "supporters", "paid", "unpaid")
SEATED = ("players", "invited", "backers")
# Who acts and has no seat at the table.
NO_PLAYER = "the host"
TERMS, TEAM, STANDINGS = "terms", "team", "standings"
QUOTED = ("claim", "objective", "title", "nickname", "headline")
# What players say in these; elsewhere the pack says it.
SAID = (TableTalked, TopicProposed, SymposiumCalled)
# Reasons that are words of ours; all others are the host's own.
CODED = (OfferWithdrawn, MentorshipEnded, ScholarReleased)
# Fields that no piece may give away.
SECRET = ("text", "reasons")
WITHHELD = "words that the Gazette is not yet at liberty to print"
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
        called = players.names_of(connection, _seated(event))
        slots: dict[str, Value] = {}
        for name in type(event).model_fields:
            slots |= self._words(connection, name, getattr(event, name), people, called)
        for name, scholar in people.items():
            slots |= self._of_scholar(recorded.seq, name, scholar)
        faction = self._faction(event, people)
        if faction:
            slots["faction"] = self._names[faction]
        if "theory" in slots and "claim" not in slots:
            slots |= {"claim": _bare(reading.claim_of(connection, int(slots["theory"])))}
        slots |= self._of_event(connection, recorded, event, called)
        quotes = self._quotes(event, slots)
        hidden = moderation.withheld(connection) if quotes else frozenset()
        for name, quote in quotes.items():
            if any(text in quote for text in hidden):
                slots[name] = WITHHELD
        return Told(
            slots=slots,
            # What people are called, or were, is their own choice too.
            quotes=tuple(dict.fromkeys((*quotes.values(), *called.values(), *_was(event)))),
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
        self,
        connection: Connection,
        name: str,
        value: object,
        people: Mapping[str, Scholar],
        called: Mapping[str, str],
    ) -> dict[str, Value]:
        """Return the slots that one field gives."""
        if value is None or value == "" or name in people or name in SECRET:
            return {}
        if name in PLAYERS:
            return {name: called.get(str(value), NO_PLAYER)}
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
                slots = self._listed(connection, name, value, called)
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
        return {name: _bare(value) if name in (*QUOTED, "reason") else value}

    def _influence(self, name: str, amounts: Mapping[object, object]) -> dict[str, Value]:
        factions = {str(key): int(str(count)) for key, count in amounts.items() if str(key) in self._names}
        return {f"{name}_words": influence_words(factions, self._names)} if factions else {}

    def _listed(
        self, connection: Connection, name: str, values: tuple[object, ...], called: Mapping[str, str]
    ) -> dict[str, Value]:
        ids = [str(value.value if isinstance(value, Enum) else value) for value in values]
        if name == TERMS:
            return {"terms_words": f"with {spoken.listed(term.replace('_', ' ') for term in ids)}"} if ids else {}
        if name in HIRED:
            found: Mapping[str, str] = roster.names_of(connection, ids)
        elif name in SEATED:
            found = called
        else:
            return {}
        if not ids:
            return {}
        slot = f"{name}_words" if name != TEAM else name
        return {slot: spoken.listed(found.get(each, each) for each in ids), f"{name}_size": len(ids)}

    def _of_scholar(self, seq: int, name: str, scholar: Scholar) -> dict[str, Value]:
        game = self.academy.game
        they, them, their = scholar.sheet.pronoun.forms
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
        """Return whose matter it is: the event's own faction, the scholar's, the site's or the discipline's, if any."""
        game = self.academy.game
        if own := getattr(event, "faction", ""):
            return str(own)
        if "scholar" in people:
            return people["scholar"].faction
        site, discipline = getattr(event, "site", ""), getattr(event, "discipline", "")
        found = game.sites.get(site) or game.disciplines.get(discipline)
        return found.faction if found else ""

    def _of_event(
        self, connection: Connection, recorded: Recorded, event: GameEvent, called: Mapping[str, str]
    ) -> dict[str, Value]:
        slots: dict[str, Value] = {}
        if (game := state.find(connection)) is not None and not hasattr(event, "year"):
            slots["year"] = game.year(recorded.at)
        if (mishap := getattr(event, "mishap_says", "")) != "":
            slots["mishap_words"] = mishap
        if isinstance(event, SymposiumResolved):
            slots["votes_words"] = votes_words({choice.value: count for choice, count in event.votes.items()})
            slots["outcome"] = event.outcome.value if event.outcome else NONE
        if standings := getattr(event, STANDINGS, None):
            # The log keeps them by name.
            ranked = sorted(standings.items(), key=lambda each: (-each[1], each[0]))
            slots["standings_words"] = spoken.listed(
                f"{called.get(player, player)} with {spoken.number(reputation)}" for player, reputation in ranked
            )
        return slots

    def _quotes(self, event: GameEvent, slots: Mapping[str, Value]) -> dict[str, str]:
        """Return the slots that hold people's own words."""
        own = [
            *QUOTED,
            *(["says"] if isinstance(event, SAID) else []),
            *([] if isinstance(event, CODED) else ["reason"]),
        ]
        return {name: str(slots[name]) for name in own if name in slots}


def change_words(change: int) -> str:
    """Return in words what happens to somebody's reputation."""
    if change == 0:
        return "keeps their standing"
    return f"{'gains' if change > 0 else 'loses'} {spoken.number(abs(change))} reputation"


def influence_words(amounts: Mapping[str, int], names: Mapping[str, str]) -> str:
    """Return amounts of influence in words: "three influence with the Athenaeum and one with the Tide Council"."""
    first, *rest = [(names[faction], amount) for faction, amount in amounts.items()]
    said = [f"{spoken.number(first[1])} influence with {first[0]}"]
    return spoken.listed([*said, *(f"{spoken.number(amount)} with {name}" for name, amount in rest)])


def votes_words(votes: Mapping[str, int]) -> str:
    """Return how a vote went: "three for, one in doubt and two against"."""
    said = {"affirm": "for", "doubt": "in doubt", "deny": "against"}
    return spoken.listed(f"{spoken.number(votes.get(choice, 0))} {words}" for choice, words in said.items())


def _seated(event: GameEvent) -> list[str]:
    """Return the ids of the players who have a part in an event."""
    ids = [str(player) for name in PLAYERS if (player := getattr(event, name, None))]
    return ids + [str(player) for name in (*SEATED, STANDINGS) for player in getattr(event, name, ())]


def _was(event: GameEvent) -> list[str]:
    return [event.was] if isinstance(event, PlayerRenamed) else []


def _bare(text: str) -> str:
    return text.rstrip(_BARE) or text
