"""Doubles for speech: a `/v1/audio/speech` that answers any text with a tone as long as the text takes to read, or as
scripted; programs that stand for others; and a day to read."""

import io
import json
import math
import threading
import wave
from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final, Self

HOST: Final = "127.0.0.1"
RATE, PITCH_HZ, AMPLITUDE = 22_050, 330, 6_000
WORDS_A_MINUTE, PAUSE_S = 155, 0.2

WEATHER = (
    "Good morning. It has come round to six o'clock, and drizzle hangs over the fish hall. Line Two takes thirty-five "
    "minutes to the Fens today, or fifty with cattle. The glass is falling, slowly, and the wind has gone into the "
    "south-west. Keep a lamp lit for the late boats."
)
NEWS = (
    "This is the news from the Wards. The council sat until midnight over the bell, and voted, nine to four, to leave "
    "it where it hangs. Ticket number 61 went to Bettany Sough in 1877, after sixteen refusals in a neat bundle; her "
    "granddaughter has brought it back, with interest. The ferrymen say they will sail on Thursday whatever the tide "
    "does. Nobody at the harbour office would say who pays. More of that tonight, when we know it ourselves."
)
LETTER = (
    "Mrs. Crake of the Terraces writes to us about the lamps. She has counted them, she says, every evening since the "
    "second of March, and there is always one too many. I walked down there myself. I counted twice, and then I went "
    "home by the other way. If you know whose lamp it is, write to us. We shall read it out, unless you would rather "
    "we did not."
)
DAY = {"1931-03-02/0600": WEATHER, "1931-03-02/0700": NEWS, "1931-03-02/0800": LETTER}
# Stands for ffmpeg: half of the clip of seven o'clock is written when it stops, and says so.
HALFWAY = """#!/bin/sh
{ffmpeg} "$@" || exit
for last; do :; done
case "$last" in
    *0700.mp3*) truncate -s 9000 "${{last#file:}}"; echo halfway > {told}; exec sleep 600 ;;
esac
"""
# Stands for espeak-ng: what it is given last is kept.
OVERHEARD = """#!/bin/sh
case "$*" in *--stdin*) tee {told} | {espeak} "$@" ;; *) exec {espeak} "$@" ;; esac
"""
# Stands for Piper, which would need a model: it takes what Piper takes, and espeak-ng speaks.
PIPER = """#!/bin/sh
[ "$1 $3 $5 $7" = "--model --output_file --length_scale --sentence_silence" ] || exit 3
espeak-ng -v en-gb -s 140 --stdin --stdout > "$4"
"""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is sent back; `body` makes it from the text."""

    status: int = 200
    body: Callable[[str], bytes]
    headers: Mapping[str, str] = field(default_factory=dict)


def write(out: Path, texts: Mapping[str, str]) -> Path:
    """Lay down a run's segments, as the exporter does."""
    for name, text in texts.items():
        date, time = name.split("/")
        file = out / "segments" / date / f"{time}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        slot = f"{date}/{time[:2]}:{time[2:]}"
        segment = {"slot": slot, "form": "news", "text": text, "estimated_s": round(len(text.split()) / 155 * 60, 1)}
        file.write_text(json.dumps(segment), encoding="utf-8")
    return out


def program(folder: Path, name: str, script: str) -> Path:
    """Write a program into a folder, and return the folder."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(script, encoding="utf-8")
    (folder / name).chmod(0o755)
    return folder


def seconds(text: str) -> float:
    """Return how long a text takes to read."""
    return len(text.split()) / WORDS_A_MINUTE * 60 + PAUSE_S * sum(text.count(stop) for stop in ".!?")


def wav(length_s: float, amplitude: int = AMPLITUDE) -> bytes:
    """Return a tone."""
    second = array("h", (round(amplitude * math.sin(2 * math.pi * PITCH_HZ * at / RATE)) for at in range(RATE)))
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, RATE, 0, "NONE", ""))
        sound.writeframes((second.tobytes() * math.ceil(length_s))[: 2 * round(length_s * RATE)])
    return file.getvalue()


def _error(message: str) -> Callable[[str], bytes]:
    return lambda _: json.dumps({"error": {"message": message}}).encode()


GOOD: Final = Answer(body=lambda text: wav(seconds(text)))
EMPTY: Final = Answer(body=lambda _: b"")
SILENCE: Final = Answer(body=lambda text: wav(seconds(text), amplitude=0))
GARBAGE: Final = Answer(body=lambda _: b"\x00\xffno sound at all" * 500)
PLAYLIST: Final = Answer(body=lambda _: b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n")
HALF: Final = Answer(body=lambda text: wav(seconds(text) / 2))
MOSTLY_SILENCE: Final = Answer(body=lambda text: wav(seconds(text) / 2) + bytes(2 * round(seconds(text) / 2 * RATE)))
FAULT: Final = Answer(status=500, body=_error("out of order"))
REFUSED: Final = Answer(status=400, body=_error("this voice does not say that"))
THROTTLED: Final = Answer(status=429, body=_error("slow down"), headers={"retry-after": "20"})


class SpeechDouble:
    """A speech server on loopback.

    Args:
        script: by words of a text, what is answered to it, in turn; then, and to all others, a good answer follows.

    Attributes:
        asked: the bodies of all requests.
        keys: what they brought as their authorization.
    """

    def __init__(self, script: Mapping[str, Sequence[Answer]] | None = None) -> None:
        self.script = dict(script or {})
        self.asked: list[dict[str, object]] = []
        self.keys: list[str | None] = []
        self._given: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer((HOST, 0), _handler(self))
        self.url = f"http://{HOST}:{self._server.server_port}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def answer(self, body: dict[str, object], key: str | None) -> tuple[Answer, str]:
        """Take a request in, and return what it is answered with."""
        text = str(body["input"])
        with self._lock:
            self.asked.append(body)
            self.keys.append(key)
            for words, planned in self.script.items():
                if words in text and self._given[words] < len(planned):
                    self._given[words] += 1
                    return planned[self._given[words] - 1], text
        return GOOD, text

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _handler(double: SpeechDouble) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_arguments: object) -> None:
            """Keep quiet."""

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers.get("content-length", 0)))
            if self.path != "/v1/audio/speech":
                self.send_error(404)
                return
            answer, text = double.answer(json.loads(sent), self.headers.get("authorization"))
            body = answer.body(text)
            self.send_response(answer.status)
            for name, value in {"content-length": str(len(body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    return Handler
