"""A game that could not be played is found before anybody sits down to it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from unit.world.checking import faults_of

Edit = Callable[[str, str, str], None]
DISCIPLINES, SITES, SCHOLARS = "academy/disciplines.yaml", "academy/sites.yaml", "academy/scholars.yaml"
GENERATION, CLAIMS, LEADS = "academy/generation.yaml", "academy/claims.yaml", "academy/leads.yaml"
VIGNETTES, MISHAPS, GAME = "academy/vignettes.yaml", "academy/mishaps.yaml", "academy/game.yaml"
PROJECTS, SEASONS = "academy/projects.yaml", "academy/seasons.yaml"
COUNCIL = "did you mean `council`?"
ADD_DEEP = "add one with `expedition: field` and `depth: deep`"
ADD_GENERATION = f"add {GENERATION}, or take academy/ out"


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (
            DISCIPLINES,
            "council\n  topics: [bells",
            "cuncil\n  topics: [bells",
            f"3: there is no faction `cuncil`; {COUNCIL}",
        ),
        (DISCIPLINES, "[bells]", "[bels]", "4: there is no topic `bels`; did you mean `bells`?"),
        (
            SITES,
            "lore: long-pier",
            "lore: long-peir",
            "3: there is no lore entry `long-peir`; did you mean `long-pier`?",
        ),
        (SITES, "region: harbour", "region: harbor", "4: there is no region `harbor`; did you mean `harbour`?"),
        (SITES, "faction: council", "faction: counsel", f"5: there is no faction `counsel`; {COUNCIL}"),
        (
            SITES,
            "[tide-reading,",
            "[tide-readng,",
            "7: there is no discipline `tide-readng`; did you mean `tide-reading`?",
        ),
        (SCHOLARS, "home: town", "home: twon", "5: there is no lore entry or region `twon`; did you mean `town`?"),
        (
            SCHOLARS,
            "patient\n  discipline: bell",
            "pateint\n  discipline: bell",
            "6: there is no archetype `pateint`; did",
        ),
        (
            SCHOLARS,
            "discipline: bell-lore",
            "discipline: bel-lore",
            "7: there is no discipline `bel-lore`; did you mean",
        ),
        (SCHOLARS, "{bell-lore: 7", "{bel-lore: 7", "18: there is no discipline `bel-lore`; did you mean `bell-lore`?"),
        (SCHOLARS, "of: per-aker", "of: per-akre", "21: there is no scholar `per-akre`; did you mean `per-aker`?"),
        (SCHOLARS, "council\n  drive: to be", "cuncil\n  drive: to be", f"29: there is no faction `cuncil`; {COUNCIL}"),
        (
            GENERATION,
            "homes: [town",
            "homes: [twon",
            "18: there is no lore entry or region `twon`; did you mean `town`?",
        ),
        (LEADS, "faction: council", "faction: choir", "4: there is no faction `choir`; use one of `council`"),
        (CLAIMS, "  bell-lore:", "  bel-lore:", "4: there is no discipline `bel-lore`; did you mean `bell-lore`?"),
        (PROJECTS, "faction: council", "faction: concil", f"2: there is no faction `concil`; {COUNCIL}"),
        (SEASONS, "faction: council", "faction: concil", f"5: there is no faction `concil`; {COUNCIL}"),
        (VIGNETTES, "council, change: 1", "concil, change: 1", f"42: there is no faction `concil`; {COUNCIL}"),
        (VIGNETTES, "costs: {council", "costs: {concil", f"43: there is no faction `concil`; {COUNCIL}"),
        (VIGNETTES, "pays: {council", "pays: {concil", f"43: there is no faction `concil`; {COUNCIL}"),
        (VIGNETTES, "council, change: -1", "concil, change: -1", f"48: there is no faction `concil`; {COUNCIL}"),
        (MISHAPS, "council, change: -1", "concil, change: -1", f"38: there is no faction `concil`; {COUNCIL}"),
        (
            GAME,
            "great_project: {council: 2}",
            "great_project: {concil: 2}",
            f"4: there is no faction `concil`; {COUNCIL}",
        ),
    ],
)
def test_an_id_that_names_nothing_is_found_with_the_nearest_one(
    played: Path, edit: Edit, file: str, old: str, new: str, fault: str
) -> None:
    edit(file, old, new)

    [found] = faults_of(played)

    assert found.startswith(f"{file}:{fault}")


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (VIGNETTES, "of {lead} was", "of {leed} was", "46: nothing fills `{leed}`; did you mean `{lead}`?"),
        (VIGNETTES, "A Ticket\n  says: At {site} ", "A Ticket\n  says: At {sight} ", "5: nothing fills `{sight}`; did"),
        (MISHAPS, "nothing for {lead}", "nothing for {lead", "6: nothing fills `{lead.`; did you mean `{lead}`?"),
        (GENERATION, "{home} studies", "{place} studies", "20: nothing fills `{place}`; did you mean `{vice}`?"),
        (CLAIMS, "{bell|cap}", "{bel|cap}", "5: there are no words `bel`; did you mean `bell`?"),
        (CLAIMS, "{bell|cap}", "{bell|cap", "5: the template '{bell|cap rings before the tide turns.' has a bracket"),
        (SEASONS, '"10-15"', '"10-35"', '4: October has no day 35; write a date, as in "11-09"'),
        (GAME, "21:00", "25:00", "9: '25:00' is no time of day; write it as \"13:00\""),
        (GAME, "digests:", "symposium_at: noon\ndigests:", "9: 'noon' is no time of day; write it as \"13:00\""),
    ],
)
def test_a_slot_that_nothing_fills_and_a_time_that_never_comes_are_found(
    played: Path, edit: Edit, file: str, old: str, new: str, fault: str
) -> None:
    edit(file, old, new)

    found = faults_of(played)

    assert found
    assert found[0].startswith(f"{file}:{fault}")


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (SITES, "[tide-reading, bell-lore]", "[]", "7: nothing can be studied at `pier-end`; name a discipline"),
        (GENERATION, "\n  she: [Maren, Tove]", " {}", "1: nobody has a first name; add `she: [...]`, `he` or `they`"),
        (
            CLAIMS,
            'patterns:\n  bell-lore:\n    - "{bell|cap} rings before the tide turns."',
            "patterns: {}",
            "3: there is nothing to claim; add a pattern for a discipline",
        ),
        (
            GAME,
            "costs:\n  think_tank: {council: 1}\n  field: {council: 1}\n",
            "costs:\n",
            "1: `costs` leaves out `think_tank`, `field`; add what is missing: this replaces the usual numbers",
        ),
        (
            VIGNETTES,
            "field\n  depth: deep",
            "field\n  depth: shallow",
            f"1: there is no vignette of the type `field` and the depth `deep`; {ADD_DEEP}",
        ),
        (
            MISHAPS,
            "field\n  depth: deep",
            "field\n  depth: shallow",
            f"1: there is no mishap of the type `field` and the depth `deep`; {ADD_DEEP}",
        ),
    ],
)
def test_what_the_game_cannot_do_without_is_asked_for(
    played: Path, edit: Edit, file: str, old: str, new: str, fault: str
) -> None:
    edit(file, old, new)

    assert faults_of(played) == [f"{file}:{fault}"]


@pytest.mark.parametrize(
    ("absent", "fault"),
    [
        (DISCIPLINES, f"{DISCIPLINES}:1: the game cannot be played: nobody has anything to study; add one here"),
        (SITES, f"{SITES}:1: the game cannot be played: there is nowhere to go; add one here"),
        (CLAIMS, f"{LEADS}:1: autoplayers have nothing to claim; add {CLAIMS}"),
        (LEADS, f"{CLAIMS}:1: there are claims, and no autoplayers to make them; add one in {LEADS}"),
        (
            GENERATION,
            f"{DISCIPLINES}:1: the world has a game, and nothing to draw its scholars from; {ADD_GENERATION}",
        ),
    ],
)
def test_a_file_that_the_game_cannot_do_without_is_asked_for(played: Path, absent: str, fault: str) -> None:
    (played / absent).unlink()

    assert fault in faults_of(played)


def test_the_usual_numbers_are_for_the_usual_factions(played: Path) -> None:
    (played / GAME).unlink()

    what = "the usual `{}` are in influence with {}, which the world has not; write `{}` of its own"
    assert faults_of(played) == [
        f"{GAME}:1: {what.format('costs', '`academic`, `government`, `industry`', 'costs')}",
        f"{GAME}:1: {what.format('rewards', '`academic`, `foreign`, `government`, `industry`', 'rewards')}",
    ]


def test_two_archetypes_cannot_share_an_id(played: Path, edit: Edit) -> None:
    kind = "  - {id: patient, name: other, loyalty: [1, 2], integrity: [1, 2], main_skill: [1, 2], side_skill: [1, 2],"
    edit(GENERATION, "drives:", f"{kind} sayings: [So.]}}\ndrives:")

    assert faults_of(played) == [
        f"{GENERATION}:12: the id `patient` stands twice, first in {GENERATION}:5; rename one, or delete it"
    ]


@pytest.mark.parametrize("file", [DISCIPLINES, SITES, SCHOLARS, VIGNETTES, MISHAPS, GENERATION, GAME, CLAIMS, LEADS])
def test_an_unreadable_file_makes_nothing_else_look_missing(played: Path, file: str) -> None:
    (played / file).write_text("- id: [open\n", "utf-8")

    assert [fault.partition(":")[0] for fault in faults_of(played)] == [file]


def test_a_vignette_with_a_fault_may_be_the_one_that_is_missed(played: Path, edit: Edit) -> None:
    edit(VIGNETTES, "field\n  depth: deep", "field\n  depth: deeper")

    [found] = faults_of(played)

    assert found.startswith(f"{VIGNETTES}:38: `depth` is 'deeper'")
