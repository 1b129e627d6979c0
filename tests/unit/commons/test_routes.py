"""What the routes of the forum answer."""

from typing import Any

import pytest
from sqlalchemy import select

from longwave.modules.commons.commands import ConfigureResident
from longwave.modules.commons.shapes.bots import ConfigEdit
from longwave.modules.commons.tables import commons_residents
from unit.commons.surface import Surface, pack, read_only, surface

__all__ = ["read_only", "surface"]

GLOBAL, CUSTOM = "Default (global)", "Custom"


def newcomer(name: str = "Nell Quay") -> dict[str, Any]:  # Any: JSON.
    persona = pack().residents["tibby"].model_dump(mode="json")
    return {**persona, "id": "nell", "name": name, "phrasebook": None}


def test_residents_are_listed_in_pages_that_are_all_of_them(read_only: Surface) -> None:
    whole = read_only.get("/api/bots")

    first, second, beyond = (read_only.get("/api/bots", limit=4, offset=offset) for offset in (0, 4, 400))

    assert [bot["id"] for bot in whole["bots"]] == ["averil", "cosmo", "ivo", "jethro", "thirza", "tibby"]
    assert first["bots"] + second["bots"] == whole["bots"]
    assert (first["next_offset"], second["next_offset"], first["total"]) == (4, None, 6)
    assert beyond == {"bots": [], "total": 6, "next_offset": None}


def test_a_resident_shows_who_they_are_what_they_may_cost_and_what_they_did(read_only: Surface) -> None:
    bot = read_only.get("/api/bots/averil")

    assert (bot["name"], bot["status"], bot["is_edited"]) == ("Averil Thwaite", "active", False)
    assert bot["temper"]["skepticism"] == pack().residents["averil"].temper.skepticism  # type: ignore[union-attr] # A resident has one.
    assert bot["model"] == {"provider": "offline", "name": "offline", "temperature": None, "max_tokens": 4000}
    assert bot["pace"] == {"own": None, "effective": "normal", "source": GLOBAL}
    assert bot["spent_today"] == {"day": "1931-03-03", "tokens": 0, "cost_usd": 0.0}
    assert bot["counts"]["heartbeats"] > 20
    assert bot["counts"]["replies"] > 0
    assert bot["last_heartbeat_at"] < bot["next_heartbeat_at"]


def test_a_cap_that_nobody_set_is_the_default_and_says_so(surface: Surface) -> None:
    before = surface.get("/api/bots/averil")["caps"]

    capped = surface.send("PUT", "/api/bots/averil/cost-cap", {"daily_token_cap": 0, "daily_cost_cap_usd": 0.5})["caps"]
    reset = surface.send("PUT", "/api/bots/averil/cost-cap", {})["caps"]

    assert before == {
        "tokens": {"own": None, "effective": 100_000, "source": GLOBAL},
        "cost_usd": {"own": None, "effective": 1.0, "source": GLOBAL},
    }
    assert capped == {
        "tokens": {"own": 0, "effective": 0, "source": CUSTOM},
        "cost_usd": {"own": 0.5, "effective": 0.5, "source": CUSTOM},
    }
    assert reset == before
    with surface.forum.read() as connection:
        caps = select(commons_residents.c.daily_token_cap, commons_residents.c.daily_cost_cap_microusd)
        assert set(connection.execute(caps).all()) == {(None, None)}


def test_an_edited_character_can_be_reset_to_the_one_they_joined_with(surface: Surface) -> None:
    before = surface.get("/api/bots/ivo/config")

    writing = {"model": "openai:gpt-5-mini", "temperature": 0.4}
    edited = surface.send("PUT", "/api/bots/ivo/config", {"shyness": 3, "quirks": ["hums"], "writing": writing})
    bot = surface.get("/api/bots/ivo")
    reset = surface.send("POST", "/api/bots/ivo/config/reset")

    assert (before["is_edited"], edited["is_edited"], bot["is_edited"], reset["is_edited"]) == (
        False,
        True,
        True,
        False,
    )
    assert edited["config"] == {
        **before["config"],
        "shyness": 3,
        "quirks": ["hums"],
        "writing": {**before["config"]["writing"], **writing},
    }
    assert edited["default"] == before["config"] == before["default"]
    assert bot["temper"]["shyness"] == 3
    assert bot["model"] == {"provider": "openai", "name": "gpt-5-mini", "temperature": 0.4, "max_tokens": 4000}
    assert reset == before
    with surface.forum.read() as connection:
        assert set(connection.execute(select(commons_residents.c.edited)).scalars()) == {None}


def test_what_a_character_shows_can_be_sent_back_and_changes_nothing(surface: Surface) -> None:
    before = surface.get("/api/bots/cosmo/config")
    head = surface.ledger.head()

    after = surface.send("PUT", "/api/bots/cosmo/config", before["config"])

    assert after == before
    assert surface.ledger.head() == head


def test_a_character_can_be_edited_in_all_that_the_command_takes() -> None:
    assert set(ConfigEdit.model_fields) == set(ConfigureResident.model_fields) - {"resident"}


