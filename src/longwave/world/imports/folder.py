"""The pack folder that entries go to: what it already holds, and writing into it without harm."""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pydantic import ValidationError

from longwave.world import document, explain
from longwave.world.card import WorldCard
from longwave.world.errors import FileNotOurs, PackInvalid, TargetUnusable

CARD = "world.yaml"
PATTERNS = (CARD, "lore/*.yaml", "personas/*.yaml", "phrasebook/*.yaml", "forum/*.yaml")
# What an import begins and people go on with: once edited, it is theirs.
BEGUN = (CARD, "phrasebook/", "forum/")
CHECKSUM_CHARS = 16
HEADER = re.compile(r"# Written by `longwave world import` from ([^\s;]+); checksum ([0-9a-f]{16})\n# [^\n]*\n")


@dataclass(frozen=True, kw_only=True)
class _File:
    """A file of ours.

    Attributes:
        is_edited: whether somebody has changed it since.
    """

    source: str
    is_edited: bool


class Tally(Protocol):
    """What counts the files."""

    files_written: int
    files_unchanged: int
    files_removed: int


class PackFolder:
    """A folder that an import writes to.

    Files that this source wrote and nobody edited are written anew; every other file stays as it is.
    """

    def __init__(self, path: Path, source: str) -> None:
        """Look at a folder; it may not exist yet.

        Raises:
            TargetUnusable: the path is a file, or cannot be read.
            FileNotOurs: a file that this source wrote has been edited since.
        """
        self._path = path
        self._source = source
        if path.exists() and not path.is_dir():
            raise TargetUnusable(path, "it is a file")
        self._texts = {file.relative_to(path).as_posix(): _text(file) for file in self._files()}
        self._own = {name for name, text in self._texts.items() if self._is_own(name, text)}

    def card(self) -> WorldCard | None:
        """Return the pack's card; None where the import shall write it.

        Raises:
            PackInvalid: the card has faults.
        """
        if CARD not in self._texts or CARD in self._own:
            return None
        read = document.read(CARD, self._texts[CARD].encode())
        try:
            if not read.faults:
                return WorldCard.model_validate(read.data)
        except ValidationError as error:
            raise PackInvalid(self._path, list(explain.faults_of(error, read.place))) from error
        raise PackInvalid(self._path, read.faults)

    def ids(self) -> frozenset[str]:
        """Return the ids of the lore that others wrote."""
        return frozenset(name for data in self._lore() for name in document.scalars(data, "id"))

    def names(self) -> frozenset[str]:
        """Return the titles and aliases of the lore that others wrote."""
        found: set[str] = set()
        for data in self._lore():
            found.update(document.scalars(data, "title"), document.scalars(data, "aliases"))
            for entry in data if isinstance(data, list) else []:
                aliases = entry.get("aliases") if isinstance(entry, dict) else None
                found.update(str(alias) for alias in (aliases if isinstance(aliases, list) else ()))
        return frozenset(found)

    def personas(self) -> frozenset[str]:
        """Return the ids of the pack's personas."""
        cards = (
            document.read(name, text.encode()) for name, text in self._texts.items() if name.startswith("personas/")
        )
        return frozenset(name for card in cards for name in document.scalars(card.data, "id"))

    def others(self, folder: str) -> dict[str, document.Data]:
        """Return what the files of a folder say that others wrote, or that are theirs by now."""
        theirs = {name: text for name, text in self._texts.items() if name.startswith(folder) and name not in self._own}
        return {name: document.read(name, text.encode()).data for name, text in theirs.items()}

    def write(self, files: Mapping[str, str], report: Tally) -> None:
        """Write files by their path in the pack, and remove those of ours that are no longer among them.

        Raises:
            FileNotOurs: a path is taken by a file that this source did not write; nothing has been written.
            TargetUnusable: the disk refuses.
        """
        for name in files:
            if name in self._texts and name not in self._own:
                raise FileNotOurs(self._path / name)
        try:
            for name, body in files.items():
                self._write(name, _headed(self._source, body), report)
            for name in sorted(self._own - set(files)):
                (self._path / name).unlink()
                report.files_removed += 1
        except OSError as error:
            raise TargetUnusable(self._path, error.strerror or str(error)) from error

    def _write(self, name: str, text: str, report: Tally) -> None:
        if self._texts.get(name) == text:
            report.files_unchanged += 1
            return
        path = self._path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.new")
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        report.files_written += 1

    def _files(self) -> Iterator[Path]:
        yield from (file for pattern in PATTERNS for file in sorted(self._path.glob(pattern)) if file.is_file())

    def _lore(self) -> Iterator[document.Data]:
        yield from self.others("lore/").values()

    def _is_own(self, name: str, text: str) -> bool:
        file = _ours(text)
        if file is None or file.source != self._source:
            return False
        if file.is_edited and not name.startswith(BEGUN):
            raise FileNotOurs(self._path / name)
        return not file.is_edited


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8", errors="replace")
    except OSError as error:
        raise TargetUnusable(file, error.strerror or str(error)) from error


def _ours(text: str) -> _File | None:
    header = HEADER.match(text)
    if header is None:
        return None
    return _File(source=header[1], is_edited=_checksum(text[header.end() :]) != header[2])


def _headed(source: str, body: str) -> str:
    return (
        f"# Written by `longwave world import` from {source}; checksum {_checksum(body)}\n"
        f"# The next import writes it anew. To keep changes of your own, delete these two lines.\n{body}"
    )


def _checksum(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:CHECKSUM_CHARS]
