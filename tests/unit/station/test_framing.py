import random
from collections import Counter

import pytest

from longwave.editorial.framing import MAX_WORDING_CHARS, WORDINGS, framed
from longwave.world.pack import Pack
from unit.station.plans import days, presenter_of

SAYS = "The ferry to Hob has a new cat."
MONTHS = 100


def said(confidence: float, seed: int = 1) -> str:
    return framed(SAYS, confidence, lambda sentence: sentence[:1].lower() + sentence[1:-1], random.Random(seed))


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (0.89, "reports"),
        (0.8, "reports"),
        (0.79, "report"),
        (0.7, "report"),
        (0.69, "word"),
        (0.6, "word"),
        (0.59, "rumour"),
    ],
)
def test_the_less_sure_one_is_the_less_one_claims(confidence: float, words: str) -> None:
    for seed in range(20):
        assert words in said(confidence, seed).lower()
        assert said(confidence, seed).endswith("the ferry to Hob has a new cat.")
        assert len(said(confidence, seed)) <= len(SAYS) + MAX_WORDING_CHARS


@pytest.mark.parametrize("confidence", [0.9, 1.0])
def test_what_is_confirmed_is_said_plainly(confidence: float) -> None:
    assert said(confidence) == SAYS


def test_what_is_far_away_is_never_more_than_rumour(saltmere: Pack) -> None:
    wren = presenter_of(saltmere, "wren")

    assert wren.confidence(["abroad"]) == 0.4
    assert wren.confidence(["abroad"], 0.3) == 0.3
    assert wren.confidence(["abroad", "harbour-wards"], 0.85) == 0.85
    assert wren.confidence(["fens"]) == 1.0


def test_every_wording_is_heard_in_a_hundred_months_and_every_sky_seen(saltmere: Pack) -> None:
    every = {wording for _, wordings in WORDINGS for wording in wordings}
    heard = Counter[str]()
    for seed in range(MONTHS):
        persona = ("wren", "corvin")[seed % 2]
        for day in days(saltmere, persona, seed=seed, start=saltmere.card.start, count=30):
            for slot in day.slots:
                for telling in (*slot.sheet.facts, *slot.sheet.items):
                    text = str(telling.slots.get("fact", telling.slots.get("item")))
                    if telling.slots["hearsay"]:
                        heard.update(wording for wording in every if text.startswith(wording))
        if heard.keys() == every:
            return

    assert heard.keys() == every
