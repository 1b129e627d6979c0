"""What players are shown of expeditions: odds before they commit, reports after, and what they may choose from."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from longwave.commands.card import Card
from longwave.ledger.ledger import Stamp
from longwave.modules.academy.errors import NoSuch, NotPlaying
from longwave.modules.academy.expeditions import reading, rules
from longwave.modules.academy.expeditions.commands import (
    ExpeditionOdds,
    ExpeditionReport,
    LaunchExpedition,
    ListExpeditions,
    ListOpportunities,
    ListSites,
)
from longwave.modules.academy.expeditions.errors import TwiceInTeam
from longwave.modules.academy.expeditions.events import ExpeditionQueued, Outcome
from longwave.modules.academy.hosting.events import GamePaused, TextWithheld
from longwave.world.findings import (
    Depth,
    EffectKind,
    ExpeditionType,
    FollowUp,
    Opportunity,
    ReputationChange,
    TheorySeed,
)
from unit.academy.voyages import HOPELESS, OBJECTIVE, PLAIN, Harbour, harbour, prepared, seed_of

PLAN = {
    "expedition_type": ExpeditionType.FIELD,
    "site": "wreck",
    "objective": OBJECTIVE,
    "team": ("scholar-0", "scholar-1"),
    "prep_depth": Depth.DEEP,
}


def fields(card: Card) -> dict[str, str]:
    return dict(card.fields)


def rows(card: Card) -> dict[str, str]:
    """Return a table of two columns by its first."""
    assert card.grid is not None
    return {row[0]: row[1] for row in card.grid.rows}


def odds(port: Harbour, player: str = "ada", **changes: object) -> Card:
    return port.table.answer(player, ExpeditionOdds.model_validate({**PLAN, **changes}))


def chosen(port: Harbour, kind: str, player: str = "ada", typed: str = "") -> list[str]:
    with port.table.read() as connection:
        return [choice.value for choice in port.expeditions.choices()[kind](connection, player, typed)]


def test_the_odds_show_every_modifier_and_each_outcomes_chance(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        card = odds(port)

        shown = rows(card)
        parts = [int(value) for name, value in shown.items() if name != "in all"]
        assert shown["preparation"] == "+10"
        assert shown["friction of the site"] == "-15"
        assert sum(parts) == int(shown["in all"])
        chances = rules.chances(int(shown["in all"]))
        assert fields(card)["Landmark"] == f"{chances[Outcome.LANDMARK]} %"
        assert fields(card)["Failure"] == f"{chances[Outcome.FAILURE]} %"
        assert fields(card)["Costs"] == "3 academic, 1 government"
        assert card.is_private


def test_the_odds_are_those_that_the_expedition_then_has(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        asked = rows(odds(port, site="quay"))
        port.table.ask("ada", LaunchExpedition.model_validate({**PLAN, "site": "quay"}))

        port.digest()

        [back] = port.returns()
        # The payment has lowered what is held of the site's faction, and the odds knew.
        assert back.score - back.roll == int(asked["in all"])


def test_asking_for_the_odds_commits_to_nothing(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        before = port.table.ledger.head()

        odds(port)

        assert port.table.ledger.head() == before


def test_the_odds_say_what_keeps_one_from_going(tmp_path: Path) -> None:
    with harbour(tmp_path, influence=1) as port:
        card = odds(port, expedition_type=ExpeditionType.GREAT_PROJECT)

        assert "But a great project expedition takes a reputation of 10 or more and yours is 0." in card.text
        assert "But this takes 4 influence (academic) and you hold 1." in card.text


def test_the_odds_count_rivals_who_are_queued(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        alone = rows(odds(port))["friction with rivals"]
        port.send("scholar-2", player="bo", site="wreck")

        assert (alone, rows(odds(port))["friction with rivals"]) == ("0", "-2")


def test_odds_are_answered_while_the_game_rests_and_only_to_players(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        port.table.tell(GamePaused(reason="a storm"))

        assert odds(port).title == "Odds: a field expedition to the wreck"
        with pytest.raises(NotPlaying):
            odds(port, player="nobody")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"site": "moon"}, NoSuch),
        ({"team": ("scholar-2",)}, NoSuch),
        ({"team": ("scholar-0", "scholar-0")}, TwiceInTeam),
        ({"theory": 9}, NoSuch),
    ],
)
def test_the_odds_of_what_cannot_be_are_refused(
    tmp_path: Path, changes: Mapping[str, object], refusal: type[Exception]
) -> None:
    with harbour(tmp_path) as port, pytest.raises(refusal):
        port.table.answer("ada", ExpeditionOdds.model_validate({**PLAN, **changes}))


def test_a_launch_says_who_goes_where_for_what_and_at_which_odds(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        port.claim(12)
        card = port.table.ask("ada", LaunchExpedition.model_validate({**PLAN, "theory": 12})).card

        assert card is not None
        assert card.title == "EX-0001 is on its way"
        assert "Scholar Number0 and Scholar Number1 set out for the wreck" in card.text
        assert OBJECTIVE in card.text
        assert fields(card) == {
            "Paid": "3 academic, 1 government",
            "Odds as things stand": "19 % landmark, 20 % success, 25 % partial success, 36 % failure",
            "At stake": "theory 12: a landmark proves it, a failure refutes it",
        }


def test_a_report_tells_of_a_queued_expedition_what_is_known(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        port.send("scholar-0", theory=None)

        card = port.table.answer("bo", ExpeditionReport(expedition="ex-0001"))

        assert card.title == "EX-0001: a think tank expedition to the quay"
        assert fields(card)["State"] == "queued"
        assert fields(card)["Sent by"] == "Ada"
        assert card.grid is None


def test_a_report_tells_the_roll_the_modifiers_and_the_mishap(tmp_path: Path) -> None:
    with harbour(tmp_path, numbers=prepared(HOPELESS)) as port:
        port.send("scholar-0", depth=Depth.SHALLOW)
        port.digest()

        card = port.table.answer("bo", ExpeditionReport(expedition="1"))

        [back] = port.returns()
        assert fields(card)["Roll"] == f"{back.roll} of 100"
        assert fields(card)["Score"] == f"{back.score}: failure"
        assert rows(card)["in all"] == str(HOPELESS + PLAIN)
        assert card.text.endswith("At the quay it rained on Scholar Number0.")


def test_a_report_tells_what_was_found_and_its_sequel(tmp_path: Path) -> None:
    sequel = FollowUp(digests=1, says="{scholar} came back to it.")
    nothing = ReputationChange(kind=EffectKind.REPUTATION, change=0)
    with harbour(
        tmp_path, numbers=prepared(0), effects=[nothing], follow_up=sequel, seed=seed_of(Outcome.PARTIAL, PLAIN)
    ) as port:
        port.send("scholar-0", depth=Depth.SHALLOW)
        port.digest()
        port.digest()

        card = port.table.answer("ada", ExpeditionReport(expedition="EX-0001"))

        assert card.text.split("\n\n")[1:] == [
            "A think_tank surprise. At the quay Scholar Number0 found a thing that Ada had lost.",
            "A think_tank surprise. Scholar Number0 came back to it.",
        ]


@pytest.mark.parametrize("code", ["EX-0002", "EX-", "nothing", "EX-999999999", "EX-0000001;--", "٣"])
def test_a_report_on_what_is_not_there_is_refused(tmp_path: Path, code: str) -> None:
    with harbour(tmp_path) as port:
        port.send("scholar-0")

        with pytest.raises(NoSuch, match="there is no expedition"):
            port.table.answer("ada", ExpeditionReport(expedition=code))


def test_what_the_host_withholds_is_in_no_report_and_no_headline(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        port.send("scholar-0")
        port.table.tell(withheld(OBJECTIVE))

        card = port.table.answer("bo", ExpeditionReport(expedition="EX-0001"))

        with port.table.read() as connection:
            headline = reading.headline(connection, "EX-0001")
        assert OBJECTIVE not in card.text
        assert headline == "EX-0001, think tank: words that wait for the host (queued)"


def test_expeditions_are_listed_the_newest_first_and_by_pages(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        many(port, 23)

        pages = [port.table.answer("bo", ListExpeditions(page=page)) for page in (1, 2, 3, 4)]

        codes = [[row[0] for row in page.grid.rows] if page.grid else [] for page in pages]
        assert [len(page) for page in codes] == [10, 10, 3, 0]
        assert codes[0][0] == "EX-0023"
        assert codes[2][-1] == "EX-0001"
        assert [bool(page.hint) for page in pages] == [True, True, False, False]


def test_ones_own_expeditions_are_listed_apart(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        port.send("scholar-0")
        port.send("scholar-2", player="bo")

        card = port.table.answer("bo", ListExpeditions(mine=True))

        assert card.grid is not None
        assert card.grid.rows == (("EX-0002", "think tank", "the quay", "Bo", "queued"),)


def test_opportunities_are_listed_to_their_owner_alone(tmp_path: Path) -> None:
    offer = Opportunity(kind=EffectKind.OPPORTUNITY, says="A chandler waits.", pays={"industry": 2})
    with harbour(tmp_path, numbers=prepared(HOPELESS), effects=[offer]) as port:
        port.send("scholar-0", depth=Depth.SHALLOW)
        port.digest()

        mine, others = (port.table.answer(player, ListOpportunities()) for player in ("ada", "bo"))

        assert mine.grid is not None
        assert mine.grid.rows == (("1", "A chandler waits.", "nothing", "2 industry", "Wednesday 18:00"),)
        assert others.grid is None
        assert mine.is_private


def test_what_may_be_chosen_is_narrowed_down_by_what_was_typed(tmp_path: Path) -> None:
    seed = TheorySeed(kind=EffectKind.THEORY_SEED, claim="The tide is owed money.")
    offer = Opportunity(kind=EffectKind.OPPORTUNITY, says="A chandler waits.", pays={"industry": 2})
    with harbour(tmp_path, numbers=prepared(HOPELESS), effects=[seed, offer]) as port:
        port.send("scholar-0", depth=Depth.SHALLOW)
        port.digest()
        port.send("scholar-2", player="bo", site="tower", depth=Depth.SHALLOW)

        assert chosen(port, "sites") == ["quay", "tower", "wreck"]
        assert chosen(port, "sites", typed="THE W") == ["wreck"]
        assert chosen(port, "expeditions") == ["EX-0002", "EX-0001"]
        assert chosen(port, "expeditions", typed="failure") == ["EX-0001"]
        assert chosen(port, "queued_expeditions") == ["EX-0002"]
        assert len(chosen(port, "own_seeds", typed="owed")) == 1
        assert chosen(port, "own_seeds", player="bo") == []
        assert chosen(port, "own_opportunities", typed="chandler") == ["1"]
        assert chosen(port, "own_opportunities", player="bo") == []


def test_at_most_twenty_five_are_offered_and_old_ones_can_still_be_named(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        many(port, 230)

        offered = chosen(port, "expeditions")

        assert len(offered) == 25
        assert offered[0] == "EX-0230"
        assert port.table.answer("ada", ExpeditionReport(expedition="EX-0001")).title.startswith("EX-0001")


def many(port: Harbour, count: int) -> None:
    """Let there have been so many expeditions, all called off."""
    for number in range(1, count + 1):
        queued = ExpeditionQueued(
            expedition=f"EX-{number:04d}",
            player="ada",
            expedition_type=ExpeditionType.FIELD,
            objective=OBJECTIVE,
            site="quay",
            team=("scholar-0",),
            depth=Depth.SHALLOW,
        )
        port.table.tell(queued)
        with port.table.ledger.write(Stamp(at=port.table.now, actor="host")) as tx:
            port.expeditions.cancel(tx, queued.expedition, "a test")


def withheld(text: str) -> TextWithheld:
    return TextWithheld(about=1, player="ada", text=text, reasons=("a test",))


def test_sites_are_shown_with_what_is_studied_there(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        card = port.table.answer("ada", ListSites())
        game = port.table.academy.game

        assert card.grid is not None
        shown = {row[0]: row for row in card.grid.rows}
        assert set(shown) == set(game.sites)
        for site in game.sites.values():
            studied = [game.disciplines[discipline].name for discipline in site.disciplines]
            assert shown[site.id][3] == ", ".join(studied)
            assert shown[site.id][4] == str(site.friction)