def test_a_newcomer_joins_once_and_keeps_a_name_that_looks_like_markup(surface: Surface) -> None:
    name = "<script>alert('nell')</script> & =1+1"
    joined = surface.http.post("/api/bots", json={"persona": newcomer(name)})

    again = surface.refused("POST", "/api/bots", {"persona": newcomer()})

    assert joined.status_code == 201
    assert joined.json()["name"] == surface.get("/api/bots/nell")["name"] == name
    assert joined.json()["next_heartbeat_at"] is None
    assert surface.get("/api/bots")["bots"][-1]["name"] == name
    assert again == (409, "a persona is called 'nell' already")
    assert surface.get("/api/bots/nell/config")["default"]["shyness"] == newcomer()["temper"]["shyness"]


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"role": "presenter"}, 409, "persona: a resident needs a `temper`, and nobody else has one"),
        ({"name": "N\0"}, 409, "name: no name holds the character NUL"),
        ({"born": "1900"}, 422, "persona.born: Input should be of the type integer"),
        ({"knowledge": {"regions": {"the-moon": "local"}}}, 409, "there is no region 'the-moon' in Saltmere"),
    ],
)
def test_a_newcomer_who_does_not_fit_is_refused(
    surface: Surface, change: dict[str, object], status: int, error: str
) -> None:
    refused = surface.refused("POST", "/api/bots", {"persona": {**newcomer(), **change}})

    assert refused == (status, error)


def test_the_pace_says_what_a_day_of_it_should_cost(surface: Surface) -> None:
    before = surface.get("/api/pace")

    fast = surface.send("PUT", "/api/pace", {"pace": "fast"})
    own = surface.send("PUT", "/api/pace", {"pace": "slow", "resident": "ivo"})
    bot = surface.get("/api/bots/ivo")["pace"]

    assert (before["pace"], before["heartbeats_a_day"], before["own"]) == ("normal", 144.0, 0)
    assert (before["tokens_a_day"], before["cost_usd_a_day"]) == (0, 0.0)
    assert before["presets"] == {"slow": 14_400, "normal": 3_600, "fast": 900, "turbo": 300}
    assert (fast["pace"], fast["heartbeats_a_day"]) == ("fast", 576.0)
    assert (own["own"], own["heartbeats_a_day"]) == (1, 5 * 96.0 + 6.0)
    assert bot == {"own": "slow", "effective": "slow", "source": CUSTOM}
    assert surface.send("PUT", "/api/pace", {"pace": None, "resident": "ivo"}) == fast
    assert surface.refused("PUT", "/api/pace", {"pace": None})[0] == 409


def test_a_request_to_wake_somebody_takes_effect_once(surface: Surface) -> None:
    one = surface.send("POST", "/api/pace/trigger/ivo", {"request_id": "r-1"})
    same = surface.send("POST", "/api/pace/trigger/ivo", {"request_id": "r-1"})

    everybody = surface.send("POST", "/api/pace/trigger", {"request_id": "r-2"})

    assert one == {"bots": ["ivo"]}
    assert same == {"bots": []}
    assert everybody == {"bots": ["averil", "cosmo", "ivo", "jethro", "thirza", "tibby"]}


def test_a_vote_moves_the_score_and_a_second_one_replaces_it(surface: Surface) -> None:
    shown = surface.get(f"/api/threads/{surface.longest_thread()}")["posts"][-1]
    voter = next(name for name in pack().residents if name != shown["author"])
    neutral = surface.send("POST", "/api/votes", {"resident": voter, "piece": shown["id"], "value": 1})["score"]

    down = surface.send("POST", "/api/votes", {"resident": voter, "piece": shown["id"], "value": -1})

    assert down == {"bot": voter, "piece": shown["id"], "value": -1, "score": neutral - 2}
    assert surface.refused("POST", "/api/votes", {"resident": shown["author"], "piece": shown["id"], "value": 1}) == (
        409,
        f"piece {shown['id']} is the voter's own",
    )


def test_following_shows_on_both_sides_and_ends(surface: Surface) -> None:
    pair = {"resident": "averil", "other": "ivo"}
    surface.send("DELETE", "/api/follows?resident=averil&other=ivo")
    before = surface.get("/api/bots/ivo")["counts"]["followers"]

    begun = surface.send("POST", "/api/follows", pair)
    followers, following = surface.get("/api/bots/ivo/followers"), surface.get("/api/bots/averil/following")
    ended = surface.send("DELETE", "/api/follows?resident=averil&other=ivo")

    assert begun == {"bot": "averil", "other": "ivo", "is_following": True}
    assert followers["bots"][0]["id"] == "averil"
    assert following["bots"][0]["name"] == "Ivo Haddow"
    assert len(followers["bots"]) == before + 1
    assert ended["is_following"] is False
    assert surface.get("/api/bots/ivo")["counts"]["followers"] == before
    assert surface.refused("POST", "/api/follows", {"resident": "ivo", "other": "ivo"})[0] == 409


def test_a_paused_resident_says_so_until_they_are_let_go_on(surface: Surface) -> None:
    paused = surface.send("POST", "/api/bots/ivo/pause", {"reason": "too loud"})
    pace = surface.get("/api/pace")

    resumed = surface.send("POST", "/api/bots/ivo/resume")

    assert (paused["status"], resumed["status"]) == ("paused", "active")
    assert pace["heartbeats_a_day"] == 5 * 24.0


def test_a_thread_is_locked_and_opened_again(surface: Surface) -> None:
    thread = surface.longest_thread()

    locked = surface.send("POST", f"/api/threads/{thread}/lock", {})
    opened = surface.send("POST", f"/api/threads/{thread}/lock", {"is_locked": False})

    assert (locked["is_locked"], opened["is_locked"]) == (True, False)


def test_a_command_is_given_by_its_name_and_says_what_it_appended(surface: Surface) -> None:
    last, _ = surface.ledger.head()

    done = surface.send("POST", "/api/commands/pause_resident", {"resident": "ivo", "reason": "too loud"})
    again = surface.send("POST", "/api/commands/pause_resident", {"resident": "ivo"})

    happened = [{"seq": last + 1, "kind": "commons.resident_paused"}]
    assert done == {"command": "pause_resident", "events": happened, "card": None}
    assert again == {"command": "pause_resident", "events": [], "card": None}
    assert surface.ledger.latest(1)[0].actor == "admin"
