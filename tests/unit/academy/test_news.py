"""What players read: the Gazette, its feeds and what was printed of late, with who speaks."""

import datetime as dt
import html
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import feedparser
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from longwave.modules.academy import routes
from longwave.modules.academy.expeditions.commands import LaunchExpedition
from longwave.modules.academy.news.commands import ReadGazette, ReadNews
from longwave.modules.academy.scholars.tables import academy_scholars
from longwave.modules.academy.theories.commands import SubmitTheory
from longwave.press import issues
from longwave.press.feeds import ATOM, Feed
from longwave.world.findings import ExpeditionType
from longwave.world.game import Confidence
from longwave.world.persona import Role
from longwave.world.press import PressForm
from unit.academy.club import Club, opened

ADA, BO = "discord:ada", "discord:bo"
SITE = "needle-stair"


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Club]:
    """Some days of a printed game in which scholars were hired, claims were made and expeditions sent out."""
    with opened(str(tmp_path_factory.mktemp("news") / "world.db"), is_printed=True) as club:
        club.join(ADA, BO)
        for player, claim in ((ADA, "The bells ring before the tide turns"), (BO, "No bell rings at Marrow End")):
            team, kind = (club.recruit(player),), ExpeditionType.THINK_TANK
            club.ask(player, LaunchExpedition(expedition_type=kind, site=SITE, objective=claim, team=team))
            club.ask(player, SubmitTheory(claim=claim, confidence=Confidence.CERTAIN))
        club.let_pass(dt.timedelta(days=4))
        yield club


def printed(club: Club) -> list[issues.Printed]:
    """Return all that stands in the issues so far."""
    with club.ledger.store.read() as connection:
        numbers = range(1, (issues.last_number(connection) or 0) + 1)
        found = [issues.issue(connection, club.playing.pack, number) for number in numbers]
    return [piece for issue in found if issue for _, inside in issue.sections for piece in inside]


def test_whoever_speaks_in_the_gazette_and_is_not_of_it_signs(club: Club) -> None:
    personas = club.playing.pack.personas
    with club.ledger.store.read() as connection:
        scholars = dict(connection.execute(select(academy_scholars.c.id, academy_scholars.c.name)).all())
        last = issues.last_number(connection) or 0
    pages = "\n".join(club.answer(ADA, ReadGazette(issue=number)).text for number in range(1, last + 1))

    pieces = printed(club)
    of_others = [each for each in pieces if each.by in scholars or personas[each.by].role is Role.SPOKESMAN]
    names = {**scholars, **{each.id: each.name for each in personas.values()}}
    assert {each.by in scholars for each in of_others} == {True, False}
    assert [each for each in of_others if f"{each.text}\n— {names[each.by]}" not in pages] == []
    own = [each for each in pieces if each not in of_others]
    assert own
    assert [each for each in own if f"{each.text}\n—" in pages] == []


def test_what_was_printed_of_late_is_signed_too_the_latest_first(club: Club) -> None:
    news = club.answer(BO, ReadNews()).text

    told = [each for each in printed(club) if each.text in news]
    places = [news.index(each.text) for each in sorted(told, key=lambda each: -each.piece)]
    assert places == sorted(places)
    assert len(told) > 3
    assert "\n— " in news


@pytest.fixture
def http(club: Club) -> TestClient:
    app = FastAPI()
    app.include_router(routes.router(club.ledger.store, club.playing.pack))
    return TestClient(app, base_url="https://saltmere.example")


def test_feed_readers_are_given_the_latest_issues_the_newest_first(http: TestClient) -> None:
    atom, as_json = http.get("/gazette/atom.xml"), http.get("/gazette/feed.json")

    read, items = feedparser.parse(atom.content), as_json.json()["items"]
    assert atom.headers["content-type"].startswith("application/atom+xml")
    assert as_json.headers["content-type"] == "application/feed+json"
    assert not read.bozo
    assert read.version == "atom10"
    assert as_json.json()["version"] == "https://jsonfeed.org/version/1.1"
    assert [link.href for link in read.feed.links] == ["https://saltmere.example/gazette/atom.xml"]
    assert as_json.json()["feed_url"] == "https://saltmere.example/gazette/feed.json"
    numbers = [entry.title for entry in read.entries]
    assert numbers == [f"The Gazette, number {number}" for number in range(len(numbers), 0, -1)]
    assert [(item["id"], item["title"]) for item in items] == [(entry.id, entry.title) for entry in read.entries]
    assert len({entry.id for entry in read.entries}) == len(numbers) >= 8
    assert read.feed.updated_parsed == read.entries[0].published_parsed


def test_a_feed_says_all_that_stands_in_an_issue(club: Club, http: TestClient) -> None:
    whole = "".join(item["content_html"] for item in http.get("/gazette/feed.json").json()["items"])

    assert [each.text for each in printed(club) if f"<p>{html.escape(each.text, quote=False)}</p>" not in whole] == []
    assert "<p>— " in whole
    assert "<h2>Coming soon</h2><ul><li>" in whole


def test_a_feed_holds_what_players_write_as_text(club: Club) -> None:
    odd = 'Ada & <script>alert("1")</script> \x07 ]]> “so”'
    at = club.now
    piece = issues.Printed(piece=1, at=at, form=PressForm.BULLETIN, by="ada", text=odd, event=1)
    issue = issues.GazetteIssue(number=1, at=at, sections=[("Bulletins", [piece])], coming=[odd])
    feed = Feed(pack=club.playing.pack, address="https://x.example/?a&b", issues=[issue], names={"ada": odd})

    [entry] = ET.fromstring(feed.as_atom()).findall(f"{{{ATOM}}}entry")  # noqa: S314 - it is our own
    content = entry.findtext(f"{{{ATOM}}}content") or ""
    assert content == feed.as_json().items[0].content_html
    shown = html.escape(odd.replace("\x07", ""), quote=False)
    assert content.count(shown) == 3
    assert "<script" not in content


def test_before_the_first_issue_a_feed_is_empty_and_whole(club: Club) -> None:
    feed = Feed(pack=club.playing.pack, address="https://x.example", issues=[], names={})

    read = feedparser.parse(feed.as_atom())

    assert (read.bozo, read.entries, feed.as_json().items) == (False, [], [])
    assert read.feed.updated.startswith("1931-03-")
