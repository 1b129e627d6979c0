"""What a run leaves in its output folder: a file a segment, the rundown, and a page a day to read.

Everything here is derived from the ledger and can be made again from it; a file that a kill kept from being written is
written when the run goes on.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

import jinja2

from longwave.kernel.files import as_json, remove_drafts, write_whole
from longwave.ledger.ledger import Ledger
from longwave.modules.station import feeds, views
from longwave.modules.station.errors import OutputUnusable
from longwave.modules.station.pace import estimated_s
from longwave.modules.station.views import SlotState
from longwave.narrator import spoken
from longwave.narrator.spend import MICRO
from longwave.world.pack import Pack
from longwave.world.persona import Persona
from longwave.world.tides import waters_on

TEASERS = 5


@dataclass(frozen=True, kw_only=True)
class Exporter:
    """Writes the files of one presenter's run.

    Attributes:
        base_url: where the output folder will be reached by players and podcast apps; empty where that is not known.
    """

    out: Path
    ledger: Ledger
    pack: Pack
    persona: Persona
    base_url: str = ""
    # What each whole day told first. Nothing changes in it any more, so a long run does not read it again.
    _told: dict[dt.date, list[str]] = field(default_factory=dict, repr=False)

    @property
    def channel(self) -> str:
        """Where the presenter's pieces go."""
        return views.channel_of(self.persona.id)

    def segment(self, date: dt.date, time: str) -> None:
        """Write the file of a slot that was aired; with the day's last one, the day's page and the index too.

        Raises:
            OutputUnusable: the folder cannot be written; the ledger has the segment, and a resumed run writes the file.
        """
        with self.ledger.store.read() as connection:
            [state] = views.slots(connection, self.channel, date, time)
            is_whole = views.is_aired_whole(connection, self.channel, date)
        self._write(self._segment_file(state), as_json(self._segment(state)))
        if is_whole:
            self._day(date)
            self._index()

    def made_at(self, position: str) -> dt.datetime | None:
        """Return when the file of the segment at a position ("1931-03-02/06:00") was written; None without one."""
        date, _, time = position.partition("/")
        try:
            written_s = self._file_of(date, time).stat().st_mtime
        except OSError:
            return None
        return dt.datetime.fromtimestamp(written_s, dt.UTC)

    def catch_up(self) -> None:
        """Write every file that is missing or differs from the ledger, and remove what a kill left half written.

        Raises:
            OutputUnusable: the folder cannot be written.
        """
        try:
            remove_drafts(self.out)
        except OSError as error:
            raise OutputUnusable(self.out, error.strerror or str(error)) from error
        with self.ledger.store.read() as connection:
            dates = views.dates(connection, self.channel)
        for date in dates:
            for state in self._day(date):
                if state.piece is not None:
                    self._write(self._segment_file(state), as_json(self._segment(state)))
        self._index()

    def rundown(self) -> None:
        """Write what the run has planned and aired so far.

        Raises:
            OutputUnusable: the folder cannot be written.
        """
        with self.ledger.store.read() as connection:
            run = list(views.slots(connection, self.channel))
        outlines = [_outline(date, list(states)) for date, states in groupby(run, key=lambda state: state.date)]
        self._write(self.out / "rundown.json", as_json(outlines))
        self._feeds(run)

    def _feeds(self, run: Sequence[SlotState]) -> None:
        """Write what players, podcast apps and calendars take of the whole run."""
        aired = [state for state in run if state.piece is not None]
        if not aired:
            return
        programme = self._programme
        self._write(self.out / "playlist.m3u8", feeds.playlist(programme, run))
        self._write(self.out / "podcast.xml", feeds.podcast(programme, run))
        self._write(self.out / "schedule.ics", feeds.schedule(programme, run))
        self._write(self.out / "now_playing.json", feeds.now_playing(programme, run, aired[-1].slot.sheet.at))

    @cached_property
    def _programme(self) -> feeds.Programme:
        return feeds.Programme(pack=self.pack, persona=self.persona, base_url=self.base_url)

    @cached_property
    def _inventions(self) -> dict[str, str]:
        return feeds.inventions(self.pack)

    def _day(self, date: dt.date) -> list[SlotState]:
        """Write the page of a day, if all of it was aired, and return its slots."""
        with self.ledger.store.read() as connection:
            states = list(views.slots(connection, self.channel, date))
        if all(state.piece is not None for state in states):
            self._write(self.out / f"{date}.html", self._templates.get_template("day.html").render(self._page(states)))
            self._write(self.out / f"{date}.m3u8", feeds.playlist(self._programme, states))
            self._write(self.out / "chapters" / f"{date}.json", feeds.chapters(self._programme, states))
            self._write(self.out / "transcripts" / f"{date}.vtt", feeds.transcript(self._programme, states))
            self._told[date] = self._first_told(states)
        return states

    def _index(self) -> None:
        if self._told:
            days = sorted(self._told.items())
            page = self._templates.get_template("index.html").render(self._frame, days=days, spoken=spoken)
            self._write(self.out / "index.html", page)

    def _first_told(self, states: Sequence[SlotState]) -> list[str]:
        """Return the titles of what a day told first: as many as a line of the index holds."""
        names = dict.fromkeys(name for state in states for name in state.tells)
        return [self.pack.lore[name].title for name in names][:TEASERS]

    def _segment_file(self, state: SlotState) -> Path:
        return self._file_of(str(state.date), state.slot.time)

    def _file_of(self, date: str, time: str) -> Path:
        return self.out / "segments" / date / f"{time.replace(':', '')}.json"

    def _segment(self, state: SlotState) -> dict[str, object]:
        text = state.text or ""
        return {
            "slot": state.name,
            "at": state.slot.sheet.at.isoformat(),
            "form": state.slot.form,
            "persona": self.persona.id,
            "text": text,
            "ssml": feeds.ssml(text, self.pack.card.language),
            "lexicon": feeds.lexicon(text, self._inventions),
            "estimated_s": round(estimated_s(text), 1),
            "tells": [{"id": name, "title": self.pack.lore[name].title} for name in state.tells],
            "provenance": {
                "world": self.pack.card.id,
                "pack": self.pack.digest,
                "piece": state.piece,
                "narrator": state.narrator,
                "attempts": state.attempts,
                "is_fallback": state.is_fallback,
                "because": state.because,
                "tokens": state.tokens,
                "cost_usd": None if state.microusd is None else state.microusd / MICRO,
            },
            "findings": state.findings,
        }

    def _page(self, states: Sequence[SlotState]) -> dict[str, object]:
        date, tides = states[0].date, self.pack.card.tides
        told: dict[str, list[str]] = {}
        for state in states:
            for name in state.tells:
                told.setdefault(name, []).append(state.slot.time)
        entries = [self.pack.lore[name] for name in told]
        return {
            **self._frame,
            "date": date,
            "states": states,
            "until": _end(states),
            "lore": self.pack.lore,
            "told": told,
            "entries": sorted(entries, key=lambda entry: entry.title.removeprefix("the ").casefold()),
            "waters": waters_on(date, ZoneInfo(self.pack.card.tz), tides) if tides else [],
            "spoken": spoken,
            "names": feeds.FORM_NAMES,
        }

    @cached_property
    def _frame(self) -> dict[str, object]:
        return {"card": self.pack.card, "station": self.pack.station, "persona": self.persona}

    @cached_property
    def _templates(self) -> jinja2.Environment:
        loader = jinja2.PackageLoader("longwave.modules.station")
        return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)

    def _write(self, path: Path, text: str) -> None:
        try:
            if path.is_file() and path.read_bytes() == text.encode("utf-8"):
                return
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text)
        except OSError as error:
            raise OutputUnusable(path, error.strerror or str(error)) from error


def _end(states: Sequence[SlotState]) -> dt.datetime:
    """Return when the last segment's slot ends: every slot of a day is as long as its first."""
    times = [state.slot.sheet.at for state in states]
    return times[-1] + (times[1] - times[0] if len(times) > 1 else dt.timedelta(hours=1))


def _outline(date: dt.date, states: Sequence[SlotState]) -> dict[str, object]:
    return {
        "date": str(date),
        "slots": [
            {
                "time": state.slot.time,
                "form": state.slot.form,
                "sky": state.slot.sheet.sky,
                "about": list(state.slot.sheet.subject)
                or [name for told in state.slot.sheet.items for name in told.ids],
                "piece": state.piece,
            }
            for state in states
        ],
    }
