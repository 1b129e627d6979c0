"""`longwave station speak`: a run becomes audio, clip by clip, whole or not at all."""

import asyncio
import datetime as dt
import fcntl
import json
import os
import re
import select
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from acceptance.terminal import LONGWAVE, Said, assert_refused, files_of, longwave
from double import speech as server
from double.speech import DAY, HALFWAY, NEWS, OVERHEARD, PIPER, WEATHER, Answer, SpeechDouble, program, write
from longwave.kernel.clock import VirtualClock
from longwave.modules.station.pace import estimated_s
from longwave.modules.station.speech import Outcome, Renderer, segment_files
from longwave.modules.station.voices import engage
from longwave.narrator.models import Access

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("espeak-ng", "ffmpeg", "ffprobe"))), reason="espeak-ng and ffmpeg are not installed"
)


@pytest.fixture(scope="module")
def spoken_day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Said]:
    """A day that espeak-ng has spoken, and what was said about it; tests read it and change nothing."""
    out = write(tmp_path_factory.mktemp("spoken") / "run", DAY)
    return out, longwave("station", "speak", out)


@pytest.fixture
def spoken(spoken_day: tuple[Path, Said], tmp_path: Path) -> Path:
    """A copy of the spoken day, to do with what one likes."""
    return shutil.copytree(spoken_day[0], tmp_path / "spoken")


def say(out: Path, double: SpeechDouble) -> tuple[list[Outcome], float]:
    """Have a double read a run, without waiting; return what came of it and the seconds that it would have waited."""
    start = dt.datetime(1931, 3, 2, tzinfo=dt.UTC)
    clock = VirtualClock(start)

    async def work() -> list[Outcome]:
        voice = await engage("openai:tts-1/alloy", wpm=155, access=Access(urls={"openai": double.url}))
        renderer = Renderer(out=out, voice=voice, wpm=155, clock=clock)
        return await renderer.render(segment_files(out))

    return asyncio.run(work()), (clock.now() - start).total_seconds()


def ran(*command: str, stdin: str = "") -> tuple[str, str]:
    """Run a program to its end, and return what it wrote and said."""
    ended = subprocess.run(command, input=stdin.encode(), capture_output=True, check=True)
    # A letter a byte, since it may be sound.
    return ended.stdout.decode("latin-1"), ended.stderr.decode("latin-1")


def loudness(clip: Path) -> float:
    said = ran("ffmpeg", "-hide_banner", "-i", str(clip), "-af", "ebur128", "-f", "null", "-")[1]
    return float(re.findall(r"I: +(\S+) LUFS", said)[-1])


def length_s(clip: Path) -> float:
    """Decode a clip to its end and count; at what is half or broken this fails."""
    output = ("-f", "u8", "-ac", "1", "-ar", "8000", "-")
    counted, faults = ran("ffmpeg", "-v", "error", "-xerror", "-i", str(clip), *output)
    assert faults == ""
    return len(counted) / 8000


def clips(out: Path) -> dict[str, Path]:
    return {f"{path.parent.name}/{path.stem}": path for path in sorted(out.glob("audio/*/*.mp3"))}


