"""Expeditions as cards show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from longwave.commands.card import Card, Grid
from longwave.modules.academy.expeditions import rules
from longwave.modules.academy.expeditions.events import Outcome
from longwave.modules.academy.expeditions.reading import Expedition, Offer, type_words
from longwave.modules.academy.expeditions.rules import Modifiers
from longwave.modules.academy.standing.cards import signed
from longwave.narrator import spoken

PAGE = 10
_ENDS = {
    Outcome.LANDMARK: "landmark",
    Outcome.SUCCESS: "success",
    Outcome.PARTIAL: "partial success",
    Outcome.FAILURE: "failure",
}


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What is to be said of an expedition before it comes back.

    Attributes:
        kind: its type, in words.
        team: their names.
        costs: in influence, by faction.
    """

    kind: str
    site: str
    objective: str
    team: Sequence[str]
    costs: Mapping[str, int]
    theory: int | None
    modifiers: Modifiers


def launched(code: str, outlook: Outlook) -> Card:
    """Return that an expedition was paid for."""
    chances = rules.chances(outlook.modifiers.total)
    odds = ", ".join(f"{chance} % {_ENDS[end]}" for end, chance in chances.items())
    return Card(
        title=f"{code} is on its way",
        text=f"{spoken.listed(outlook.team)} set out for {outlook.site}. The {outlook.kind} expedition is back at the "
        f"next digest.\n\n“{outlook.objective}”",
        fields=(("Paid", amounts(outlook.costs)), ("Odds as things stand", odds), *_at_stake(outlook)),
        hint=f"`expedition_report {code}` tells how it went",
    )


def considered(outlook: Outlook, obstacles: Sequence[str]) -> Card:
    """Return what may become of an expedition that nobody has sent yet.

    Args:
        obstacles: what keeps this player from sending it, in whole sentences.
    """
    chances = rules.chances(outlook.modifiers.total)
    return Card(
        title=f"Odds: a {outlook.kind} expedition to {outlook.site}",
        text="\n\n".join((f"{spoken.listed(outlook.team)} would set out.", f"“{outlook.objective}”", *obstacles)),
        fields=(
            ("Costs", amounts(outlook.costs)),
            *((_ENDS[end].capitalize(), f"{chance} %") for end, chance in chances.items()),
            *_at_stake(outlook),
        ),
        grid=_sum(outlook.modifiers),
        hint="whoever else queues for the same site before the digest adds friction",
        is_private=True,
    )


def report(expedition: Expedition, site: str, names: Mapping[str, str], story: Sequence[str]) -> Card:
    """Return all that is known of an expedition.

    Args:
        names: of the lead and the team, by id.
        story: the objective, what went wrong, and what was found, a paragraph each.
    """
    result = expedition.result
    fields = [
        ("Sent by", names[expedition.player]),
        ("Team", spoken.listed([names[scholar] for scholar in expedition.team])),
        ("Preparation", expedition.depth.value),
        ("Paid", amounts(expedition.costs)),
    ]
    if expedition.theory is not None:
        fields.append(("Put to the test", f"theory {expedition.theory}"))
    if result is None:
        fields.append(("State", expedition.state))
    else:
        fields += [("Roll", f"{result.roll} of {rules.DIE}"), ("Score", f"{result.score}: {_ENDS[result.outcome]}")]
    return Card(
        title=f"{expedition.code}: a {type_words(expedition.expedition_type)} expedition to {site}",
        text="\n\n".join(story),
        fields=tuple(fields),
        grid=_sum(result.modifiers) if result else None,
    )


def sites(rows: Sequence[tuple[str, ...]]) -> Card:
    """Return the places to which an expedition may go."""
    return Card(
        title="Sites",
        grid=Grid(columns=("site", "called", "held by", "studied there", "friction"), rows=tuple(rows)),
        hint="friction is taken off the roll; `expedition_odds` adds everything up",
    )


def listing(rows: Sequence[tuple[str, ...]], page: int, *, is_last: bool) -> Card:
    """Return a page of expeditions."""
    return Card(
        title="Expeditions",
        text="" if rows else "None was sent.",
        fields=(("Page", str(page)),),
        grid=Grid(columns=("code", "type", "to", "sent by", "end"), rows=tuple(rows)) if rows else None,
        hint="" if is_last else f"`expeditions --page {page + 1}` shows older ones",
    )


def end_of(expedition: Expedition) -> str:
    """Return how an expedition ended, or how it stands, in a word or two."""
    return _ENDS[expedition.result.outcome] if expedition.result else expedition.state


def taken(offer: Offer, gained: Mapping[str, int]) -> Card:
    """Return what taking an opportunity came to."""
    lost = {faction: pay - gained.get(faction, 0) for faction, pay in offer.pays.items()}
    above = {faction: more for faction, more in lost.items() if more > 0}
    return Card(
        title="Taken",
        text=offer.says,
        fields=(
            ("Paid", amounts(offer.costs)),
            ("Earned", amounts(gained)),
            *((("Above your cap", amounts(above)),) if above else ()),
        ),
        hint="`status` shows what you hold",
    )


def opportunities(offers: Sequence[tuple[Offer, str]]) -> Card:
    """Return what is on offer to a player, each with when it lapses."""
    rows = tuple(
        (str(offer.number), offer.says, amounts(offer.costs), amounts(offer.pays), until) for offer, until in offers
    )
    return Card(
        title="On offer to you",
        text="" if rows else "Nothing is. Expeditions that half succeed open doors.",
        grid=Grid(columns=("number", "what", "costs", "pays", "until"), rows=rows) if rows else None,
        hint="`take_opportunity` and the number takes it" if rows else "",
        is_private=True,
    )


def amounts(influence: Mapping[str, int]) -> str:
    """Return influence as "1 academic, 2 industry"."""
    return ", ".join(f"{amount} {faction}" for faction, amount in influence.items() if amount) or "nothing"


def _at_stake(outlook: Outlook) -> Iterable[tuple[str, str]]:
    if outlook.theory is not None:
        yield "At stake", f"theory {outlook.theory}: a landmark proves it, a failure refutes it"


def _sum(modifiers: Modifiers) -> Grid:
    """Return everything that is added to the roll."""
    rows = (
        ("preparation", modifiers.preparation),
        ("an earlier clue", modifiers.clue),
        ("the team’s best skill", modifiers.skill),
        ("how the team works together", modifiers.synergy),
        ("goodwill", modifiers.goodwill),
        ("friction of the site", -modifiers.site_friction),
        ("friction with rivals", -modifiers.political_friction),
        ("in all", modifiers.total),
    )
    return Grid(columns=("added to the roll", ""), rows=tuple((name, signed(value)) for name, value in rows))
