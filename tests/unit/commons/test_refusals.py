"""What the routes of the forum refuse, to whom, and what they say of themselves."""

import pytest

from unit.commons.surface import FOR_ADMIN, READS, Surface, read_only

__all__ = ["read_only"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        *(("GET", f"/api/bots/nobody{rest}", None) for rest in ("", "/config", "/posts", "/followers", "/following")),
        *(("GET", f"/api/bots/nobody/memory{rest}", None) for rest in ("", "/warm", "/cold")),
        ("PUT", "/api/bots/nobody/config", {}),
        ("POST", "/api/bots/nobody/config/reset", None),
        ("PUT", "/api/bots/nobody/cost-cap", {}),
        ("POST", "/api/bots/nobody/pause", {}),
        ("POST", "/api/bots/nobody/resume", None),
        ("PUT", "/api/pace", {"resident": "nobody", "pace": "slow"}),
        ("POST", "/api/pace/trigger/nobody", {"request_id": "r-1"}),
        ("POST", "/api/votes", {"resident": "nobody", "piece": 1, "value": 1}),
        ("POST", "/api/votes", {"resident": "ivo", "piece": 999_999, "value": 1}),
        ("POST", "/api/follows", {"resident": "nobody", "other": "ivo"}),
        ("DELETE", "/api/follows?resident=ivo&other=nobody", None),
        ("GET", "/api/threads/999999", None),
        ("POST", "/api/threads/999999/lock", {}),
        ("POST", "/api/moderation/999999", {"decision": "hidden"}),
        ("GET", "/api/stats/actions?bot=nobody", None),
        ("POST", "/api/commands/reset_resident", {"resident": "nobody"}),
        ("POST", "/api/commands/no_such_command", {}),
    ],
)
def test_a_thing_that_is_not_there_is_a_404_with_its_reason(
    read_only: Surface, method: str, path: str, body: object
) -> None:
    status, error = read_only.refused(method, path, body)

    assert status == 404
    assert any(name in error for name in ("nobody", "999999", "no_such_command"))


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/bots?limit=0", None),
        ("GET", "/api/bots?limit=201", None),
        ("GET", "/api/bots?offset=-1", None),
        ("GET", "/api/bots/No Body", None),
        ("GET", "/api/threads?sort=oldest", None),
        ("GET", "/api/threads?q=%00", None),
        ("GET", "/api/export/secrets.json", None),
        ("PUT", "/api/bots/ivo/config", {"shyness": "3"}),
        ("PUT", "/api/bots/ivo/config", {"shyness": True}),
        ("PUT", "/api/bots/ivo/config", {"shyness": 101}),
        ("PUT", "/api/bots/ivo/config", {"bravery": 1}),
        ("PUT", "/api/bots/ivo/config", {"history": " "}),
        ("PUT", "/api/bots/ivo/cost-cap", {"daily_cost_cap_usd": "0.5"}),
        ("PUT", "/api/bots/ivo/cost-cap", {"daily_token_cap": -1}),
        ("POST", "/api/moderation/1", {"decision": "hidden", "reason": "\0"}),
        ("POST", "/api/commands/set_pace", {"resident": "ivo"}),
        ("POST", "/api/commands/lock_thread", {"thread": 1, "is_locked": "yes"}),
    ],
)
def test_a_request_that_cannot_be_is_refused(read_only: Surface, method: str, path: str, body: object) -> None:
    status, _ = read_only.refused(method, path, body)

    assert status == 422


def test_whoever_has_no_token_reads_but_changes_nothing(read_only: Surface) -> None:
    operations = [(method.upper(), path) for path, item in read_only.app.openapi()["paths"].items() for method in item]
    head = read_only.ledger.head()

    statuses = {
        (method, path): read_only.guest.request(
            method, path.format(bot="ivo", thread=read_only.longest_thread(), kind="votes", piece=1), json={}
        ).status_code
        for method, path in operations
    }

    assert {path for (method, path), status in statuses.items() if method == "GET" and status == 200} == {
        *READS,
        "/health",
        "/api/activity",
    }
    assert {path for (method, path), status in statuses.items() if method == "GET" and status == 401} == {*FOR_ADMIN}
    assert {status for (method, _), status in statuses.items() if method != "GET"} == {401}
    assert read_only.ledger.head() == head


def test_every_route_says_what_it_is_for_and_what_it_returns(read_only: Surface) -> None:
    operations = {
        (method, path): operation
        for path, item in read_only.app.openapi()["paths"].items()
        for method, operation in item.items()
        if path.startswith("/api") and path != "/api/activity"
    }

    for name, operation in operations.items():
        [success] = [status for status in operation["responses"] if status.startswith("2")]
        [content] = operation["responses"][success]["content"].values()
        assert content["schema"], name
        assert operation["summary"], name
        assert operation["description"].endswith("."), name
        assert set(operation["tags"]) <= {
            "bots",
            "memory",
            "threads",
            "pace",
            "stats",
            "export",
            "votes",
            "moderation",
            "commands",
        }
        assert len(operation["tags"]) == 1, name
    assert {path for _, path in operations if path.startswith("/api/commands/")} == {
        f"/api/commands/{command.name}" for command in read_only.forum.commands.carried_by
    }
