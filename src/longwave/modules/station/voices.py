"""Voices that read a text aloud: espeak-ng and Piper on this machine, and any server that speaks OpenAI's
`/audio/speech`; and how long a text should take them.

SpeechError (a StationError)
├── VoiceUnknown    no voice has that name
├── VoiceUnusable   the voice said nothing when it was tried
├── ProgramMissing  a program is not installed
└── ClipFailed      one attempt at a clip came to nothing
"""

import asyncio
import html
import re
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol

from longwave.modules.station.errors import StationError
from longwave.modules.station.pace import PAUSE_S, sentences, words_s
from longwave.narrator.errors import KeyMissing
from longwave.narrator.models import KEYS, Access, ModelRef, model_ref

PROGRAM_LIMIT_S, ANSWER_LIMIT_S, LONGEST_WAIT_S = 120.0, 120.0, 60.0
MADE_WITH_WPM = 155
MIN_SPEED, MAX_SPEED = 80, 450  # What espeak-ng takes; beyond, it reads no slower or faster.
THROTTLED, SERVER_ERROR, TRY_AGAIN = 429, 500, (408, 409, 425)
MAX_REPLY_CHARS = 120
PACKAGES = {
    "espeak-ng": "install the Debian package espeak-ng (`apt install espeak-ng`), or name another --voice",
    "ffmpeg": "install the Debian package ffmpeg (`apt install ffmpeg`)",
    "ffprobe": "install the Debian package ffmpeg (`apt install ffmpeg`)",
    "piper": "`pip install piper-tts`; Debian has it not (its package piper is another program)",
}
# Whatever its -s says, each voice reads at a pace of its own. What it needs for this shows it: the words are as long,
# and the sentences, as those of a day on air.
PASSAGE = (
    "Good morning, all of you. It has come round to seven o'clock, and a thin rain hangs over the harbour. The ferry "
    "takes thirty-five minutes to the marshes today, or fifty with cattle. Now, in the year 1877 the harbour office "
    "turned away sixteen of the lamplighters, and wrote down why in a neat hand. One of them kept the letter. Her "
    "daughter has sent it to us, and I will read it after the tides. They say the council meets again on the second "
    "of March, with nine complaints about the bell. Is that so? High water is at twenty to eleven. Mind the lower "
    "steps, keep a lamp lit for the late boats, and stay with us."
)
_VOICE = re.compile(r"^\s*\d+\s+(?P<language>\S+)\s+\S+\s+\S+\s+(?P<file>\S+)", re.MULTILINE)
_VARIANT = re.compile(r"!v/(.+?)\s*(?:\(.*)?$", re.MULTILINE)


class SpeechError(StationError):
    """A text cannot be spoken."""


class VoiceUnknown(SpeechError):
    """No voice has that name."""

    def __init__(self, name: str, why: str, hint: str) -> None:
        super().__init__(f"there is no voice {name!r}: {why}")
        self.hint = hint


class VoiceUnusable(SpeechError):
    """The voice said nothing when it was tried."""

    hint = "try the voice by itself, or name another --voice"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"the voice {name!r} cannot be used: {why}")


class ProgramMissing(SpeechError):
    """A program that speech needs is not installed."""

    def __init__(self, program: str) -> None:
        super().__init__(f"the program {program} is not installed")
        self.hint = PACKAGES[program]


class ClipFailed(SpeechError):
    """One attempt at a clip came to nothing.

    Attributes:
        is_final: whether another attempt would come to the same.
        wait_s: how long the voice wants to be left alone.
    """

    def __init__(self, why: str, *, is_final: bool = False, wait_s: float = 0.0) -> None:
        super().__init__(why)
        self.is_final, self.wait_s = is_final, wait_s


class Voice(Protocol):
    """Reads texts aloud.

    Attributes:
        name: which voice it is, so that its clips are known again.
    """

    @property
    def name(self) -> str: ...

    async def say(self, text: str) -> bytes:
        """Return a text as sound, in any format that ffmpeg reads.

        Raises:
            ClipFailed: it could not.
        """


async def run_program(*command: str, stdin: bytes = b"") -> tuple[bytes, str]:
    """Run a program to its end, and return what it wrote and said; who is cancelled meanwhile kills it.

    Raises:
        ClipFailed: it cannot be run, fails, or does not end.
    """
    pipe = asyncio.subprocess.PIPE
    try:
        process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=pipe)
    except OSError as error:
        raise ClipFailed(f"{command[0]} cannot be run: {error.strerror or error}") from error
    try:
        async with asyncio.timeout(PROGRAM_LIMIT_S):
            out, err = await process.communicate(stdin)
    except TimeoutError:
        raise ClipFailed(f"{command[0]} did not end within {PROGRAM_LIMIT_S:.0f} s") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    said = err.decode(errors="replace").strip()
    if process.returncode:
        why = [line for line in said.splitlines() if line != "Conversion failed!"] or [
            f"it ends with {process.returncode}"
        ]
        raise ClipFailed(f"{command[0]} failed: {_one_line(why[-1])}")
    return out, said


