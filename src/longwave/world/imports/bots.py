"""The way in for forum bots: YAML files that describe one each, which become residents."""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import chain
from pathlib import Path

from pydantic import ValidationError

from longwave.world.card import WorldCard
from longwave.world.document import Data
from longwave.world.errors import Fault, NoBots, NoWorld, RegionUnknown, SourceMissing
from longwave.world.forum import Board
from longwave.world.imports.bot_persona import SLIDERS, Home, Newcomer, newcomer
from longwave.world.imports.bot_report import BotReport
from longwave.world.imports.bot_sheet import MAX_FILE_BYTES, bot_words, plain, read_sheet
from longwave.world.imports.folder import PackFolder
from longwave.world.imports.options import ImportOptions, Stopwatch, load_words
from longwave.world.imports.slugs import Slugs, slug
from longwave.world.imports.spelling import spell_part
from longwave.world.persona import Persona, Phrasebook, Role
from longwave.world.temper import Temper

BOARD = "forum/board.yaml"
ENDINGS = frozenset({".yaml", ".yml"})
FORUM_FORMS = ("title", "thread", "reply")
# How far apart two tempers are that differ in nothing but what they do first.
OTHER_ENGAGEMENT = 30
MAX_SHOWN_CHARS = 120
# Texts beside bots that are about them.
NOTES = re.compile(r"(?:readme|licen[cs]e|contributing|changelog|notes)\b", re.IGNORECASE)
NAMELESS = re.compile(r"page-(?=[0-9a-f]{10}\Z)")


def import_bots(
    source: Path, target: Path, options: ImportOptions | None = None, *, stopwatch: Stopwatch = time.perf_counter
) -> BotReport:
    """Write forum bots as residents into a pack, with a board and a phrasebook where it has none for them.

    Args:
        source: a YAML file, or a folder of them, at any depth.
        target: a pack.
        options: `name`, `mapping` and `region` count; the others mean nothing here.
        stopwatch: returns seconds.

    Raises:
        ImportRefused: the source holds no bots, or the target must not be written to; nothing has been written.
        PackInvalid: the target's `world.yaml` has faults.
    """
    options = options or ImportOptions()
    started_s = stopwatch()
    report = BotReport(source=_shown(source.name))
    files = _files(source)
    # The source's own mark, so that Markdown of the same name does not take bots for its own.
    folder = PackFolder(target, f"{slug(options.name or _key(source))}/bots")
    home = _home(folder.card(), target, options)
    newcomers = list(_newcomers(files, home, report))
    if newcomers:
        folder.write(_written(newcomers, folder, home.card, report), report)
    report.seconds = stopwatch() - started_s
    return report


def holds_bots(source: Path) -> bool:
    """Tell whether a source is a bot's file, or a folder with bots and no Markdown but notes about them."""
    if not source.is_dir():
        return source.suffix.lower() in ENDINGS
    return bool(_below(source)) and all(NOTES.match(file.name) for file in source.rglob("*.md"))


@dataclass(frozen=True, kw_only=True)
class _Speakers:
    """Who can lend a phrasebook.

    Attributes:
        tempers: of residents with a phrasebook of their own.
        books: everybody whose phrasebook can speak on a forum.
    """

    tempers: Mapping[str, Temper]
    books: frozenset[str]

    def nearest(self, temper: Temper) -> str:
        """Return who is most like somebody; there must be one."""
        return min(self.tempers, key=lambda name: (_distance(self.tempers[name], temper), name))


def _files(source: Path) -> Mapping[str, Path]:
    if source.is_dir():
        found = _below(source)
        if not found:
            raise NoBots(source)
        return found
    if not source.is_file():
        raise SourceMissing(source, "there is no such file or folder")
    return {source.name: source}


def _key(source: Path) -> str:
    whole = source.resolve()
    return whole.name if whole.is_dir() else whole.stem


def _below(source: Path) -> Mapping[str, Path]:
    """Return the YAML files of a folder by their paths in it, without hidden ones."""
    files = (file for file in source.rglob("*") if file.suffix.lower() in ENDINGS and file.is_file())
    found = {file.relative_to(source).as_posix(): file for file in files}
    return {name: found[name] for name in sorted(found) if not any(part.startswith(".") for part in name.split("/"))}


def _home(card: WorldCard | None, target: Path, options: ImportOptions) -> Home:
    if card is None:
        raise NoWorld(target, "it has no world.yaml")
    regions = [region.id for region in card.regions]
    if not regions:
        raise NoWorld(target, "its world.yaml names no region")
    if options.region is not None and options.region not in regions:
        raise RegionUnknown(options.region, regions)
    words = load_words(options.mapping)
    return Home(card=card, region=options.region or regions[0], topics=words.topics, regions=words.regions)


