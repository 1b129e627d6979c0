from pathlib import Path

import pytest

from longwave.world import new
from longwave.world.errors import UnknownWorld
from longwave.world.locate import bundled_worlds, find_pack


def test_saltmere_comes_with_longwave() -> None:
    assert find_pack("saltmere") == bundled_worlds() / "saltmere"


def test_a_path_to_a_pack_is_taken_as_it_is(pack: Path) -> None:
    assert find_pack(str(pack)) == pack.resolve()


def test_a_name_is_looked_up_in_the_given_order(tmp_path: Path) -> None:
    first = new.create(tmp_path / "a" / "saltmere", "First")
    new.create(tmp_path / "b" / "saltmere", "Second")

    assert find_pack("saltmere", [tmp_path / "a", tmp_path / "b", tmp_path / "absent"]) == first.resolve()


def test_an_unknown_world_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    new.create(tmp_path / "nine-ports", "Nine Ports")

    with pytest.raises(UnknownWorld, match=r"there is no world 'saltmore'; there are: nine-ports, saltmere") as refusal:
        find_pack("saltmore", [tmp_path])

    assert refusal.value.hint == "did you mean `saltmere`?"


@pytest.mark.parametrize("name", ["_template", "../worlds", "", ".", "nothing/like/this"])
def test_a_folder_that_is_no_world_is_unknown(name: str) -> None:
    with pytest.raises(UnknownWorld):
        find_pack(name)
