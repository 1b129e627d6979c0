"""`longwave station`: days of radio from one command."""

import asyncio
import contextlib
import datetime as dt
import signal
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from longwave.cli import station_pool, station_run, station_speak
from longwave.cli.options import DatabaseOption, settings

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable

    from longwave.bootstrap import Station
    from longwave.modules.station.events import RunOrdered
    from longwave.modules.station.monitor import Monitor
    from longwave.modules.station.production import Production
    from longwave.narration import Narration
    from longwave.world.pack import Pack

    ProgressCallback = Callable[[Monitor], None]

app = typer.Typer(help="Produce days of radio.", no_args_is_help=True)
app.add_typer(station_pool.app, name="pool")
app.command("preflight")(station_pool.preflight)
app.command("speak")(station_speak.speak)
app.command("report")(station_run.report)
app.command("judge")(station_run.judge)
app.command("inspect")(station_run.inspect)
app.command("pause")(station_run.pause)
app.command("resume")(station_run.resume)
MAX_HOURS = 58_400  # Ten years of sixteen hours a day.
MAX_SEED = 2**63 - 1  # What a JSON reader in any language can hold.
MINUTES = 60
STOPPED = 130


@app.callback()
def station() -> None:
    """Produce days of radio."""


def _density(value: int | None) -> int | None:
    if value is not None and MINUTES % value:
        raise typer.BadParameter(f"{value} does not divide 60, so segments would begin between two minutes")
    return value


@app.command()
def produce(  # noqa: PLR0913 - one option each of what a run can be told
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder that the run lives in.")],
    world: Annotated[str, typer.Option(help="A bundled world's name, or a folder with a world.yaml.")] = "saltmere",
    persona: Annotated[str | None, typer.Option("--persona", "--dj", help="Who presents.")] = None,
    hours: Annotated[
        int | None, typer.Option("--hours", "--duration", min=1, max=MAX_HOURS, help="Hours on air, 16 a day.")
    ] = None,
    days: Annotated[int | None, typer.Option(min=1, max=MAX_HOURS // 16, help="Days on air, instead of hours.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, max=MAX_SEED, help="The same seed gives the same run.")] = None,
    start_date: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day; by default the world's own.")
    ] = None,
    segments_per_hour: Annotated[
        int | None, typer.Option(min=1, max=12, callback=_density, help="Segments an hour.")
    ] = None,
    concurrency: Annotated[int | None, typer.Option(min=1, max=1024, help="Texts written at once.")] = None,
    narrator: Annotated[
        str | None, typer.Option(help="Who writes: offline, or a model as in openai:gpt-5-mini; else as the pack says.")
    ] = None,
    max_usd: Annotated[float | None, typer.Option(min=0, help="What models may cost in all.")] = None,
    max_tokens: Annotated[int | None, typer.Option(min=0, help="The tokens that models may use in all.")] = None,
    replay: Annotated[
        str, typer.Option(metavar="DATABASE", help="Ask no model: take every answer from the record of another world.")
    ] = "",
    database: DatabaseOption = "",
    stories: Annotated[
        bool, typer.Option("--stories", "--enable-stories", help="Refuse to begin where the story pool is too small.")
    ] = False,
    validation: Annotated[
        bool,
        typer.Option(
            "--validation",
            "--enable-validation",
            help="Read all that aired again, and end a run that is not good enough.",
        ),
    ] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run in the output folder.")] = False,
) -> None:
    """Plan, write, check and export broadcast days. A run that was stopped goes on by --resume."""
    from longwave import bootstrap
    from longwave.modules.station import views
    from longwave.modules.station.errors import PersonaMissing
    from longwave.modules.station.pool import refuse_small_pool
    from longwave.modules.station.production import Asked, begin_or_resume, refuse_misfits
    from longwave.narrator.spend import MICRO, Cap

    read = settings()
    pack = bootstrap.load_pack(world, read)
    asked = Asked(
        persona=persona,
        hours=_hours(pack, hours, days),
        segments_per_hour=segments_per_hour,
        start=start_date.date() if start_date else None,
        seed=seed,
    )
    refuse_misfits(pack, asked)
    if persona is not None and stories:
        refuse_small_pool(pack, persona, asked.hours)
    elif persona is None and not resume:
        raise PersonaMissing(pack.presenters)
    bootstrap.make_folder(output)
    place = database or read.database or str(output / "world.db")
    with (
        _resumable(),
        bootstrap.open_ledger(place, read, create=True) as ledger,
        ledger.store.hold_world("longwave station produce"),
        _progress() as on_progress,
    ):
        if resume and not ledger.head()[0]:
            _say(f"{ledger.store.name} holds no run yet; a new one begins")
        station = partial(
            bootstrap.Station,
            ledger=ledger,
            pack=pack,
            settings=read,
            model=narrator,
            is_replay=bool(replay),
            run=Cap(tokens=max_tokens, microusd=None if max_usd is None else int(max_usd * MICRO)),
        )
        if persona is not None:  # What cannot be asked is refused before anything is begun.
            asyncio.run(station(seed=0).narration.check(persona))
        world_seed, run = begin_or_resume(ledger, pack, asked, resume=resume)
        parts = station(seed=world_seed)
        if persona is None:
            asyncio.run(parts.narration.check(run.persona))
        if replay:
            with bootstrap.open_ledger(replay, read) as recorded:
                _say(f"replaying {parts.narration.ledger.copy_from(recorded.store)} recorded calls")
        parts.narration.begin()
        _say_who_wrote(parts, run.persona)
        production = parts.production(
            run,
            output,
            concurrency=concurrency or read.concurrency,
            on_progress=on_progress,
            say=_say,
            is_strict=validation,
        )
        with _reported(parts, run, output):
            _carry_out(production, parts.narration)
        with ledger.store.read() as connection:
            fallbacks = views.fallbacks(connection, views.channel_of(run.persona))
    _print_what_there_is(production, fallbacks)


def _hours(pack: "Pack", hours: int | None, days: int | None) -> int | None:
    if days is None:
        return hours
    if hours is not None:
        raise typer.BadParameter("give the hours or the days, not both", param_hint="--days")
    return days * (pack.station.signs_off - pack.station.signs_on)


def _say_who_wrote(parts: "Station", persona: str) -> None:
    """Tell whoever resumes a run without naming the model that has written it so far."""
    before = parts.narration.ledger.last_asked()
    asked = [ref.name for ref in parts.narration.models_of(parts.pack.personas[persona])]
    if before is not None and before not in asked:
        now = asked[0] if asked else "the offline narrator"
        _say(f"so far {before} wrote, and now {now} does; --narrator {before} goes on as before")


def _carry_out(production: "Production", narration: "Narration") -> None:
    try:
        asyncio.run(_until_stopped(production, narration))
    except (KeyboardInterrupt, asyncio.CancelledError):
        _say("stopped; everything made so far is kept, go on by --resume")
        raise typer.Exit(STOPPED) from None


@contextlib.contextmanager
def _reported(parts: "Station", run: "RunOrdered", out: Path) -> Iterator[None]:
    """Write the report of a run that is not good enough to go on."""
    from longwave.modules.station.errors import CriticalAired, StandardMissed
    from longwave.modules.station.reporting import write_report

    try:
        yield
    except (CriticalAired, StandardMissed):
        write_report(parts.ledger, parts.gate, run, parts.seed, out)
        _say(f"what is wrong with it stands in {out / 'report.html'}")
        raise


@contextlib.contextmanager
def _resumable() -> Iterator[None]:
    """Tell whoever meets a full disk or a lock that a run is gone on with, not begun again."""
    from longwave.ledger.errors import StoreUnavailable

    try:
        yield
    except StoreUnavailable as error:
        cure = error.hint or "see to the database"
        error.hint = cure.replace("run the same command again", "go on by --resume; everything made so far is kept")
        raise


async def _until_stopped(production: "Production", narration: "Narration") -> None:
    """Produce; SIGTERM cancels it as asyncio's own handling of Ctrl-C does."""
    work = asyncio.ensure_future(production.produce())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, work.cancel)
    try:
        await work
    finally:
        await narration.close()


