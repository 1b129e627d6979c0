"""`longwave narrator`: try a model, see what is spent, and what a run would cost."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from longwave.cli.options import DatabaseOption, JsonOption, opened, print_json, scratch, settings
from longwave.narrator.spend import MICRO

if TYPE_CHECKING:
    from longwave.bootstrap import Station
    from longwave.narration import Narration
    from longwave.narrator.assignment import Assignment, Draft
    from longwave.narrator.spend import Cap, Spend

A_CENT = MICRO // 100
app = typer.Typer(help="Try models, see what is spent, estimate a run.", no_args_is_help=True)
WorldOption = Annotated[str, typer.Option(help="A bundled world's name, or a folder with a world.yaml.")]
PersonaOption = Annotated[str, typer.Option(help="Who presents.")]


@app.callback()
def narrator() -> None:
    """Try models, see what is spent, estimate a run."""


@app.command("test")
def try_model(
    *,
    model: Annotated[str, typer.Option(help="A model, as in anthropic:claude-haiku-4-5 or ollama:llama3.2.")],
    world: WorldOption = "saltmere",
    persona: PersonaOption = "wren",
    form: Annotated[str, typer.Option(help="The kind of segment to write.")] = "news",
    as_json: JsonOption = False,
) -> None:
    """Have a model write one segment; print it with its tokens, cost, time and what the gate finds."""
    from longwave.editorial.gate import Gate
    from longwave.kernel.clock import SystemClock

    with scratch(world, model) as station:
        assignment = _assignment(station, persona, form)
        asyncio.run(station.narration.check(persona))
        began = SystemClock().now()
        draft = asyncio.run(_write(station.narration, assignment))
        took_s = (SystemClock().now() - began).total_seconds()
        findings = [f"{f.code}: {f.why}" for f in Gate(station.canon).review(draft, assignment).findings]
    if as_json:
        spent = {"tokens": draft.spent.tokens, "cost_usd": _in_usd(draft.spent.microusd)}
        print_json({**draft.model_dump(exclude={"spent"}), **spent, "took_s": took_s, "findings": findings})
        return
    typer.echo(f"{draft.text}\n")
    typer.echo(f"narrator  {draft.narrator}\ntokens    {draft.spent.tokens}\ncost      {_usd(draft.spent.microusd)}")
    typer.echo(f"took      {took_s:.2f} s\nfindings  {'; '.join(findings) or 'none'}")


@app.command()
def budget(
    database: DatabaseOption = "",
    *,
    world: Annotated[str, typer.Option(help="The pack, if it is not a bundled one.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Show what was spent and is reserved, by persona and day, world and day, and in all, with the caps."""
    from longwave import bootstrap
    from longwave.modules.station.production import opened_world
    from longwave.narrator import budgets

    read = settings()
    with opened(database) as ledger:
        found = opened_world(ledger)
        pack = bootstrap.load_pack(world or (found.world if found else "saltmere"), read)
        caps = bootstrap.Station(ledger=ledger, pack=pack, seed=0, settings=read).narration.caps
        with ledger.store.read() as connection:
            accounts = budgets.accounts(connection)
    if as_json:
        print_json(
            [
                {
                    "scope": account.scope,
                    "tokens": account.spent.tokens,
                    "cost_usd": _in_usd(account.spent.microusd),
                    "reserved_tokens": account.reserved.tokens,
                    "cap_tokens": caps.cap_of(account.scope).tokens,
                    "cap_usd": _in_usd(caps.cap_of(account.scope).microusd),
                }
                for account in accounts
            ]
        )
        return
    for account in accounts:
        typer.echo(f"{account.scope}: {_of(account.spent, caps.cap_of(account.scope))}{_reserved(account.reserved)}")
    if not accounts:
        typer.echo("no model was asked yet")


@app.command()
def estimate(
    *,
    world: WorldOption = "saltmere",
    persona: PersonaOption = "wren",
    hours: Annotated[int, typer.Option("--hours", "--duration", min=1, help="Hours on air, 16 a day.")] = 480,
    model: Annotated[str | None, typer.Option(help="A model; by default what the pack and the settings say.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Say what a run would ask of its model: calls, tokens and cost, likely and at the most."""
    from longwave.modules.station.handlers import persona_of
    from longwave.narrator.estimate import estimate_run

    with scratch(world, model, asks=False) as station:
        narration, asked = station.narration, persona_of(station.canon, persona)
        refs = narration.models_of(asked)
        if not refs:
            typer.echo("the offline narrator writes: no calls, no cost")
            return
        writing = narration.writing_of(asked)
        found = estimate_run(refs[0], writing, narration.prompts, _day(station, persona), hours)
    if as_json:
        money = {"cost_usd": _in_usd(found.microusd), "most_cost_usd": _in_usd(found.most_microusd)}
        print_json({name: value for name, value in vars(found).items() if "microusd" not in name} | money)
        return
    typer.echo(f"model     {refs[0].name}")
    typer.echo(f"calls     {found.calls} likely, {found.most_calls} at the most")
    typer.echo(f"tokens    {found.tokens:,} likely, {found.most_tokens:,} at the most")
    typer.echo(f"cost      {_usd(found.microusd)} likely, {_usd(found.most_microusd)} at the most")
    day_cap = narration.caps.personas[persona]
    typer.echo(f"budget    {_cap(day_cap)} a day for {persona}; a day of this run likely takes {found.tokens_a_day:,}")


async def _write(narration: "Narration", assignment: "Assignment") -> "Draft":
    try:
        return await narration.narrator.write(assignment)
    finally:
        await narration.close()


def _day(station: "Station", persona: str) -> "list[Assignment]":
    from longwave.modules.station.handlers import first_day

    return first_day(station.canon, persona, station.seed)


def _assignment(station: "Station", persona: str, form: str) -> "Assignment":
    day = _day(station, persona)
    found = next((assignment for assignment in day if assignment.form == form), None)
    if found is None:
        forms = ", ".join(sorted({assignment.form for assignment in day}))
        raise typer.BadParameter(f"a day has no {form!r}; it has {forms}", param_hint="--form")
    return found


def _of(spent: "Spend", cap: "Cap") -> str:
    tokens = f"{spent.tokens:,} tokens" if cap.tokens is None else f"{spent.tokens:,} of {cap.tokens:,} tokens"
    cost = _usd(spent.microusd) if cap.microusd is None else f"{_usd(spent.microusd)} of {_usd(cap.microusd)}"
    return f"{tokens}, {cost}"


def _reserved(reserved: "Spend") -> str:
    return f", {reserved.tokens:,} tokens reserved" if reserved.tokens else ""


def _cap(cap: "Cap") -> str:
    tokens = "any number of tokens" if cap.tokens is None else f"{cap.tokens:,} tokens"
    return f"{tokens} and {'any cost' if cap.microusd is None else _usd(cap.microusd)}"


def _usd(microusd: int) -> str:
    return f"{microusd / MICRO:.2f} USD" if microusd >= A_CENT or not microusd else f"{microusd / MICRO:.6f} USD"


def _in_usd(microusd: int | None) -> float | None:
    return None if microusd is None else microusd / MICRO
