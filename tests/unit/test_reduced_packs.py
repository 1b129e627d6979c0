"""A world that is open goes on with a pack to which something was added, and not with one that lost what it uses."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import select

from longwave import bootstrap
from longwave.ledger.ledger import Ledger, Stamp
from longwave.modules.academy.economy.tables import academy_projects
from longwave.modules.academy.expeditions.commands import LaunchExpedition
from longwave.modules.academy.scholars.tables import academy_scholars
from longwave.settings import Settings
from longwave.world.errors import PackReduced
from longwave.world.findings import ExpeditionType
from longwave.world.pack import Pack
from unit.academy.club import HOST, Club, opened, saltmere

SITE, LAYER, RESIDENT = "needle-stair", "player-joined", "averil"
START = dt.datetime(1931, 4, 1, tzinfo=dt.UTC)
Thing = TypeVar("Thing")


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Club]:
    """A printed game in which somebody is to go to a site."""
    with opened(str(tmp_path_factory.mktemp("club") / "world.db"), is_printed=True) as club:
        club.join("ada")
        team = (club.recruit("ada"),)
        kind = ExpeditionType.THINK_TANK
        club.ask("ada", LaunchExpedition(expedition_type=kind, site=SITE, objective="The third lamp", team=team))
        yield club


def reopen(club: Club, pack: Pack) -> None:
    """Begin again where the game stands, with another pack."""
    with club.ledger.write(Stamp(at=club.now, actor=HOST)) as tx:
        replace(club.playing, pack=pack).opening.found(tx)


def changed(pack: Pack, **changes: object) -> Pack:
    """Return a pack with some of it changed, and nothing kept that was worked out of what it was."""
    return Pack.model_construct(**{**dict(pack), **changes})


def without(things: Mapping[str, Thing], name: str) -> dict[str, Thing]:
    assert name in things
    return {each: thing for each, thing in things.items() if each != name}


def in_use(club: Club, column: str) -> str:
    """Return what is in use first of a column's ids."""
    table = academy_projects if column == "project" else academy_scholars
    with club.ledger.store.read() as connection:
        return str(connection.execute(select(table.c[column])).scalars().first())


def less_game(part: str, name: Callable[[Club], str]) -> Callable[[Club], tuple[Pack, str]]:
    """Return what takes something that is in use out of the pack's game, and tells what."""

    def reduced(club: Club) -> tuple[Pack, str]:
        game, gone = club.playing.academy.game, name(club)
        less = game.model_copy(update={part: without(getattr(game, part), gone)})
        return changed(club.playing.pack, game=less), gone

    return reduced


def less_factions(club: Club) -> tuple[Pack, str]:
    first, *others = club.playing.pack.card.factions
    card = club.playing.pack.card.model_copy(update={"factions": tuple(others)})
    return changed(club.playing.pack, card=card), first.id


def less_layers(club: Club) -> tuple[Pack, str]:
    return changed(club.playing.pack, layers=without(club.playing.pack.layers, LAYER)), LAYER


@pytest.mark.parametrize(
    ("what", "reduced"),
    [
        ("site", less_game("sites", lambda _: SITE)),
        ("discipline", less_game("disciplines", lambda club: in_use(club, "discipline"))),
        ("project", less_game("projects", lambda club: in_use(club, "project"))),
        ("faction", less_factions),
        ("press layer", less_layers),
    ],
)
def test_a_game_does_not_go_on_without_what_it_uses(
    what: str, reduced: Callable[[Club], tuple[Pack, str]], club: Club
) -> None:
    pack, gone = reduced(club)

    with pytest.raises(PackReduced, match=f"no longer in the pack: {what} {gone}$"):
        reopen(club, pack)


def test_a_game_goes_on_without_what_nobody_has_used_yet(club: Club) -> None:
    game = club.playing.academy.game
    unused = next(name for name in game.sites if name != SITE)
    less = game.model_copy(update={"sites": without(game.sites, unused)})

    reopen(club, changed(club.playing.pack, game=less))


@pytest.fixture
def forum(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger in which the residents of the bundled world live."""
    with bootstrap.open_ledger(str(tmp_path / "world.db"), Settings(), create=True) as ledger:
        found(ledger, saltmere())
        yield ledger


def found(ledger: Ledger, pack: Pack) -> bool:
    society = bootstrap.Society(station=bootstrap.Station(ledger=ledger, pack=pack, seed=7))
    with ledger.write(Stamp(at=START, actor="producer")) as tx:
        return society.founding.found(tx)


def test_a_forum_does_not_go_on_without_somebody_who_lives_there(forum: Ledger) -> None:
    fewer = changed(saltmere(), personas=without(saltmere().personas, RESIDENT))

    with pytest.raises(PackReduced, match=f"no longer in the pack: resident {RESIDENT}$"):
        found(forum, fewer)


def test_somebody_new_in_the_pack_joins_when_the_world_begins_again(forum: Ledger) -> None:
    personas = saltmere().personas
    new = personas[RESIDENT].model_copy(update={"id": "newcomer", "name": "Newly Come"})
    more = changed(saltmere(), personas={**personas, new.id: new})

    assert found(forum, more)
    assert not found(forum, more)
