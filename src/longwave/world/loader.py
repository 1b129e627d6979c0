"""Reading a pack: every file, every fault at once."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from longwave.kernel import collector
from longwave.world import check, document, explain
from longwave.world.airing import Airing
from longwave.world.broadcast import Item, Letter, Record
from longwave.world.card import StationCard, WorldCard
from longwave.world.checks.templates import Language
from longwave.world.climate import Climate, Feast
from longwave.world.document import Data, Document, Place
from longwave.world.draft import SUBJECTS, Draft, Placed, Subject
from longwave.world.errors import Fault, PackInvalid
from longwave.world.findings import Mishap, Vignette
from longwave.world.forum import Board, SeedThread
from longwave.world.game import Claims, Discipline, Game, Lead, Numbers, Project, Question, SeasonalEvent, Site
from longwave.world.lore import LoreEntry
from longwave.world.pack import Pack
from longwave.world.persona import Persona, Phrasebook
from longwave.world.press import PRESS_BOOK, EventKind, Layer, book_of
from longwave.world.quest import Quest
from longwave.world.scholars import Generation, Scholar

REQUIRED = ("world.yaml", "station.yaml")


def accept_any_template(_template: str) -> str | None:
    """Accept a phrasebook template unread."""
    return None


def no_slots(_template: str) -> Collection[str]:
    """Leave it open which slots a phrasebook template uses."""
    return ()


@collector.resting()
def load(
    folder: Path,
    *,
    check_template: Callable[[str], str | None] = accept_any_template,
    slots_of: Callable[[str], Collection[str]] = no_slots,
    events: Mapping[str, EventKind] | None = None,
) -> Pack:
    """Read a world pack.

    Args:
        folder: holds the `world.yaml`.
        check_template: returns what is wrong with a phrasebook template, or None.
        slots_of: returns the slots that a sound one uses.
        events: every kind of event that the press can hear of, by its name; None leaves layers unchecked against them.

    Raises:
        PackInvalid: the pack has faults; the error lists all of them.
    """
    draft = Draft()
    raws: dict[str, bytes] = {}
    for file, path in _files(folder):
        subject = _subject_of(file)
        if subject is None:
            draft.faults.append(Fault(file, 1, "is no file of a pack", explain.cure_of_unknown_file(file)))
            continue
        raws[file] = path.read_bytes()
        _read_file(draft, subject, document.read(file, raws[file]))
    for file in REQUIRED:
        if file not in raws:
            draft.faults.append(Fault(file, 1, "is missing", f"write a {file}, or start from `longwave world new`"))
    draft.faults += check.check(draft, Language(fault_of=check_template, slots_of=slots_of), events)
    card, station, board = draft.one(WorldCard), draft.one(StationCard), draft.one(Board)
    if draft.faults or card is None or station is None:
        raise PackInvalid(folder, draft.faults)
    return Pack(
        card=card.value,
        station=station.value,
        lore=draft.table(LoreEntry),
        personas=draft.table(Persona),
        items=draft.table(Item),
        letters=draft.table(Letter),
        records=draft.table(Record),
        quests=draft.table(Quest),
        feasts=draft.table(Feast),
        climates=draft.table(Climate),
        phrasebooks={**draft.table(Phrasebook), PRESS_BOOK: book_of(draft.table(Layer).values())},
        board=board.value if board else None,
        threads=draft.table(SeedThread),
        game=_game(draft),
        layers=draft.table(Layer),
        digest=_digest(raws),
    )


def _game(draft: Draft) -> Game | None:
    """Return The Great Work; None for a pack that has no scholars to play it with."""
    generation, claims, numbers = draft.one(Generation), draft.one(Claims), draft.one(Numbers)
    airing = draft.one(Airing)
    if generation is None:
        return None
    return Game(
        numbers=numbers.value if numbers else Numbers(),
        disciplines=draft.table(Discipline),
        sites=draft.table(Site),
        scholars=draft.table(Scholar),
        generation=generation.value,
        leads=draft.table(Lead),
        claims=claims.value if claims else None,
        vignettes=draft.table(Vignette),
        mishaps=draft.table(Mishap),
        questions=draft.table(Question),
        seasons=draft.table(SeasonalEvent),
        projects=draft.table(Project),
        airing=airing.value if airing else None,
    )


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the pack's files in the order of their names, without notes for people and hidden files."""
    found = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    for inside in sorted(found, key=PurePosixPath.as_posix):
        is_hidden = any(part.startswith(".") for part in inside.parts)
        is_for_people = inside.suffix == ".md" or inside.name.startswith("LICENSE")
        if not is_hidden and not is_for_people:
            yield inside.as_posix(), found[inside]


def _digest(raws: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for file, raw in raws.items():
        # The length keeps the end of one file from passing for the start of the next.
        digest.update(f"{file}\0{len(raw)}\0".encode())
        digest.update(raw)
    return digest.hexdigest()


def _subject_of(file: str) -> Subject | None:
    # fnmatch's * crosses slashes, a pack's folders do not.
    return next((s for s in SUBJECTS if fnmatchcase(file, s.pattern) and file.count("/") == s.pattern.count("/")), None)


def _read_file(draft: Draft, subject: Subject, read: Document) -> None:
    draft.faults += read.faults
    if not read.is_readable or (subject.is_list and not isinstance(read.data, list)):
        draft.unreadable.add(subject.model)
        if read.is_readable:
            draft.faults.append(
                read.place.fault("holds no list", "start each entry with `- id: …`, or delete the file")
            )
        return
    for data, place in _parts_of(subject, read):
        _read_part(draft, subject, data, place)


def _parts_of(subject: Subject, read: Document) -> Iterator[tuple[Data, Place]]:
    if not subject.is_list:
        yield read.data, read.place
    elif isinstance(read.data, list):
        for index, item in enumerate(read.data):
            yield item, read.place.at(index)


def _read_part(draft: Draft, subject: Subject, data: Data, place: Place) -> None:
    key = next(document.scalars(data, subject.key), "")
    try:
        value = subject.model.model_validate(data)
    except ValidationError as error:
        draft.faults += explain.faults_of(error, place)
        draft.broken.setdefault(subject.model, []).append((key, place))
        return
    draft.parts.append(Placed(value=value, key=key, place=place))