def _print_what_there_is(production: "Production", fallbacks: "Counter[str]") -> None:
    out = production.out
    typer.echo(f"{production.monitor.done} segments by {production.run.persona}, {production.run.start} and on")
    typer.echo(f"read      {out / 'index.html'}")
    typer.echo(f"segments  {out / 'segments'}")
    typer.echo(f"status    {out / 'LIVE_STATUS.json'}")
    if fallbacks:
        reason, _ = fallbacks.most_common(1)[0]
        written = f"{fallbacks.total()} of {production.monitor.done} were written by the offline narrator"
        _say(f"{written}, mostly because: {reason}")


def _say(words: str) -> None:
    typer.echo(words, err=True)


@contextlib.contextmanager
def _progress() -> "Iterator[ProgressCallback]":
    """Show a bar on a terminal, and a plain line a day elsewhere."""
    if not sys.stderr.isatty():
        yield _plain_lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from longwave.narrator.spend import MICRO

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[passed]}"),
        TextColumn("{task.fields[cost]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("planning", total=None, passed="", cost="")

        def show(monitor: "Monitor") -> None:
            passed = monitor.tally.first_pass / monitor.done if monitor.done else 1.0
            bar.update(
                task,
                description=f"{monitor.position} {monitor.tally.form}".strip() or "planning",
                completed=monitor.done,
                total=monitor.planned,
                passed=f"{passed:.0%} at first",
                cost=f"{monitor.tally.microusd / MICRO:.2f} USD",
            )

        yield show


def _plain_lines() -> "ProgressCallback":
    last_day = ""

    def show(monitor: "Monitor") -> None:
        nonlocal last_day
        day = monitor.position.partition("/")[0]
        if day != last_day or monitor.done == monitor.planned:
            last_day = day
            _say(f"{monitor.position or 'planning'}: {monitor.done} of {monitor.planned} segments")

    return show
