"""Wikipedia as the residents' library: what it finds, and that nothing it does can stop a resident."""

import asyncio
import gzip
import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from structlog.testing import capture_logs

from longwave.editorial.canon import Canon
from longwave.editorial.events import PieceAccepted
from longwave.editorial.knower import Knower
from longwave.modules.commons.errors import LibraryForeign
from longwave.modules.commons.events import HeartbeatEnded, ReplyPosted
from longwave.modules.commons.library import Found, LoreLibrary
from longwave.modules.commons.wikipedia import MAX_ANSWER_BYTES, WikipediaLibrary
from longwave.settings import Settings
from longwave.world.lore import MAX_FACT_CHARS
from longwave.world.memory.events import MemoryKept, MemoryKind
from unit.commons.stage import go_on, saltmere, staged, told

EEL = "The eel is a long fish that looks like a snake."


def pages(*extracts: str) -> bytes:
    """Return the answer of a search that found articles; they come back in any order."""
    listed = [{"title": f"Article {n}", "index": n, "extract": text} for n, text in enumerate(extracts, 1)]
    return json.dumps({"batchcomplete": True, "query": {"pages": listed[::-1]}}).encode()


@dataclass(kw_only=True)
class Shelf:
    """A Wikipedia on this machine.

    Attributes:
        asked: the parameters of each request.
        is_deaf: whether it never answers.
    """

    address: str = ""
    status: int = 200
    body: bytes = field(default_factory=lambda: pages(EEL))
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    is_deaf: bool = False


