"""What people talk about on the board is the station's gossip."""

import datetime as dt

from longwave.editorial.pieces import Talk
from longwave.modules.station.outlook import DayOrder, Outlook
from longwave.modules.station.planning import TALK_A_DAY, Continuity, Day, plan_day
from longwave.world.card import Form
from longwave.world.pack import Pack
from unit.station.plans import everything, presenter_of


def planned(pack: Pack, *talk: Talk, seed: int = 3) -> Day:
    order = DayOrder(date=dt.date(1931, 3, 2), hours=16, segments_per_hour=1)
    outlook = Outlook(pack=pack, persona="wren", seed=seed)
    continuity = Continuity(turns={}, uses={}, talk=talk)
    return plan_day(order, presenter_of(pack, "wren"), continuity, everything(pack), outlook)


def gossip_of(day: Day) -> list[str]:
    return [str(item.slots["item"]) for slot in day.slots if slot.form is Form.GOSSIP for item in slot.sheet.items]


def test_the_first_gossip_of_a_day_is_what_somebody_has_begun_to_talk_about(saltmere: Pack) -> None:
    talk = [Talk(piece=41 + n, persona="tibby", about=about) for n, about in enumerate(("needle-stair", "hob", "brow"))]

    said = gossip_of(planned(saltmere, *talk))

    assert len(said) > TALK_A_DAY
    assert all("Tibby Wickens" in item for item in said[:TALK_A_DAY])
    assert saltmere.lore["needle-stair"].title in said[0]
    assert not any("Tibby Wickens" in item for item in said[TALK_A_DAY:])


def test_talk_of_what_the_presenter_does_not_know_is_left_out(saltmere: Pack) -> None:
    unknown = next(name for name in saltmere.lore if name not in presenter_of(saltmere, "wren").entries)

    said = gossip_of(planned(saltmere, Talk(piece=41, persona="tibby", about=unknown)))

    assert not any("Tibby Wickens" in item for item in said)


def test_who_joined_at_run_time_is_somebody(saltmere: Pack) -> None:
    said = gossip_of(planned(saltmere, Talk(piece=41, persona="ada-quill", about="needle-stair")))

    assert "omebody" in said[0]


def test_the_board_is_spoken_of_in_more_than_one_way(saltmere: Pack) -> None:
    talk = Talk(piece=41, persona="tibby", about="needle-stair")

    said = {gossip_of(planned(saltmere, talk, seed=seed))[0] for seed in range(12)}

    assert len(said) > 4
