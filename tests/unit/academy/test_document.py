"""That the OpenAPI document of the game and its Gazette tells the truth."""

import datetime as dt
from pathlib import Path

import pytest

from longwave.access.tokens import Tokens
from longwave.api import commands
from longwave.api.access import Access
from longwave.api.app import Health, create_app
from longwave.api.feed import Feed
from longwave.api.public import shown
from longwave.modules.academy import routes
from unit.academy.club import opened
from unit.academy.noise import SEATED
from unit.api.documented import failures
from unit.commons.surface import Vitals

EXAMPLES, EXAMPLES_SOAK = 2, 100


@pytest.mark.soak
def test_whatever_is_asked_of_the_game_the_answer_is_one_that_the_document_declares(
    tmp_path: Path, *, soak: bool
) -> None:
    with opened(str(tmp_path / "world.db"), is_printed=True) as club:
        club.join(*SEATED)
        club.let_pass(dt.timedelta(days=2))
        ledger, tokens = club.ledger, Tokens(club.ledger.store)
        app = create_app(
            feed=Feed(ledger, shown),
            access=Access(hosts=("testserver",), is_public=True, write_burst=10**9),
            tokens=tokens,
            health=Health(read=Vitals, model=Vitals),
            routers=[
                commands.router(ledger, club.playing.commands, lambda: club.now),
                routes.router(ledger.store, club.playing.pack),
            ],
            statuses=routes.STATUSES,
        )
        examples = EXAMPLES_SOAK if soak else EXAMPLES

        assert failures(app, tokens.rotate(club.now), examples=examples, checks=5_000) == []
