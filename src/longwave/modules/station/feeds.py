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
from itertools import accumulate, groupby, pairwise
from math import ceil
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from icalendar.enums import STATUS, TRANSP

from longwave.kernel import markup
from longwave.kernel.files import as_json
from longwave.modules.station.pace import estimated_s, sentences
from longwave.modules.station.views import SlotState
from longwave.narrator import spoken
from longwave.narrator.casing import Casing
from longwave.world.card import Form
from longwave.world.pack import Pack
from longwave.world.persona import Persona

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
    Form.INTERVIEW: "interview",
    Form.IDENT: "the station",
}

NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "atom": "http://www.w3.org/2005/Atom",
}
for _prefix, _uri in NAMESPACES.items():
    ET.register_namespace(_prefix, _uri)
SSML = "http://www.w3.org/2001/10/synthesis"
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
        """What apps know the programme by, wherever its files lie."""
        return f"{self.pack.card.id}.{self.persona.id}"

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


def airings(day: Sequence[SlotState]) -> Iterator[Airing]:
    """Yield when each slot of a day begins and ends: it lasts until the next one begins.

    A slot at an hour that the clocks skip begins with the one an hour later, and is as long as any other.
    """
    length = _slot_length(day)
    begins = [state.slot.sheet.at.astimezone(dt.UTC) for state in day]
    for state, (own, following) in zip(day, pairwise([*begins, begins[-1] + length]), strict=True):
        yield Airing(state=state, begins=own, ends=following if following > own else own + length)


def playlist(programme: Programme, states: Iterable[SlotState]) -> str:
    """Return the aired segments as an M3U8, for a player that finds them below the output folder.

    No `#EXT-X` tag stands in it: by those VLC and FFmpeg tell an HLS stream, whose segments these recordings are not.
    """
    lines = ["#EXTM3U", "#EXTENC:UTF-8", f"#PLAYLIST:{_line(programme.title)}"]
    for state in states:
        if state.piece is not None:
            lines += [
                f"#EXTINF:{max(1, round(programme.seconds(state)))},{state.slot.time} {programme.heading(state)}",
                f"#EXTGRP:{_day_title(state.date)}",
                _recording(state),
            ]
    return "\n".join(lines) + "\n"


def podcast(programme: Programme, states: Iterable[SlotState]) -> str:
    """Return the RSS feed of a whole run: each day that aired whole is an episode, the newest first."""
    days = [list(airings(day)) for day in _days(states) if all(state.piece is not None for state in day)]
    rss = ET.Element("rss", version="2.0")
    channel = _add(rss, "channel")
    card, station, speaker = programme.pack.card, programme.pack.station, programme.persona.name
    _add(channel, "title", programme.title)
    _add(channel, "link", programme.address("index.html"))
    _add(channel, "description", f"{speaker} at the microphone of {station.name}. {card.summary}")
    _add(channel, "language", card.language)
    _add(channel, "generator", "Longwave")
    if programme.base_url:
        _add(channel, "atom:link", rel="self", type="application/rss+xml", href=programme.address("podcast.xml"))
    if days:
        _add(channel, "lastBuildDate", _mail_date(days[-1][-1].ends, programme.tz))
    _add(channel, "itunes:author", speaker)
    _add(channel, "itunes:category", text="Fiction")
    _add(channel, "itunes:explicit", "false")
    _add(channel, "itunes:type", "serial")
    for number, day in reversed(list(enumerate(days, 1))):
        _add_episode(channel, programme, day, number)
    return markup.document(rss)


def chapters(programme: Programme, day: Iterable[SlotState]) -> str:
    """Return the chapters of a day's recording, one a segment, in the JSON that `podcast:chapters` leads to."""
    listed = [
        {"startTime": begin_s, "endTime": end_s, "title": f"{state.slot.time} {programme.heading(state)}"}
        for state, begin_s, end_s in _recorded(programme, day)
    ]
    return as_json({"version": "1.2.0", "podcastName": programme.title, "chapters": listed})


def transcript(programme: Programme, day: Iterable[SlotState]) -> str:
    """Return what is said in a day's recording as WebVTT, a cue a sentence, timed by its share of the words."""
    speaker = html.escape(_line(programme.persona.name), quote=False)
    cues = ["WEBVTT"]
    for state, begin_s, end_s in _recorded(programme, day):
        said = [_line(sentence) for sentence in sentences(state.text or "")]
        words = list(accumulate((len(sentence.split()) for sentence in said), initial=0))
        ends = [begin_s + (end_s - begin_s) * count / words[-1] for count in words] if said else []
        for sentence, (begins, stops) in zip(said, pairwise(ends), strict=False):
            spoken_text = html.escape(sentence, quote=False)
            cues.append(f"{_cue_time(begins)} --> {_cue_time(stops)}\n<v {speaker}>{spoken_text}")
    return "\n\n".join(cues) + "\n"