def _newcomers(files: Mapping[str, Path], home: Home, report: BotReport) -> Iterator[Newcomer]:
    for path, file in files.items():
        name = _shown(path)
        report.files += 1
        try:
            with file.open("rb") as stream:
                raw = stream.read(MAX_FILE_BYTES + 1)
        except OSError as error:
            report.faults.append(Fault(name, 1, f"cannot be read: {error.strerror}", "make it readable"))
            continue
        sheet = read_sheet(name, raw)
        found = newcomer(sheet, home, bot_words())
        report.faults += sorted(sheet.faults)
        report.unknown_keys += [f"{name}: {key}" for key in sheet.unknown]
        if found is not None:
            report.unknown_interests += [f"{name}: {interest}" for interest in found.unknown_interests]
            yield found


def _written(
    newcomers: Sequence[Newcomer], folder: PackFolder, card: WorldCard, report: BotReport
) -> Mapping[str, str]:
    """Return the files that the residents need."""
    residents = _with_ids(newcomers, folder, card)
    speakers = _speakers(folder, residents)
    files: dict[str, str] = {}
    if not speakers.tempers:
        first = residents[0]
        assert first.temper is not None  # noqa: S101 - a resident has one
        files[f"phrasebook/{first.id}.yaml"] = _phrasebook(first.id)
        speakers = _Speakers(tempers={first.id: first.temper}, books=speakers.books | {first.id})
    for resident in residents:
        assert resident.temper is not None  # noqa: S101 - a resident has one
        lent = None if resident.id in speakers.books else speakers.nearest(resident.temper)
        files[f"personas/{resident.id}.yaml"] = spell_part(resident.model_copy(update={"phrasebook": lent}))
        report.taken[resident.id] = lent or resident.id
    if BOARD not in folder.others(BOARD):
        files[BOARD] = spell_part(Board(name=f"the board of {card.title}", summary=f"Where {card.people} write."))
        report.is_board_new = True
    return files


def _with_ids(newcomers: Sequence[Newcomer], folder: PackFolder, card: WorldCard) -> list[Persona]:
    """Return the residents with ids that nothing else in the world has.

    A persona's id is a circle, like a faction's: whoever shared one would know its secrets. A persona that stands under
    the very path is no reason for another id: its file is somebody's work, which stops the import.
    """
    theirs = ((file, data.get("id")) for file, data in folder.others("personas/").items() if isinstance(data, dict))
    elsewhere = (str(name) for file, name in theirs if file != f"personas/{name}.yaml")
    named = (named.id for named in (*card.regions, *card.factions))
    slugs = Slugs(chain(("public",), named, card.topics, folder.ids(), elsewhere))
    return [
        resident.model_copy(update={"id": slugs.give(resident.name, NAMELESS.sub("resident-", slug(resident.name)))})
        for resident in (newcomer.persona for newcomer in newcomers)
    ]


def _speakers(folder: PackFolder, residents: Sequence[Persona]) -> _Speakers:
    books = frozenset(filter(None, map(_speaks_on_a_forum, folder.others("phrasebook/").values())))
    everybody = (*filter(None, map(_resident, folder.others("personas/").values())), *residents)
    tempers = {one.id: one.temper for one in everybody if one.id in books and one.temper is not None}
    return _Speakers(tempers=tempers, books=books)


def _resident(data: Data) -> Persona | None:
    try:
        persona = Persona.model_validate(data)
    except ValidationError:
        return None  # The pack's check says what is wrong with it.
    return persona if persona.role is Role.RESIDENT else None


def _speaks_on_a_forum(data: Data) -> str | None:
    try:
        book = Phrasebook.model_validate(data)
    except ValidationError:
        return None
    return book.persona if all(book.plans.get(form) for form in FORUM_FORMS) else None


def _phrasebook(name: str) -> str:
    shipped = resources.files(__package__).joinpath("phrasebook.yaml").read_text("utf-8")
    return f"persona: {name}\n{shipped}"


def _distance(one: Temper, other: Temper) -> float:
    apart = sum((getattr(one, name) - getattr(other, name)) ** 2 for name in SLIDERS)
    return float(apart + (OTHER_ENGAGEMENT**2 if one.engagement_style is not other.engagement_style else 0))


def _shown(name: str) -> str:
    return plain(name, MAX_SHOWN_CHARS)[:MAX_SHOWN_CHARS] or "?"
