"""Audio of a produced run: one clip a segment, written whole or not at all, as loud as the others.

SpeechError
├── NothingToSpeak  the folder holds no segments
├── DayUnknown      the run has no such day
├── SpeechBusy      another process speaks into the folder
└── ClipsMissing    clips could not be made
"""

import asyncio
import datetime as dt
import fcntl
import hashlib
import json
import math
import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from longwave.kernel.clock import Clock, SystemClock
from longwave.kernel.files import as_json, remove_drafts, write_whole
from longwave.modules.station.pace import estimated_s, words_s
from longwave.modules.station.voices import ClipFailed, SpeechError, Voice, run_program

PROGRAMS = ("ffmpeg", "ffprobe")
TARGET_LUFS, TOLERANCE_LU, CLOSE_LU = -16.0, 1.0, 0.5
# Peaks are limited half a decibel below where they may be: between its samples, and as MP3, a sound is louder.
PEAK_DB, LIMIT_DB = -1.5, -2.0
SILENT_LUFS, SILENCE_DB, SILENCE_S = -60.0, -60, 1.0
# What the limiter takes from the peaks costs loudness; how much was tried with ten voices.
LOST_A_DB, WON_BACK = 0.4, 1.7
DEEPEST_LIMIT_DB, MIN_LRA, MAX_LRA = -24.0, 0.1, 20
SHORTEST, CLOSE_ENOUGH = 0.6, 0.08
AT_ONCE, FIRST_WAIT_S = 2, 1.0
LOUDNORM = f"loudnorm=I={TARGET_LUFS}:TP={PEAK_DB}:LRA={MAX_LRA}"
_LOUDNESS = re.compile(r"I: +(-?[\d.]+|-inf) LUFS")
_SILENCE = re.compile(r"silence_duration: ([\d.]+)")


class NothingToSpeak(SpeechError):
    """The folder holds no segments."""

    hint = "name the folder of a run that `longwave station produce` made"

    def __init__(self, out: Path) -> None:
        super().__init__(f"{out} holds no segments")


class DayUnknown(SpeechError):
    """The run has no such day."""

    def __init__(self, day: dt.date, days: Sequence[str]) -> None:
        super().__init__(f"the run has no segments of {day}")
        self.hint = f"its days are {days[0]} to {days[-1]}"


class SpeechBusy(SpeechError):
    """Another process speaks into the folder."""

    hint = "wait for its end, or stop it"

    def __init__(self, folder: Path) -> None:
        super().__init__(f"another process makes clips in {folder}")


class ClipsMissing(SpeechError):
    """Clips could not be made."""

    hint = "run the same command again: the clips that are whole are kept, and only the others are made"

    def __init__(self, missing: int, wanted: int) -> None:
        super().__init__(f"{missing} of {wanted} clips could not be made")


class Segment(BaseModel):
    """What is read of a segment's file."""

    text: str


class Clip(BaseModel):
    """What is kept beside a clip, so that it is known again.

    Attributes:
        voice, wpm: who reads, and at which pace.
        estimated_s: how long it should have been: the words at that pace, and a pause a sentence.
        lufs: how loud it was measured to be as it lies there.
        size: of the audio, in bytes.
    """

    model_config = ConfigDict(frozen=True)

    slot: str
    text_sha256: str
    voice: str
    wpm: int
    real_s: float
    estimated_s: float
    lufs: float
    size: int


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one segment.

    Attributes:
        slot: as messages name it ("1931-03-02/06:00").
        clip: None if there is none; then `why` says the reason.
        is_new: whether it was made just now.
    """

    slot: str
    clip: Clip | None = None
    is_new: bool = False
    why: str = ""

    @property
    def day(self) -> str:
        return self.slot.partition("/")[0]


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A sound as ffmpeg's loudnorm and silencedetect measure it.

    Attributes:
        silent_s: how much of it lies in silences of a second and more.
    """

    lufs: float
    peak_db: float
    range_lu: float
    threshold_lufs: float
    silent_s: float


