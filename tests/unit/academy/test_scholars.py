"""The roster: founded, joined by newcomers who find their place, left by the old, and kept in its range."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longwave.ledger import rebuild
from longwave.ledger.ledger import Stamp
from longwave.modules.academy.academy import Academy
from longwave.modules.academy.mentoring.events import CareerAdvanced
from longwave.modules.academy.offers.events import ScholarRecruited
from longwave.modules.academy.scholars import arcs, roster, rules
from longwave.modules.academy.scholars.events import ScholarArrived, ScholarRetired, SidecastAdvanced
from longwave.modules.academy.scholars.handlers import Roster
from longwave.modules.academy.scholars.roster import Scholar
from longwave.world.findings import Depth
from longwave.world.game import Numbers
from longwave.world.scholars import Track, View
from unit.academy.small import small_pack
from unit.academy.table import Table, laid
from unit.academy.voyages import CERTAIN, HOPELESS, harbour, prepared

# So small that the eight scholars of the small game are enough.
SMALL = Numbers(roster=(6, 12), sidecast=0.0)


@contextmanager
def hall(tmp_path: Path, *, numbers: Numbers = SMALL) -> Iterator[tuple[Table, Roster]]:
    """Lay a table with a roster."""
    with laid(str(tmp_path / "world.db"), arcs.PROJECTION, numbers=numbers) as table:
        handler = Roster(academy=table.academy)
        table.answered_by = handler.answered()
        yield table, handler


def present(table: Table) -> dict[str, Scholar]:
    with table.read() as connection:
        return {scholar.id: scholar for scholar in roster.active(connection)}


def found(table: Table, handler: Roster) -> None:
    with table.ledger.write(Stamp(at=table.now, actor="host")) as tx:
        handler.found(tx)


def arrivals(table: Table) -> list[ScholarArrived]:
    return [event for event in table.events(ScholarArrived) if isinstance(event, ScholarArrived)]


def stages(table: Table) -> list[SidecastAdvanced]:
    return [event for event in table.events(SidecastAdvanced) if isinstance(event, SidecastAdvanced)]


def retired(table: Table) -> list[ScholarRetired]:
    return [event for event in table.events(ScholarRetired) if isinstance(event, ScholarRetired)]


def hold(table: Table, handler: Roster, *, digests: int = 1) -> int:
    with table.held(digests=digests) as (tx, digest):
        return handler.at_digest(tx, digest)


def come(table: Table, name: str) -> None:
    """Let a newcomer come at the last digest."""
    sheet = table.academy.game.scholars["scholar-0"].model_copy(update={"id": name, "name": name.title(), "tier": 0})
    table.tell(ScholarArrived(scholar=name, sheet=sheet, discipline=sheet.discipline, digest=table.digest))


def test_the_first_day_sees_the_packs_scholars_and_two_more_than_there_must_be(tmp_path: Path) -> None:
    with hall(tmp_path, numbers=Numbers()) as (table, handler):
        found(table, handler)

        assert len(present(table)) == 22
        assert set(table.academy.game.scholars) < set(present(table))
        assert all(event.is_founding for event in arrivals(table))
        assert {scholar.stage for scholar in present(table).values()} == {""}


def test_founding_again_adds_nobody(tmp_path: Path) -> None:
    with hall(tmp_path, numbers=Numbers()) as (table, handler):
        found(table, handler)

        found(table, handler)

        assert len(arrivals(table)) == 22


def test_a_roster_refills_at_the_next_founding_with_others_than_before(tmp_path: Path) -> None:
    with hall(tmp_path, numbers=Numbers()) as (table, handler):
        found(table, handler)
        gone = max(present(table))
        table.tell(ScholarRetired(scholar=gone, player="", years=1))

        found(table, handler)

        assert len(present(table)) == 22
        assert len({event.scholar for event in arrivals(table)}) == 23


def test_the_first_days_opinions_are_feelings(tmp_path: Path) -> None:
    with hall(tmp_path, numbers=Numbers()) as (table, _):
        view = View(of="scholar-1", feeling=-4.5, because="He hums.")
        sheet = table.academy.game.scholars["scholar-0"].model_copy(update={"id": "newly-written", "opinions": (view,)})
        handler = Roster(academy=with_scholars(table.academy, {**table.academy.game.scholars, sheet.id: sheet}))

        found(table, handler)

        with table.read() as connection:
            assert roster.feeling(connection, "newly-written", "scholar-1") == -4.5


def test_two_worlds_of_one_seed_have_the_same_roster(tmp_path: Path) -> None:
    sheets = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        with hall(tmp_path / name, numbers=Numbers()) as (table, handler):
            found(table, handler)
            sheets.append([event.sheet for event in arrivals(table)])

    assert sheets[0] == sheets[1]


def test_a_success_brings_somebody_back_who_studies_what_the_site_asks_for(tmp_path: Path) -> None:
    with harbour(tmp_path, numbers=prepared(CERTAIN, sidecast=1.0)) as port:
        port.send("scholar-0", site="tower")

        port.digest()

        newcomer = arrivals(port.table)[-1]
        assert (newcomer.expedition, newcomer.player, newcomer.site) == ("EX-0001", "ada", "tower")
        assert (newcomer.discipline, newcomer.digest, newcomer.is_founding) == ("bells", 1, False)
        assert present(port.table)[newcomer.scholar].stage == rules.DEBUT
        assert port.feeling(newcomer.scholar) == pytest.approx(0.98)


def test_a_failure_brings_nobody_back(tmp_path: Path) -> None:
    with harbour(tmp_path, numbers=prepared(HOPELESS, sidecast=1.0)) as port:
        port.send("scholar-0")

        port.digest()

        assert len(present(port.table)) == 8


def test_a_full_roster_takes_in_nobody(tmp_path: Path) -> None:
    full = prepared(CERTAIN, sidecast=1.0).model_copy(update={"roster": (6, 9)})
    with harbour(tmp_path, numbers=full) as port:
        for _ in range(3):
            port.send("scholar-0")
            port.digest()

        assert len(present(port.table)) == 9


def test_about_one_expedition_in_four_brings_somebody_back() -> None:
    academy, count = Academy(pack=small_pack(), seed=3), 4_000

    brought = sum(
        rules.is_introduced(Numbers(), 22, academy.dice("sidecast", f"EX-{number:04d}")) for number in range(count)
    )

    assert abs(brought / count - 0.25) <= 3.5 * (0.25 * 0.75 / count) ** 0.5


def test_a_newcomer_finds_a_place_after_three_digests_and_is_looked_at_after_six(tmp_path: Path) -> None:
    with hall(tmp_path) as (table, handler):
        hold(table, handler)
        come(table, "new")

        moved = [hold(table, handler) for _ in range(9)]

        assert moved == [0, 0, 1, 0, 0, 1, 0, 0, 0]
        assert [event.stage for event in stages(table)] == [rules.INTEGRATION, rules.SPOTLIGHT]
        assert present(table)["new"].stage == rules.SPOTLIGHT
        with table.read() as connection:
            assert arcs.going_on(connection) == {}


def test_a_newcomer_gets_on_with_a_colleague_and_both_feel_it(tmp_path: Path) -> None:
    with hall(tmp_path) as (table, handler):
        come(table, "new")
        for scholar in ("new", "scholar-5"):
            table.tell(ScholarRecruited(scholar=scholar, player="ada", faction="academic", chance=100, roll=1))

        hold(table, handler, digests=3)

        [met] = stages(table)
        assert met.other == "scholar-5"
        assert [(felt.scholar, felt.towards, felt.change) for felt in met.feelings] == [
            ("new", "scholar-5", 1.0),
            ("scholar-5", "new", 1.0),
        ]
        assert met.notes[0].says == "I found a bench to work at, next to Scholar Number5."


def test_a_newcomer_who_leaves_has_no_more_story(tmp_path: Path) -> None:
    with hall(tmp_path) as (table, handler):
        come(table, "new")
        table.tell(ScholarRetired(scholar="new", player="", years=0))

        moved = [hold(table, handler) for _ in range(7)]

        assert moved == [0] * 7


def test_where_too_few_are_left_others_come_at_once(tmp_path: Path) -> None:
    with hall(tmp_path) as (table, handler):
        for number in range(4):
            table.tell(ScholarRetired(scholar=f"scholar-{number}", player="", years=1))

        came = hold(table, handler)

        assert came == 2
        assert len(present(table)) == 6
        assert {event.digest for event in arrivals(table) if not event.is_founding} == {1}


def test_who_came_later_and_stands_at_the_top_retires_after_forty_years(tmp_path: Path) -> None:
    with hall(tmp_path) as (table, handler):
        come(table, "new")
        advanced = CareerAdvanced(
            mentorship=1,
            player="ada",
            scholar="new",
            faction="academic",
            track=Track.ACADEMIA,
            tier=2,
            rank="Professor",
        )
        table.tell(advanced, ScholarRecruited(scholar="new", player="ada", faction="academic", chance=100, roll=1))

        hold(table, handler, digests=82)

        [gone] = [event for event in retired(table) if event.scholar == "new"]
        assert (gone.player, gone.years) == ("ada", 41)
        assert gone.notes[0].says == "I retired after 41 years of the Work, at the end with Ada."


def test_the_founding_generation_thins_out_as_the_chances_say() -> None:
    academy, count, years = Academy(pack=small_pack(), seed=5), 3_000, 60
    chance = rules.retirement_chance(tier=2, years=years, is_founding=True)

    left = sum(academy.dice("retirement", f"scholar-{number}", 1).random() < chance for number in range(count))

    assert abs(left / count - chance) <= 3.5 * (chance * (1 - chance) / count) ** 0.5


@given(tier=st.integers(0, 2), years=st.integers(0, 400), is_founding=st.booleans())
def test_a_longer_service_never_makes_a_retirement_less_likely(tier: int, years: int, *, is_founding: bool) -> None:
    now = rules.retirement_chance(tier=tier, years=years, is_founding=is_founding)
    later = rules.retirement_chance(tier=tier, years=years + 1, is_founding=is_founding)

    assert 0 <= now <= later <= 1


def test_a_season_keeps_the_roster_in_its_range_and_a_rebuild_gives_the_same_tables(tmp_path: Path) -> None:
    numbers = prepared(CERTAIN, sidecast=0.5).model_copy(update={"roster": (7, 10)})
    with harbour(tmp_path, numbers=numbers) as port:
        sizes = set()
        for _ in range(180):
            own = [scholar.id for scholar in present(port.table).values() if scholar.employer == "ada"]
            if own:
                port.send(own[0], depth=Depth.SHALLOW)
            with port.table.held() as (tx, digest):
                port.expeditions.at_digest(tx, digest)
                port.expeditions.roster.at_digest(tx, digest)
            sizes.add(len(present(port.table)))

        assert sizes <= {7, 8, 9, 10}
        assert len(retired(port.table)) > 5
        names = [event.sheet.name for event in arrivals(port.table)]
        assert len(set(names)) == len(names)
        assert rebuild.compare(port.table.ledger).differences == ()


def with_scholars(academy: Academy, scholars: Mapping[str, object]) -> Academy:
    """Return an academy whose pack has other scholars."""
    game = academy.game.model_copy(update={"scholars": scholars})
    return replace(academy, pack=academy.pack.model_copy(update={"game": game}))