def need(*programs: str) -> None:
    """Refuse to begin without some programs.

    Raises:
        ProgramMissing: one is not installed.
    """
    for program in programs:
        if shutil.which(program) is None:
            raise ProgramMissing(program)


@dataclass(frozen=True, kw_only=True)
class Espeak:
    """A voice of espeak-ng.

    Attributes:
        file: the voice as espeak-ng's -v takes it together with a variant.
        speed: what its -s is told.
    """

    name: str
    file: str
    speed: float

    async def say(self, text: str) -> bytes:
        spoken = (html.escape(sentence, quote=False) for sentence in sentences(_readable(text)))
        pause = f' <break time="{PAUSE_S * 1000:.0f}ms"/> '
        ssml = f"<speak>{pause.join(spoken)}</speak>"
        speed = min(max(round(self.speed), MIN_SPEED), MAX_SPEED)
        command = ("espeak-ng", "-m", "-b", "1", "-v", self.file, "-s", str(speed), "--stdin", "--stdout")
        sound, _ = await run_program(*command, stdin=ssml.encode())
        return sound


@dataclass(frozen=True, kw_only=True)
class Piper:
    """A voice of Piper: a model and, beside it, its configuration."""

    name: str
    model: Path
    length_scale: float

    async def say(self, text: str) -> bytes:
        line = " ".join(sentences(_readable(text)))
        # Piper cannot always write to a pipe: it goes back to correct the file's head.
        with tempfile.TemporaryDirectory() as folder:
            wav = Path(folder) / "clip.wav"
            await run_program(
                "piper", "--model", str(self.model), "--output_file", str(wav), "--length_scale",
                f"{self.length_scale:.3f}", "--sentence_silence", str(PAUSE_S), stdin=f"{line}\n".encode(),
            )  # fmt: skip
            return _content(wav)


@dataclass(frozen=True, kw_only=True)
class OpenAi:
    """A voice of a server that speaks OpenAI's `/audio/speech`.

    Attributes:
        pace: against the server's own; 1.0 is not sent, since not every model knows it.
    """

    ref: ModelRef
    voice: str
    pace: float = 1.0

    @property
    def name(self) -> str:
        return f"{self.ref.name}/{self.voice}"

    async def say(self, text: str) -> bytes:
        import httpx2

        asked = {"model": self.ref.model, "voice": self.voice, "input": text, "response_format": "wav"}
        headers = {"authorization": f"Bearer {self.ref.key}"} if self.ref.key else {}
        try:
            async with httpx2.AsyncClient(timeout=ANSWER_LIMIT_S, headers=headers) as client:
                reply = await client.post(
                    f"{self.ref.url.rstrip('/')}/audio/speech",
                    json=asked if self.pace == 1 else {**asked, "speed": round(self.pace, 2)},
                )
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise ClipFailed(
                f"{self.ref.place} does not answer: {_one_line(str(error)) or type(error).__name__}"
            ) from error
        if not reply.is_success:
            raise ClipFailed(
                f"{self.ref.place} answers {reply.status_code}: {_one_line(reply.text)}",
                is_final=reply.status_code < SERVER_ERROR and reply.status_code not in (THROTTLED, *TRY_AGAIN),
                wait_s=_wait_s(reply.headers.get("retry-after", "")),
            )
        return reply.content


async def engage(name: str, *, wpm: int, access: Access) -> Voice:
    """Return the voice of a name, ready to read at a pace.

    Args:
        name: `espeak`, `espeak:VOICE`, `espeak:VOICE+VARIANT`, `piper:MODEL.onnx` or `openai:MODEL/VOICE`.
        wpm: words a minute, pauses between sentences not counted.
        access: how servers are reached.

    Raises:
        SpeechError: there is no such voice, or something that it needs is missing.
        KeyMissing: its server wants a key, and there is none.
    """
    makers: dict[str, Callable[[str], Awaitable[Voice]]] = {
        "espeak": lambda rest: _espeak(rest or "en-gb", wpm),
        "piper": lambda rest: _piper(rest, wpm),
        "openai": lambda rest: _openai(rest, wpm, access),
    }
    kind, _, rest = name.partition(":")
    if kind not in makers:
        hint = "write espeak, espeak:en-gb+f3, piper:/path/to/model.onnx or openai:MODEL/VOICE"
        raise VoiceUnknown(name, f"nothing speaks by the name of {kind!r}", hint)
    return await makers[kind](rest)


