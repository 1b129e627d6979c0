"""What players are shown of how they and the others stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from longwave.commands.card import Card, Grid
from longwave.modules.academy.scholars.roster import Scholar
from longwave.modules.academy.scholars.rules import in_words
from longwave.modules.academy.standing import rules
from longwave.modules.academy.standing.rules import Standing
from longwave.world.card import Named
from longwave.world.game import Confidence, Numbers

PAGE = 20
_OPEN = "open"


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What else a player wants to know of themselves.

    Attributes:
        staff: who works for them, and how each feels about it.
        waiting: what is still to come, as whole sentences.
        rests: why the game rests; empty while it goes on.
    """

    digest: int
    staff: Sequence[tuple[Scholar, float]]
    waiting: Sequence[str]
    rests: str = ""


def seated(name: str, start: int, factions: Sequence[Named]) -> Card:
    """Return what comes of taking a seat."""
    return Card(
        title=f"{name} sits down at the table",
        text="Two digests a day move the world. Put a theory forward, send an expedition, win a scholar: all of it is"
        " printed.",
        fields=(("Reputation", "0"), ("Influence", f"{start} with {', '.join(faction.name for faction in factions)}")),
        hint="`submit_theory` stakes your reputation on a claim; `status` shows how you stand",
    )


def status(standing: Standing, numbers: Numbers, factions: Sequence[Named], around: Surroundings) -> Card:
    """Return how a player stands."""
    rows = []
    for faction in factions:
        held, escrow = standing.held.get(faction.id, 0), standing.escrow.get(faction.id, 0)
        rows.append((f"{faction.id} ({faction.name})", str(held), str(escrow), str(max(0, standing.cap - held))))
    staff = [f"{scholar.name} ({in_words(feeling)})" for scholar, feeling in around.staff]
    return Card(
        title=standing.name,
        text="\n\n".join(around.waiting) or "Nothing of yours waits for a digest.",
        fields=(
            *((("The game rests", around.rests),) if around.rests else ()),
            ("Reputation", signed(standing.reputation)),
            ("Cap", f"{standing.cap} influence in each faction"),
            ("Debt to the symposium", str(standing.debt)),
            ("In your employ", ", ".join(staff) or "nobody"),
            *_gates(standing, numbers, around.digest).items(),
        ),
        grid=Grid(columns=("Faction", "Held", "In escrow", "Room"), rows=tuple(rows)),
        hint="`wager` shows what a theory could make of your reputation",
        is_private=True,
    )


def wagers(standing: Standing, numbers: Numbers) -> Card:
    """Return what each confidence wins and loses."""
    rows = []
    for confidence, wager in numbers.wagers.items():
        ends = (rules.wager_won, rules.wager_partial, rules.wager_lost)
        proven, contested, refuted = (_end(standing, end(numbers, confidence).change) for end in ends)
        rows.append((worded(confidence), proven, contested, refuted, str(wager.quiet_digests)))
    return Card(
        title="What a theory stakes",
        text=f"Your reputation is {signed(standing.reputation)}; behind each arrow stands what it would come to.",
        grid=Grid(
            columns=("Confidence", "Proven", "Contested", "Refuted", "Digests without recruiting"), rows=tuple(rows)
        ),
        hint="`submit_theory` stakes it",
    )


def ranking(everybody: Sequence[Standing], page: int, asked_by: str) -> Card:
    """Return a page of all who play, who is thought best of first; who is thought of alike shares a place."""
    ranked = sorted(everybody, key=lambda each: (-each.reputation, each.id))
    places: dict[int, int] = {}
    for place, each in enumerate(ranked, 1):
        places.setdefault(each.reputation, place)
    shown = ranked[(page - 1) * PAGE : page * PAGE]
    rows = tuple(
        (
            str(places[each.reputation]),
            f"{each.name} (you)" if each.id == asked_by else each.name,
            signed(each.reputation),
            str(sum(each.held.values()) + sum(each.escrow.values())),
        )
        for each in shown
    )
    pages = max(1, -(-len(ranked) // PAGE))
    return Card(
        title="The table",
        text="" if rows else "Nobody sits here.",
        fields=(("Page", f"{page} of {pages}"),),
        grid=Grid(columns=("Place", "Player", "Reputation", "Influence"), rows=rows) if rows else None,
        hint=f"`players --page {page + 1}` shows who follows" if page < pages else "",
    )


def stakes(numbers: Numbers, confidence: Confidence) -> str:
    """Return in a line what a confidence wins and loses."""
    lost = rules.wager_lost(numbers, confidence)
    quiet = f" and {lost.quiet_digests} digests without recruiting" if lost.quiet_digests else ""
    won, partial = rules.wager_won(numbers, confidence).change, rules.wager_partial(numbers, confidence).change
    return f"{worded(confidence)}: {signed(won)}, {signed(partial)} for half a success, {signed(lost.change)}{quiet}"


def signed(value: int) -> str:
    """Return a number with its sign; nothing has none."""
    return f"{value:+d}" if value else "0"


def worded(confidence: Confidence) -> str:
    """Return a confidence as one says it."""
    return confidence.value.replace("_", " ")


def _end(standing: Standing, change: int) -> str:
    after = standing.after(reputes=rules.repute(standing, change)).reputation
    return f"{signed(change)} → {signed(after)}"


def _gates(standing: Standing, numbers: Numbers, digest: int) -> dict[str, str]:
    """Return what is open to a player, and what closes the rest."""
    recruiting = _gate(standing, numbers.recruit_gate)
    if standing.quiet_until > digest:
        recruiting = f"closed until digest {standing.quiet_until}: a career was staked and lost"
    expeditions = {each.value.replace("_", " ").capitalize(): gate for each, gate in numbers.gates.items()}
    return {"Recruiting": recruiting} | {name: _gate(standing, gate) for name, gate in expeditions.items()}


def _gate(standing: Standing, gate: int) -> str:
    return _OPEN if standing.reputation >= gate else f"closed: it takes a reputation of {signed(gate)}"
