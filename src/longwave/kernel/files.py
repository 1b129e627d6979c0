"""Files that are whole or absent, whenever the process dies."""

import os
import re
import threading
from pathlib import Path
from typing import Any

from pydantic_core import to_json

_DRAFT = re.compile(r"\..+\.\d+\.\d+\.draft")


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old text or the new one, never a part.

    Raises:
        OSError, UnicodeEncodeError: it cannot be written; the old text stands.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.draft")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def as_json(value: Any) -> str:  # Any: JSON.
    """Return a value as a file of JSON that people read, too."""
    return to_json(value, indent=2).decode() + "\n"


def remove_drafts(folder: Path) -> None:
    """Remove what writers left in a folder and below when they died; nobody may be writing there.

    Raises:
        OSError: something cannot be removed.
    """
    for path in folder.rglob(".*.draft"):
        if _DRAFT.fullmatch(path.name):
            path.unlink()
