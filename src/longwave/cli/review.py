"""`longwave review`: the texts that are not heard before somebody has looked at them."""

from typing import TYPE_CHECKING, Annotated

import typer

from longwave.cli.options import DatabaseOption, JsonOption, numbered, opened, print_json, stamp_at_present
from longwave.editorial.decision import Decision

if TYPE_CHECKING:
    from longwave.editorial.reviews import Review

app = typer.Typer(help="List, show, approve and reject texts that were held back.", no_args_is_help=True)
IdArgument = Annotated[str, typer.Argument(help="The review, as `r-41` or `41`.", metavar="REVIEW")]
ByOption = Annotated[str, typer.Option(help="Who decides; it is kept in the log.")]


@app.command("list")
def list_reviews(
    database: DatabaseOption = "",
    decision: Annotated[Decision | None, typer.Option(help="Those decided so; by default those that wait.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many.")] = 50,
    *,
    as_json: JsonOption = False,
) -> None:
    """List held texts, the oldest first, with a count of each decision."""
    from longwave.editorial import reviews

    with opened(database) as ledger, ledger.store.read() as connection:
        counts = reviews.counts(connection)
        found = reviews.listing(connection, decision=decision, limit=limit)
    if as_json:
        print_json({"counts": counts, "reviews": [_as_json(review) for review in found]})
        return
    for review in found:
        said = "; ".join(f"{finding.code} {finding.passage}" for finding in review.findings)
        typer.echo(f"{review.name:<8} {review.since:%Y-%m-%d %H:%M} {review.subject}  {said}")
    typer.echo(", ".join(f"{count} {what}" for what, count in sorted(counts.items())) or "no reviews", err=True)


@app.command()
def show(review: IdArgument, database: DatabaseOption = "", *, as_json: JsonOption = False) -> None:
    """Show one held text, what is doubtful about it, and what was decided."""
    from longwave.editorial import reviews

    number = numbered(review, "review")
    with opened(database) as ledger, ledger.store.read() as connection:
        found = reviews.get(connection, number)
    if as_json:
        print_json(_as_json(found))
        return
    for name, value in _as_json(found).items():
        if name != "findings":
            typer.echo(f"{name:<13} {value}")
    for finding in found.findings:
        typer.echo(f"{finding.code:<13} {finding.passage}: {finding.why}")


@app.command()
def approve(
    review: IdArgument,
    database: DatabaseOption = "",
    reason: Annotated[str, typer.Option(help="Why; it is kept in the log.")] = "nothing is wrong with it",
    by: ByOption = "operator",
) -> None:
    """Decide that a held text could have been heard."""
    _decide(database, review, Decision.APPROVED, by, reason)


@app.command()
def reject(
    review: IdArgument,
    reason: Annotated[str, typer.Option(help="Why; it is kept in the log.")],
    database: DatabaseOption = "",
    by: ByOption = "operator",
) -> None:
    """Decide that a held text must not be heard."""
    _decide(database, review, Decision.REJECTED, by, reason)


def _decide(database: str, review: str, decision: Decision, by: str, reason: str) -> None:
    from longwave.editorial import reviews

    number = numbered(review, "review")
    for option, value in (("--reason", reason), ("--by", by)):
        if not value.strip():
            raise typer.BadParameter("it cannot be empty", param_hint=option)
    with opened(database) as ledger, ledger.write(stamp_at_present(ledger)) as tx:
        reviews.decide(tx, number, decision, by=by, reason=reason)
    typer.echo(f"r-{number} is {decision}")


def _as_json(review: "Review") -> dict[str, object]:
    findings = [finding.model_dump(mode="json") for finding in review.findings]
    return {**vars(review), "id": review.name, "findings": findings}
