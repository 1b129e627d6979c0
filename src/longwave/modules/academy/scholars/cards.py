"""Scholars as cards show them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from longwave.commands.card import Card, Grid
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.mentoring.rules import RANKS
from longwave.modules.academy.scholars import rules
from longwave.modules.academy.scholars.roster import Scholar

PAGE = 10


@dataclass(frozen=True, kw_only=True)
class Acquaintance:
    """What is to be shown of a scholar besides themselves.

    Attributes:
        employer: the name of who employs them; empty where nobody does.
        feeling: theirs for whoever asks.
        relations: their feelings for other scholars, by name, the strongest first.
        remembered: what they keep in mind, whether it is a scar, and since when; the newest first.
        digest: the last that was held.
    """

    employer: str
    feeling: float
    relations: Mapping[str, float] = field(default_factory=dict)
    remembered: Sequence[tuple[str, bool, dt.datetime]] = ()
    digest: int = 0


def scholar(academy: Academy, shown: Scholar, known: Acquaintance) -> Card:
    """Return all that a player may know of a scholar."""
    sheet, disciplines = shown.sheet, academy.game.disciplines
    sayings = academy.dice("saying", shown.id, known.digest).sample(sheet.sayings, min(1, len(sheet.sayings)))
    skills = sorted(sheet.skills.items(), key=lambda skill: (-skill[1], skill[0]))
    fields = [
        ("Studies", disciplines[shown.discipline].name),
        ("Career", career(shown)),
        ("Works for", known.employer or "nobody"),
        ("Towards you", towards(known.feeling)),
        ("Contract through", shown.faction),
        ("Good at", ", ".join(f"{disciplines[name].name} {skill}" for name, skill in skills)),
        ("Wants", sheet.drive),
        ("Known for", sheet.virtue),
        ("Forgiven for", sheet.vice),
        ("A rule", sheet.taboo),
        ("Works by", sheet.method),
        ("Has the ear of", sheet.contact),
    ]
    if known.relations:
        told = (f"{name}: {rules.in_words(feeling)}" for name, feeling in known.relations.items())
        fields.append(("Among scholars", "; ".join(told)))
    if shown.injured_until > known.digest:
        fields.append(("Hurt", f"cannot travel before digest {shown.injured_until} is held"))
    if shown.retired_at is not None:
        fields.append(("Retired", _day(academy, shown.retired_at)))
    rows = tuple((_day(academy, at), says, "a scar" if is_scar else "") for says, is_scar, at in known.remembered)
    return Card(
        title=f"{shown.name}, “{shown.nickname}”" if shown.nickname else shown.name,
        text="\n\n".join([sheet.history, *(f"“{saying}”" for saying in sayings)]),
        fields=tuple(fields),
        grid=Grid(columns=("since", "remembers", ""), rows=rows) if rows else None,
        hint=""
        if known.employer or shown.retired_at
        else f"`odds {shown.id} {shown.faction}` says how likely they are to come to you",
    )


def listing(
    academy: Academy, page: int, found: Sequence[Scholar], employers: Mapping[str, str], feelings: Mapping[str, float]
) -> Card:
    """Return a page of a list of scholars.

    Args:
        employers: the names of players, by id.
        feelings: for whoever asks, by scholar.
    """
    pages = max(1, -(-len(found) // PAGE))
    rows = tuple(
        (
            each.id,
            each.name,
            academy.game.disciplines[each.discipline].name,
            career(each),
            employers.get(each.employer or "", "nobody"),
            towards(feelings.get(each.id, 0.0)),
        )
        for each in found[(page - 1) * PAGE : page * PAGE]
    )
    columns = ("id", "scholar", "studies", "career", "works for", "towards you")
    return Card(
        title="The roster",
        text=f"{len(found)} found; page {page} of {pages}." if found else "Nobody fits.",
        grid=Grid(columns=columns, rows=rows) if rows else None,
        hint="`scholar` and an id shows more of one",
    )


def career(scholar: Scholar) -> str:
    """Return where somebody stands in their career ("Fellow, academia")."""
    return f"{RANKS[scholar.track][scholar.tier]}, {scholar.track.value}"


def towards(feeling: float) -> str:
    """Return a feeling in words and as a number."""
    shown = round(feeling, 1)
    return f"{rules.in_words(feeling)} ({shown:+})" if shown else rules.in_words(feeling)


def _day(academy: Academy, at: dt.datetime) -> str:
    local = academy.local(at)
    return f"{local.day} {local:%B %Y}"
