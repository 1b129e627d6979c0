"""Finding a world pack by path or by name."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from longwave.world.errors import UnknownWorld

CARD = "world.yaml"

# Names that start otherwise, such as `_template`, are no worlds.
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


def bundled_worlds() -> Path:
    """Return the folder of the worlds that come with Longwave."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "worlds"
    # A source checkout keeps them at the top of the repository; the wheel carries them inside the package.
    return installed if installed.is_dir() else package.parents[1] / "worlds"


def find_pack(name_or_path: str, search: Sequence[Path] = ()) -> Path:
    """Return the folder of a world pack.

    Args:
        name_or_path: a folder with a `world.yaml`, or the name of such a folder.
        search: where to look for the name, first to last; the bundled worlds come after.

    Raises:
        UnknownWorld: there is no such world; the error knows the nearest name.
    """
    path = Path(name_or_path).expanduser()
    if (path / CARD).is_file():
        return path.resolve()
    packs = dict(_packs([*search, bundled_worlds()]))
    if name_or_path not in packs:
        raise UnknownWorld(name_or_path, sorted(packs))
    return packs[name_or_path]


def _packs(search: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """Yield every world by name, last in the order of search first, so that a dict keeps the first."""
    for folder in reversed(search):
        for card in folder.glob(f"*/{CARD}"):
            if _NAME.fullmatch(card.parent.name):
                yield card.parent.name, card.parent.resolve()
