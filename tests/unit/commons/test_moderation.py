"""What moderators see and do, and that nothing they take down is shown or given away."""

import csv
import io
import json

import pytest

from longwave.modules.commons.events import PieceFlagged, ResidentJoined
from longwave.modules.commons.exports import Kind
from unit.commons.surface import READS, Surface, read_only, surface

__all__ = ["read_only", "surface"]


def test_moderators_see_what_is_open_first_and_every_act_is_on_record(surface: Surface) -> None:
    first, second, *_ = surface.get(f"/api/threads/{surface.longest_thread()}")["posts"]
    surface.append(PieceFlagged(piece=first["id"], reasons=("repetitive",)))
    surface.append(PieceFlagged(piece=second["id"], reasons=("over-long",)))

    decided = surface.send("POST", f"/api/moderation/{second['id']}", {"decision": "hidden", "reason": "rude"})
    queue = surface.get("/api/moderation")
    acts = surface.get("/api/moderation/audit", limit=2)["acts"]

    assert (decided["decision"], decided["decided_by"], decided["why"]) == ("hidden", "admin", "rude")
    assert [flag["piece"]["id"] for flag in queue["flags"]] == [first["id"], second["id"]]
    assert queue["flags"][0]["reasons"] == ["repetitive"]
    assert queue["open"] == 1
    assert [act["kind"] for act in acts] == ["commons.piece_moderated", "commons.piece_flagged"]
    assert acts[0]["by"] == "admin"
    assert acts[0]["data"] == {"piece": second["id"], "decision": "hidden", "reason": "rude"}


@pytest.mark.parametrize("decision", ["hidden", "deleted"])
@pytest.mark.parametrize("place", [0, -1])
def test_what_a_moderator_takes_down_is_shown_nowhere(surface: Surface, decision: str, place: int) -> None:
    thread = surface.get("/api/threads", sort="replies", limit=1)["threads"][0]
    piece = surface.get(f"/api/threads/{thread['id']}")["posts"][place]
    assert piece["text"]

    flag = surface.send("POST", f"/api/moderation/{piece['id']}", {"decision": decision})

    everything = "\n".join(
        surface.guest.get(path.format(bot=piece["author"], thread=thread["id"], kind=kind)).text
        for path in READS
        for kind in Kind
    )
    everything += (
        surface.guest.get("/api/threads", params={"limit": 200}).text + surface.guest.get("/api/activity").text
    )
    again = surface.get(f"/api/threads/{thread['id']}")["posts"][place]
    assert json.dumps(piece["text"])[1:-1] not in everything
    assert piece["text"] not in everything
    assert (again["state"], again["text"], again["about"]) == (decision, None, [])
    assert (flag["piece"]["text"] is None) == (decision == "deleted")
    if place == 0:
        assert thread["title"] not in everything
        assert surface.get(f"/api/threads/{thread['id']}")["thread"]["title"] is None
        assert thread["id"] not in [each["id"] for each in surface.get("/api/threads", limit=200)["threads"]]


def test_what_a_moderator_approves_is_shown_again(surface: Surface) -> None:
    thread = surface.longest_thread()
    before = surface.get(f"/api/threads/{thread}")
    surface.send("POST", f"/api/moderation/{thread}", {"decision": "hidden"})

    surface.send("POST", f"/api/moderation/{thread}", {"decision": "approved"})

    assert surface.get(f"/api/threads/{thread}") == before


@pytest.mark.parametrize("kind", Kind)
def test_a_list_is_exported_whole_in_both_forms(read_only: Surface, kind: Kind) -> None:
    as_json, as_csv = (read_only.guest.get(f"/api/export/{kind}.{form}") for form in ("json", "csv"))

    records, lines = as_json.json(), list(csv.reader(io.StringIO(as_csv.text, newline="")))

    assert as_csv.headers["content-type"].startswith("text/csv")
    assert as_csv.headers["content-disposition"] == f'attachment; filename="{kind}.csv"'
    assert records
    assert [list(record) for record in records] == [lines[0]] * len(records)
    assert len(lines) == len(records) + 1
    keys = [tuple(record[name] for name in list(record)[:3]) for record in records]
    assert len(set(keys)) == len(keys)


def test_no_cell_of_an_export_is_a_formula_and_numbers_stay_numbers(surface: Surface) -> None:
    for number, sign in enumerate(("=", "+", "-", "@", "\t", "\r", "a")):
        joined = ResidentJoined(resident=f"nell-{number}", name=f"{sign}1+1", offset_s=0, persona=None)
        surface.append(joined)
    voted = surface.get("/api/export/votes.json")

    lines = csv.DictReader(io.StringIO(surface.http.get("/api/export/bots.csv").text, newline=""))
    votes = csv.DictReader(io.StringIO(surface.http.get("/api/export/votes.csv").text, newline=""))

    names = {line["id"]: line["name"] for line in lines}
    assert [names[f"nell-{number}"] for number in range(7)] == [
        "'=1+1",
        "'+1+1",
        "'-1+1",
        "'@1+1",
        "'\t1+1",
        "'\r1+1",
        "a1+1",
    ]
    assert [int(vote["value"]) for vote in votes] == [vote["value"] for vote in voted]
    assert -1 in [vote["value"] for vote in voted]
