"""Scholars drawn from dice: the same for the same purpose, of their own name, and within what the pack says."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from longwave.modules.academy.academy import Academy
from longwave.modules.academy.scholars.generation import generated
from longwave.world.imports.slugs import slug
from longwave.world.scholars import HISTORY_SLOTS, Archetype, Pronoun, Scholar
from unit.academy.small import START, small_pack

ACADEMY = Academy(pack=small_pack(), seed=7)
SOURCE = ACADEMY.game.generation


def nobody(_id: str) -> bool:
    return False


def drawn(academy: Academy, count: int) -> list[Scholar]:
    """Draw scholars, none of whom is called as one before."""
    known: set[str] = set()
    sheets = []
    for number in range(count):
        sheets.append(generated(academy, "test", number, is_known=known.__contains__))
        known.add(sheets[-1].id)
    return sheets


def with_source(**changes: object) -> Academy:
    """Return an academy whose scholars are drawn from something else."""
    game = ACADEMY.game.model_copy(update={"generation": SOURCE.model_copy(update=changes)})
    return replace(ACADEMY, pack=ACADEMY.pack.model_copy(update={"game": game}))


@given(number=st.integers(0, 10_000))
def test_the_same_purpose_gives_the_same_scholar(number: int) -> None:
    one, other = (generated(ACADEMY, "newcomer", number, is_known=nobody) for _ in range(2))

    assert one == other


def test_another_seed_gives_other_scholars() -> None:
    others = drawn(replace(ACADEMY, seed=8), 20)

    assert others != drawn(ACADEMY, 20)


@given(number=st.integers(0, 10_000), is_founding=st.booleans())
def test_a_drawn_scholar_keeps_within_the_archetype_and_the_pack(number: int, *, is_founding: bool) -> None:
    sheet = generated(ACADEMY, "test", number, is_known=nobody, is_founding=is_founding)

    archetype: Archetype = SOURCE.archetypes[0]
    main, *sides = sheet.skills
    assert main == sheet.discipline
    assert archetype.main_skill[0] <= sheet.skills[main] <= archetype.main_skill[1]
    assert len(sides) == 2
    assert all(archetype.side_skill[0] <= sheet.skills[side] <= archetype.side_skill[1] for side in sides)
    assert archetype.loyalty[0] <= sheet.loyalty <= archetype.loyalty[1]
    assert archetype.integrity[0] <= sheet.integrity <= archetype.integrity[1]
    assert sheet.faction == ACADEMY.game.disciplines[sheet.discipline].faction
    assert sheet.name.split()[0] in SOURCE.first_names[sheet.pronoun]
    assert START.year - 64 <= sheet.born <= START.year - 24
    assert sheet.sayings == archetype.sayings


@given(number=st.integers(0, 10_000))
def test_a_newcomer_is_young_and_stands_at_the_beginning(number: int) -> None:
    sheet = generated(ACADEMY, "test", number, is_known=nobody)

    assert (sheet.tier, sheet.idle_days) == (0, 0)
    assert sheet.born >= START.year - 38


def test_founding_scholars_stand_on_every_rung() -> None:
    tiers = Counter(generated(ACADEMY, number, is_known=nobody, is_founding=True).tier for number in range(200))

    assert set(tiers) == {0, 1, 2}


def test_every_discipline_and_pronoun_comes_up() -> None:
    sheets = [generated(ACADEMY, number, is_known=nobody) for number in range(200)]

    assert {sheet.discipline for sheet in sheets} == set(ACADEMY.game.disciplines)
    assert {sheet.pronoun for sheet in sheets} == set(Pronoun)


def test_where_disciplines_are_named_one_of_them_it_is() -> None:
    sheets = [generated(ACADEMY, number, is_known=nobody, disciplines=("bells", "lamps")) for number in range(50)]

    assert {sheet.discipline for sheet in sheets} == {"bells", "lamps"}


def test_nobody_is_called_as_somebody_else_even_when_the_names_run_out() -> None:
    sheets = drawn(ACADEMY, 100)  # Six first names and ten surnames make sixty.

    assert len({sheet.id for sheet in sheets}) == len({sheet.name for sheet in sheets}) == 100
    assert all(sheet.id == slug(sheet.name) for sheet in sheets)
    assert any(sheet.name.endswith(" II") for sheet in sheets)


def test_heirs_are_numbered_as_kings_are() -> None:
    alone = with_source(first_names={Pronoun.SHE: ("Ama",)}, surnames=("Stone",))

    names = [sheet.name for sheet in drawn(alone, 14)]

    assert names[:5] == ["Ama Stone", "Ama Stone II", "Ama Stone III", "Ama Stone IV", "Ama Stone V"]
    assert names[8:] == [f"Ama Stone {numeral}" for numeral in ("IX", "X", "XI", "XII", "XIII", "XIV")]


def test_a_history_speaks_of_whoever_it_is() -> None:
    told = "{name} came from {home}. {they} study {discipline} by {method}, and all ask {them} for {their} {vice}."
    academy = with_source(histories=(told,), first_names=_only(Pronoun.HE, ("Col",)), surnames=("Stone",))

    sheet = generated(academy, "test", is_known=nobody, disciplines=("bells",))

    assert sheet.history == (
        "Col Stone came from the Shore. He study the study of bells by counting, and all ask him for his tea."
    )


def test_a_history_fills_every_slot_that_the_check_of_a_pack_lets_pass() -> None:
    academy = with_source(histories=(" ".join(f"{{{slot}}}" for slot in HISTORY_SLOTS) + ".",))

    sheet = generated(academy, "test", is_known=nobody)

    assert "{" not in sheet.history


def test_a_name_in_another_alphabet_has_an_id() -> None:
    academy = with_source(first_names=_only(Pronoun.SHE, ("Åse",)), surnames=("Ørsted",))

    sheet = generated(academy, "test", is_known=nobody)

    assert (sheet.name, sheet.id) == ("Åse Ørsted", "ase-orsted")


def _only(pronoun: Pronoun, names: Iterable[str]) -> dict[Pronoun, tuple[str, ...]]:
    return {pronoun: tuple(names)}