def record(clip: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(clip.with_suffix(".json").read_text(encoding="utf-8"))
    return found


def sounds(ssml: str) -> str:
    """Return the sounds that espeak-ng makes of a text, without stresses and pauses."""
    return re.sub(r"[^A-Za-z@]", "", ran("espeak-ng", "-m", "-q", "-x", "-v", "gmw/en", "--stdin", stdin=ssml)[0])


def test_a_day_is_spoken_a_clip_a_segment_each_as_loud_as_radio_is(spoken_day: tuple[Path, Said]) -> None:
    out, said = spoken_day

    measured = {clip: loudness(clip) for clip in clips(out).values()}

    assert said.code == 0, said
    assert list(clips(out)) == list(DAY)
    assert all(abs(lufs + 16) <= 1 for lufs in measured.values()), measured
    assert [record(clip)["lufs"] for clip in measured] == pytest.approx(list(measured.values()), abs=0.2)


def test_a_day_takes_as_long_as_was_estimated_within_8_percent(spoken_day: tuple[Path, Said]) -> None:
    real_s = sum(length_s(clip) for clip in clips(spoken_day[0]).values())

    estimate_s = sum(estimated_s(text, 155) for text in DAY.values())

    assert abs(real_s / estimate_s - 1) < 0.08


def test_how_far_real_and_estimated_are_apart_is_said_a_clip_and_a_day(spoken_day: tuple[Path, Said]) -> None:
    out, said = spoken_day
    records = [record(clip) for clip in clips(out).values()]

    told = re.findall(r"^(\S+) +([\d.]+) s +estimated +([\d.]+) s +([+-][\d.]+)%", said.out, re.MULTILINE)

    slots, real_s, estimate_s, apart = zip(*told, strict=True)
    assert list(slots) == [*(kept["slot"] for kept in records), "1931-03-02"]
    assert [float(real) for real in real_s[:3]] == pytest.approx([kept["real_s"] for kept in records], abs=0.06)
    assert float(real_s[3]) == pytest.approx(sum(length_s(clip) for clip in clips(out).values()), abs=0.3)
    for real, estimate, percent in zip(real_s, estimate_s, apart, strict=True):
        assert float(percent) == pytest.approx((float(real) / float(estimate) - 1) * 100, abs=0.5)


def test_a_second_run_makes_nothing_anew(spoken: Path) -> None:
    before = files_of(spoken), [clip.stat().st_mtime_ns for clip in clips(spoken).values()]

    said = longwave("station", "speak", spoken)

    assert said.code == 0
    assert (files_of(spoken), [clip.stat().st_mtime_ns for clip in clips(spoken).values()]) == before
    assert (said.out.count(" kept"), said.out.count(" new")) == (3, 0)


def test_a_changed_text_is_spoken_anew_and_the_others_are_not(spoken: Path) -> None:
    said = longwave("station", "speak", write(spoken, {"1931-03-02/0700": WEATHER}))

    assert re.findall(r"^(\S+) .* new$", said.out, re.MULTILINE) == ["1931-03-02/07:00"]
    assert length_s(clips(spoken)["1931-03-02/0700"]) == length_s(clips(spoken)["1931-03-02/0600"])


def test_a_clip_that_was_cut_is_made_anew(spoken: Path) -> None:
    clip = clips(spoken)["1931-03-02/0600"]
    clip.write_bytes(clip.read_bytes()[:5000])

    longwave("station", "speak", spoken)

    assert length_s(clip) == pytest.approx(record(clip)["real_s"], abs=0.1)


def test_another_voice_and_another_pace_are_heard(spoken: Path, tmp_path: Path) -> None:
    write(tmp_path / "run", {"1931-03-02/0600": WEATHER})

    said = longwave("station", "speak", tmp_path / "run", "--voice", "espeak:en-gb+f3", "--wpm", "200")

    other, first = clips(tmp_path / "run")["1931-03-02/0600"], clips(spoken)["1931-03-02/0600"]
    assert said.code == 0, said
    assert length_s(other) < 0.9 * length_s(first)
    assert (record(other)["voice"], record(other)["wpm"]) == ("espeak:en-gb+f3", 200)


def test_only_the_days_that_are_named_are_spoken(tmp_path: Path) -> None:
    out = write(tmp_path, {f"1931-03-0{day}/0600": "The tide is out." for day in (2, 3, 4)})

    said = longwave("station", "speak", out, "--day", "1931-03-02", "--day", "1931-03-04")

    assert said.code == 0, said
    assert list(clips(out)) == ["1931-03-02/0600", "1931-03-04/0600"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"Stay," she said, "or go & be damned."', ["stay", "and be", "damned"]),
        ("-v is no option, and -- neither.", ["is no", "option", "neither"]),
        ("It rains <break time='9s'/> here, 3 > 2 &amp; so on.", ["break", "here", "three", "so on"]),
        ("We say [[h@l'oU]] here.", ["say", "at", "here"]),
    ],
    ids=["quotes", "a leading hyphen", "angle brackets", "phonemes"],
)
def test_marks_that_mean_something_to_programs_are_only_text(
    text: str, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, told = write(tmp_path / "run", {"1931-03-02/0600": text}), tmp_path / "told"
    folder = program(tmp_path / "bin", "espeak-ng", OVERHEARD.format(espeak=shutil.which("espeak-ng"), told=told))
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")

    said = longwave("station", "speak", out)

    heard = sounds(told.read_text(encoding="utf-8"))
    assert said.code == 0, said
    assert [word for word in words if sounds(word) not in heard] == []
    assert length_s(clips(out)["1931-03-02/0600"]) < 9


def test_a_server_is_asked_as_openai_is_with_address_and_key_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = write(tmp_path, {"1931-03-02/0600": WEATHER})
    with SpeechDouble() as double:
        monkeypatch.setenv("OPENAI_BASE_URL", double.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-settings")
        first = longwave("station", "speak", out, "--voice", "openai:kokoro/af_heart")
        faster = longwave("station", "speak", out, "--voice", "openai:kokoro/af_heart", "--wpm", "186")

    asked = {"model": "kokoro", "voice": "af_heart", "input": WEATHER, "response_format": "wav"}
    assert (first.code, faster.code) == (0, 0)
    assert double.asked == [asked, asked | {"speed": 1.2}]
    assert double.keys == ["Bearer sk-settings"] * 2
    assert loudness(clips(out)["1931-03-02/0600"]) == pytest.approx(-16, abs=1)
    assert "sk-settings" not in first.out + first.err + "".join(map(str, files_of(out).values()))


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (server.EMPTY, "nothing"),
        (server.SILENCE, "silent"),
        (server.GARBAGE, "Invalid data"),
        (server.PLAYLIST, "ffmpeg failed"),
        (server.HALF, "the words need"),
        (server.MOSTLY_SILENCE, "the words need"),
        (server.FAULT, "answers 500"),
    ],
    ids=["empty", "silent", "garbage", "playlist", "half", "mostly silent", "fault"],
)
def test_a_clip_that_is_no_speech_is_never_done_while_the_others_are(answer: Answer, why: str, tmp_path: Path) -> None:
    out = write(tmp_path, DAY)

    with SpeechDouble({"news from the Wards": [answer] * 4}) as double:
        outcomes, waited_s = say(out, double)

    assert [outcome.clip is not None for outcome in outcomes] == [True, False, True]
    assert why in outcomes[1].why
    assert "4 attempts" in outcomes[1].why
    assert waited_s == 1 + 2 + 4
    assert list(clips(out)) == ["1931-03-02/0600", "1931-03-02/0800"]
    assert not (out / "audio/1931-03-02/0700.json").exists()


