"""What is shown of the economy."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import Connection

from longwave.commands.card import Card, Grid
from longwave.commands.command import MOST_CHOICES, Choice
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.economy import commands as asked
from longwave.modules.academy.economy import commitments, projects, rules
from longwave.modules.academy.economy.commitments import Commitment
from longwave.modules.academy.economy.events import FactionInvested, ProjectCompleted
from longwave.modules.academy.economy.projects import Building
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.standing import players
from longwave.modules.academy.standing.rules import Standing

NO_PROJECTS = "None of them builds anything."


def named(academy: Academy) -> dict[str, str]:
    """Return the names of the factions, by id."""
    return {faction.id: faction.name for faction in academy.pack.card.factions}


def day(academy: Academy, at: dt.datetime) -> str:
    """Return a day as it is said at the table: "6 March"."""
    local = academy.local(at)
    return f"{local.day} {local:%B}"


def economy(academy: Academy, connection: Connection, player: str, _query: asked.ShowEconomy) -> Card:
    standing = players.get(connection, player)
    staff = roster.employed(connection, player)
    kept = commitments.of_player(connection, player)
    granted = {
        move.faction: move.change
        for move in rules.stipend(standing, academy.factions, academy.game.numbers.stipend_below)
    }
    rows = tuple(
        (
            name,
            str(standing.held.get(faction, 0)),
            str(standing.escrow.get(faction, 0)),
            f"+{granted.get(faction, 0)}",
            f"-{sum(scholar.faction == faction for scholar in staff)}",
        )
        for faction, name in named(academy).items()
    )
    return Card(
        title=f"What a day brings {standing.name}",
        text="\n\n".join(filter(None, (_contracts(staff), _commitments(academy, kept)))),
        fields=(
            ("Income a day", f"{sum(granted.values())} in stipends"),
            ("Upkeep a day", f"{len(staff)} for contracts"),
            ("Debt", str(standing.debt) if standing.debt else "none"),
            ("Given to the archive", _endowed(standing)),
        ),
        grid=Grid(columns=("Faction", "Held", "Set aside", "Stipend", "Contracts"), rows=rows),
        hint="`invest`, `endow_archive` and `pay_debt` spend influence",
        is_private=True,
    )


def built(academy: Academy, connection: Connection, player: str, _query: asked.ListProjects) -> Card:
    rows = tuple(
        (
            named(academy)[each.faction],
            academy.game.projects[each.project].name,
            _progress(each),
            str(projects.backing(connection, each.id).get(player, 0)),
        )
        for each in projects.running(connection)
    )
    columns = ("Faction", "Project", "Done", "From you")
    return Card(
        title="What the factions build",
        text="" if rows else NO_PROJECTS,
        grid=Grid(columns=columns, rows=rows) if rows else None,
        hint=f"`invest` helps; when it is done, its backers share {rules.PROJECT_REWARD} influence",
    )


def invested(
    academy: Academy, event: FactionInvested, completed: ProjectCompleted | None, building: Building | None
) -> Card:
    """Return what came of an investment.

    Args:
        building: what the faction builds now.
    """
    count = len(event.feelings)
    warmed = (
        f"{count} of their scholars, by {event.feelings[0].change:.1f}" if count else "nobody: they have no scholars"
    )
    fields: tuple[tuple[str, str], ...] = (("Like you better", warmed),)
    if event.project:
        target = academy.game.projects[event.project].target
        came = f"+{event.progress / target:.0%}, of which goodwill {event.goodwill / target:.0%}"
        fields = (("Progress", came), *fields)
    return Card(
        title=f"You invest {event.amount} influence in {named(academy)[event.faction]}",
        text="\n\n".join(filter(None, (_completion(event, completed), _next_up(academy, building)))),
        fields=fields,
        hint="`projects` shows what all of them build",
    )


def held_factions(academy: Academy, connection: Connection, player: str, typed: str) -> list[Choice]:
    standing = players.find(connection, player)
    held = standing.held if standing else {}
    return _matching(
        ((faction, f"{name} (you hold {held.get(faction, 0)})") for faction, name in named(academy).items()), typed
    )


def pack_projects(academy: Academy, _connection: Connection, _player: str, typed: str) -> list[Choice]:
    names = named(academy)
    every = academy.game.projects.values()
    return _matching(((each.id, f"{each.name} ({names[each.faction]})") for each in every), typed)


def pack_seasons(academy: Academy, _connection: Connection, _player: str, typed: str) -> list[Choice]:
    return _matching(((each.id, each.title) for each in academy.game.seasons.values()), typed)


def _matching(every: Iterable[tuple[str, str]], typed: str) -> list[Choice]:
    found = [Choice(value, label) for value, label in every if typed.casefold() in f"{value} {label}".casefold()]
    return found[:MOST_CHOICES]


def _completion(event: FactionInvested, completed: ProjectCompleted | None) -> str:
    if completed is None:
        return ""
    share = sum(move.change for move in completed.moves if move.player == event.player)
    return f"It is done! {completed.says} Your share is {share} influence."


def _next_up(academy: Academy, building: Building | None) -> str:
    if building is None:
        return "They build nothing at present."
    return f"{_progress(building)} of {academy.game.projects[building.project].name} is done."


def _progress(building: Building) -> str:
    return f"{min(1.0, building.progress / building.target):.0%}"


def _contracts(staff: list[Scholar]) -> str:
    waiting = [f"{scholar.name} ({_days(scholar.unpaid)})" for scholar in staff if scholar.unpaid]
    if not staff:
        return "Nobody is in your employ."
    everybody = ", ".join(scholar.name for scholar in staff)
    if not waiting:
        return f"In your employ, and paid: {everybody}."
    most = rules.MOST_UNPAID_DAYS
    return f"In your employ: {everybody}. Unpaid: {', '.join(waiting)}; after {most} days in a row they leave."


def _commitments(academy: Academy, kept: list[Commitment]) -> str:
    names = named(academy)
    return "\n\n".join(
        f"Commitment {each.id}, {each.title}: {each.asks}. Until {day(academy, each.until)} you owe {each.left} of"
        f" {each.owed} influence of {names[each.faction]}."
        for each in kept
    )


def _endowed(standing: Standing) -> str:
    to_go = rules.ENDOWED_PER_REPUTATION - standing.endowed % rules.ENDOWED_PER_REPUTATION
    return f"{standing.endowed}; {to_go} more earn a point of reputation"


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"
