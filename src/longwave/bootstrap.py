"""Builds the application: the only file that names an adapter."""

import datetime as dt
import io
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TextIO, cast
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Connection, MetaData

from longwave.access import tables as access_tables  # noqa: F401 - METADATA has it
from longwave.commands.command import Commands
from longwave.editorial import events as editorial_events
from longwave.editorial import pieces, reviews
from longwave.editorial.canon import Canon
from longwave.editorial.editor import Editor
from longwave.editorial.gate import Gate
from longwave.ledger import migrate, tables
from longwave.ledger.events import Event, Registry
from longwave.ledger.ledger import Ledger
from longwave.ledger.projections import Projection, Projections
from longwave.ledger.store import Store, database_url
from longwave.modules.academy import catalogue as academy_events
from longwave.modules.academy import projections as academy_projections
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.newsroom import Newsroom
from longwave.modules.academy.tellable import event_kinds
from longwave.modules.commons import events as commons_events
from longwave.modules.commons import projections as commons_projections
from longwave.modules.commons import writing
from longwave.modules.commons.command_handlers import CommandHandlers
from longwave.modules.commons.deciding import Decider
from longwave.modules.commons.forum import Forum
from longwave.modules.commons.founding import Founding
from longwave.modules.commons.handlers import Heartbeat
from longwave.modules.commons.library import Library, LoreLibrary
from longwave.modules.commons.residents import Residents
from longwave.modules.commons.scene import Heard
from longwave.modules.commons.waking import Waking
from longwave.modules.commons.wikipedia import WikipediaLibrary
from longwave.modules.commons.writing import ForumNarrator
from longwave.modules.station import events as station_events
from longwave.modules.station import projections as station_projections
from longwave.modules.station.errors import OutputUnusable
from longwave.modules.station.events import RunOrdered
from longwave.modules.station.handlers import PlanRundown, WriteSegment, presenter_of
from longwave.modules.station.monitor import Monitor
from longwave.modules.station.pool import refs_of
from longwave.modules.station.production import Production
from longwave.modules.station.retrieval import Retrieval
from longwave.modules.station.validation import examine
from longwave.modules.station.views import channel_of, heard
from longwave.narration import Narration
from longwave.narrator import events as narrator_events
from longwave.narrator import notices, phrases
from longwave.narrator.errors import TemplateInvalid
from longwave.narrator.spend import UNCAPPED, Cap
from longwave.orders import events as order_events
from longwave.orders import projections as order_projections
from longwave.orders.handler import Handlers
from longwave.press import events as press_events
from longwave.press import projections as press_projections
from longwave.press.newsroom import no_guests, no_headlines
from longwave.settings import Settings
from longwave.world import events as world_events
from longwave.world import loader, locate
from longwave.world.index import LoreIndex
from longwave.world.memory import events as memory_events
from longwave.world.memory import projections as memory_projections
from longwave.world.pack import Pack

EVENTS: tuple[type[Event], ...] = (
    *world_events.EVENTS,
    *memory_events.EVENTS,
    *order_events.EVENTS,
    *narrator_events.EVENTS,
    *editorial_events.EVENTS,
    *station_events.EVENTS,
    *commons_events.EVENTS,
    *press_events.EVENTS,
    *academy_events.EVENTS,
)
UPCASTERS = {**editorial_events.UPCASTERS, **station_events.UPCASTERS}
PROJECTIONS: tuple[Projection, ...] = (
    order_projections.PROJECTION,
    notices.PROJECTION,
    pieces.PROJECTION,
    reviews.PROJECTION,
    station_projections.PROJECTION,
    memory_projections.PROJECTION,
    commons_projections.PROJECTION,
    commons_projections.CHART,
    press_projections.PROJECTION,
    *academy_projections.PROJECTIONS,
)
ORDER_TYPES = (
    PlanRundown.order_type,
    WriteSegment.order_type,
    Heartbeat.order_type,
    *academy_events.ORDER_TYPES,
    *press_events.ORDER_TYPES,
)
METADATA: MetaData = tables.metadata
# How many of a presenter's latest segments residents talk about.
ON_AIR = 2


