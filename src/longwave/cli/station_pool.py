"""`longwave station pool` and `preflight`: whether there is enough for a run before it begins."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from longwave.cli.options import JsonOption, print_json, scratch, settings

if TYPE_CHECKING:
    from longwave.modules.station.knowledge import Presenter

app = typer.Typer(help="Look at the stories that a presenter can tell.", no_args_is_help=True)
WorldOption = Annotated[str, typer.Option(help="A bundled world's name, or a folder with a world.yaml.")]
PersonaOption = Annotated[str, typer.Option("--persona", "--dj", help="Who presents.")]
HoursOption = Annotated[int, typer.Option("--hours", "--duration", min=1, help="Hours on air, 16 a day.")]
FAILED = 1


@app.callback()
def pool() -> None:
    """Look at the stories that a presenter can tell."""


@app.command()
def audit(
    *, persona: PersonaOption, world: WorldOption = "saltmere", hours: HoursOption = 480, as_json: JsonOption = False
) -> None:
    """Count stories and beats by timeline, and say what is left out and why; exit 1 if a run would lack some."""
    from dataclasses import asdict

    from longwave.modules.station.pool import audit as count

    counted = count(_knower(world, persona), hours)
    if as_json:
        print_json(asdict(counted))
    else:
        for timeline, stories in counted.stories.items():
            typer.echo(f"{timeline:<10} {stories:>5} stories {counted.beats[timeline]:>6} beats")
        total = sum(counted.stories.values()), sum(counted.beats.values())
        typer.echo(f"{'in all':<10} {total[0]:>5} stories {total[1]:>6} beats")
        typer.echo(f"{len(counted.not_theirs)} more are not {persona}'s to tell")
        for name, reason in counted.excluded.items():
            typer.echo(f"left out  {name}: {reason}")
        for shortfall in counted.shortfalls:
            typer.echo(f"too few   {shortfall}")
    raise typer.Exit(FAILED if counted.shortfalls else 0)


@app.command()
def precompute(
    *,
    persona: PersonaOption,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")],
    world: WorldOption = "saltmere",
) -> None:
    """Write every story that a presenter can tell, with its weight and its beats, as JSON."""
    from longwave.kernel.files import as_json as written
    from longwave.kernel.files import write_whole
    from longwave.modules.station.pool import outline

    stories = _knower(world, persona).stories.values()
    write_whole(output, written([outline(story) for story in stories]))
    typer.echo(f"{len(stories)} stories are in {output}")


def preflight(
    *,
    persona: PersonaOption,
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder that the run will live in.")],
    world: WorldOption = "saltmere",
    hours: HoursOption = 480,
    narrator: Annotated[str | None, typer.Option(help="Who will write; else as the pack says.")] = None,
    room_gb: Annotated[
        float | None,
        typer.Option("--room-gb", min=0, help="Room wanted on the disk; by default 10 GB, or 20 GB over seven days."),
    ] = None,
) -> None:
    """Check pool, disk, provider and folder before a run, and back its world up; exit 1 if it should not begin."""
    from longwave.modules.station import preflight as before
    from longwave.modules.station.pool import audit as count

    audited = count(_knower(world, persona), hours)
    wanted = before.room_needed_gb(hours) if room_gb is None else room_gb
    found = list(before.checks(audited, output, hours, room_gb=wanted, provider=_fault(world, persona, narrator)))
    for check in found:
        typer.echo(f"{'ok' if check.is_ok else 'fault':<6} {check.name:<9} {check.what}")
    raise typer.Exit(0 if all(check.is_ok for check in found) else FAILED)


def _knower(world: str, persona: str) -> "Presenter":
    from longwave import bootstrap
    from longwave.editorial.canon import Canon
    from longwave.modules.station.handlers import presenter_of

    pack = bootstrap.load_pack(world, settings())
    return presenter_of(Canon(pack), persona, pack.card.start.year)


def _fault(world: str, persona: str, narrator: str | None) -> str | None:
    """Return what is wrong with the model that is to write; None where nothing is."""
    import asyncio

    from longwave.narrator.errors import NarratorError

    with scratch(world, narrator) as station:
        try:
            asyncio.run(station.narration.check(persona))
        except NarratorError as error:
            return f"{error}" + (f" ({error.hint})" if error.hint else "")
    return None
