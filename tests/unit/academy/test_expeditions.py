"""Expeditions that are sent: by whom, with whom, for how much; and those that are called off."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from longwave.ledger.ledger import Stamp
from longwave.modules.academy.errors import GamePausedNow, NoSuch, NotPlaying
from longwave.modules.academy.events import Move
from longwave.modules.academy.expeditions.commands import LaunchExpedition
from longwave.modules.academy.expeditions.errors import NotQueued, ScholarInjured, ScholarTravelling, TwiceInTeam
from longwave.modules.academy.expeditions.events import (
    ExpeditionCancelled,
    ExpeditionQueued,
)
from longwave.modules.academy.hosting.events import GamePaused, GameResumed
from longwave.modules.academy.standing.errors import InfluenceShort, ReputationShort
from longwave.modules.academy.theories.events import TheoryResolved, Verdict
from longwave.world.findings import Depth, ExpeditionType
from unit.academy.voyages import HOPELESS, OBJECTIVE, harbour, prepared


def test_an_expedition_is_paid_for_at_once_and_resolved_at_the_next_digest(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        code = port.send("scholar-0", kind=ExpeditionType.FIELD, depth=Depth.DEEP)
        held = dict(port.table.standing("ada").held)
        nothing_yet = port.returns()

        resolved = port.digest()

        assert code == "EX-0001"
        assert held == {"academic": 3, "government": 5, "industry": 6, "religious": 6, "foreign": 6}
        assert nothing_yet == []
        assert resolved == (1, 0)
        assert len(port.returns()) == 1


def test_codes_go_on_from_the_last_whatever_became_of_it(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        codes = [port.send("scholar-0"), port.send("scholar-1")]
        with port.table.ledger.write(Stamp(at=port.table.now, actor="host")) as tx:
            port.expeditions.cancel(tx, "EX-0002", "sent by mistake")

        codes.append(port.send("scholar-1"))

        assert codes == ["EX-0001", "EX-0002", "EX-0003"]


@pytest.mark.parametrize(
    ("kind", "gate"), [(ExpeditionType.THINK_TANK, -5), (ExpeditionType.FIELD, 0), (ExpeditionType.GREAT_PROJECT, 10)]
)
def test_a_reputation_just_below_the_gate_is_refused_and_the_gate_is_not(
    tmp_path: Path, kind: ExpeditionType, gate: int
) -> None:
    with harbour(tmp_path) as port:
        port.think_of("ada", gate - 1)
        with pytest.raises(ReputationShort):
            port.send("scholar-0", kind=kind)

        port.think_of("ada", gate)

        assert port.send("scholar-0", kind=kind) == "EX-0001"


def test_who_cannot_pay_sends_nobody(tmp_path: Path) -> None:
    with harbour(tmp_path, influence=2) as port:
        with pytest.raises(InfluenceShort, match="this takes 3 influence"):
            port.send("scholar-0", depth=Depth.DEEP)

        assert port.table.events(ExpeditionQueued) == []
        assert port.table.standing("ada").held["academic"] == 2


def test_only_scholars_in_ones_own_employ_are_sent(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        for stranger in ("scholar-2", "scholar-5", "nobody-at-all"):
            with pytest.raises(NoSuch, match="in your employ"):
                port.send("scholar-0", stranger)


def test_a_scholar_is_named_once_and_signs_up_once(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        with pytest.raises(TwiceInTeam):
            port.send("scholar-0", "scholar-0")
        port.send("scholar-0")

        with pytest.raises(ScholarTravelling, match="signed up for EX-0001"):
            port.send("scholar-0", "scholar-1")

        port.digest()
        assert port.send("scholar-1") == "EX-0002"


def test_an_injured_scholar_stays_at_home_until_the_digest_of_the_injury_is_held(tmp_path: Path) -> None:
    with harbour(tmp_path, numbers=prepared(HOPELESS), seed=3) as port:
        while not port.returns() or not port.returns()[-1].injured:
            port.send("scholar-0", depth=Depth.SHALLOW)
            port.digest()
        hurt = port.returns()[-1].injured[0]
        assert hurt.until == port.table.digest + 2

        port.digest()
        with pytest.raises(ScholarInjured, match=f"before digest {hurt.until} is held"):
            port.send("scholar-0", depth=Depth.SHALLOW)
        port.digest()

        assert port.send("scholar-0", depth=Depth.SHALLOW)


@pytest.mark.parametrize(
    "wrong",
    [
        {"team": ()},
        {"team": tuple(f"scholar-{number}" for number in range(5))},
        {"objective": "short"},
        {"objective": "12345678"},
        {"objective": "x" * 241},
        {"objective": "a\u202ebackwards claim"},
        {"site": "The Quay!"},
        {"theory": 0},
        {"theory": 2**60},
        {"bonus": 50},
    ],
)
def test_what_is_no_expedition_is_refused_before_anything_is_read(wrong: dict[str, object]) -> None:
    fields = {"expedition_type": "field", "site": "quay", "objective": OBJECTIVE, "team": ("scholar-0",)}

    with pytest.raises(ValidationError):
        LaunchExpedition.model_validate({**fields, **wrong})


def test_a_site_that_is_not_there_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with harbour(tmp_path) as port, pytest.raises(NoSuch) as refused:
        port.send("scholar-0", site="wrecks")

    assert refused.value.hint == "did you mean 'wreck'?"


def test_a_paused_game_and_a_stranger_are_refused(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        with pytest.raises(NotPlaying):
            port.send("scholar-0", player="nobody")
        port.table.tell(GamePaused(reason="the host is travelling"))
        with pytest.raises(GamePausedNow):
            port.send("scholar-0")

        port.table.tell(GameResumed(hours=1, reason=""))

        assert port.send("scholar-0") == "EX-0001"


def test_only_an_open_theory_of_ones_own_is_put_to_the_test(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        port.claim(1, player="bo")
        port.claim(2)
        port.table.tell(
            TheoryResolved(
                theory=2,
                player="ada",
                claim=OBJECTIVE,
                confidence="certain",
                verdict=Verdict.PROVEN,
                ground="deadline",
            )
        )

        for theory in (1, 2, 3):
            with pytest.raises(NoSuch, match="open theory of yours"):
                port.send("scholar-0", theory=theory)


def test_a_cancelled_expedition_gives_everything_back_and_never_leaves(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        before = dict(port.table.standing("ada").held)
        code = port.send("scholar-0", kind=ExpeditionType.FIELD)
        with port.table.ledger.write(Stamp(at=port.table.now, actor="host")) as tx:
            port.expeditions.cancel(tx, code.lower(), "sent by mistake")
        [cancelled] = port.table.events(ExpeditionCancelled)

        resolved = port.digest()

        assert cancelled.moves == (
            Move(player="ada", faction="academic", change=2),
            Move(player="ada", faction="government", change=1),
        )
        assert port.table.standing("ada").held == before
        assert resolved == (0, 0)
        assert port.send("scholar-0") == "EX-0002"


def test_only_what_is_queued_is_called_off(tmp_path: Path) -> None:
    with harbour(tmp_path) as port:
        port.send("scholar-0")
        port.digest()

        for code, refusal in (("EX-0001", NotQueued), ("EX-0002", NoSuch), ("the first", NoSuch)):
            with pytest.raises(refusal), port.table.ledger.write(Stamp(at=port.table.now, actor="host")) as tx:
                port.expeditions.cancel(tx, code, "a test")
