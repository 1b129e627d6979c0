"""What players read of scholars' minds, and of offers."""

import datetime as dt
from collections.abc import Sequence

from longwave.commands.card import Card, Grid
from longwave.modules.academy.offers.events import (
    OfferCountered,
    OfferMade,
    RecruitmentRefused,
    ScholarRecruited,
    Term,
)
from longwave.modules.academy.offers.register import Offer
from longwave.modules.academy.offers.rules import Odds, Stake
from longwave.modules.academy.scholars.roster import Scholar


def recruited(scholar: Scholar, event: ScholarRecruited | RecruitmentRefused) -> Card:
    """Show what came of asking a scholar."""
    through = ("Asked through", event.faction)
    if isinstance(event, ScholarRecruited):
        return Card(
            title=f"{scholar.name} signs",
            text=f"{scholar.name} works for you from today. The dice showed {event.roll}, and {event.chance} "
            "would have done.",
            fields=(through, ("Contract", f"1 influence a day ({scholar.faction})")),
            hint="`mentor` makes a career of it, `dismiss` ends it",
        )
    return Card(
        title=f"{scholar.name} declines",
        text=f"{scholar.name} will not work for you: the dice showed {event.roll}, and {event.chance} was the most "
        "that would have done. In a day everybody will hear why; do not ask again before. For two days their door is "
        "half open.",
        fields=(through,),
        hint="`odds` shows what their answer hangs on",
    )


def dismissed(scholar: Scholar) -> Card:
    """Show the end of a contract."""
    return Card(
        title=f"{scholar.name} packs up",
        text=f"{scholar.name} works for you no longer, costs you nothing from today, and thinks a little less of you.",
        hint="for two days they are half as likely to come back",
    )


def offered(event: OfferMade, scholar: str, employer: str, odds: Odds, due: dt.datetime) -> Card:
    """Show an offer that was made."""
    return Card(
        title=f"Offer {event.offer}: {scholar}",
        text=f"{scholar} has your offer, and {employer} knows of it and may counter it once. What you offer is set "
        "aside: it is paid if they come, and yours again if they stay.",
        fields=(
            ("Offered", stake(Stake(influence=event.influence, terms=event.terms))),
            ("Chance, uncountered", _of_a_hundred(odds.chance)),
            ("Settled", _settled(due)),
        ),
        hint=f"`withdraw {event.offer}` takes it back",
    )


def countered(event: OfferCountered, scholar: str, rival: str, odds: Odds, due: dt.datetime) -> Card:
    """Show an offer that was countered."""
    return Card(
        title=f"Offer {event.offer}: you counter",
        text=f"{scholar} knows what staying is worth to you. What you offer is set aside: it is paid if they stay, and "
        f"yours again if they go to {rival}.",
        fields=(
            ("Offered", stake(Stake(influence=event.influence, terms=event.terms))),
            ("Chance that they go", _of_a_hundred(odds.chance)),
            ("Settled", _settled(due)),
        ),
    )


def let_go(offer: Offer, scholar: str, rival: str) -> Card:
    """Show a scholar whom their employer let go."""
    return Card(
        title=f"{scholar} goes",
        text=f"You let {scholar} go to {rival}, who pays what was offered. They will not forget that they left you.",
        fields=(("Paid", stake(offer.stake)),),
        hint="in three days it shows whether they come back",
    )


def withdrawn(offer: Offer, scholar: str) -> Card:
    """Show an offer that was taken back."""
    return Card(
        title=f"Offer {offer.id}: withdrawn",
        text=f"Your offer to {scholar} is off. What you had set aside is yours again.",
        fields=(("Given back", stake(Stake(influence=offer.stake.influence))),),
        hint=f"{scholar} hears no other offer of yours for two days",
    )


def recruiting_odds(scholar: str, faction: str, odds: Odds) -> Card:
    """Show how likely a free scholar is to come."""
    return Card(
        title=f"Would {scholar} come?",
        text=f"Nobody employs {scholar}. Asked through your influence ({faction}), the chance is the sum below.",
        fields=(("Chance", _of_a_hundred(odds.chance)),),
        grid=_parts(odds),
        hint="`recruit` asks them",
        is_private=True,
    )


def poaching_odds(scholar: str, employer: str, offered: Stake, odds: Odds) -> Card:
    """Show how likely somebody else's scholar is to come."""
    return Card(
        title=f"Would {scholar} come?",
        text=f"{scholar} works for {employer}. At a sum of 0.5 they are in two minds, and each tenth tells; a counter "
        "would take off a tenth, and all that it offers.",
        fields=(
            ("For", stake(offered)),
            ("Sum", f"{sum(odds.parts.values()):.2f}"),
            ("Chance", _of_a_hundred(odds.chance)),
        ),
        grid=_parts(odds),
        hint="`poach` makes the offer",
        is_private=True,
    )


def offers(rows: Sequence[tuple[str, ...]]) -> Card:
    """Show the open offers that concern a player."""
    columns = ("No.", "Scholar", "Whose", "Offer", "Counter", "Settled", "Chance to go")
    return Card(
        title="Open offers",
        text="" if rows else "You have made none, and your scholars have none.",
        grid=Grid(columns=columns, rows=tuple(rows)) if rows else None,
        hint="`counter` and `accept` answer one to a scholar of yours, `withdraw` takes back your own",
        is_private=True,
    )


def row(offer: Offer, scholar: str, whose: str, chance: int | None, due: dt.datetime) -> tuple[str, ...]:
    """Return an open offer as a row of them; without a chance it is void."""
    return (
        str(offer.id),
        scholar,
        whose,
        stake(offer.stake),
        stake(offer.counter) if offer.counter else "none",
        _settled(due),
        "void" if chance is None else _of_a_hundred(chance),
    )


def stake(at_stake: Stake) -> str:
    """Return what is offered, in a phrase."""
    influence = " and ".join(f"{amount} {faction}" for faction, amount in at_stake.influence.items())
    return ", ".join((influence, *map(_term, at_stake.terms)))


def _term(term: Term) -> str:
    return term.value.replace("_", " ")


def _parts(odds: Odds) -> Grid:
    rows = tuple((name, f"{value:+.2f}") for name, value in odds.parts.items())
    return Grid(columns=("What", "Adds"), rows=rows)


def _of_a_hundred(chance: int) -> str:
    return f"{chance} in 100"


def _settled(due: dt.datetime) -> str:
    return f"by the first digest from {due.day} {due:%B, %H:%M}"