async def _espeak(rest: str, wpm: int) -> Espeak:
    need("espeak-ng")
    language, _, variant = rest.partition("+")
    name = f"espeak:{rest}"
    # A variant is passed over in silence where the voice is named by its language and not by its file.
    files = _files(await _listed(name, "--voices"))
    if language.lower() not in files:
        raise VoiceUnknown(name, f"espeak-ng has no {language!r}", _nearest(language, files, "espeak-ng --voices"))
    file = files[language.lower()]
    if variant:
        variants = _VARIANT.findall(await _listed(name, "--voices=variant"))
        if variant not in variants:
            hint = _nearest(variant, variants, "espeak-ng --voices=variant")
            raise VoiceUnknown(name, f"espeak-ng has no variant {variant!r}", hint)
        file = f"{file}+{variant}"
    voice = Espeak(name=name, file=file, speed=wpm)
    return replace(voice, speed=wpm * await _pace(voice, wpm, lambda pace: replace(voice, speed=wpm * pace)))


async def _piper(rest: str, wpm: int) -> Piper:
    need("piper")
    model = Path(rest)
    voice = Piper(name=f"piper:{rest}", model=model, length_scale=1.0)
    if not _is_file(model):
        raise VoiceUnknown(
            voice.name, f"{model} is no file", "name a model's .onnx file; its .onnx.json lies beside it"
        )
    pace = await _pace(voice, wpm, lambda pace: replace(voice, length_scale=1 / pace))
    return replace(voice, length_scale=1 / pace)


async def _openai(rest: str, wpm: int, access: Access) -> OpenAi:
    model, _, voice = rest.rpartition("/")
    if not model or not voice:
        raise VoiceUnknown(f"openai:{rest}", "it is no MODEL/VOICE", "write it as in openai:gpt-4o-mini-tts/alloy")
    ref = model_ref(f"openai:{model}", replace(access, is_needed=False), {})
    if not ref.key and not ref.is_own:
        raise KeyMissing(ref.name, KEYS["openai"])
    return OpenAi(ref=ref, voice=voice, pace=wpm / MADE_WITH_WPM)


async def _pace(voice: Voice, wpm: int, at: Callable[[float], Voice]) -> float:
    """Return the pace at which a voice takes as long for a known passage as it should.

    Raises:
        VoiceUnusable: it does not say the passage.
    """
    pauses_s, pace = PAUSE_S * len(sentences(PASSAGE)), 1.0
    for _ in range(2):  # What it needs is not quite in proportion.
        try:
            needed_s = _seconds(await at(pace).say(PASSAGE)) - pauses_s
        except ClipFailed as error:
            raise VoiceUnusable(voice.name, str(error)) from error
        if needed_s <= 0:
            raise VoiceUnusable(voice.name, "it says nothing")
        pace *= needed_s / words_s(PASSAGE, wpm)
    return pace


async def _listed(name: str, option: str) -> str:
    try:
        out, _ = await run_program("espeak-ng", option)
    except ClipFailed as error:
        raise VoiceUnusable(name, str(error)) from error
    return out.decode(errors="replace")


def _files(listing: str) -> dict[str, str]:
    """Return espeak-ng's voices by what they may be called: their language, their file, and its last part."""
    found = [(row["language"], row["file"]) for row in _VOICE.finditer(listing)]
    files = {language.lower(): file for language, file in reversed(found)}
    for _, file in found:
        files.setdefault(file.lower(), file)
        files.setdefault(file.rpartition("/")[2].lower(), file)
    return files


def _nearest(name: str, known: Iterable[str], listing: str) -> str:
    near = get_close_matches(name, sorted(known), n=3)
    return (f"did you mean {' or '.join(near)}? " if near else "") + f"`{listing}` lists them"


def _readable(text: str) -> str:
    """Return a text without what a voice takes for an instruction: phonemes in [[ ]], control characters."""
    return re.sub(r"\[{2,}", "[", "".join(letter if letter.isprintable() else " " for letter in text))


def _seconds(wav: bytes) -> float:
    """Return the length of a WAV, by its bytes: what is written to a pipe has no true length in its head."""
    start = wav.find(b"data") + 8
    bytes_a_second = int.from_bytes(wav[28:32], "little")
    return (len(wav) - start) / bytes_a_second if start > len(b"data") + 8 and bytes_a_second else 0.0


def _wait_s(retry_after: str) -> float:
    return min(float(retry_after), LONGEST_WAIT_S) if re.fullmatch(r"\d{1,6}(\.\d+)?", retry_after) else 0.0


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ClipFailed("the voice wrote no sound") from error


def _is_file(path: Path) -> bool:
    return path.is_file()


def _one_line(words: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())[:MAX_REPLY_CHARS]
