"""The Gazette's headlines are the station's news: one or two of them, in the pack's words, for who may know of them."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from longwave.editorial.canon import Canon
from longwave.editorial.gate import Accepted, Gate
from longwave.editorial.rule import Finding
from longwave.kernel.dice import dice
from longwave.modules.station.bulletins import Bulletin, bulletins
from longwave.modules.station.events import Slot
from longwave.modules.station.handlers import assignment_of
from longwave.modules.station.knowledge import Presenter
from longwave.modules.station.outlook import DayOrder, Outlook
from longwave.modules.station.planning import Continuity, Day, plan_day
from longwave.narrator.assignment import Draft, Telling
from longwave.press.newsroom import Headline
from longwave.world.airing import NEWS, Deed, told
from longwave.world.broadcast import MAX_ITEM_CHARS
from longwave.world.card import Form
from longwave.world.names import is_named_in
from longwave.world.pack import Pack
from unit.station.plans import everything, presenter_of
from unit.station.test_planning import digest

DATE = dt.date(1931, 3, 3)
# Names that players might give themselves, each of which is a fault in the words of a presenter.
AWKWARD = ["Artificial Intelligence", "Lorem Ipsum", "undefined"]


def headline(
    pack: Pack, number: int, deed: Deed = Deed.SUCCESS, *, site: str = "needle-stair", lead: str = "Ada Quell"
) -> Headline:
    """Return what the Gazette has of an expedition to a site of Saltmere."""
    assert pack.game is not None
    place = pack.game.sites[site]
    words = {"paper": "the Gazette", "lead": lead, "site": place.name, "scholar": "Tace Merriden"}
    return Headline(
        event=number, deed=deed, lead=lead, about=(place.lore or "",), topics=(), words={**words, "verdict": "went"}
    )


@pytest.fixture(scope="module")
def wren(saltmere: Pack) -> Presenter:
    return presenter_of(saltmere, "wren", DATE.year)


@pytest.fixture(scope="module")
def corvin(saltmere: Pack) -> Presenter:
    return presenter_of(saltmere, "corvin", DATE.year)


@pytest.fixture(scope="module")
def many(saltmere: Pack) -> list[Headline]:
    sites = ("needle-stair", "slack-room", "gasworks", "reed-organ")
    return [headline(saltmere, 40 + n, site=site) for n, site in enumerate(sites)]


def told_by(
    knower: Presenter, headlines: Sequence[Headline], *, seed: int = 3, uses: Mapping[str, int] | None = None
) -> list[Bulletin]:
    return bulletins(knower, headlines, uses or {}, dice(seed, "test"))


def refs(found: Sequence[Bulletin]) -> list[str]:
    return [bulletin.telling.ref for bulletin in found]


def planned(knower: Presenter, headlines: Sequence[Headline], *, seed: int = 3) -> Day:
    order = DayOrder(date=DATE, hours=16, segments_per_hour=1)
    continuity = Continuity(turns={}, uses={}, headlines=tuple(headlines))
    outlook = Outlook(pack=knower.canon.pack, persona=knower.persona.id, seed=seed)
    return plan_day(order, knower, continuity, everything(knower.canon.pack), outlook)


def news_of(day: Day) -> list[Slot]:
    return [slot for slot in day.slots if slot.form is Form.NEWS]


@pytest.fixture(scope="module")
def news(wren: Presenter) -> Slot:
    """The first news of a day."""
    return news_of(planned(wren, []))[0]


def with_items(slot: Slot, *items: Telling) -> Slot:
    return slot.model_copy(update={"sheet": slot.sheet.model_copy(update={"items": items})})


def said(slot: Slot) -> str:
    """Return a text that tells the hour and the first item."""
    return f"It is {slot.sheet.slots['hour']}. Here is the news. {slot.sheet.items[0].slots['item']}"


def test_the_first_news_of_a_day_tells_headlines_and_the_others_none(wren: Presenter, many: list[Headline]) -> None:
    first, *others = news_of(planned(wren, many))

    assert first.sheet.items[0].ref.startswith("event:")
    assert [len(slot.sheet.items) for slot in (first, *others)] == [2, 2, 2]
    assert not any(item.ref.startswith("event:") for slot in others for item in slot.sheet.items)
    assert first.sheet.facts[0].ids == first.sheet.items[0].ids


def test_one_or_two_headlines_are_told(wren: Presenter, many: list[Headline]) -> None:
    assert {len(told_by(wren, many, seed=seed)) for seed in range(20)} == {1, 2}
    assert told_by(wren, []) == []


def test_the_news_says_what_the_gazette_prints_and_names_the_place(saltmere: Pack, wren: Presenter) -> None:
    [bulletin] = told_by(wren, [headline(saltmere, 40, Deed.LANDMARK)])

    told_of, slots = bulletin.telling, bulletin.telling.slots
    assert (told_of.ref, told_of.ids) == ("event:40", ("needle-stair",))
    assert "Gazette" in str(slots["item"])
    assert "the Needle Stair" in str(slots["item"])
    assert (slots["about"], slots["hearsay"], slots["lead"]) == ("the Needle Stair", False, "Ada Quell")


def test_a_landmark_comes_before_everything_else(saltmere: Pack, wren: Presenter) -> None:
    sites = ("needle-stair", "slack-room", "gasworks", "reed-organ", "hob-horn")
    deeds = [
        headline(saltmere, 40 + n, deed, site=site) for n, (deed, site) in enumerate(zip(NEWS, sites, strict=True))
    ]

    assert deeds[0].deed is Deed.LANDMARK
    assert {refs(told_by(wren, deeds[::-1], seed=seed))[0] for seed in range(6)} == {"event:40"}


def test_who_stopped_learning_in_1921_tells_no_news_of_today(corvin: Presenter, many: list[Headline]) -> None:
    assert told_by(corvin, many) == []
    assert digest([planned(corvin, many)]) == digest([planned(corvin, [])])


@pytest.mark.parametrize(
    "site", ["meridian-legation", "ninth-berth", "vantry-wharves"], ids=["forbidden", "unnamed", "hearsay"]
)
def test_a_place_that_is_not_the_presenters_to_speak_of_is_no_news(saltmere: Pack, wren: Presenter, site: str) -> None:
    assert told_by(wren, [headline(saltmere, 40, site=site)]) == []


def test_what_is_no_news_on_air_is_not_told(saltmere: Pack, wren: Presenter) -> None:
    assert told_by(wren, [headline(saltmere, 40, Deed.CLAIMED), headline(saltmere, 41, Deed.PARTIAL)]) == []


def test_what_was_told_is_not_told_again(wren: Presenter, many: list[Headline]) -> None:
    told_before = {f"event:{each.event}": 1 for each in many[:-1]}

    assert refs(told_by(wren, many, uses=told_before)) == ["event:43"]


def test_a_place_is_in_the_news_once_a_day(saltmere: Pack, wren: Presenter) -> None:
    twice = [headline(saltmere, 40), headline(saltmere, 41, Deed.FAILURE)]

    assert {len(told_by(wren, twice, seed=seed)) for seed in range(6)} == {1}


def test_the_wording_that_was_used_least_is_next(saltmere: Pack, wren: Presenter) -> None:
    assert saltmere.game is not None
    assert saltmere.game.airing is not None
    # Where no discipline is known, the wording that names one is left out.
    count = sum("{discipline}" not in wording for wording in saltmere.game.airing.news[Deed.SUCCESS])
    uses, said = Counter[str](), set[str]()

    for number in range(count):
        [bulletin] = told_by(wren, [headline(saltmere, number)], seed=number, uses=uses)
        uses[bulletin.wording] += 1
        said.add(str(bulletin.telling.slots["item"]))

    assert len(said) == count
    assert set(uses.values()) == {1}


def test_what_is_too_long_for_an_item_is_told_in_fewer_words_or_not_at_all(saltmere: Pack, wren: Presenter) -> None:
    [bulletin] = told_by(wren, [headline(saltmere, 40, lead="Lead " * 18)])
    assert len(str(bulletin.telling.slots["item"])) <= MAX_ITEM_CHARS

    assert told_by(wren, [headline(saltmere, 40, lead="Lead " * 50)]) == []


def test_the_same_headlines_are_told_in_the_same_words(wren: Presenter, many: list[Headline]) -> None:
    assert told_by(wren, many) == told_by(wren, many)
    assert len({str(told_by(wren, many, seed=seed)) for seed in range(6)}) > 3


def test_a_world_without_a_game_is_planned_as_if_nothing_was_printed(wren: Presenter, many: list[Headline]) -> None:
    bare = wren.canon.pack.model_copy(update={"game": None})
    knower = replace(wren, canon=Canon(bare))

    assert told_by(knower, many) == []
    assert digest([planned(knower, many)]) == digest([planned(knower, [])])


@pytest.mark.parametrize("name", AWKWARD)
def test_a_player_may_be_called_anything_without_silencing_the_news(
    saltmere: Pack, wren: Presenter, news: Slot, name: str
) -> None:
    [bulletin] = told_by(wren, [headline(saltmere, 40, lead=name)])
    slot = with_items(news, bulletin.telling)
    asked = assignment_of(wren.persona, DATE, slot)
    draft = Draft(text=said(slot), tells=(), used=(), narrator="test")

    verdict = Gate(wren.canon).review(draft, asked)

    assert asked.quotes == (name,)
    assert isinstance(verdict, Accepted), verdict.findings
    # As the presenter's own words it would not pass.
    assert not isinstance(Gate(wren.canon).review(draft, replace(asked, quotes=())), Accepted)


def test_every_wording_of_saltmere_passes_at_every_place_that_may_be_in_the_news(
    saltmere: Pack, wren: Presenter, news: Slot
) -> None:
    assert saltmere.game is not None
    assert saltmere.game.airing is not None
    gate, findings, judged = Gate(wren.canon), list[Finding](), 0

    for site in saltmere.game.sites.values():
        entry = saltmere.lore[site.lore or ""]
        discipline = saltmere.game.disciplines[site.disciplines[0]].name
        words = {**headline(saltmere, 40, site=site.id).words, "discipline": discipline}
        for wording in (each for deed in NEWS for each in saltmere.game.airing.news[deed]):
            says = told(wording, words) or ""
            assert 0 < len(says) <= MAX_ITEM_CHARS
            if not (is_named_in(says, entry) and wren.may_tell(entry.regions, entry.factions, entry.topics, says)):
                continue
            item = Telling(ref="event:40", ids=(entry.id,), slots={"item": says, "hearsay": False, "lead": "Ada Quell"})
            slot = with_items(news, item)
            draft = Draft(text=said(slot), tells=(), used=(), narrator="test")
            findings += gate.review(draft, assignment_of(wren.persona, DATE, slot)).findings
            judged += 1

    assert findings == []
    assert judged > 800


def test_saltmere_has_six_wordings_for_each_deed_at_least(saltmere: Pack) -> None:
    assert saltmere.game is not None
    assert saltmere.game.airing is not None
    assert min(map(len, saltmere.game.airing.news.values())) >= 6