@contextmanager
def open_ledger(place: str, settings: Settings, *, create: bool = False) -> Iterator[Ledger]:
    """Open a world's database and bring it to the present schema.

    Args:
        place: a path, a folder that holds `world.db`, or a URL.

    Raises:
        StoreError: it cannot be opened, or is not one of ours.
    """
    store = Store(database_url(place), create=create, busy_timeout_s=settings.busy_timeout_s)
    try:
        migrate.upgrade(store, METADATA)
        yield Ledger(store, Registry(EVENTS, UPCASTERS), Projections(PROJECTIONS))
    finally:
        store.close()


def make_folder(path: Path) -> None:
    """Make an output folder.

    Raises:
        OutputUnusable: it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputUnusable(path, error.strerror or str(error)) from error


def load_pack(name_or_path: str, settings: Settings) -> Pack:
    """Find and load a world pack.

    Raises:
        WorldError: there is none, or it has faults.
    """
    search = [settings.worlds] if settings.worlds else []
    folder = locate.find_pack(name_or_path, search)
    return loader.load(folder, check_template=template_fault, slots_of=template_slots, events=event_kinds())


def template_fault(template: str) -> str | None:
    """Return what is wrong with a line of a phrasebook, or None."""
    try:
        phrases.parse(template)
    except TemplateInvalid as error:
        return str(error)
    return None


def template_slots(template: str) -> set[str]:
    """Return the slots that a line of a phrasebook uses."""
    return phrases.slots(phrases.parse(template))


@dataclass(frozen=True, kw_only=True)
class Station:
    """The station's parts, built for one world and one ledger.

    Attributes:
        model: who writes for every persona, whatever they and the world say.
        is_replay: whether no model is asked what is not on record.
        run: what the run may cost in all.
    """

    ledger: Ledger
    pack: Pack
    seed: int
    settings: Settings = field(default_factory=Settings)
    model: str | None = None
    is_replay: bool = False
    run: Cap = UNCAPPED

    @cached_property
    def narration(self) -> Narration:
        return Narration(
            store=self.ledger.store,
            pack=self.pack,
            seed=self.seed,
            settings=self.settings,
            model=self.model,
            is_replay=self.is_replay,
            run=self.run,
        )

    @cached_property
    def canon(self) -> Canon:
        return Canon(self.pack)

    @cached_property
    def index(self) -> LoreIndex:
        return LoreIndex(self.ledger.store, self.pack.lore, self.pack.digest)

    @cached_property
    def editor(self) -> Editor:
        return Editor(
            gate=self.gate,
            narrator=self.narration.narrator,
            fallback=self.narration.offline,
            judge=self.narration.judge,
        )

    @cached_property
    def gate(self) -> Gate:
        return Gate(self.canon)

    @cached_property
    def retrieval(self) -> Retrieval:
        return Retrieval()

    @cached_property
    def newsroom(self) -> Newsroom | None:
        """What tells the world of its game; None in a world that has none."""
        if self.pack.game is None:
            return None
        return Newsroom(academy=Academy(pack=self.pack, seed=self.seed), ledger=self.ledger)

    @cached_property
    def handlers(self) -> Handlers:
        newsroom = self.newsroom
        rundown = PlanRundown(
            canon=self.canon,
            index=self.index,
            seed=self.seed,
            retrieval=self.retrieval,
            talk=(writing.CHANNEL, writing.THREAD) if self.pack.board else None,
            headlines=newsroom.headlines if newsroom else no_headlines,
            guests=newsroom.guests if newsroom else no_guests,
        )
        segment = WriteSegment(canon=self.canon, editor=self.editor, modelled=self.narration.modelled)
        return {handler.order_type: handler for handler in (rundown, segment)}

    def production(
        self,
        run: RunOrdered,
        out: Path,
        *,
        concurrency: int,
        on_progress: Callable[[Monitor], None] = lambda _: None,
        say: Callable[[str], None] = lambda _: None,
        is_strict: bool = False,
    ) -> Production:
        """Return what carries a run out into a folder, with a lore index that is up to date.

        Args:
            is_strict: whether aired segments are read again, and a run that is not good enough ends.
        """
        self.index.refresh()
        return Production(
            ledger=self.ledger,
            pack=self.pack,
            run=run,
            seed=self.seed,
            handlers=self.handlers,
            out=out,
            concurrency=concurrency,
            on_progress=on_progress,
            say=say,
            pool=refs_of(presenter_of(self.canon, run.persona, run.start.year)),
            retrieval=self.retrieval,
            min_free_mb=self.settings.min_free_mb,
            base_url=self.settings.base_url or "",
            examine=partial(examine, self.gate) if is_strict else None,
        )


@dataclass(frozen=True, kw_only=True)
class Society:
    """The forum's parts, beside a station in the same world."""

    station: Station

    @cached_property
    def founding(self) -> Founding:
        return Founding(pack=self.station.pack, gate=self.station.gate)

    @cached_property
    def library(self) -> Library:
        station = self.station
        if station.settings.library == "wikipedia" and not station.is_replay:  # A replay asks nobody.
            return WikipediaLibrary.of(station.pack.card.language)
        return LoreLibrary(store=station.ledger.store, index=station.index)

    @cached_property
    def heartbeat(self) -> Heartbeat:
        station = self.station
        editor = Editor(
            gate=station.gate,
            narrator=ForumNarrator(station.narration.narrator),
            fallback=ForumNarrator(station.narration.offline),
            judge=station.narration.judge,
        )
        waking = Waking(
            residents=Residents(pack=station.pack),
            canon=station.canon,
            seed=station.seed,
            is_modelled=lambda persona: bool(station.narration.callers_of(persona)),
            on_air=self._on_air,
            in_press=station.newsroom.disputed if station.newsroom else no_headlines,
        )
        return Heartbeat(
            waking=waking,
            decider=Decider(prompts=station.narration.prompts, askers_of=station.narration.callers_of),
            editor=editor,
            library=self.library,
        )

    @cached_property
    def handlers(self) -> Handlers:
        return {self.heartbeat.order_type: self.heartbeat}

    @cached_property
    def commands(self) -> Commands:
        return Commands(CommandHandlers(residents=self.heartbeat.residents).all())

    def forum(self, *, now: Callable[[], dt.datetime], admin: Callable[..., None]) -> Forum:
        """Return what the forum's surfaces work on.

        Args:
            now: the world's present.
            admin: the dependency that lets only the admin read.
        """
        narration = self.station.narration
        return Forum(
            ledger=self.station.ledger,
            residents=self.heartbeat.residents,
            commands=self.commands,
            writing_of=narration.writing_of,
            default_cap=narration.caps.persona,
            now=now,
            admin=admin,
        )

    def _on_air(self, connection: Connection, at: dt.datetime) -> list[Heard]:
        pack = self.station.pack
        local = at.astimezone(ZoneInfo(pack.card.tz))
        return [
            Heard(presenter=presenter, about=tells)
            for presenter in pack.presenters
            for tells in heard(connection, channel_of(presenter), local, ON_AIR)
        ]


class Stderr(io.TextIOBase):
    """Stderr as it is now; what cannot be written there is lost, and whoever logs goes on."""

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError):  # It is closed, or nobody reads it any more.
            sys.stderr.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.flush()


def set_up_logging(settings: Settings) -> None:
    """Send the log to stderr, in the form and from the level that the settings name."""
    render = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    # The cast: structlog asks for more of a file than it uses.
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, settings.log_level.upper())),
        logger_factory=structlog.PrintLoggerFactory(file=cast("TextIO", Stderr())),
        cache_logger_on_first_use=False,
    )
