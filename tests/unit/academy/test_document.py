"""That the OpenAPI document of the game and its Gazette tells the truth."""

import datetime as dt
from pathlib import Path

import pytest

from longwave.api import commands
from longwave.modules.academy import routes
from unit.academy.club import opened
from unit.academy.noise import SEATED
from unit.api.documented import failures
from unit.commons.surface import application

EXAMPLES, EXAMPLES_SOAK = 2, 100


@pytest.mark.soak
def test_whatever_is_asked_of_the_game_the_answer_is_one_that_the_document_declares(
    tmp_path: Path, *, soak: bool
) -> None:
    with opened(str(tmp_path / "world.db"), is_printed=True) as club:
        club.join(*SEATED)
        club.let_pass(dt.timedelta(days=2))
        routers = [
            commands.router(club.ledger, club.playing.commands, lambda: club.now),
            routes.router(club.ledger.store, club.playing.pack),
        ]
        app, token = application(club.ledger, routers, routes.STATUSES)
        examples = EXAMPLES_SOAK if soak else EXAMPLES

        assert failures(app, token, examples=examples, checks=5_000) == []