def schedule(programme: Programme, states: Iterable[SlotState]) -> str:
    """Return the slots, aired or planned, as an iCalendar whose times are UTC."""
    name = _line(programme.title)
    calendar = Calendar.new(uid=f"{programme.id}@longwave", prodid="-//Longwave//Station//EN", name=name)
    # The time zone that a calendar is shown in, if it can be.
    calendar.add("x-wr-timezone", programme.tz.key)
    for day in _days(states):
        for airing in airings(day):
            calendar.add_component(_event(programme, airing))
    return str(calendar.to_ical(), "utf-8")


def now_playing(programme: Programme, states: Iterable[SlotState], at: dt.datetime) -> str:
    """Return as JSON what is on air at a moment, and what comes next; null where nothing does."""
    on_air = [airing for day in _days(states) for airing in airings(day)]
    current = [airing for airing in on_air if airing.begins <= at < airing.ends]
    following = [airing for airing in on_air if airing.begins > at]
    return as_json(
        {
            "station": programme.pack.station.name,
            "world": programme.pack.card.id,
            "persona": {"id": programme.persona.id, "name": programme.persona.name},
            "at": at.astimezone(programme.tz).isoformat(),
            "current": _shown(programme, current[-1]) if current else None,
            "next": _shown(programme, following[0]) if following else None,
        }
    )


def ssml(text: str, language: str = "en") -> str:
    """Return a text for a voice: paragraphs, sentences, and a breath after each."""
    speak = ET.Element("speak", {"version": "1.1", "xmlns": SSML, "xml:lang": language})
    for paragraph in filter(str.strip, markup.printable(text).splitlines()):
        block = _add(speak, "p")
        for sentence in sentences(paragraph):
            _add(block, "s", _line(sentence))
            _add(block, "break", strength="medium")
    return ET.tostring(speak, encoding="unicode")


def inventions(pack: Pack) -> dict[str, str]:
    """Return the words that a pack made up, each with the title of what it names.

    They stand with a capital letter in a title or an alias, and with a small one nowhere in the pack.
    """
    common = {*Casing.of(pack).small, *(name.casefold() for name in (*spoken.MONTHS, *spoken.WEEKDAYS))}
    named = [(name, entry.title) for entry in pack.lore.values() for name in (entry.title, *entry.aliases)]
    found: dict[str, str] = {}
    for name, title in named:
        for word in _NAME.findall(name):
            if word[0].isupper() and word.casefold() not in common:
                found.setdefault(word, title)
    return found


