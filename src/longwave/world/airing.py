"""What the rest of the world makes of The Great Work: how the Gazette's news of it is told on air and argued about."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from longwave.world.broadcast import MAX_ITEM_CHARS
from longwave.world.fields import Part, Sentence, Text

PLACE = "site"
SLOTS = ("paper", "lead", "scholar", "site", "discipline")
_SLOT = re.compile(r"\{([a-z]+)(\|cap)?\}")


class Deed(StrEnum):
    """What the Gazette has to tell of a research lead."""

    LANDMARK = "landmark"
    PROVEN = "proven"
    REFUTED = "refuted"
    FAILURE = "failure"
    SUCCESS = "success"
    PARTIAL = "partial"
    CONTESTED = "contested"
    CLAIMED = "claimed"


# What is news on air, what is told before anything else first.
NEWS = (Deed.LANDMARK, Deed.PROVEN, Deed.REFUTED, Deed.FAILURE, Deed.SUCCESS)


def _names_its_place(says: str) -> str:
    slots = [slot[1] for slot in _SLOT.finditer(says)]
    unknown = [name for name in slots if name not in SLOTS]
    if unknown or len(slots) != says.count("{"):
        raise ValueError(f"may hold {', '.join(f'{{{name}}}' for name in SLOTS)}, with `|cap` or alone, and no others")
    if PLACE not in slots:
        raise ValueError(f"must say {{{PLACE}}}: the news is about a place")
    return says


Wording = Annotated[Sentence, Field(max_length=MAX_ITEM_CHARS), AfterValidator(_names_its_place)]


class Airing(Part):
    """`academy/airing.yaml`: how what the Gazette prints of The Great Work is spoken of elsewhere.

    Attributes:
        paper: what the newspaper is called in mid-sentence.
        news: how each deed that is news is told on air, by an outsider: templates with `{paper}`, `{lead}` (the
            player), `{scholar}` (one of theirs), `{site}` (its place) and `{discipline}`; `{site|cap}` begins with a
            capital. One that says what nothing is known of is not used.
        verdicts: what a lead has done by each deed, as it follows their name ("has had a theory refuted").
    """

    paper: Text
    news: dict[Deed, Annotated[tuple[Wording, ...], Field(min_length=1)]]
    verdicts: dict[Deed, Text]

    @model_validator(mode="after")
    def _leaves_no_deed_out(self) -> Self:
        for field, wanted, found in (("news", NEWS, self.news), ("verdicts", tuple(Deed), self.verdicts)):
            if set(wanted) != set(found):
                raise ValueError(f"{field} must tell of {_listed(wanted)}, and tells of {_listed(found)}")
        return self


def told(wording: str, words: Mapping[str, str]) -> str | None:
    """Return a wording with its slots filled; None where it has one that nothing is known of."""
    if any(slot[1] not in words for slot in _SLOT.finditer(wording)):
        return None

    def filled(slot: re.Match[str]) -> str:
        word = words[slot[1]]
        return word[:1].upper() + word[1:] if slot[2] else word

    # What is put in is never looked at again, so nobody's name can hold a slot.
    return _SLOT.sub(filled, wording)


def _listed(deeds: Iterable[Deed]) -> str:
    return ", ".join(deeds) or "nothing"
