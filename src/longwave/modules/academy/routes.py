"""The Gazette's feeds over HTTP, and what the game's refusals are there; its commands and queries bring their routes
themselves.
"""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from longwave.kernel.errors import LongwaveError
from longwave.ledger.store import Store
from longwave.modules.academy.errors import NoSuch, NotPlaying
from longwave.modules.academy.news.handlers import signatures
from longwave.press import issues
from longwave.press.feeds import Feed, JsonFeed
from longwave.world.pack import Pack

STATUSES: Mapping[type[LongwaveError], int] = {NoSuch: 404, NotPlaying: 403}
# A week of issues.
MOST_ISSUES = 14


class Atom(Response):
    """A feed of Atom."""

    media_type = "application/atom+xml"


class FeedOfJson(JSONResponse):
    """A feed of JSON."""

    media_type = "application/feed+json"


def router(store: Store, pack: Pack) -> APIRouter:
    """Return the routes of the Gazette."""
    routes = APIRouter(prefix="/gazette", tags=["gazette"])

    def feed(request: Request) -> Feed:
        with store.read() as connection:
            last = issues.last_number(connection) or 0
            found = issues.between(connection, pack, last - MOST_ISSUES + 1, last)[::-1]
            speakers = {piece.by for issue in found for _, inside in issue.sections for piece in inside}
            names = signatures(connection, pack, speakers)
        return Feed(pack=pack, address=str(request.url.replace(query="")), issues=found, names=names)

    @routes.get("/atom.xml", response_model=str, response_class=Atom, summary="The Gazette as Atom")
    def read_atom(request: Request) -> Atom:
        """Return the latest issues of the Gazette as an Atom feed."""
        return Atom(feed(request).as_atom())

    @routes.get("/feed.json", response_class=FeedOfJson, summary="The Gazette as JSON Feed")
    def read_json(request: Request) -> JsonFeed:
        """Return the latest issues of the Gazette as a JSON Feed."""
        return feed(request).as_json()

    return routes