def test_a_clip_that_failed_is_said_ends_in_1_and_is_made_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = write(tmp_path, DAY)
    with SpeechDouble({"news from the Wards": [server.SILENCE]}) as double:
        monkeypatch.setenv("OPENAI_BASE_URL", double.url)

        first = longwave("station", "speak", out, "--voice", "openai:tts-1/alloy", "--retries", "0")
        second = longwave("station", "speak", out, "--voice", "openai:tts-1/alloy", "--retries", "0")

    assert len(double.asked) == 3 + 1
    assert first.code == 1
    assert "1931-03-02/07:00 failed: the sound is silent" in first.err
    assert "error: 1 of 3 clips could not be made" in first.err
    assert second.code == 0
    assert list(clips(out)) == list(DAY)


@pytest.mark.parametrize(
    ("before", "waited_s"),
    [([server.FAULT], 1), ([server.THROTTLED], 20), ([server.EMPTY, server.GARBAGE], 1 + 2)],
    ids=["500", "429", "twice"],
)
def test_a_clip_that_fails_at_first_is_tried_again_after_a_while(
    before: Sequence[Answer], waited_s: float, tmp_path: Path
) -> None:
    with SpeechDouble({"fish hall": before}) as double:
        [outcome], waited = say(write(tmp_path, {"1931-03-02/0600": WEATHER}), double)

    assert outcome.clip is not None
    assert waited == waited_s
    assert len(double.asked) == len(before) + 1


def test_a_text_that_the_server_refuses_is_not_sent_again_and_no_outdated_clip_stays(tmp_path: Path) -> None:
    out = write(tmp_path, {"1931-03-02/0600": WEATHER})
    with SpeechDouble({"news from the Wards": [server.REFUSED]}) as double:
        say(out, double)
        [outcome], waited_s = say(write(out, {"1931-03-02/0600": NEWS}), double)

    assert 'answers 400: {"error": {"message": "this voice does not say that"}} (1 attempt)' in outcome.why
    assert (len(double.asked), waited_s) == (2, 0)
    assert clips(out) == {}


def test_a_segment_that_cannot_be_read_or_says_nothing_fails_alone(tmp_path: Path) -> None:
    out = write(tmp_path, {"1931-03-02/0600": WEATHER, "1931-03-02/0700": "", "1931-03-02/0800": "* * *"})
    (out / "segments/1931-03-02/0900.json").write_bytes(b'{"text": "half')

    with SpeechDouble() as double:
        outcomes, _ = say(out, double)

    assert [outcome.clip is not None for outcome in outcomes] == [True, False, False, False]
    assert [outcome.why for outcome in outcomes[1:3]] == ["the segment has no words"] * 2
    assert "0900.json is no segment" in outcomes[3].why
    assert len(double.asked) == 1