def lexicon(text: str, invented: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the made-up words of a text, in its order: hints for whoever teaches a voice to say them.

    Args:
        invented: the pack's `inventions`.
    """
    words = dict.fromkeys(_NAME.findall(text))
    return [{"word": word, "about": invented[word]} for word in words if word in invented]


def _add_episode(channel: ET.Element, programme: Programme, day: Sequence[Airing], number: int) -> None:
    states = [airing.state for airing in day]
    date, told = states[0].date, list(dict.fromkeys(name for state in states for name in state.tells))
    item = _add(channel, "item")
    _add(item, "title", _day_title(date))
    _add(item, "description", _description(programme, day, told))
    _add(item, "content:encoded", _described_in_html(programme, day, told))
    _add(item, "link", programme.address(f"{date}.html"))
    _add(item, "guid", f"{programme.id}.{date}", isPermaLink="false")
    _add(item, "pubDate", _mail_date(day[-1].ends, programme.tz))
    length = str(programme.recorded_bytes.get(date, 0))
    _add(item, "enclosure", url=programme.address(f"audio/{date}.mp3"), length=length, type="audio/mpeg")
    _add(item, "itunes:author", programme.persona.name)
    _add(item, "itunes:duration", str(ceil(sum(map(programme.seconds, states)))))
    _add(item, "itunes:episode", str(number))
    _add(item, "itunes:episodeType", "full")
    _add(item, "itunes:explicit", "false")
    url = programme.address(f"chapters/{date}.json")
    _add(item, "podcast:chapters", url=url, type="application/json+chapters")
    url = programme.address(f"transcripts/{date}.vtt")
    _add(item, "podcast:transcript", url=url, type="text/vtt", language=programme.pack.card.language)
    _add(item, "podcast:person", programme.persona.name, role="host")


def _description(programme: Programme, day: Sequence[Airing], told: Sequence[str]) -> str:
    titles = programme.titles(told[:MAX_DESCRIBED])
    more = f", and {len(told) - MAX_DESCRIBED} more" if len(told) > MAX_DESCRIBED else ""
    return _on_air(programme, day) + (f" Spoken of: {', '.join(titles)}{more}." if titles else "")


def _described_in_html(programme: Programme, day: Sequence[Airing], told: Sequence[str]) -> str:
    page = ET.Element("div")
    _add(page, "p", _on_air(programme, day))
    if told:
        _add(page, "p", "Spoken of:")
        entries = _add(page, "ul")
    for entry in (programme.pack.lore[name] for name in told[:MAX_DESCRIBED]):
        _add(entries, "li", f"{entry.title}, {entry.gloss}" if entry.gloss else entry.title)
    return ET.tostring(page, encoding="unicode", method="html")


def _on_air(programme: Programme, day: Sequence[Airing]) -> str:
    until = day[-1].ends.astimezone(programme.tz)
    return f"{programme.persona.name} at the microphone, {day[0].state.slot.time} to {until:%H:%M}."


def _event(programme: Programme, airing: Airing) -> Event:
    state = airing.state
    return Event.new(
        uid=f"{programme.id}.{state.date}T{state.slot.time.replace(':', '')}@longwave",
        # When it was made would be another time with every rebuild.
        stamp=airing.begins,
        start=airing.begins,
        end=airing.ends,
        summary=programme.heading(state),
        description=markup.printable(state.text) if state.text else None,
        categories=[FORM_NAMES[state.slot.form]],
        status=STATUS.TENTATIVE if state.piece is None else STATUS.CONFIRMED,
        transparency=TRANSP.TRANSPARENT,
    )


def _shown(programme: Programme, airing: Airing) -> dict[str, object]:
    state = airing.state
    return {
        "slot": state.name,
        "form": state.slot.form,
        "title": programme.heading(state),
        "begins": airing.begins.astimezone(programme.tz).isoformat(),
        "ends": airing.ends.astimezone(programme.tz).isoformat(),
        "audio": None if state.piece is None else programme.address(_recording(state)),
    }


def _days(states: Iterable[SlotState]) -> Iterator[list[SlotState]]:
    return (list(day) for _, day in groupby(states, key=lambda state: state.date))


def _recorded(programme: Programme, day: Iterable[SlotState]) -> Iterator[tuple[SlotState, float, float]]:
    """Yield the aired segments of a day with the seconds at which they begin and end in its recording."""
    begin_s = 0.0
    for state in day:
        if state.piece is not None:
            end_s = begin_s + programme.seconds(state)
            yield state, round(begin_s, 3), round(end_s, 3)
            begin_s = end_s


def _recording(state: SlotState) -> str:
    return f"audio/{state.date}/{state.slot.time.replace(':', '')}.mp3"


def _slot_length(day: Sequence[SlotState]) -> dt.timedelta:
    """Return how long a slot is: as the wall clock has it, so that a night when clocks change is like any other."""
    times = [dt.datetime.combine(state.date, dt.time.fromisoformat(state.slot.time)) for state in day[:2]]
    return times[1] - times[0] if len(times) > 1 else HOUR


def _day_title(date: dt.date) -> str:
    return f"{spoken.WEEKDAYS[date.weekday()]}, {spoken.date(date)} {date.year}"


def _mail_date(at: dt.datetime, tz: ZoneInfo) -> str:
    """Write a time as RFC 5322 wants it; where clocks are not whole minutes off UTC (Amsterdam, 1931), as UTC."""
    local = at.astimezone(tz)
    is_whole = (local.utcoffset() or dt.timedelta()) % dt.timedelta(minutes=1) == dt.timedelta()
    return format_datetime(local if is_whole else at)


def _cue_time(at_s: float) -> str:
    minutes, ms = divmod(round(at_s * 1000), 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{ms // 1000:02}.{ms % 1000:03}"


def _line(text: str) -> str:
    return markup.printable(" ".join(text.split()))


def _add(parent: ET.Element, tag: str, content: str = "", **attributes: str) -> ET.Element:
    """Add an element; a tag may have one of the feed's prefixes."""
    prefix, _, name = tag.rpartition(":")
    return markup.add(parent, f"{{{NAMESPACES[prefix]}}}{name}" if prefix else name, content, **attributes)