@dataclass(frozen=True, kw_only=True)
class Renderer:
    """Makes the clips of a run.

    Attributes:
        retries: how often a clip is tried again.
        on_progress: is told of each segment when it is done with.
    """

    out: Path
    voice: Voice
    wpm: int
    retries: int = 3
    clock: Clock = field(default_factory=SystemClock)
    on_progress: Callable[[Outcome], None] = lambda _: None

    async def render(self, sources: Sequence[Path]) -> list[Outcome]:
        """Make the clips of some segments' files, where they are missing or belong to another text or voice.

        Raises:
            SpeechBusy: another process does so.
            OSError: the folder cannot be written.
        """
        outcomes: dict[Path, Outcome] = {}
        waiting = iter(sources)

        async def work() -> None:
            for source in waiting:
                outcomes[source] = await self._outcome(source)
                self.on_progress(outcomes[source])

        with _alone(self.out / "audio"):
            async with asyncio.TaskGroup() as group:
                for _ in range(AT_ONCE):
                    group.create_task(work())
        return [outcomes[source] for source in sources]

    async def _outcome(self, source: Path) -> Outcome:
        slot = _slot(source)
        try:
            text = _text(source)
            wanted = self._wanted(slot, text)
            audio = self.out / "audio" / source.parent.name / f"{source.stem}.mp3"
            standing = _standing(audio, wanted)
            if standing is not None:
                return Outcome(slot=slot, clip=standing)
            return Outcome(slot=slot, clip=await self._patiently(text, wanted, audio), is_new=True)
        except ClipFailed as error:
            return Outcome(slot=slot, why=str(error))
        except OSError as error:
            return Outcome(slot=slot, why=f"{error.filename or 'the disk'}: {error.strerror or error}")

    def _wanted(self, slot: str, text: str) -> Clip:
        """Return what a clip's record says before anything was measured."""
        return Clip(
            slot=slot,
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
            voice=self.voice.name,
            wpm=self.wpm,
            real_s=0,
            estimated_s=round(estimated_s(text, self.wpm), 2),
            lufs=0,
            size=0,
        )

    async def _patiently(self, text: str, wanted: Clip, audio: Path) -> Clip:
        """Make a clip; where that fails, try again after a while."""
        for attempt in count(1):
            try:
                return await self._make(text, wanted, audio)
            except ClipFailed as error:
                if error.is_final or attempt > self.retries:
                    raise ClipFailed(f"{error} ({attempt} attempt{'s' if attempt > 1 else ''})") from error
                wait_s = max(FIRST_WAIT_S * 2 ** (attempt - 1), error.wait_s)
            await self.clock.sleep_until(self.clock.now() + dt.timedelta(seconds=wait_s))
        raise AssertionError  # The count has no end.

    async def _make(self, text: str, wanted: Clip, audio: Path) -> Clip:
        sound = await self.voice.say(text)
        if not sound:
            raise ClipFailed("the voice sent nothing")
        draft = audio.with_name(f".{audio.name}.{os.getpid()}.{threading.get_ident()}.draft")
        try:
            source, lufs = await level(sound, draft)
            real_s = await duration_s(draft)
            heard_s, needed_s = real_s - source.silent_s, words_s(text, self.wpm)
            if heard_s < SHORTEST * needed_s:
                raise ClipFailed(f"only {max(0.0, heard_s):.1f} s are heard, and the words need {needed_s:.1f} s")
            clip = wanted.model_copy(
                update={"real_s": round(real_s, 2), "lufs": round(lufs, 2), "size": draft.stat().st_size}
            )
            _put(draft, audio, clip)
        finally:
            draft.unlink(missing_ok=True)
        return clip


def segment_files(out: Path, days: Sequence[dt.date] = ()) -> list[Path]:
    """Return the files of a run's segments, in order: of all its days, or of some.

    Raises:
        NothingToSpeak: there are none.
        DayUnknown: there is none of one of the days.
    """
    found = sorted(out.glob("segments/*/*.json"))
    if not found:
        raise NothingToSpeak(out)
    there = sorted({path.parent.name for path in found})
    for day in days:
        if str(day) not in there:
            raise DayUnknown(day, there)
    names = {str(day) for day in days} or set(there)
    return [path for path in found if path.parent.name in names]


async def level(sound: bytes, draft: Path) -> tuple[Heard, float]:
    """Write a sound as MP3 of the loudness that all clips have; return how it was, and its loudness as it is now.

    Raises:
        ClipFailed: it is no sound, or silent, or cannot be made as loud.
    """
    source = await measure(sound)
    if not source.lufs > SILENT_LUFS:
        raise ClipFailed("the sound is silent")
    gain_db = TARGET_LUFS - source.lufs
    gain_db += LOST_A_DB * max(0.0, source.peak_db + gain_db - LIMIT_DB)
    await _encode(sound, source, gain_db, draft)
    lufs = await loudness_lufs(draft)
    miss_lu = TARGET_LUFS - lufs
    if abs(miss_lu) > CLOSE_LU:
        is_limited = source.peak_db + gain_db > LIMIT_DB
        await _encode(sound, source, gain_db + miss_lu * (WON_BACK if is_limited else 1), draft)
        lufs = await loudness_lufs(draft)
    if not abs(TARGET_LUFS - lufs) <= TOLERANCE_LU:
        raise ClipFailed(f"the sound cannot be brought to {TARGET_LUFS:.0f} LUFS, only to {lufs:.1f}")
    return source, lufs


