"""The recording of a whole day, which podcast apps take: its clips, one after the other."""

import os
import threading
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from longwave.modules.station.speech import Outcome
from longwave.modules.station.voices import run_program


async def join_days(out: Path, outcomes: Sequence[Outcome]) -> list[Path]:
    """Join the clips of every day that has them all, where one of them is new or the day's recording is missing.

    Returns:
        The recordings that were made.

    Raises:
        ClipFailed: ffmpeg cannot join them.
        OSError: the folder cannot be written.
    """
    made = []
    for date, grouped in groupby(outcomes, key=lambda outcome: outcome.day):
        day = list(grouped)
        recording = out / "audio" / f"{date}.mp3"
        if any(outcome.clip is None for outcome in day):
            recording.unlink(missing_ok=True)  # It would be of another day's text.
        elif any(outcome.is_new for outcome in day) or not recording.exists():
            await _join([_clip(out, outcome.slot) for outcome in day], recording)
            made.append(recording)
    return made


def _clip(out: Path, slot: str) -> Path:
    date, _, time = slot.partition("/")
    return (out / "audio" / date / f"{time.replace(':', '')}.mp3").resolve()


async def _join(clips: Sequence[Path], recording: Path) -> None:
    process = f"{os.getpid()}.{threading.get_ident()}.draft"
    draft, listed = (recording.with_name(f".{recording.name}.{what}.{process}") for what in ("joined", "list"))
    try:
        listed.write_text("".join(f"file '{_quoted(clip)}'\n" for clip in clips), encoding="utf-8")
        take = ("-f", "concat", "-safe", "0", "-i", str(listed))
        await run_program("ffmpeg", "-v", "error", "-y", *take, "-c", "copy", "-f", "mp3", str(draft))
        draft.replace(recording)
    finally:
        draft.unlink(missing_ok=True)
        listed.unlink(missing_ok=True)


def _quoted(path: Path) -> str:
    """Return a path as ffmpeg's list of files has it between quotes."""
    return str(path).replace("'", "'\\''")
