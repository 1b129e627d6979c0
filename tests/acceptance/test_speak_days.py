"""The recording of a whole day: its clips one after the other, as the podcast feed names it."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from acceptance.terminal import longwave

PROGRAMS = ("espeak-ng", "ffmpeg", "ffprobe")
MISSING = [program for program in PROGRAMS if not shutil.which(program)]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"{', '.join(MISSING)} must be installed to hear a day")
TEXTS = {
    "1931-03-02/0600": "Good morning, all of you. It is six o'clock, and the ferry is on time for once, which is new.",
    "1931-03-02/0700": "It is seven o'clock. Nine boats are in, two are out, and one is being argued about on a step.",
    "1931-03-03/0600": "It is six o'clock on another day, and the cat at the fish hall has had her breakfast first.",
}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        write(tmp_path, name, text)
    return tmp_path


def write(out: Path, name: str, text: str) -> None:
    date, _, time = name.partition("/")
    (out / "segments" / date).mkdir(parents=True, exist_ok=True)
    told = {"slot": f"{date}/{time[:2]}:{time[2:]}", "form": "time", "text": text, "estimated_s": 5.0}
    (out / "segments" / date / f"{time}.json").write_text(json.dumps(told), encoding="utf-8")


def seconds(path: Path) -> float:
    asked = [
        str(shutil.which("ffprobe")),
        "-v",
        "error",
        "-show_entries",
        "format=duration",
        "-of",
        "csv=p=0",
        str(path),
    ]
    return float(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)


def test_a_day_is_as_long_as_its_clips_and_is_made_anew_only_where_one_is_new(out: Path) -> None:
    assert longwave("station", "speak", out).code == 0

    first, second = out / "audio" / "1931-03-02.mp3", out / "audio" / "1931-03-03.mp3"
    clips = sorted((out / "audio" / "1931-03-02").glob("*.mp3"))
    assert seconds(first) == pytest.approx(sum(map(seconds, clips)), abs=0.2)
    before = first.stat().st_mtime_ns, second.stat().st_mtime_ns
    write(out, "1931-03-03/0600", "It is six o'clock, and everything that I have just said about the cat is not so.")
    assert longwave("station", "speak", out).code == 0
    assert first.stat().st_mtime_ns == before[0]
    assert second.stat().st_mtime_ns != before[1]
    assert not list((out / "audio").rglob(".*.draft"))


def test_a_day_that_lacks_a_clip_has_no_recording(out: Path) -> None:
    assert longwave("station", "speak", out).code == 0
    write(out, "1931-03-02/0700", "")

    said = longwave("station", "speak", out)

    assert said.code == 1
    assert not (out / "audio" / "1931-03-02.mp3").exists()
    assert (out / "audio" / "1931-03-03.mp3").exists()