async def measure(sound: bytes) -> Heard:
    """Measure a sound as loudnorm wants it measured.

    Raises:
        ClipFailed: it is no sound.
    """
    filters = f"silencedetect=noise={SILENCE_DB}dB:d={SILENCE_S},{LOUDNORM}:print_format=json"
    _, said = await run_program(*_ffmpeg("pipe:0"), "-af", filters, "-f", "null", "-", stdin=sound)
    found = re.findall(r"\{[^{}]*\}", said)
    if not found:
        raise ClipFailed("ffmpeg could not measure the sound")
    measured = json.loads(found[-1])
    return Heard(
        lufs=float(measured["input_i"]),
        peak_db=float(measured["input_tp"]),
        range_lu=float(measured["input_lra"]),
        threshold_lufs=float(measured["input_thresh"]),
        silent_s=sum(float(length) for length in _SILENCE.findall(said)),
    )


async def loudness_lufs(path: Path) -> float:
    """Measure how loud an audio file is, by EBU R 128."""
    _, said = await run_program(*_ffmpeg(f"file:{path}"), "-af", "ebur128=framelog=verbose", "-f", "null", "-")
    found = _LOUDNESS.findall(said)
    return float(found[-1]) if found else -math.inf


async def duration_s(path: Path) -> float:
    """Return the length of an audio file."""
    command = ("ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", f"file:{path}")
    out, _ = await run_program(*command)
    try:
        return float(out)
    except ValueError:
        raise ClipFailed("ffprobe finds no length in the clip") from None


async def _encode(sound: bytes, source: Heard, gain_db: float, draft: Path) -> None:
    """Write a sound as MP3, changed in loudness by as much as given.

    loudnorm does so in proportion only if no peak gets too high, so peaks are limited before.
    """
    filters, peak_db = [], source.peak_db
    if source.peak_db + gain_db > LIMIT_DB:
        peak_db = LIMIT_DB - gain_db
        ceiling = 10 ** (min(0.0, max(DEEPEST_LIMIT_DB, peak_db)) / 20)
        filters.append(f"alimiter=level=false:limit={ceiling:.5f}:attack=2:release=20")
    measured = {
        "I": min(0.0, TARGET_LUFS - gain_db),
        "TP": peak_db,
        "LRA": min(max(source.range_lu, MIN_LRA), MAX_LRA),
        "thresh": source.threshold_lufs,
    }
    given = ":".join(f"measured_{name}={value:.2f}" for name, value in measured.items())
    filters.append(f"{LOUDNORM}:{given}:linear=true")
    draft.parent.mkdir(parents=True, exist_ok=True)
    how = ("-ac", "1", "-ar", "44100", "-c:a", "libmp3lame", "-b:a", "96k", "-map_metadata", "-1", "-f", "mp3")
    await run_program(*_ffmpeg("pipe:0"), "-af", ",".join(filters), *how, f"file:{draft}", stdin=sound)


def _ffmpeg(place: str) -> tuple[str, ...]:
    # A reply that names other files or addresses, as a playlist does, must not have them opened.
    allowed = place.partition(":")[0]
    command = ("ffmpeg", "-hide_banner", "-nostdin", "-nostats", "-y", "-protocol_whitelist", allowed, "-i", place)
    return (*command, "-map", "0:a:0")


def _text(source: Path) -> str:
    try:
        text = Segment.model_validate_json(source.read_bytes()).text
    except ValidationError as error:
        raise ClipFailed(f"{source} is no segment: {error.errors()[0]['msg']}") from error
    if not any(letter.isalnum() for letter in text):
        raise ClipFailed("the segment has no words")
    return text


def _slot(source: Path) -> str:
    return f"{source.parent.name}/{source.stem[:2]}:{source.stem[2:]}"


def _standing(audio: Path, wanted: Clip) -> Clip | None:
    """Return the record of a clip that is what is wanted, else None; one of another or an unknown text is removed."""
    record = audio.with_suffix(".json")
    try:
        found = Clip.model_validate_json(record.read_bytes())
        size = audio.stat().st_size
    except (FileNotFoundError, ValidationError):
        found, size = wanted.model_copy(update={"text_sha256": ""}), 0
    if found.text_sha256 != wanted.text_sha256:
        record.unlink(missing_ok=True)
        audio.unlink(missing_ok=True)
    measured = {"real_s": found.real_s, "lufs": found.lufs, "estimated_s": found.estimated_s, "size": size}
    return found if found == wanted.model_copy(update=measured) else None


def _put(draft: Path, audio: Path, clip: Clip) -> None:
    """Put a clip in its place; whenever the process dies, no record stands beside audio that is not its own."""
    record = audio.with_suffix(".json")
    record.unlink(missing_ok=True)
    draft.replace(audio)
    write_whole(record, as_json(clip.model_dump()))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold a folder against other processes, and remove what one that died left half written."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SpeechBusy(folder) from None
        remove_drafts(folder)
        yield
