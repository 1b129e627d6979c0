"""`longwave academy`: The Great Work: seasons of autoplayers, invitations, and the Gazette."""

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from longwave.cli.options import DatabaseOption, JsonOption, opened, print_json, settings

if TYPE_CHECKING:
    from longwave.modules.academy.season import Season

app = typer.Typer(help="The Great Work: seasons, invitations, the Gazette.", no_args_is_help=True)


@app.command()
def season(  # noqa: PLR0913 - one parameter an option
    *,
    world: Annotated[str, typer.Option(help="A bundled world, or the folder of a pack.")] = "saltmere",
    players: Annotated[int, typer.Option(min=1, max=1000, help="How many autoplayers.")] = 6,
    days: Annotated[float, typer.Option(min=0.5, max=3650, help="How many world days.")] = 90,
    seed: Annotated[int, typer.Option(help="Another seed is another season.")] = 1,
    narrator: Annotated[str | None, typer.Option(help="Who plays and writes for everybody, such as offline.")] = None,
    printed: Annotated[bool, typer.Option("--print/--quiet", help="Whether the press runs.")] = False,
    database: Annotated[str, typer.Option("--database", "-d", help="Keep the season there.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Let autoplayers play a season in virtual time, and print what became of them."""
    from longwave import bootstrap
    from longwave.modules.academy.season import recounted
    from longwave.simulating import play_season

    read = settings()
    pack = bootstrap.load_pack(world, read)
    with ExitStack() as stack:
        place = database or str(Path(stack.enter_context(tempfile.TemporaryDirectory())) / "world.db")
        ledger = stack.enter_context(bootstrap.open_ledger(place, read, create=True))
        station = bootstrap.Station(ledger=ledger, pack=pack, seed=seed, settings=read, model=narrator)
        play_season(station, players=players, days=days, is_printed=printed)
        _say(recounted(ledger), as_json=as_json)


@app.command()
def invite(*, database: DatabaseOption = "") -> None:
    """Make a token with which somebody can play over HTTP; it is shown this once."""
    from longwave.access.tokens import Tokens
    from longwave.kernel.clock import SystemClock

    with opened(database) as ledger:
        typer.echo(Tokens(ledger.store).invite(SystemClock().now()))


def _say(season: "Season", *, as_json: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    if as_json:
        print_json({"careers": {name: vars(each) for name, each in season.careers.items()}, "events": season.kinds})
        return
    table = Table(box=None, pad_edge=False)
    for column in ("lead", "policy", "rep.", "infl.", "staff", "landmarks", "proven", "debt"):
        table.add_column(column, justify="left" if column in ("lead", "policy") else "right", no_wrap=column == "lead")
    for each in season.careers.values():
        proven, all_of_them = each.verdicts["proven"], sum(each.verdicts.values())
        table.add_row(
            each.name,
            each.policy,
            str(each.reputation),
            str(each.influence),
            str(each.staff),
            f"{each.outcomes['landmark']} of {sum(each.outcomes.values())}",
            f"{proven} of {all_of_them}",
            str(each.debt),
        )
    Console().print(table)
