"""What `longwave world check` lists of a pack."""

from pathlib import Path

from longwave import bootstrap
from longwave.settings import Settings
from longwave.world.errors import PackInvalid


def faults_of(folder: Path) -> list[str]:
    """Return every fault as it is listed, in order; none for a sound pack."""
    try:
        bootstrap.load_pack(str(folder), Settings())
    except PackInvalid as invalid:
        return [str(fault) for fault in invalid.faults]
    return []