def test_a_kill_in_the_middle_leaves_no_half_clip_and_the_next_run_completes(tmp_path: Path) -> None:
    out, told = write(tmp_path / "run", DAY), tmp_path / "told"
    os.mkfifo(told)
    listening = os.open(told, os.O_RDONLY | os.O_NONBLOCK)
    folder = program(tmp_path / "bin", "ffmpeg", HALFWAY.format(ffmpeg=shutil.which("ffmpeg"), told=told))
    command, path = [LONGWAVE, "station", "speak", str(out)], f"{folder}:{os.environ['PATH']}"
    with subprocess.Popen(command, env=os.environ | {"PATH": path}, start_new_session=True) as started:
        reached = select.select([listening], [], [], 60)[0]
        os.killpg(started.pid, signal.SIGKILL)
    os.close(listening)
    left = list(out.glob("audio/*/.0700.mp3.*"))

    there, on_record = clips(out), list(out.glob("audio/*/*.json"))
    lengths = [length_s(clip) for clip in there.values()]
    said = longwave("station", "speak", out)

    assert reached
    assert len(left) == 1
    assert "1931-03-02/0700" not in there
    assert lengths == [pytest.approx(estimated_s(DAY[name], 155), rel=0.2) for name in there]
    assert said.code == 0, said
    assert said.out.count(" kept") == len(on_record)
    assert list(clips(out)) == list(DAY)
    assert not list(out.rglob("*.draft"))


def test_piper_speaks_where_it_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, model = write(tmp_path / "run", {"1931-03-02/0600": WEATHER}), tmp_path / "alba.onnx"
    model.touch()
    monkeypatch.setenv("PATH", f"{program(tmp_path / 'bin', 'piper', PIPER)}:{os.environ['PATH']}")

    said = longwave("station", "speak", out, "--voice", f"piper:{model}")

    assert said.code == 0, said
    assert record(clips(out)["1931-03-02/0600"])["voice"] == f"piper:{model}"


@pytest.mark.parametrize(
    ("voice", "missing", "cure"),
    [
        ("espeak", "espeak-ng", "Debian package espeak-ng"),
        ("espeak", "ffmpeg", "Debian package ffmpeg"),
        ("piper:voice.onnx", "piper", "pip install piper-tts"),
    ],
)
def test_a_missing_program_is_refused_before_anything_is_begun(
    voice: str, missing: str, cure: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = write(tmp_path / "run", DAY)
    for name in {"espeak-ng", "ffmpeg", "ffprobe", "piper"} - {missing}:
        program(tmp_path / "bin", name, "#!/bin/sh\nexit 1\n")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    said = longwave("station", "speak", out, "--voice", voice)

    assert_refused(said, saying=f"the program {missing} is not installed", cure=cure)
    assert not (out / "audio").exists()


@pytest.mark.parametrize(
    ("voice", "saying", "cure"),
    [
        ("festival", "there is no voice 'festival'", "espeak:en-gb+f3"),
        ("espeak:en-bg", "espeak-ng has no 'en-bg'", "en-gb"),
        ("espeak:en-gb+f33", "no variant 'f33'", "f3"),
        ("openai:tts-1", "no MODEL/VOICE", "openai:gpt-4o-mini-tts/alloy"),
        ("openai:tts-1/alloy", "needs a key", "OPENAI_API_KEY"),
    ],
)
def test_a_voice_that_cannot_be_had_is_refused_with_what_to_do(
    voice: str, saying: str, cure: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "https://speech.example.org/v1")

    said = longwave("station", "speak", write(tmp_path, DAY), "--voice", voice)

    assert_refused(said, saying=saying, cure=cure)
    assert not (tmp_path / "audio").exists()


def test_a_folder_without_segments_and_a_day_without_any_are_refused(tmp_path: Path) -> None:
    nothing = longwave("station", "speak", tmp_path)
    other_day = longwave("station", "speak", write(tmp_path, DAY), "--day", "1931-03-05")

    assert_refused(nothing, saying="holds no segments", cure="longwave station produce")
    assert_refused(other_day, saying="no segments of 1931-03-05", cure="1931-03-02")


def test_two_processes_do_not_speak_into_one_folder(tmp_path: Path) -> None:
    out = write(tmp_path, DAY)
    (out / "audio").mkdir()
    with (out / "audio" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        said = longwave("station", "speak", out)

    assert_refused(said, saying="another process makes clips", cure="wait")
