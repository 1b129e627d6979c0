"""What a run leaves to read: the page of a day, the index, the rundown and the segments, whole and safe."""

import datetime as dt
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from acceptance.terminal import longwave
from longwave import bootstrap
from longwave.modules.station.export import Exporter
from longwave.settings import Settings
from longwave.world.pack import Pack

VOID = {"meta", "br", "hr", "img", "input", "link"}
HOSTILE = """</dd><script>alert("x")</script> & 'quotes' "so" {{ 7 * 7 }}"""
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""


class Page(HTMLParser):
    """A page as a browser would take it in: what is open, what is linked, what can be linked to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.misnested: list[str] = []
        self.anchors: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.tags: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id":
                self.anchors.append(value or "")
            if name == "href":
                self.links.append(value or "")
            if name in {"src", "srcset", "action", "data", "poster"} or name.startswith("on"):
                self.sources.append(value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.misnested.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def _read(path: Path) -> Any:  # Any: JSON.
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pages(undisturbed_days: Path) -> dict[str, Page]:
    return {path.name: Page(path.read_text(encoding="utf-8")) for path in undisturbed_days.glob("*.html")}


def test_there_is_a_page_a_day_and_an_index_that_links_them(pages: dict[str, Page]) -> None:
    days = ["1931-03-02.html", "1931-03-03.html", "1931-03-04.html"]

    assert sorted(pages) == [*days, "index.html"]
    assert pages["index.html"].links == days


def test_every_tag_is_closed_where_it_was_opened(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        assert (page.open, page.misnested) == ([], []), name


def test_pages_are_self_contained(pages: dict[str, Page], undisturbed_days: Path) -> None:
    for name, page in pages.items():
        html = (undisturbed_days / name).read_text(encoding="utf-8")
        assert page.sources == [], name
        assert not page.tags & {"script", "link", "img", "iframe", "object", "form"}, name
        assert not re.search(r"https?:|url\(|@import", html), name


def test_every_link_leads_somewhere(pages: dict[str, Page], undisturbed_days: Path) -> None:
    for name, page in pages.items():
        assert len(page.anchors) == len(set(page.anchors)), name
        for link in page.links:
            if link.startswith("#"):
                assert link[1:] in page.anchors, f"{name}: {link}"
            else:
                assert (undisturbed_days / link).is_file(), f"{name}: {link}"


def test_a_day_shows_every_segment_and_everything_it_tells_of(pages: dict[str, Page], undisturbed_days: Path) -> None:
    for date in ("1931-03-02", "1931-03-03", "1931-03-04"):
        page = pages[f"{date}.html"]
        segments = [_read(path) for path in sorted((undisturbed_days / "segments" / date).glob("*.json"))]

        assert len(segments) == 16
        assert [anchor for anchor in page.anchors if re.fullmatch(r"s\d{4}", anchor)] == [
            f"s{segment['slot'][-5:].replace(':', '')}" for segment in segments
        ]
        assert all(segment["text"] in page.text for segment in segments)
        assert {a for a in page.anchors if a.startswith("lore-")} == {
            f"lore-{told['id']}" for segment in segments for told in segment["tells"]
        }


def test_a_day_that_ends_early_says_when(tmp_path: Path) -> None:
    said = longwave(
        "station", "produce", "--persona", "wren", "--hours", "3", "--segments-per-hour", "2", "-o", tmp_path
    )

    assert said.code == 0, said
    assert "at the microphone, 06:00 to 09:00." in Page((tmp_path / "1931-03-02.html").read_text()).text


def test_what_a_world_says_is_text_and_never_markup(day: Path, saltmere: Pack) -> None:
    lore = {
        name: entry.model_copy(update={"title": f"{entry.title} {HOSTILE}", "text": HOSTILE})
        for name, entry in saltmere.lore.items()
    }
    card = saltmere.card.model_copy(update={"title": HOSTILE, "summary": HOSTILE, "licence": HOSTILE})
    station = saltmere.station.model_copy(update={"name": HOSTILE})
    hostile = saltmere.model_copy(update={"lore": lore, "card": card, "station": station})
    wren = saltmere.personas["wren"].model_copy(update={"name": HOSTILE})

    with bootstrap.open_ledger(str(day), Settings()) as ledger:
        Exporter(out=day, ledger=ledger, pack=hostile, persona=wren).catch_up()

    for name, least in {"index.html": 5 + 4, "1931-03-02.html": 16 + 5}.items():
        page = Page((day / name).read_text(encoding="utf-8"))
        assert (page.open, page.misnested) == ([], []), name
        assert "script" not in page.tags, name
        assert page.text.count(HOSTILE) >= least, name


def test_a_title_with_signs_of_markup_never_gets_on_air(own_world: Path, tmp_path: Path) -> None:
    places = own_world / "lore" / "places.yaml"
    places.write_text(re.sub(r"(?m)^  title: (.*)$", r'  title: "\1 <script>"', places.read_text()))

    longwave("station", "produce", "--world", own_world, "--persona", "ada", "--hours", "3", "-o", tmp_path / "out")

    texts = [_read(path)["text"] for path in (tmp_path / "out").rglob("segments/*/*.json")]
    assert not [text for text in texts if "<" in text]


def test_the_rundown_lists_every_slot_with_what_fills_it(undisturbed_days: Path) -> None:
    rundown = _read(undisturbed_days / "rundown.json")

    assert [day["date"] for day in rundown] == ["1931-03-02", "1931-03-03", "1931-03-04"]
    for day in rundown:
        assert [slot["time"] for slot in day["slots"]] == [f"{hour:02}:00" for hour in range(6, 22)]
        for slot in day["slots"]:
            segment = _read(undisturbed_days / "segments" / day["date"] / f"{slot['time'].replace(':', '')}.json")
            assert slot.keys() == {"time", "form", "sky", "about", "piece"}
            assert (slot["form"], slot["piece"]) == (segment["form"], segment["provenance"]["piece"])


def test_every_segment_is_complete_and_is_what_the_ledger_says(undisturbed_days: Path) -> None:
    accepted = longwave("ledger", "tail", "-n", "100000", "--kind", "piece.accepted", "--json", "-d", undisturbed_days)
    texts = {event["seq"]: event["data"]["text"] for event in accepted.json}

    segments = [_read(path) for path in sorted((undisturbed_days / "segments").rglob("*.json"))]

    assert len(segments) == len(texts) == 48
    for segment in segments:
        assert segment.keys() == {
            "slot",
            "at",
            "form",
            "persona",
            "text",
            "ssml",
            "lexicon",
            "estimated_s",
            "tells",
            "provenance",
            "findings",
        }
        assert texts[segment["provenance"]["piece"]] == segment["text"]
        assert dt.datetime.fromisoformat(segment["at"]).strftime("%Y-%m-%d/%H:%M") == segment["slot"]
        assert 2 < segment["estimated_s"] < 600
        assert segment["provenance"].keys() == {
            "world",
            "pack",
            "piece",
            "narrator",
            "attempts",
            "is_fallback",
            "because",
            "tokens",
            "cost_usd",
        }


@pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed to look at the page with")
@pytest.mark.parametrize("width", [360, 1100])
def test_a_browser_shows_the_day_without_scrolling_sideways(undisturbed_days: Path, tmp_path: Path, width: int) -> None:
    measured = tmp_path / "measured.html"
    # Headless Chromium prints the document that a page ends as, so the page can measure itself.
    measure = "<script>document.title = document.documentElement.scrollWidth + ' of ' + innerWidth</script></body>"
    html = (undisturbed_days / "1931-03-02.html").read_text(encoding="utf-8")
    measured.write_text(html.replace("</body>", measure), encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    look = [CHROMIUM, *options, f"--window-size={width},900", "--dump-dom", measured.as_uri()]

    dumped = subprocess.run(look, check=True, capture_output=True, text=True, timeout=60)

    found = re.search(r"<title>(\d+) of (\d+)</title>", dumped.stdout)
    assert found is not None
    assert int(found[1]) <= int(found[2])
