"""What players, podcast apps and calendars take: playlists, a feed with chapters and transcripts, a schedule, and what
is on.

Everything is a pure function of the rundown and the pieces: made again, it is the same to the byte. Identifiers are
made of the world, the presenter and the slot, never of a path, so that an app knows an episode again.
"""

import datetime as dt
import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import format_datetime
from itertools import groupby, pairwise
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from icalendar.enums import STATUS, TRANSP

from longwave.kernel.files import as_json
from longwave.modules.station.views import SlotState
from longwave.narrator import spoken
from longwave.narrator.casing import Casing
from longwave.world.card import Form
from longwave.world.imports.sentences import sentences
from longwave.world.pack import Pack
from longwave.world.persona import Persona

# How fast a presenter reads: BBC news reading lies at 160 to 180, storytelling at 140 to 150.
WORDS_PER_MINUTE = 155
MAX_TITLED, MAX_DESCRIBED = 2, 12
HOUR = dt.timedelta(hours=1)

FORM_NAMES = {
    Form.TIME: "time check",
    Form.WEATHER: "weather",
    Form.EMERGENCY: "storm warning",
    Form.NEWS: "news",
    Form.GOSSIP: "talk",
    Form.STORY: "story",
    Form.MUSIC: "music",
    Form.LETTER: "letter",
    Form.IDENT: "the station",
}

_NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "atom": "http://www.w3.org/2005/Atom",
}
for _prefix, _uri in _NAMESPACES.items():
    ET.register_namespace(_prefix, _uri)
SSML = "http://www.w3.org/2001/10/synthesis"
# XML 1.0 has no place for these, escaped or not, and RFC 5545 none for most of them.
_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = re.compile(r"[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*")


@dataclass(frozen=True, kw_only=True)
class Programme:
    """Whose segments are published, and where.

    Attributes:
        base_url: where the output folder is reached; while that is empty, addresses are relative to the folder.
        recorded_s: how long the recordings of segments are, by the slot's name; the others are estimated.
        recorded_bytes: how large the recordings of days are; 0 stands for unknown.
    """

    pack: Pack
    persona: Persona
    base_url: str = ""
    recorded_s: Mapping[str, float] = field(default_factory=dict)
    recorded_bytes: Mapping[dt.date, int] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return f"{self.pack.station.name}: {self.persona.name}"

    @property
    def id(self) -> str:
        """What the programme is known by, wherever its files lie."""
        return f"{self.pack.card.id}/{self.persona.id}"

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.pack.card.tz)

    def address(self, path: str) -> str:
        """Return where a file of the output folder is found."""
        return f"{self.base_url.rstrip('/')}/{path}" if self.base_url else path

    def seconds(self, state: SlotState) -> float:
        """Return how long an aired segment is."""
        return self.recorded_s.get(state.name) or estimated_s(state.text or "")

    def heading(self, state: SlotState) -> str:
        """Say in a few words what a segment is ("Story: “The Drowned Bell”", "Weather: the oven punt, Sedgeby")."""
        sheet = state.slot.sheet
        own = sheet.slots.get("story") or sheet.slots.get("record")
        planned = sheet.subject or [name for item in sheet.items for name in item.ids[:1]]
        about = str(own) if own else ", ".join(self.titles(state.tells or planned)[:MAX_TITLED])
        name = FORM_NAMES[state.slot.form]
        return _line(f"{name[:1].upper()}{name[1:]}{': ' if about else ''}{about}")

    def titles(self, names: Iterable[str]) -> list[str]:
        """Return what lore entries are called."""
        return [self.pack.lore[name].title for name in dict.fromkeys(names)]


@dataclass(frozen=True, kw_only=True)
class Airing:
    """When a slot is on air, in UTC."""

    state: SlotState
    begins: dt.datetime
    ends: dt.datetime


def estimated_s(text: str) -> float:
    """Return how many seconds a presenter takes to read a text."""
    return len(text.split()) / WORDS_PER_MINUTE * 60


def airings(states: Iterable[SlotState]) -> Iterator[Airing]:
    """Yield when each slot begins and ends: a slot lasts until the next one of its day.

    A slot at an hour that the clocks skip is as late as the one an hour after it; it lasts as long as any.
    """
    for day in _days(states):
        length = _slot_length(day)
        begins = [state.slot.sheet.at.astimezone(dt.UTC) for state in day]
        for state, (own, following) in zip(day, pairwise([*begins, begins[-1] + length]), strict=True):
            yield Airing(state=state, begins=own, ends=following if following > own else own + length)


def playlist(programme: Programme, states: Iterable[SlotState]) -> str:
    """Return the aired segments as an M3U8, for a player that finds them below the output folder.

    No `#EXT-X` tag stands in it: by those VLC and FFmpeg tell an HLS stream, whose segments these recordings are not.
    """
    lines = ["#EXTM3U", "#EXTENC:UTF-8", f"#PLAYLIST:{_line(programme.title)}"]
    for state in _aired(states):
        lines += [
            f"#EXTINF:{max(1, round(programme.seconds(state)))},{state.slot.time} {programme.heading(state)}",
            f"#EXTGRP:{_day_title(state.date)}",
            f"audio/{state.date}/{state.slot.time.replace(':', '')}.mp3",
        ]
    return "\n".join(lines) + "\n"


def podcast(programme: Programme, states: Iterable[SlotState]) -> str:
    """Return the RSS feed of a run: every day that aired whole is an episode, the newest first."""
    rss = ET.Element("rss", version="2.0")
    channel = _add(rss, "channel")
    card, persona = programme.pack.card, programme.persona
    days = [list(map(_require, day)) for day in map(list, airings_by_day(states)) if _is_whole(day)]
    _add(channel, "title", programme.title)
    _add(channel, "link", programme.address("index.html"))
    _add(channel, "description", f"{persona.name} at the microphone of {programme.pack.station.name}. {card.summary}")
    _add(channel, "language", card.language)
    _add(channel, "generator", "Longwave")
    if programme.base_url:
        href = programme.address("podcast.xml")
        _add(channel, "atom:link", rel="self", type="application/rss+xml", href=href)
    if days:
        _add(channel, "lastBuildDate", _mail_date(days[-1][-1].ends, programme.tz))
    _add(channel, "itunes:author", persona.name)
    _add(channel, "itunes:category", text="Fiction")
    _add(channel, "itunes:explicit", "false")
    _add(channel, "itunes:type", "serial")
    for number, day in reversed(list(enumerate(days, 1))):
        _add_episode(channel, programme, day, number)
    ET.indent(rss)
    return _xml(rss)


def chapters(programme: Programme, day: Iterable[SlotState]) -> str:
    """Return a day's chapters, one a segment, as Podcasting 2.0 has them (JSON chapters 1.2)."""
    listed = [
        {"startTime": round(begin_s, 3), "endTime": round(end_s, 3), "title": f"{state.slot.time} {title}"}
        for state, begin_s, end_s in _timed(programme, day)
        for title in [programme.heading(state)]
    ]
    return as_json({"version": "1.2.0", "podcastName": programme.title, "chapters": listed})
