"""The Gazette's headlines as items of news: which of them a presenter tells, and in which of the pack's words."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from longwave.modules.station.knowledge import Presenter
from longwave.narrator.assignment import Telling
from longwave.press.newsroom import Headline
from longwave.world.airing import NEWS, Airing, told
from longwave.world.broadcast import MAX_ITEM_CHARS
from longwave.world.names import is_named_in
from longwave.world.persona import Tier

# How many headlines a day's first news may tell.
A_DAY = (1, 2)


@dataclass(frozen=True, kw_only=True)
class Bulletin:
    """A headline as it is told.

    Attributes:
        wording: what the use of its words is counted by.
    """

    telling: Telling
    wording: str


def bulletins(
    knower: Presenter, headlines: Sequence[Headline], uses: Mapping[str, int], stream: random.Random
) -> list[Bulletin]:
    """Return what the first news of a day tells: of what was not told yet that which weighs most, one or two of it."""
    game = knower.canon.pack.game
    if game is None or game.airing is None or not knower.knows_the_present:
        return []
    fresh = [headline for headline in headlines if headline.deed in NEWS and not uses.get(_ref(headline))]
    stream.shuffle(fresh)
    fresh.sort(key=lambda headline: NEWS.index(headline.deed))
    most, found = stream.choice(A_DAY), dict[str, Bulletin]()
    for headline in fresh:
        place = next(iter(headline.about), "")
        worded = _worded(knower, headline, game.airing, uses, stream) if place not in found else None
        if worded is not None:
            found[place] = worded
        if len(found) == most:
            break
    return list(found.values())


def _worded(
    knower: Presenter, headline: Headline, airing: Airing, uses: Mapping[str, int], stream: random.Random
) -> Bulletin | None:
    """Return a headline in words that were used least and say what it is about; None where it is not to be told."""
    entry = next((knower.entries[name] for name in headline.about if name in knower.entries), None)
    # What is known by hearsay alone is no news.
    if entry is None or knower.tier(entry.regions) is Tier.RUMOUR:
        return None
    wordings = {f"airing:{headline.deed}#{n}": wording for n, wording in enumerate(airing.news[headline.deed])}
    refs = stream.sample(list(wordings), len(wordings))
    for ref in sorted(refs, key=lambda ref: uses.get(ref, 0)):
        says = told(wordings[ref], headline.words)
        is_fit = says is not None and len(says) <= MAX_ITEM_CHARS and is_named_in(says, entry)
        if says is not None and is_fit and knower.may_tell(entry.regions, entry.factions, entry.topics, says):
            slots: dict[str, str | bool] = {
                "item": says,
                "hearsay": False,
                "about": entry.title,
                "lead": headline.lead,
            }
            return Bulletin(telling=Telling(ref=_ref(headline), ids=(entry.id,), slots=slots), wording=ref)
    return None


def _ref(headline: Headline) -> str:
    return f"event:{headline.event}"
