"""A new world: a small pack that already passes its check."""

import json
import re
import unicodedata
from pathlib import Path

from longwave.world.errors import FolderTaken, NameUnspeakable
from longwave.world.locate import CARD, bundled_worlds

TEMPLATE = "_template"
# A title in a script without Latin letters leaves nothing to make an id of.
DEFAULT_ID = "world"

_MAX_ID_CHARS = 80


def create(target: Path, name: str) -> Path:
    """Write a new world pack and return its folder.

    Args:
        target: the folder; it must not exist, or be empty.
        name: the world's title as one would say it; its id is made from it.

    Raises:
        FolderTaken: the target holds something.
        NameUnspeakable: the name has no letter and no digit.
    """
    title = " ".join(name.split())
    if not any(char.isalnum() for char in title):
        raise NameUnspeakable
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise FolderTaken(target)
    template = bundled_worlds() / TEMPLATE
    for source in sorted(template.rglob("*.yaml")):
        copy = target / source.relative_to(template)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(source.read_text("utf-8"), "utf-8", newline="\n")
    _rename(target / CARD, title)
    return target


def id_of(title: str) -> str:
    """Return an id made from a title: "Nine Ports!" gives "nine-ports"."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:_MAX_ID_CHARS].strip("-") or DEFAULT_ID


def _rename(card: Path, title: str) -> None:
    text = card.read_text("utf-8")
    # A JSON string is a YAML string, whatever quotes and colons the title holds.
    for key, value in (("id", id_of(title)), ("title", json.dumps(title, ensure_ascii=False))):
        text = re.sub(rf"(?m)^{key}: .*$", lambda _, line=f"{key}: {value}": line, text, count=1)  # type: ignore[misc]
    card.write_text(text, "utf-8", newline="\n")
