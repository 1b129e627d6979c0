"""`longwave station report`, `judge`, `inspect`, `pause` and `resume`: what a run has come to, and holding it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from longwave.cli.options import DatabaseOption, JsonOption, print_json, settings, stamp_at_present

if TYPE_CHECKING:
    from longwave.bootstrap import Station
    from longwave.modules.station.events import RunOrdered

OutArgument = Annotated[Path, typer.Argument(metavar="OUT", help="The folder that the run lives in.")]
WorldOption = Annotated[str, typer.Option(help="The world's name or folder, where the run does not tell.")]
FAILED = 1
LATEST = 8


def report(
    out: OutArgument, *, world: WorldOption = "", database: DatabaseOption = "", as_json: JsonOption = False
) -> None:
    """Judge a run, and write report.md, report.json and report.html into its folder; exit 1 when a MUST fails."""
    from longwave.modules.station.reporting import write_report

    with _opened(out, world, database) as (parts, run):
        made = write_report(parts.ledger, parts.gate, run, parts.seed, out)
    if as_json:
        print_json(made.as_dict())
    else:
        for row in made.rows:
            word = (
                "not known" if row.is_met is None else "ok" if row.is_met else "far off" if row.is_hopeless else "short"
            )
            typer.echo(f"{row.tier:<7} {row.name:<42} {row.shown:<20} {row.bar:<8} {word}")
        typer.echo(f"read    {out / 'report.html'}")
    raise typer.Exit(0 if made.is_good_enough else FAILED)


def judge(  # noqa: PLR0913 - one option each of what is said
    out: OutArgument,
    slot: Annotated[str, typer.Argument(help="The segment, as in 1931-03-02/06:00.")],
    *,
    approve: Annotated[bool, typer.Option("--approve/--reject", help="Whether it is good.")],
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    by: Annotated[str, typer.Option(help="Who says so.")] = "producer",
    world: WorldOption = "",
    database: DatabaseOption = "",
) -> None:
    """Say of an aired segment whether it is good; the last word on a segment counts."""
    from longwave.modules.station.reporting import judge as say

    with _opened(out, world, database) as (parts, run):
        say(parts.ledger, stamp_at_present(parts.ledger), run, slot, is_approved=approve, reason=reason, by=by)
    typer.echo(f"{slot} is {'approved' if approve else 'rejected'}")


def inspect(out: OutArgument) -> None:
    """Show how a run stands: its state, its alerts, and what was found in its latest segments."""
    from longwave.modules.station.errors import RunMissing
    from longwave.modules.station.monitor import STATUS_FILE

    path = out / STATUS_FILE
    try:
        status = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RunMissing(out) from error
    segments, pause = status["segments"], status["pause"]
    typer.echo(f"{status['state']}, {segments['done']} of {segments['planned']} segments, at {status['position']}")
    if pause:
        typer.echo(f"paused since {pause['since']}: {pause['reason']}")
    typer.echo(f"the last segment was aired {status['last_segment_at']}; this was written {status['updated_at']}")
    for alert in status["alerts"]:
        typer.echo(f"alert   {alert}")
    for file in sorted((out / "segments").glob("*/*.json"))[-LATEST:]:
        segment = json.loads(file.read_text(encoding="utf-8"))
        for finding in segment["findings"]:
            typer.echo(f"{segment['slot']} {finding['code']} {finding['severity']}: {finding['why']}")


def pause(out: OutArgument, reason: Annotated[str, typer.Option(help="Why, for whoever looks.")] = "") -> None:
    """Hold a run at its next segment, until `longwave station resume`."""
    from longwave.kernel.files import write_whole
    from longwave.modules.station.monitor import PAUSE_FILE

    _refuse_no_run(out)
    write_whole(out / PAUSE_FILE, f"{reason}\n")
    typer.echo(f"{out} will be held at its next segment")


def resume(out: OutArgument) -> None:
    """Let a run that was held go on."""
    from longwave.modules.station.monitor import PAUSE_FILE

    _refuse_no_run(out)
    (out / PAUSE_FILE).unlink(missing_ok=True)
    typer.echo(f"{out} may go on")


def _refuse_no_run(out: Path) -> None:
    from longwave.modules.station.errors import RunMissing
    from longwave.modules.station.monitor import STATUS_FILE

    if not (out / STATUS_FILE).is_file():
        raise RunMissing(out)


@contextmanager
def _opened(out: Path, world: str, database: str) -> "Iterator[tuple[Station, RunOrdered]]":
    from longwave import bootstrap
    from longwave.modules.station import views
    from longwave.modules.station.errors import RunMissing
    from longwave.modules.station.production import opened_world

    read = settings()
    with bootstrap.open_ledger(database or read.database or str(out / "world.db"), read) as ledger:
        begun = opened_world(ledger)
        with ledger.store.read() as connection:
            run = views.run(connection)
        if begun is None or run is None:
            raise RunMissing(out)
        pack = bootstrap.load_pack(world or begun.world, read)
        yield bootstrap.Station(ledger=ledger, pack=pack, seed=begun.seed, settings=read), run
