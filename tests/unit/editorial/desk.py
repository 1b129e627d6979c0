"""Reads the fixtures beside the tests: texts with what they were asked for, as the gate gets them."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from longwave.editorial.canon import Canon
from longwave.editorial.gate import Gate
from longwave.narrator import spoken
from longwave.narrator.assignment import Assignment, Draft, FactSheet, Telling
from longwave.world.loader import load
from longwave.world.locate import find_pack

HERE = Path(__file__).parent
LONDON = ZoneInfo("Europe/London")
Entry = dict[str, Any]  # Any: YAML and JSON of the fixtures.


@dataclass(frozen=True, kw_only=True)
class Case:
    """A text, what was asked for, and the texts that were heard before it.

    Attributes:
        code: the rule that must find something in it.
        also: other rules that cannot but find something too.
    """

    code: str
    also: frozenset[str] = frozenset()
    draft: Draft
    assignment: Assignment
    earlier: tuple[Draft, ...] = ()

    def __str__(self) -> str:
        return f"{self.code}: {self.draft.text[:50]}"


@cache
def gate() -> Gate:
    """Return the gate of Saltmere."""
    return Gate(Canon(load(find_pack("saltmere"))))


def assignment(entry: Entry) -> Assignment:
    """Return an assignment: Wren's time check of Monday the second of March 1931, seven in the morning, and what an
    entry says else.

    The entry's `says` are facts on the sheet; `sky` and `sky_says` make it a sheet with weather,
    `beat` and `names` one of a story.
    """
    at = dt.datetime.fromisoformat(entry.get("at", "1931-03-02T07:00")).replace(tzinfo=LONDON)
    slots: dict[str, str | int | bool] = {"part_of_day": spoken.part_of_day(at.hour), "station": "Radio Saltmere"}
    if at.minute == 0:
        slots["hour"] = spoken.clock_time(at)
    if "sky" in entry:
        slots["sky_says"] = entry["sky_says"]
    if "beat" in entry:
        slots["beat"] = entry["beat"]
    facts = tuple(
        Telling(ref=f"fact:{n}", ids=(), slots={"fact": fact}) for n, fact in enumerate(entry.get("says", ()))
    )
    facts += tuple(
        Telling(ref=f"rumour:{n}", ids=(), slots={"fact": fact, "hearsay": True})
        for n, fact in enumerate(entry.get("hearsay", ()))
    )
    return Assignment(
        key="test",
        persona=gate().canon.pack.personas[entry.get("persona", "wren")],
        form=entry.get("form", "time"),
        sheet=FactSheet(
            at=at, sky=entry.get("sky", ""), slots=slots, facts=facts, subject=tuple(entry.get("names", ()))
        ),
        max_chars=entry.get("max_chars", 600),
        turn=0,
        form_turn=0,
    )


def draft(text: str, tells: Iterable[str] = ()) -> Draft:
    """Return a text as a narrator hands it in."""
    return Draft(text=text, tells=tuple(tells), used=(), narrator="fake")


def retold() -> list[Entry]:
    """Return beats of stories with a free retelling of each."""
    told: list[Entry] = yaml.safe_load((HERE / "retold.yaml").read_text(encoding="utf-8"))
    return told


def bad() -> list[Case]:
    """Return every text that a rule must find something in, under the rule's code."""
    return [
        Case(
            code=code,
            also=frozenset(entry.get("also", ())),
            draft=draft(_text(entry), entry.get("tells", ())),
            assignment=assignment(entry),
            earlier=tuple(draft(_text(each), each.get("tells", ())) for each in map(_entry, entry.get("earlier", ()))),
        )
        for code, entries in (_yaml("bad.yaml") | _yaml("bad_lore.yaml")).items()
        for entry in map(_entry, entries)
    ]


def good() -> list[Case]:
    """Return texts in which no rule may find anything, however much they look like it."""
    return [
        Case(code="good", draft=draft(_text(entry)), assignment=assignment(entry))
        for entry in map(_entry, (*_yaml("good.yaml"), *_yaml("good_lore.yaml")))
    ]


def aired() -> list[Case]:
    """Return segments of both presenters that were accepted, with the sheets that they were written from."""
    return [
        Case(
            code="aired",
            draft=draft(entry["text"]),
            assignment=Assignment(
                key=entry["key"],
                persona=gate().canon.pack.personas[entry["persona"]],
                form=entry["form"],
                sheet=FactSheet.model_validate(entry["sheet"]),
                max_chars=entry["max_chars"],
                turn=0,
                form_turn=0,
                quotes=tuple(entry.get("quotes", ())),
            ),
        )
        for entry in json.loads((HERE / "aired.json").read_text(encoding="utf-8"))
    ]


def _text(entry: Entry) -> str:
    return str(entry["text"]) * int(entry.get("times", 1))


def _entry(entry: str | Entry) -> Entry:
    return {"text": entry} if isinstance(entry, str) else entry


def _yaml(name: str) -> Any:  # Any: see Entry.
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
