"""`longwave world`: make, check, look at, search and import world packs."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from longwave.cli.options import JsonOption, print_json, settings

if TYPE_CHECKING:
    from longwave.world.imports.bot_report import BotReport
    from longwave.world.imports.report import ImportReport

app = typer.Typer(help="Make, check, search and import world packs.", no_args_is_help=True)
WorldArgument = Annotated[str, typer.Argument(help="A bundled world's name, or a folder with a world.yaml.")]


@app.command()
def new(
    target: Annotated[Path, typer.Argument(help="The folder to make; it must not exist, or be empty.")],
    name: Annotated[str, typer.Option(help="The world's title; by default the folder's name.")] = "",
) -> None:
    """Make a small world that already passes `longwave world check`, to grow from."""
    from longwave.world.new import create

    create(target, name or target.name)
    typer.echo(f"{target} holds a new world; begin with {target / 'world.yaml'}, then `longwave world check {target}`")


@app.command()
def check(world: WorldArgument, *, as_json: JsonOption = False) -> None:
    """Check a pack and list every fault at once, with file, line and cure; exit 1 if there is one."""
    from longwave import bootstrap
    from longwave.world.errors import PackInvalid

    try:
        pack = bootstrap.load_pack(world, settings())
    except PackInvalid as invalid:
        if as_json:
            print_json([vars(fault) for fault in invalid.faults])
        else:
            for fault in invalid.faults:
                typer.echo(str(fault))
            typer.echo(f"{len(invalid.faults)} fault{'s' if len(invalid.faults) > 1 else ''}", err=True)
        raise typer.Exit(1) from None
    if as_json:
        print_json([])
    else:
        typer.echo(f"{pack.card.title} has no faults", err=True)


@app.command()
def show(world: WorldArgument, *, as_json: JsonOption = False) -> None:
    """Show what a world is made of."""
    from longwave import bootstrap

    pack = bootstrap.load_pack(world, settings())
    made_of = {
        "lore entries": len(pack.lore),
        "facts": sum(len(entry.facts) for entry in pack.lore.values()),
        "presenters": len(pack.presenters),
        "residents": len(pack.residents),
        "news": sum(item.form == "news" for item in pack.items.values()),
        "gossip": sum(item.form == "gossip" for item in pack.items.values()),
        "letters": len(pack.letters),
        "records": len(pack.records),
        "stories": len(pack.quests),
        "beats": sum(len(act.beats) for quest in pack.quests.values() for act in quest.acts),
        "threads": len(pack.threads),
        "feasts": len(pack.feasts),
        "climates": len(pack.climates),
        "phrasebook lines": sum(len(lines) for book in pack.phrasebooks.values() for lines in book.parts.values()),
    }
    if as_json:
        print_json({"id": pack.card.id, "title": pack.card.title, "digest": pack.digest, "counts": made_of})
        return
    typer.echo(f"{pack.card.title} ({pack.card.id}), from {pack.card.start}, {pack.card.tz}")
    typer.echo(pack.card.summary)
    for what, count in made_of.items():
        typer.echo(f"{count:>6} {what}")


@app.command()
def search(
    world: WorldArgument,
    query: Annotated[str, typer.Argument(help="Words to look for, in any case, with or without accents.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many entries.")] = 10,
    *,
    as_json: JsonOption = False,
) -> None:
    """Search a world's lore, best first."""
    from tempfile import TemporaryDirectory

    from longwave import bootstrap
    from longwave.ledger.store import Store, database_url
    from longwave.world.index import LoreIndex

    pack = bootstrap.load_pack(world, settings())
    with TemporaryDirectory() as folder:
        store = Store(database_url(f"{folder}/index.db"), create=True)
        index = LoreIndex(store, pack.lore, pack.digest)
        index.refresh()
        with store.read() as connection:
            hits = index.search(connection, query, limit=limit)
        store.close()
    found = [(hit.score, pack.lore[hit.entry]) for hit in hits]
    if as_json:
        print_json([{"id": entry.id, "title": entry.title, "score": score} for score, entry in found])
        return
    for score, entry in found:
        typer.echo(f"{score:>6.1f}  {entry.title}  ({entry.id}, {entry.kind})")
    if not found:
        typer.echo("nothing found", err=True)


@app.command("import")
def import_world(  # noqa: PLR0913 - one option each of what an import can be told
    source: Annotated[
        Path,
        typer.Argument(help="A MediaWiki XML dump (.xml, .gz, .bz2), a folder of Markdown, or forum bots in YAML."),
    ],
    *,
    into: Annotated[Path, typer.Option(help="A pack, or a folder that becomes one.")],
    namespace: Annotated[list[str] | None, typer.Option(help="Namespaces to take, by number or name.")] = None,
    mapping: Annotated[Path | None, typer.Option(help="A YAML file that says what the source's words mean.")] = None,
    from_year: Annotated[int, typer.Option(help="First year of entries that the source does not date.")] = 1,
    region: Annotated[str | None, typer.Option(help="Region of entries that the source puts in none.")] = None,
    start: Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day of a new world.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Import a wiki or Markdown as lore, or forum bots as residents, and say what was taken, what was not, and why."""
    from rich.console import Console

    from longwave.world.imports.bots import holds_bots, import_bots
    from longwave.world.imports.markdown import import_markdown
    from longwave.world.imports.mediawiki import import_mediawiki
    from longwave.world.imports.options import ImportOptions

    options = ImportOptions(
        namespaces=tuple(namespace or ("0",)),
        mapping=mapping,
        from_year=from_year,
        region=region,
        start=start.date() if start else None,
    )
    if holds_bots(source):
        report: ImportReport | BotReport = import_bots(source, into, options)
    else:
        report = (import_markdown if source.is_dir() else import_mediawiki)(source, into, options)
    if as_json:
        typer.echo(report.as_json())
    else:
        Console().print(report.table())
