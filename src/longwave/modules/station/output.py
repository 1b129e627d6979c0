"""Writing into a run's output folder."""

from pathlib import Path

from longwave.kernel.files import write_whole
from longwave.modules.station.errors import OutputUnusable


def write_output(path: Path, text: str) -> None:
    """Write a file of the folder so that a reader sees the old text or the new one.

    Raises:
        OutputUnusable: it cannot be written.
    """
    try:
        write_whole(path, text)
    except OSError as error:
        raise OutputUnusable(path, error.strerror or str(error)) from error