@contextmanager
def serving(shelf: Shelf) -> Iterator[Shelf]:
    over = threading.Event()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if shelf.is_deaf:
                over.wait()
                return
            shelf.asked.append(parse_qs(urlsplit(self.path).query))
            self.send_response(shelf.status)
            for name, value in shelf.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(shelf.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base's
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Say nothing: a client that has read enough hangs up."""

    with Server(("127.0.0.1", 0), Answers) as server:
        shelf.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield shelf
        finally:
            over.set()
            server.shutdown()
            thread.join()


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with serving(Shelf()) as shelf:
        yield shelf


@cache
def tibby() -> Knower:
    return Knower(persona=saltmere().residents["tibby"], canon=Canon(saltmere()), year=1931)


def search(library: WikipediaLibrary, query: str = "eels", knower: Knower | None = None) -> Sequence[Found]:
    return asyncio.run(library.search(query, knower or tibby()))


def test_what_is_found_is_a_sentence_of_each_article_best_first(shelf: Shelf) -> None:
    shelf.body = pages(EEL, "Elvers (young eels; also glass eels (see there)) are <b>small</b>. They swim.", "Three.")

    found = search(WikipediaLibrary(address=shelf.address), "  eels\n and\ud800 elvers ")

    assert [(one.title, one.says, one.source, one.entry, one.number) for one in found] == [
        ("Article 1", EEL, "wikipedia", "", None),
        ("Article 2", "Elvers are small.", "wikipedia", "", None),
    ]
    [asked] = shelf.asked
    assert asked["gsrsearch"] == ["eels and elvers"]
    assert {name: asked[name] for name in ("action", "prop", "exintro", "explaintext", "exsentences", "generator")} == {
        "action": ["query"],
        "prop": ["extracts"],
        "exintro": ["1"],
        "explaintext": ["1"],
        "exsentences": ["3"],
        "generator": ["search"],
    }
    assert asked["gsrlimit"] == ["3"]


def test_no_more_than_three_are_found_however_many_come_back(shelf: Shelf) -> None:
    shelf.body = pages(*[EEL] * 9)

    found = search(WikipediaLibrary(address=shelf.address))

    assert [one.title for one in found] == ["Article 1", "Article 2", "Article 3"]


@pytest.mark.parametrize(
    "long",
    ["The eel, " + "which is known to every child of the coast and " * 6 + "swims.", "The eel " + "x" * 900 + " is."],
)
def test_a_sentence_that_is_too_long_is_cut_and_still_ends(shelf: Shelf, long: str) -> None:
    shelf.body = pages(long)

    [found] = search(WikipediaLibrary(address=shelf.address))

    assert len(found.says) <= MAX_FACT_CHARS
    assert found.says.endswith(".")
    assert long.startswith(found.says.rstrip("."))


def test_what_the_resident_could_not_know_or_may_not_say_is_not_found(shelf: Shelf) -> None:
    shelf.body = pages(
        "The eel was voted fish of the year in 2009. Eels swim far.", "It was built in 1969 by some men."
    )
    reader = tibby()
    knowledge = reader.persona.knowledge.model_copy(update={"forbidden_topics": ("eels",)})
    silent = replace(reader, persona=reader.persona.model_copy(update={"knowledge": knowledge}), _judged={})

    found = search(WikipediaLibrary(address=shelf.address))

    assert [one.says for one in found] == ["Eels swim far."]
    assert search(WikipediaLibrary(address=shelf.address), knower=silent) == []


@pytest.mark.parametrize(
    "body", [b'{"batchcomplete": true}', pages(), pages("", "Eel may refer to:", "[[{{x}}]] a b.")]
)
def test_where_nothing_is_to_be_found_nothing_is_and_nothing_went_wrong(shelf: Shelf, body: bytes) -> None:
    shelf.body = body

    with capture_logs() as logs:
        found = search(WikipediaLibrary(address=shelf.address))

    assert (found, logs) == ([], [])


def test_nothing_is_asked_for_nothing(shelf: Shelf) -> None:
    assert search(WikipediaLibrary(address=shelf.address), " \ud800\n") == []
    assert shelf.asked == []


@pytest.mark.parametrize(
    ("status", "body", "headers", "says"),
    [
        (500, pages(EEL), {}, "answers 500"),
        (429, b"", {"retry-after": "60"}, "answers 429"),
        (302, b"", {"location": "https://example.org/w/api.php"}, "answers 302"),
        (200, b"<html>", {}, "something else"),
        (200, b"[" * 100_000, {}, "something else"),
        (200, b'{"query": {"pages": {"1": "no list"}}}', {}, "something else"),
        (200, b'{"query": {"pages": [{"title": "\\ud800", "extract": 7}]}}', {}, "something else"),
        (200, b'{"error": {"code": "maxlag"}}', {}, "maxlag"),
        (200, pages("eel " * MAX_ANSWER_BYTES), {}, "more than 262144 bytes"),
        (200, gzip.compress(b" " * 100_000_000), {"content-encoding": "gzip"}, "packed"),
        (200, b"", {"content-length": "9"}, "RemoteProtocolError"),
    ],
)
def test_an_answer_that_is_of_no_use_is_logged_and_nothing_is_found(
    shelf: Shelf, status: int, body: bytes, headers: dict[str, str], says: str
) -> None:
    shelf.status, shelf.body, shelf.headers = status, body, headers

    with capture_logs() as logs:
        found = search(WikipediaLibrary(address=shelf.address))

    assert found == []
    [entry] = logs
    assert (entry["event"], entry["log_level"], entry["library"]) == ("library.failed", "warning", shelf.address)
    assert says in entry["error"]
    assert len(shelf.asked) == 1


def test_a_library_that_does_not_answer_in_time_is_not_waited_for(shelf: Shelf) -> None:
    shelf.is_deaf = True

    with capture_logs() as logs:
        found = search(WikipediaLibrary(address=shelf.address, limit_s=0.05))

    assert (found, [entry["event"] for entry in logs]) == ([], ["library.failed"])


def test_a_library_that_is_not_there_finds_nothing() -> None:
    with serving(Shelf()) as gone:
        address = gone.address

    with capture_logs() as logs:
        found = search(WikipediaLibrary(address=address))

    assert (found, [entry["event"] for entry in logs]) == ([], ["library.failed"])


@pytest.mark.parametrize(
    "address",
    [
        "http://en.wikipedia.org",
        "https://wikipedia.org.example.org",
        "https://en.wikipedia.org.",
        "https://en.wikipedia.org@example.org",
        "https://en.wikipedia.org:8443",
        "https://en.wikipedia.org/w/../x",
        "https://example.org/.wikipedia.org",
        "https://en.wikipedia.org\n",
        "https://10.0.0.1",
        "http://localhost.example.org",
        "http://me@127.0.0.1",
        "ftp://127.0.0.1",
        "http://[::1",
        "",
    ],
)
def test_no_other_host_is_ever_asked(address: str) -> None:
    with pytest.raises(LibraryForeign):
        WikipediaLibrary(address=address)


@pytest.mark.parametrize(
    ("language", "address"),
    [("en", "https://en.wikipedia.org"), ("pt-BR", "https://pt.wikipedia.org"), ("NL", "https://nl.wikipedia.org")],
)
def test_a_world_has_the_wikipedia_of_its_language(language: str, address: str) -> None:
    assert WikipediaLibrary.of(language).address == address


@pytest.mark.parametrize("language", ["", "the tongue of Vail", "example.org/", "x"])
def test_a_language_that_is_none_is_refused_with_a_cure(language: str) -> None:
    with pytest.raises(LibraryForeign) as caught:
        WikipediaLibrary.of(language)

    assert caught.value.hint


def test_the_settings_say_where_residents_look_things_up_and_a_replay_asks_nobody(tmp_path: Path) -> None:
    place = str(tmp_path / "world.db")
    with staged(place) as plain, staged(place, settings=Settings(library="wikipedia")) as asking:
        replaying = replace(asking.society, station=replace(asking.society.station, is_replay=True))

        assert isinstance(plain.society.heartbeat.library, LoreLibrary)
        assert asking.society.heartbeat.library == WikipediaLibrary(address="https://en.wikipedia.org")
        assert isinstance(replaying.library, LoreLibrary)


def test_a_resident_who_looks_something_up_answers_with_it_and_remembers_where_it_is_from(
    shelf: Shelf, tmp_path: Path
) -> None:
    shelf.body = pages("Grey seals come ashore to sleep.", EEL)
    with staged(str(tmp_path / "world.db")) as society:
        vars(society.society)["library"] = WikipediaLibrary(address=shelf.address)

        go_on(society, hours=12)

        searched = [event.searched for _, event in told(society, HeartbeatEnded) if event.searched]
        answers = [event for _, event in told(society, ReplyPosted) if "found:wikipedia/Article 1" in event.used]
        texts = {recorded.seq: event.text for recorded, event in told(society, PieceAccepted)}
        learned = [event for _, event in told(society, MemoryKept) if event.memory is MemoryKind.FACT]

    assert {title for asked in shelf.asked for title in asked["gsrsearch"]} == set(searched) != set()
    assert answers
    assert all("rey seals come ashore to sleep" in texts[answer.piece] for answer in answers)
    assert {event.says for event in learned if not event.about} == {"Grey seals come ashore to sleep."}


def test_a_resident_whose_library_is_shut_goes_on(shelf: Shelf, tmp_path: Path) -> None:
    shelf.status = 503
    with staged(str(tmp_path / "world.db")) as society:
        vars(society.society)["library"] = WikipediaLibrary(address=shelf.address)

        go_on(society, hours=6)

        ended = [event for _, event in told(society, HeartbeatEnded)]

    assert any(event.searched for event in ended)
    assert {event.resident for event in ended} == set(saltmere().residents)
    assert min(sum(event.resident == name for event in ended) for name in saltmere().residents) >= 5
