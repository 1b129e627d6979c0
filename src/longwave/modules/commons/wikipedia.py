"""Wikipedia as a library: a few sentences out of its articles, and nothing else from anywhere else."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Self
from urllib.parse import urlsplit

import structlog
from pydantic import BaseModel, ValidationError

from longwave.editorial.knower import Knower
from longwave.modules.commons.errors import LibraryForeign
from longwave.modules.commons.library import MOST_FOUND, Found
from longwave.world.imports.scrub import scrub
from longwave.world.imports.sentences import BRACKETS, sentences
from longwave.world.lore import MAX_FACT_CHARS

log = structlog.get_logger()

SOURCE = "wikipedia"
ANSWER_LIMIT_S = 5.0
MAX_ANSWER_BYTES = 256 * 1024
# MediaWiki's own limit of a search.
MAX_QUERY_CHARS = 300
MAX_TITLE_CHARS = 120
MAX_EXTRACT_CHARS = 4000
MIN_WORDS = 3
OK = 200
# What would pass for markup in a text.
SIGNS = frozenset("[]{}<>*`|\\^_~#")
HOST = re.compile(r"[a-z]{2,12}(?:-[a-z]{2,12}){0,3}\.wikipedia\.org")
ENDS = (".", "!", "?", ".”", "!”", "?”", '."', '!"', '?"')
ASKED = {
    "action": "query",
    "format": "json",
    "formatversion": "2",
    "prop": "extracts",
    "exintro": "1",
    "explaintext": "1",
    "exsentences": "3",
    "exlimit": "max",
    "generator": "search",
    "gsrlimit": str(MOST_FOUND),
}
HEADERS = {
    "user-agent": "Longwave (a program that keeps story worlds on air)",
    # What is not packed cannot unpack to more than is read.
    "accept-encoding": "identity",
}


class _Page(BaseModel):
    title: str
    extract: str = ""
    index: int = 0


class _Query(BaseModel):
    pages: list[_Page] = []


class _Answer(BaseModel):
    query: _Query = _Query()
    error: dict[str, object] | None = None


class _AnswerUnusable(Exception):
    """What came back is of no use."""


@dataclass(frozen=True, kw_only=True)
class WikipediaLibrary:
    """The Wikipedia of one language.

    Attributes:
        address: `https://` and its host; another host is one of loopback, which tests use.

    Raises:
        LibraryForeign: the address is no Wikipedia's.
    """

    address: str = "https://en.wikipedia.org"
    limit_s: float = ANSWER_LIMIT_S

    def __post_init__(self) -> None:
        if not (_is_wikipedia(self.address) or _is_loopback(self.address)):
            raise LibraryForeign(self.address)

    @classmethod
    def of(cls, language: str) -> Self:
        """Return the library of a language (`en`, `pt-BR`).

        Raises:
            LibraryForeign: that is no language.
        """
        return cls(address=f"https://{language.partition('-')[0].strip().lower()}.wikipedia.org")

    async def search(self, query: str, knower: Knower) -> Sequence[Found]:
        """Ask Wikipedia; nothing is found where it does not answer, or not with what was asked for."""
        import httpx2

        wanted = _asked(query)
        if not wanted:
            return []
        try:
            async with asyncio.timeout(self.limit_s):
                answer = _read(await self._answer(wanted))
        except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError, _AnswerUnusable) as error:
            log.warning("library.failed", library=self.address, error=f"{type(error).__name__}: {error}"[:200])
            return []
        pages = sorted(answer.query.pages, key=lambda page: page.index)[:MOST_FOUND]
        return [found for page in pages if (found := _found(page, knower)) is not None]

    async def _answer(self, wanted: str) -> bytes:
        """Return what comes back.

        Raises:
            _AnswerUnusable: it is too large, packed, or no answer.
        """
        import httpx2

        raw = bytearray()
        async with (
            # A server on this machine is not behind the proxy that the environment may name.
            httpx2.AsyncClient(
                timeout=self.limit_s, headers=HEADERS, follow_redirects=False, trust_env=_is_wikipedia(self.address)
            ) as client,
            client.stream("GET", f"{self.address}/w/api.php", params={**ASKED, "gsrsearch": wanted}) as reply,
        ):
            if reply.status_code != OK:
                raise _AnswerUnusable(f"it answers {reply.status_code}")
            if reply.headers.get("content-encoding", "identity").lower() != "identity":
                raise _AnswerUnusable("it answers packed, and was asked not to")
            async for part in reply.aiter_raw():
                raw += part
                if len(raw) > MAX_ANSWER_BYTES:
                    raise _AnswerUnusable(f"it answers with more than {MAX_ANSWER_BYTES} bytes")
        return bytes(raw)


def _is_wikipedia(address: str) -> bool:
    return address.startswith("https://") and HOST.fullmatch(address.removeprefix("https://")) is not None


def _is_loopback(address: str) -> bool:
    try:
        parts = urlsplit(address)
        is_bare = parts.username is None and not (parts.path or parts.query or parts.fragment)
        return is_bare and parts.scheme in ("http", "https") and ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


def _asked(query: str) -> str:
    """Return a query as one line that can be sent: a model may have written half a character."""
    return " ".join(query.encode("utf-8", "ignore").decode().split())[:MAX_QUERY_CHARS]


def _read(raw: bytes) -> _Answer:
    try:
        answer = _Answer.model_validate_json(raw)
    except ValidationError as error:
        raise _AnswerUnusable("it answers something else than was asked for") from error
    if answer.error is not None:
        raise _AnswerUnusable(f"it refuses: {answer.error.get('code', 'it does not say why')}")
    return answer


def _found(page: _Page, knower: Knower) -> Found | None:
    """Return the first sentence of an article that may be said by whoever asks; None for none."""
    title = " ".join(scrub(page.title[:MAX_TITLE_CHARS]).split())
    if not title or not knower.may_say(title):
        return None
    said = (sentence for sentence in _plain(page.extract[:MAX_EXTRACT_CHARS]) if knower.may_say(sentence))
    says = next(said, None)
    return None if says is None else Found(says=says, source=SOURCE, title=title)


def _plain(extract: str) -> Iterator[str]:
    """Yield the whole sentences of an extract, without asides in brackets, none longer than a fact may be."""
    text = " ".join(BRACKETS.sub("", BRACKETS.sub("", scrub(extract))).split())
    for sentence in sentences(text):
        if sentence.endswith(ENDS) and len(sentence.split()) >= MIN_WORDS and SIGNS.isdisjoint(sentence):
            yield _shortened(sentence)


def _shortened(sentence: str) -> str:
    """Cut a sentence that is too long: after a clause in its second half, else after a word."""
    if len(sentence) <= MAX_FACT_CHARS:
        return sentence
    room = sentence[: MAX_FACT_CHARS - 1]
    clause = max(room.rfind(mark) for mark in (", ", "; ", ": ", " – "))
    at = clause if clause >= MAX_FACT_CHARS // 2 else room.rfind(" ")
    return f"{room[: at if at > 0 else None].rstrip(' ,;:–-')}."
