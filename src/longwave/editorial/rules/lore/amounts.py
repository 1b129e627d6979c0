"""Amounts: what a number with its "about" or "more than" says, and whether the lore's own number fits it."""

from longwave.editorial.reading.known import Quantity
from longwave.editorial.rules.lore.frames import Claim

QUALIFIED = (
    r"(?P<about>(?:only|all|exactly|just|its|no fewer than|a total of|some|about|nearly|almost|around|over|more"
    r" than|the|those|these|their|his|her|all of|fully|a full|precisely|at least|under|fewer than|less than|whole"
    r"|as many as|up to) ){0,2}"
)
_SLACK, _ROUGHLY, _EXACTLY = {"some", "about", "nearly", "almost", "around"}, 0.2, 0.02
_OVER, _UNDER = ("over", "more than", "at least"), ("under", "fewer than", "less than", "up to")


def own(claim: Claim) -> tuple[Quantity, ...]:
    """Return every quantity that the lore gives for what a claim is about."""
    return claim.known.quantities.get(claim.entry.id, ())


def fits(claim: Claim, value: float, own: list[Quantity]) -> bool:
    """Tell whether a value, with the words before it, may stand for one of the quantities."""
    about = claim.word("about")
    if about.startswith(_OVER):
        return any(value <= quantity.value for quantity in own)
    if about.startswith(_UNDER):
        return any(value >= quantity.value for quantity in own)
    slack = _ROUGHLY if _SLACK & set(about.split()) else _EXACTLY
    return any(abs(value - quantity.value) <= slack * abs(quantity.value) for quantity in own)


def is_said(claim: Claim, noun: str) -> bool:
    """Tell whether the entry itself has the number with this noun or unit, for whatever it counts."""
    return claim.known.says(claim.entry, claim.value, noun)
