"""`longwave society`: how the residents of a world's forum fare."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from longwave.cli.options import DatabaseOption, JsonOption, opened, print_json

if TYPE_CHECKING:
    import datetime as dt

    from longwave.ledger.ledger import Ledger
    from longwave.modules.commons.indicators import Indicators

app = typer.Typer(help="Look at the residents of a world's forum.", no_args_is_help=True)
MAX_DAYS = 366_000
DIFFERENT = 1


@dataclass(frozen=True, kw_only=True)
class Healthy:
    """What is healthy of an indicator.

    Attributes:
        is_share: whether it reads best in per cent.
        at_least, under: its target, where it has one.
    """

    name: str
    words: str
    is_share: bool = True
    at_least: float | None = None
    under: float | None = None

    def verdict(self, value: float | None) -> str:
        """Return whether the target is met; nothing where there is none, or no data."""
        if value is None or (self.at_least is None and self.under is None):
            return ""
        is_met = (self.at_least is None or value >= self.at_least) and (self.under is None or value < self.under)
        return "ok" if is_met else "short"


LINES: Mapping[str, Healthy] = {
    "participation": Healthy(name="residents who did something", words="near 100%: a silent one is a fault, not shy"),
    "answering": Healthy(name="replies that answer by content", words=">= 60%", at_least=0.6),
    "taking_up": Healthy(name="in so many words", words="above 50%: most say whom they answer and to what"),
    "near_duplicates": Healthy(name="near-duplicates in a week", words="< 2%", under=0.02),
    "worst_week": Healthy(name="in the worst resident-week", words="one in few pieces weighs much"),
    "gini": Healthy(
        name="Gini of pieces", words="0.1 to 0.5: tempers differ, nobody holds forth alone", is_share=False
    ),
    "density": Healthy(name="network density", words="of a small society above 50%; it falls with size"),
    "reciprocity": Healthy(name="reciprocity", words="above density: who is answered answers"),
    "topic_entropy": Healthy(name="topic entropy", words="0.6 to 0.95: 1 is noise, 0 one subject", is_share=False),
    "reputation_entropy": Healthy(name="reputation entropy", words="above 0.6: no one star", is_share=False),
    "opinion_churn": Healthy(name="opinions that turned", words="above 0% and under 50%: minds change, not at random"),
    "replies_per_thread": Healthy(name="replies per thread", words="2 to 8", is_share=False),
}


@dataclass(frozen=True, kw_only=True)
class Health:
    """The indicators of some days, both ways.

    Attributes:
        until: the day after the last.
        differences: the names of those that are not the same.
    """

    since: "dt.date"
    until: "dt.date"
    recounted: "Indicators"
    online: "Indicators"

    @property
    def last(self) -> "dt.date":
        import datetime as dt

        return self.until - dt.timedelta(days=1)

    @property
    def differences(self) -> list[str]:
        return [name for name, value in vars(self.recounted).items() if vars(self.online)[name] != value]


@app.callback()
def society() -> None:
    """Look at the residents of a world's forum."""


@app.command()
def report(
    database: DatabaseOption = "",
    *,
    days: Annotated[int | None, typer.Option(min=1, max=MAX_DAYS, help="The last days alone; by default all.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Recount the society's health from the log, and compare it with the tables; exit 1 where they differ."""
    from dataclasses import asdict

    with opened(database) as ledger:
        health = _health(ledger, days)
    if as_json:
        spans = {"since": health.since, "until": health.until, "differences": health.differences}
        print_json({**spans, "recounted": asdict(health.recounted), "online": asdict(health.online)})
    else:
        for line in _lines(health):
            typer.echo(line)
    raise typer.Exit(DIFFERENT if health.differences else 0)


def _health(ledger: "Ledger", days: int | None) -> Health:
    import datetime as dt
    from itertools import chain

    from longwave.ledger.ledger import head
    from longwave.modules.commons.errors import NoForum
    from longwave.modules.commons.measures import measured
    from longwave.modules.commons.recount import recounted

    events = ledger.read(limit=1)
    first, last = next(events, None), ledger.last_at()
    if first is None or last is None:
        raise NoForum(ledger.store.name)
    until = last.date() + dt.timedelta(days=1)
    since = first.at.date() if days is None else max(first.at.date(), until - dt.timedelta(days=days))
    with ledger.store.read() as connection:
        end, _ = head(connection)
        online = measured(connection, since, until)
    # What is written meanwhile is in neither.
    recount = recounted(chain([first], ledger.read(after=first.seq, limit=end - first.seq)), since, until)
    if not recount.residents:
        raise NoForum(ledger.store.name)
    return Health(since=since, until=until, recounted=recount, online=online)


def _lines(health: Health) -> Iterator[str]:
    recount = health.recounted
    yield f"{health.since} to {health.last}"
    yield f"{recount.residents} residents, {recount.threads} threads, {recount.replies} replies"
    yield ""
    for field, healthy in LINES.items():
        value: float | None = getattr(recount, field)
        yield f"{healthy.name:<32} {_shown(value, healthy):>8}  {healthy.verdict(value):<5}  healthy: {healthy.words}"
    yield ""
    yield from _deeds(recount)
    yield ""
    if not health.differences:
        yield "the tables say the same as the log"
    for field in health.differences:
        yield f"differs  {field}: {getattr(recount, field)} by the log, {getattr(health.online, field)} by the tables"


def _shown(value: float | None, healthy: Healthy) -> str:
    if value is None:
        return "no data"
    return f"{value:.1%}" if healthy.is_share else f"{value:.3f}"


def _deeds(recount: "Indicators") -> Iterator[str]:
    width = max([len(name) for name in recount.deeds_of] + [len("all")])
    yield f"{'':<{width}}" + "".join(f" {kind:>13}" for kind in recount.deeds)
    for name, deeds in [*recount.deeds_of.items(), ("all", recount.deeds)]:
        yield f"{name:<{width}}" + "".join(f" {deeds.get(kind, 0):>13}" for kind in recount.deeds)
