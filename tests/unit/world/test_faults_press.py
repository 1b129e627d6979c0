"""Layers of the press that nobody could print are found before anything happens."""

from collections.abc import Callable
from pathlib import Path

import pytest

from longwave.world import locate
from longwave.world.loader import load
from unit.world.checking import faults_of

Edit = Callable[[str, str, str], None]
LAYERS = "press/theories.yaml"
GUIDE = "docs/howto/write-press-layers.md lists what there is"
SUBMITTED = "`academy.theory_submitted`"


def test_a_pack_that_can_be_played_and_printed_has_no_faults(played: Path) -> None:
    assert faults_of(played) == []


@pytest.mark.parametrize("world", ["saltmere", "_template"])
def test_the_bundled_packs_have_no_faults(world: str) -> None:
    assert faults_of(locate.bundled_worlds() / world) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "all of it: “{claim}”",
            "all of it: “{claim”",
            "8: the template 'The paper has a theory from {player} and prints all of it: “{claim”.' has a bracket",
        ),
        ("it: “{claim}”", "it: “{clam}”", f"8: {SUBMITTED} never fills `{{clam}}`; did you mean `claim`?"),
        ("in by {player}", "in by {playr}", "6: nothing fills `{playr}`; did you mean `{player}`?"),
        ("in by {player}", "in by [one|two", "6: nothing fills `[`; use one of `{player}`"),
        ("gazette\n  when: {conf", "gazete\n  when: {conf", "4: nobody is called `gazete`; did you mean `gazette`?"),
        (
            "gazette\n  when: {conf",
            "ada\n  when: {conf",
            "4: the presenter `ada` has no voice in the press; name one whose role is editor or spokesman",
        ),
        ("scholar_recruited", "scholar_recuited", "18: there is no event `academy.scholar_recuited`; did you mean"),
        ("{confidence: [", "{confidense: [", f"5: {SUBMITTED} has no `confidense`; did you mean `confidence`?"),
        ("[suspect, certain]", "[suspect, sertain]", "5: `confidence` is never `sertain`; did you mean `certain`?"),
        ("{confidence: certain}", "{confidense: certain}", f"9: {SUBMITTED} has no `confidense`; did you mean"),
        ("{confidence: certain}", "{confidence: sure}", "9: `confidence` is never `sure`; use one of `certain`,"),
        ("faction: council", "faction: the town council", "21: `faction` is never `the town council`; did you mean"),
        ("faction: the town council", "faction: council", "15: `rival_faction` is never `council`; did you mean"),
        ("is_kept: true", "is_kept: maybe", "28: `is_kept` is never `maybe`; use one of `false`, `true`"),
        ("- id: theory-rivals", "- id: theory-bulletin", "10: the id `theory-bulletin` stands twice, first in"),
    ],
)
def test_a_layer_that_could_not_be_printed_is_found_where_it_is_wrong(
    played: Path, edit: Edit, old: str, new: str, fault: str
) -> None:
    edit(LAYERS, old, new)

    [found] = faults_of(played)

    assert found.startswith(f"{LAYERS}:{fault}")


def test_only_a_rival_can_say_for_whom_they_speak(played: Path, edit: Edit) -> None:
    edit(LAYERS, "voice: rivals", "voice: faction")

    assert faults_of(played) == [
        f"{LAYERS}:15: {SUBMITTED} has no `rival_faction`; {GUIDE}",
        f"{LAYERS}:15: {SUBMITTED} never fills `{{rival_faction}}`; {GUIDE}",
    ]


def test_a_press_without_an_editor_has_nobody_where_an_event_has_nobody(played: Path, edit: Edit) -> None:
    (played / "personas" / "gazette.yaml").unlink()
    edit(LAYERS, "voice: gazette", "voice: faction")

    what = "the press has no editor, who speaks where an event has nobody to"
    assert faults_of(played) == [f"{LAYERS}:4: {what}; add one in personas/, with `role: editor`"]


def test_a_persona_with_a_fault_still_has_a_voice(played: Path, edit: Edit) -> None:
    edit("personas/gazette.yaml", "born: 1900", "born: soon")

    [found] = faults_of(played)

    assert found.startswith("personas/gazette.yaml:4: `born` ")


def test_layers_are_loaded_by_whoever_does_not_know_the_events(played: Path, edit: Edit) -> None:
    edit(LAYERS, "academy.scholar_recruited", "elsewhere.somebody_hired")

    assert load(played).layers["recruited-faction"].event == "elsewhere.somebody_hired"
