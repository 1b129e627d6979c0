"""What may not be said must be sayable in one way."""

import re
from collections.abc import Iterator

from longwave.world.card import WorldCard
from longwave.world.draft import Draft
from longwave.world.errors import Fault

MIN_LETTERS = 3
_LETTER = re.compile(r"[^\W_]")


def check(draft: Draft) -> Iterator[Fault]:
    """Yield words that stand in two lists of `safety`, and words too short to be told from others."""
    card = draft.one(WorldCard)
    if card is None:
        return
    seen: dict[str, str] = {}
    for listed in ("block", "review", "allow"):
        for index, word in enumerate(getattr(card.value.safety, listed)):
            stem = word.partition("/")[0].casefold()
            if stem in seen:
                what = f"{word!r} is under `{seen[stem]}` already"
                yield card.fault(what, "keep it in one of them", "safety", listed, index)
            elif len(_LETTER.findall(stem)) < MIN_LETTERS:
                what = f"{word!r} has fewer than {MIN_LETTERS} letters, so it would be found in harmless texts"
                yield card.fault(what, "write a longer word, or a phrase", "safety", listed, index)
            seen.setdefault(stem, listed)
