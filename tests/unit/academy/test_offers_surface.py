"""Offers as they are shown and chosen from, and what the host may do over their head."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from longwave.kernel.errors import LongwaveError
from longwave.ledger.ledger import Stamp
from longwave.modules.academy.errors import NoSuch, NotPlaying
from longwave.modules.academy.mentoring import projections as mentoring
from longwave.modules.academy.offers import projections
from longwave.modules.academy.offers.commands import CounterOffer, Poach, ViewOffers
from longwave.modules.academy.offers.errors import NoPlace, OwnScholar, ScholarFree
from longwave.modules.academy.offers.events import OfferMade, ScholarDefected, ScholarRecruited, Term
from longwave.modules.academy.offers.handlers import Offers
from longwave.modules.academy.scholars import roster
from longwave.modules.academy.scholars.events import ScholarRetired
from unit.academy.table import OPENED, Table, laid

SOMEBODY, ANOTHER = "scholar-1", "scholar-2"


@contextmanager
def courted(tmp_path: Path) -> Iterator[tuple[Table, Offers]]:
    """Lay a table at which ada employs somebody, and bo and cyd might want them."""
    with laid(str(tmp_path / "world.db"), projections.PROJECTION, mentoring.PROJECTION) as table:
        offers = Offers(academy=table.academy, sponsors=lambda *_: False, now=lambda: table.now)
        table.carried_by, table.answered_by = offers.carried(), offers.answered()
        works_for(table, "ada", SOMEBODY)
        yield table, offers


def works_for(table: Table, player: str, *scholars: str) -> None:
    for scholar in scholars:
        table.tell(ScholarRecruited(scholar=scholar, player=player, faction="academic", chance=100, roll=1))


def poach(scholar: str = SOMEBODY, *terms: Term) -> Poach:
    return Poach(scholar=scholar, faction="academic", amount=3, terms=terms)


def test_both_sides_see_an_open_offer_and_nobody_else_does(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        table.ask("bo", poach(SOMEBODY, Term.LEADERSHIP))
        table.ask("ada", CounterOffer(offer=1, faction="industry", amount=2))

        cards = [table.answer(player, ViewOffers()) for player in ("ada", "bo", "cyd")]

        assert all(card.is_private for card in cards)
        rows = [card.grid.rows[0] if card.grid else () for card in cards]
        assert rows[0][:5] == ("1", "Scholar Number1", "of Bo", "3 academic, leadership", "2 industry")
        assert rows[1][2] == "yours, to win from Ada"
        assert rows[0][5] == "by the first digest from 2 March, 18:00"
        assert rows[2] == ()


def test_an_offer_that_is_void_is_shown_so_until_the_digest(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, _):
        table.ask("bo", poach())
        table.tell(ScholarRetired(scholar=SOMEBODY, player="ada", years=9))

        card = table.answer("bo", ViewOffers())

        assert card.grid is not None
        assert card.grid.rows[0][-1] == "void"


def test_the_choices_are_the_offers_that_one_can_do_something_about(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, offers):
        works_for(table, "ada", ANOTHER)
        table.ask("bo", poach())
        table.ask("cyd", poach(ANOTHER))

        def listed(kind: str, player: str, typed: str = "") -> list[str]:
            with table.read() as connection:
                return [choice.value for choice in offers.choices()[kind](connection, player, typed)]

        assert listed("received_offers", "ada") == ["1", "2"]
        assert listed("received_offers", "ada", "number2") == ["2"]
        assert listed("received_offers", "bo") == []
        assert listed("made_offers", "bo") == ["1"]
        assert listed("made_offers", "bo", "nothing like it") == []


def test_a_player_with_ever_so_many_offers_chooses_among_twenty_five(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, offers):
        for number in range(30):
            made = OfferMade(
                offer=number + 1, player="bo", other_player="ada", scholar=SOMEBODY, influence={}, due=OPENED
            )
            table.tell(made)

        with table.read() as connection:
            assert len(offers.choices()["made_offers"](connection, "bo", "")) == 25


def test_the_host_sends_a_scholar_where_they_like(tmp_path: Path) -> None:
    with courted(tmp_path) as (table, offers):
        with table.ledger.write(Stamp(at=table.now, actor="host")) as tx:
            offers.force(tx, SOMEBODY, "bo", "a quarrel")

        [gone] = table.events(ScholarDefected)
        assert isinstance(gone, ScholarDefected)
        assert (gone.offer, gone.reason, gone.feelings[0].change) == (None, "a quarrel", -4.0)
        with table.read() as connection:
            assert roster.get(connection, SOMEBODY).employer == "bo"


@pytest.mark.parametrize(
    ("scholar", "player", "refusal"),
    [
        ("nobody", "bo", NoSuch),
        (ANOTHER, "bo", ScholarFree),
        (SOMEBODY, "ada", OwnScholar),
        (SOMEBODY, "dan", NotPlaying),
        (SOMEBODY, "cyd", NoPlace),
    ],
)
def test_the_host_cannot_send_who_cannot_go(
    tmp_path: Path, scholar: str, player: str, refusal: type[LongwaveError]
) -> None:
    with courted(tmp_path) as (table, offers):
        works_for(table, "cyd", *(f"scholar-{number}" for number in range(3, 8)))

        with pytest.raises(refusal), table.ledger.write(Stamp(at=table.now, actor="host")) as tx:
            offers.force(tx, scholar, player, "a quarrel")
