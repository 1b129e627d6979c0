"""`longwave station speak`: a produced run as audio."""

import asyncio
import contextlib
import datetime as dt
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from longwave.cli.options import settings

if TYPE_CHECKING:
    from longwave.modules.station.speech import Outcome

    ProgressCallback = Callable[[Outcome], None]

STOPPED = 130


def speak(
    out: Annotated[Path, typer.Argument(help="The folder of a produced run.", metavar="OUT")],
    *,
    day: Annotated[
        list[dt.datetime] | None,
        typer.Option("--day", formats=["%Y-%m-%d"], help="A day to speak; may be repeated. By default all."),
    ] = None,
    voice: Annotated[
        str, typer.Option(help="Who reads: espeak:VOICE+VARIANT, piper:MODEL.onnx, or openai:MODEL/VOICE.")
    ] = "espeak",
    wpm: Annotated[int, typer.Option(min=100, max=300, help="Words a minute.")] = 155,
    retries: Annotated[int, typer.Option(min=0, max=10, help="How often a clip that fails is tried again.")] = 3,
) -> None:
    """Read a produced run aloud, an MP3 file a segment. Clips that are there already are kept."""
    from longwave.modules.station.speech import PROGRAMS, ClipsMissing, Renderer, segment_files
    from longwave.modules.station.speech_days import join_days
    from longwave.modules.station.voices import engage, need
    from longwave.narrator.models import Access

    read = settings()
    need(*PROGRAMS)
    sources = segment_files(out, [at.date() for at in day or []])

    async def work(on_progress: "ProgressCallback") -> "list[Outcome]":
        speaker = await engage(voice, wpm=wpm, access=Access(keys=read.keys(), urls=read.urls()))
        renderer = Renderer(out=out, voice=speaker, wpm=wpm, retries=retries, on_progress=on_progress)
        outcomes = await renderer.render(sources)
        await join_days(out, outcomes)
        return outcomes

    with _progress(len(sources)) as on_progress:
        outcomes = _until_stopped(work(on_progress))
    for name, spoken in groupby(outcomes, key=lambda outcome: outcome.day):
        _print_day(name, list(spoken))
    missing = sum(outcome.clip is None for outcome in outcomes)
    if missing:
        raise ClipsMissing(missing, len(outcomes))
    typer.echo(f"audio  {out / 'audio'}")


def _until_stopped(work: Coroutine[Any, Any, "list[Outcome]"]) -> "list[Outcome]":  # Any: nothing is sent or yielded.
    async def stoppable() -> "list[Outcome]":
        task = asyncio.ensure_future(work)
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        return await task

    try:
        return asyncio.run(stoppable())
    except (KeyboardInterrupt, asyncio.CancelledError):
        _say("stopped; the clips made so far are kept, run the same command again for the others")
        raise typer.Exit(STOPPED) from None


def _print_day(name: str, outcomes: "Sequence[Outcome]") -> None:
    """Print each clip of a day and how far real and estimated are apart; what failed goes to stderr."""
    from longwave.modules.station.speech import CLOSE_ENOUGH

    clips = [(outcome.clip, "new" if outcome.is_new else "kept") for outcome in outcomes if outcome.clip]
    for clip, is_new in clips:
        typer.echo(f"{clip.slot}  {_lengths(clip.real_s, clip.estimated_s)}  {clip.lufs:5.1f} LUFS  {is_new}")
    for outcome in outcomes:
        if outcome.clip is None:
            _say(f"{outcome.slot} failed: {outcome.why}")
    if not clips:
        return
    real_s, estimated_s = (sum(getattr(clip, of) for clip, _ in clips) for of in ("real_s", "estimated_s"))
    typer.echo(f"{name:<16}  {_lengths(real_s, estimated_s)}  {len(clips)} of {len(outcomes)} clips")
    if abs(real_s / estimated_s - 1) > CLOSE_ENOUGH:
        _say(f"{name}: real and estimated are more than {CLOSE_ENOUGH:.0%} apart")


def _lengths(real_s: float, estimated_s: float) -> str:
    return f"{real_s:8.1f} s  estimated {estimated_s:8.1f} s  {real_s / estimated_s - 1:+7.1%}"


def _say(words: str) -> None:
    typer.echo(words, err=True)


@contextlib.contextmanager
def _progress(wanted: int) -> "Iterator[ProgressCallback]":
    """Show a bar on a terminal, and a plain line a day elsewhere."""
    if not sys.stderr.isatty():
        yield _plain_lines(wanted)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("speaking", total=wanted)
        yield lambda outcome: bar.update(task, advance=1, description=outcome.slot)


def _plain_lines(wanted: int) -> "ProgressCallback":
    done, last_day = 0, ""

    def show(outcome: "Outcome") -> None:
        nonlocal done, last_day
        done += 1
        if outcome.day != last_day or done == wanted:
            last_day = outcome.day
            _say(f"{outcome.slot}: {done} of {wanted} clips")

    return show
