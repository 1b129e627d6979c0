"""What a pack calls its things must be sayable: a title stands in sentences that the gate reads."""

import pytest

from longwave.editorial.rule import Manuscript
from longwave.editorial.rules import form
from longwave.world.loader import load
from longwave.world.locate import bundled_worlds
from unit.editorial import desk

PLUMBING = next(rule for rule in form.RULES if rule.code == "SAFE001")


def is_plumbing(title: str) -> bool:
    """Tell whether a title, named in the middle of a sentence, would pass for something that is no text."""
    text = f"That evening they spoke of {title}, and of little else, until the lamp was out."
    return PLUMBING.findings(Manuscript(text=text, assignment=desk.assignment({}), canon=desk.gate().canon)) != []


@pytest.mark.parametrize("world", ["saltmere", "_template"])
def test_every_title_of_a_bundled_pack_can_stand_in_a_sentence(world: str) -> None:
    pack = load(bundled_worlds() / world)
    titles = [entry.title for entry in pack.lore.values()]
    titles += [quest.title for quest in pack.quests.values()]
    if pack.game is not None:
        titled = (pack.game.vignettes, pack.game.questions, pack.game.seasons)
        titles += [part.title for parts in titled for part in parts.values()]

    assert titles
    assert [title for title in titles if is_plumbing(title)] == []


def test_a_title_with_a_word_of_a_program_s_is_found_out() -> None:
    assert is_plumbing("Thirty-One to None")
    assert not is_plumbing("Thirty-One to Nothing")
