"""Refusals of the world.

LongwaveError
└── WorldError
    ├── PackInvalid       a pack has faults; all of them are listed
    ├── PackReduced       a pack has lost what its running world uses
    ├── UnknownWorld      no world of that name or at that path
    ├── FolderTaken       a new world would overwrite files
    ├── NameUnspeakable   a new world has no name
    ├── NaiveInstant      an instant without a time zone
    └── ImportRefused     an import cannot begin; nothing has been written
        ├── SourceMissing     no such file or folder
        ├── NotPackedAsNamed  called .gz, .bz2 or .xz, and is not
        ├── PackingUnknown    packed in a way that Longwave does not unpack
        ├── NotMediaWiki      no MediaWiki XML
        ├── DumpUnreadable    broken before its first page
        ├── NoMarkdown        a folder without Markdown
        ├── NoBots            a folder without bots
        ├── NoWorld           bots would have no world to live in
        ├── NamespaceUnknown  the wiki has no such namespace, or its pages are never entries
        ├── RegionUnknown     the pack has no such region
        ├── MappingUnreadable the mapping file is missing or has faults
        ├── FileNotOurs       an import would overwrite somebody's work
        └── TargetUnusable    the folder cannot be written to
"""

import datetime as dt
import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from longwave.kernel.errors import LongwaveError


class WorldError(LongwaveError):
    """The world pack cannot be used like this."""


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in a pack.

    Attributes:
        file: path inside the pack, with forward slashes.
        line: counted from 1; 1 also where a whole file is meant.
    """

    file: str
    line: int
    what: str
    cure: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}; {self.cure}"


class PackInvalid(WorldError):
    """The world pack has faults."""

    def __init__(self, folder: Path, faults: Sequence[Fault]) -> None:
        self.folder = folder
        self.faults = tuple(sorted(faults))
        count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        super().__init__(f"the world pack {folder.name!r} has {count}, the first at {self.faults[0]}")
        self.hint = f"list them all with `longwave world check {folder}`"


class PackReduced(WorldError):
    """The pack has lost something that its running world uses.

    Args:
        what: the kind of thing.
        names: their ids.
    """

    hint = "bring back what was taken out of the pack, or begin a new world with this one"

    def __init__(self, what: str, names: Iterable[str]) -> None:
        super().__init__(f"the world in the database uses what is no longer in the pack: {what} {', '.join(names)}")


class UnknownWorld(WorldError):
    """No such world."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.known = tuple(known)
        nearest = difflib.get_close_matches(name, known, n=1)
        super().__init__(f"there is no world {name!r}; there are: {', '.join(known) or 'none'}")
        self.hint = f"did you mean `{nearest[0]}`?" if nearest else "name one of them, or a folder with a world.yaml"


class FolderTaken(WorldError):
    """The folder of a new world is not empty."""

    def __init__(self, target: Path) -> None:
        super().__init__(f"{str(target)!r} exists and is not an empty folder")
        self.hint = "name a folder that does not exist yet"


class NameUnspeakable(WorldError):
    """A world's title needs a letter or a digit."""

    hint = "give the world a title as one would say it"


class NaiveInstant(WorldError):
    """An instant needs a time zone."""

    def __init__(self, at: dt.datetime) -> None:
        super().__init__(f"the instant {at.isoformat()} has no time zone")
        self.hint = "give it a tzinfo, such as datetime.UTC"


class ImportRefused(WorldError):
    """The import cannot begin."""


class SourceMissing(ImportRefused):
    """The source of an import cannot be read."""

    hint = (
        "name a MediaWiki XML dump (.xml, .xml.gz, .xml.bz2, .xml.xz), a folder of Markdown, or a .yaml file of a forum"
        " bot, or a folder of them"
    )

    def __init__(self, source: Path, reason: str) -> None:
        super().__init__(f"cannot read {str(source)!r}: {reason}")


class NotPackedAsNamed(ImportRefused):
    """The file is not packed as its name says."""

    def __init__(self, source: Path, packing: str) -> None:
        super().__init__(f"{str(source)!r} ends in .{packing}, but its content is not {packing}")
        self.hint = f"download it again, or, if it is plain XML, take .{packing} off its name"


class PackingUnknown(ImportRefused):
    """The file is packed in a way that Longwave does not unpack."""

    TOOLS: ClassVar = {"7z": "7z x", "zip": "unzip", "zst": "unzstd"}

    def __init__(self, source: Path, packing: str) -> None:
        super().__init__(f"{str(source)!r} is a {packing} archive")
        self.hint = f"unpack it first, with `{self.TOOLS[packing]} {source}`"


class NotMediaWiki(ImportRefused):
    """The file is no MediaWiki XML dump."""

    hint = "export the wiki with Special:Export or dumpBackup.php, or download its pages-articles dump"

    def __init__(self, source: Path, reason: str) -> None:
        super().__init__(f"{str(source)!r} is no MediaWiki XML dump: {reason}")


class DumpUnreadable(ImportRefused):
    """The dump breaks off before its first page."""

    hint = "download the dump again"

    def __init__(self, source: Path, position: int, reason: str) -> None:
        super().__init__(f"{str(source)!r} breaks off at byte {position:,}, before its first page: {reason}")


class NoMarkdown(ImportRefused):
    """The folder holds no Markdown."""

    hint = "name the folder that holds the .md files, at any depth"

    def __init__(self, source: Path) -> None:
        super().__init__(f"there is no .md file in {str(source)!r}")


class NoBots(ImportRefused):
    """The folder holds no forum bots."""

    hint = "name a .yaml file that describes a bot, or the folder that holds them, at any depth"

    def __init__(self, source: Path) -> None:
        super().__init__(f"there is no .yaml file in {str(source)!r}")


class NoWorld(ImportRefused):
    """Bots need a world to live in."""

    hint = "make one with `longwave world new`, with a region in its world.yaml, and import into it"

    def __init__(self, target: Path, reason: str) -> None:
        super().__init__(f"nobody can live in {str(target)!r}: {reason}")


class NamespaceUnknown(ImportRefused):
    """The wiki has no such namespace, or its pages are never entries."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"no entries can come from a namespace {name!r}")
        self.hint = f"choose from: {', '.join(known)}"


class RegionUnknown(ImportRefused):
    """The pack has no such region."""

    def __init__(self, region: str, known: Sequence[str]) -> None:
        super().__init__(f"the pack has no region {region!r}")
        self.hint = f"choose from: {', '.join(known)}" if known else "add it to the pack's world.yaml"


class MappingUnreadable(ImportRefused):
    """The mapping file cannot be used."""

    hint = "see docs/howto/import-a-wiki.md for its keys"

    def __init__(self, mapping: Path, reason: str) -> None:
        super().__init__(f"the mapping {str(mapping)!r} cannot be used: {reason}")


class FileNotOurs(ImportRefused):
    """An import would overwrite a file that it did not write, or that has been edited since."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{str(file)!r} was not written by this import, or has been edited since")
        self.hint = "move or delete it, or, to keep an edited one, take off its first two lines and rename it"


class TargetUnusable(ImportRefused):
    """The target of an import cannot be written to."""

    hint = "name a folder that you may write to; it need not exist"

    def __init__(self, target: Path, reason: str) -> None:
        super().__init__(f"cannot import into {str(target)!r}: {reason}")
