from pathlib import Path

import pytest
import yaml

from longwave.narrator.casing import Casing
from longwave.world import new
from longwave.world.loader import load
from unit.narrator import planned

FACTS: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "casing.yaml").read_text(encoding="utf-8"))


def test_the_table_is_long() -> None:
    assert len(FACTS["names"]) >= 50
    assert len(FACTS["words"]) >= 60


@pytest.mark.parametrize("fact", FACTS["names"])
def test_a_fact_that_begins_with_a_name_keeps_its_capital(fact: str) -> None:
    assert planned.casing().clause(fact) == fact.removesuffix(".")


@pytest.mark.parametrize("fact", FACTS["words"])
def test_a_fact_that_begins_with_a_word_loses_its_capital(fact: str) -> None:
    assert planned.casing().clause(fact) == fact[0].lower() + fact[1:].removesuffix(".")


@pytest.mark.parametrize(
    ("sentence", "clause"),
    [
        ("I was told so.", "I was told so"),
        ("“Birds” means birds.", "“Birds” means birds"),
        ("186 rungs are enough.", "186 rungs are enough"),
        ("Is it so?", "is it so?"),
        ("Wren's cup is cold.", "Wren's cup is cold"),
        ("", ""),
        ("already small.", "already small"),
    ],
)
def test_other_beginnings_are_kept_as_they_are_written(sentence: str, clause: str) -> None:
    assert planned.casing().clause(sentence) == clause


def test_no_title_of_saltmere_loses_its_capital() -> None:
    casing, titles = planned.casing(), [entry.title for entry in planned.saltmere().lore.values()]

    lost = [title for title in titles if title[0].isupper() and casing.clause(f"{title} is old.")[0].islower()]

    assert lost == []


def test_a_pack_with_hardly_a_word_in_it_has_casing_too(tmp_path: Path) -> None:
    casing = Casing.of(load(new.create(tmp_path / "pack", "The Long Shoal")))

    assert casing.clause("The boats are in.") == "the boats are in"
