"""How a pack says what is spoken of its game elsewhere, and who has to have words for an interview."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from longwave.world.airing import NEWS, Airing, Deed, told
from longwave.world.card import Form
from longwave.world.errors import PackInvalid
from longwave.world.loader import load

Edit = Callable[[str, str, str], None]
WORDING = "At {site} there was a to-do, says {paper}."
ASKED = "  interview: {max_chars: 700, at: [16], at_least: 0}\n"
UNSPOKEN = "the station uses the form `interview`, and this phrasebook has no plan for it"


def airing(wording: str = WORDING, **changes: object) -> dict[str, Any]:  # Any: YAML.
    news = {deed.value: [wording] for deed in NEWS}
    return {"paper": "the Post", "news": news, "verdicts": {deed.value: "went" for deed in Deed}} | changes


def faults_of(pack: Path) -> list[str]:
    with pytest.raises(PackInvalid) as refusal:
        load(pack)
    return [fault.what for fault in refusal.value.faults]


def test_slots_are_filled_and_begin_as_they_are_told_to() -> None:
    words = {"paper": "the Post", "site": "the quay", "lead": "{site}"}

    assert told("{site|cap} and {lead}, says {paper}.", words) == "The quay and {site}, says the Post."


def test_a_wording_that_says_what_is_not_known_is_not_used() -> None:
    assert told("At {site} {scholar} sat down.", {"site": "the quay"}) is None


@pytest.mark.parametrize(
    "wording",
    [
        "The paper says something.",
        "At {site} it was {weather}.",
        "At {site} and {Lead} it was so.",
        "At {site|upper} it was so.",
        "At {site} it was so",
        "At {site} it was so, " + "and so, " * 30 + "and so.",
    ],
    ids=["no place", "an unknown slot", "a slot in capitals", "an unknown filter", "no sentence", "too long"],
)
def test_a_wording_is_a_sentence_about_a_place_that_can_be_filled(wording: str) -> None:
    with pytest.raises(ValidationError):
        Airing.model_validate(airing(wording))


@pytest.mark.parametrize("field", ["news", "verdicts"])
def test_no_deed_is_left_out(field: str) -> None:
    whole = airing()
    whole[field].pop("proven")

    with pytest.raises(ValidationError, match=f"{field} must tell of"):
        Airing.model_validate(whole)


def test_what_is_no_news_has_no_wording() -> None:
    with pytest.raises(ValidationError, match="news must tell of"):
        Airing.model_validate(airing(news={**airing()["news"], "claimed": [WORDING]}))


def test_a_file_with_a_fault_is_named(pack: Path) -> None:
    whole = airing()
    whole["news"]["proven"].append("At {nowhere} it was so.")
    (pack / "academy").mkdir()
    (pack / "academy" / "airing.yaml").write_text(yaml.safe_dump(whole), "utf-8")

    [fault] = faults_of(pack)

    assert fault.startswith("`news.proven.1` may hold {paper}, {lead}")


def test_a_world_needs_no_interviews(pack: Path) -> None:
    assert Form.INTERVIEW not in load(pack).station.forms


def test_who_knows_the_present_needs_words_for_an_interview(pack: Path, edit: Edit) -> None:
    edit("station.yaml", "  ident:", f"{ASKED}  ident:")

    assert faults_of(pack) == [UNSPOKEN]


def test_who_does_not_know_the_present_needs_none(pack: Path, edit: Edit) -> None:
    edit("station.yaml", "  ident:", f"{ASKED}  ident:")
    edit("personas/ada.yaml", "cutoff_year: null", "cutoff_year: 1949")

    assert Form.INTERVIEW in load(pack).station.forms
