"""The check before a run: whether it could come to its end if it were begun now."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from longwave.modules.station.pool import Audit

GIGABYTE = 1024**3
# How much room a run wants on its disk: up to seven days, and up to thirty.
PILOT_HOURS, PILOT_GB, FULL_GB = 112, 10.0, 20.0


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that was looked at.

    Attributes:
        is_ok: whether the run may begin as far as this is concerned.
    """

    name: str
    is_ok: bool
    what: str


def room_needed_gb(hours: int) -> float:
    """Return how much room a run of so many hours wants on its disk."""
    return PILOT_GB if hours <= PILOT_HOURS else FULL_GB


def checks(audit: Audit, out: Path, hours: int, *, room_gb: float, provider: str | None) -> Iterator[Check]:
    """Yield what was looked at, in the order in which a producer would mend it.

    Args:
        provider: what is wrong with the model that is to write; None where nothing is.
    """
    stories, beats = sum(audit.stories.values()), sum(audit.beats.values())
    said = "; ".join(audit.shortfalls) or f"{stories} stories with {beats} beats for {hours} hours"
    yield Check(name="pool", is_ok=not audit.shortfalls, what=said)
    free_gb = shutil.disk_usage(_existing(out)).free / GIGABYTE
    yield Check(name="disk", is_ok=free_gb >= room_gb, what=f"{free_gb:.1f} GB free of the {room_gb:g} GB wanted")
    yield Check(name="narrator", is_ok=provider is None, what=provider or "answers")
    yield _folder(out)
    yield _backup(out)


def _existing(path: Path) -> Path:
    return next(folder for folder in (path, *path.absolute().parents) if folder.exists())


def _folder(out: Path) -> Check:
    if not out.exists() or not any(out.iterdir()):
        return Check(name="folder", is_ok=True, what=f"{out} is empty")
    if (out / "world.db").exists():
        return Check(name="folder", is_ok=True, what=f"{out} holds a run; go on with it by --resume")
    return Check(name="folder", is_ok=False, what=f"{out} holds other files and no run; name an empty folder")


def _backup(out: Path) -> Check:
    """Copy the world that is there, whole and consistent, even while somebody writes to it."""
    world = out / "world.db"
    if not world.exists():
        return Check(name="backup", is_ok=True, what="there is no world yet to lose")
    copy = out / "backup" / "world.db"
    try:
        copy.parent.mkdir(exist_ok=True)
        with closing(sqlite3.connect(world)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except (sqlite3.Error, OSError) as error:
        return Check(name="backup", is_ok=False, what=f"the world could not be copied: {error}")
    return Check(name="backup", is_ok=True, what=f"the world is copied to {copy}")
