"""Residents argue about what the Gazette prints: now and then, of what they know, and each in a voice of their own."""

import datetime as dt
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from longwave.editorial.gate import Gate
from longwave.editorial.rule import Finding
from longwave.kernel.dice import dice
from longwave.modules.commons import writing
from longwave.modules.commons.deciding import Deed, decided
from longwave.modules.commons.events import Action
from longwave.modules.commons.scene import PRESS_SHARE, Decision, Scene, View, incline
from longwave.modules.commons.waking import PRINTED
from longwave.narrator.prompts import FENCE
from longwave.press.newsroom import Headline
from longwave.world.airing import Deed as Told
from unit.commons.society import Founded
from unit.commons.stage import pending, saltmere, staged

BEATS = 3000
RESIDENTS = ("averil", "cosmo", "ivo", "jethro", "thirza", "tibby")
TURNS = 24


def headline(
    number: int = 40, deed: Told = Told.REFUTED, *, site: str = "needle-stair", lead: str = "Ada Quell"
) -> Headline:
    """Return what the Gazette prints of a lead: of a place, and of hydrography."""
    game = saltmere().game
    assert game is not None
    assert game.airing is not None
    words = {"paper": game.airing.paper, "lead": lead, "verdict": game.airing.verdicts[deed]}
    topics = game.disciplines["hydrography"].topics
    return Headline(event=number, deed=deed, lead=lead, about=(site,), topics=topics, words=words)


@pytest.fixture(scope="module")
def forum(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Founded]:
    with staged(str(tmp_path_factory.mktemp("forum") / "world.db")) as society:
        yield society


@pytest.fixture(scope="module")
def snapshot(forum: Founded) -> Iterator[Connection]:
    with forum.ledger.store.read() as connection:
        yield connection


def view_of(forum: Founded, snapshot: Connection, name: str) -> View:
    waking = forum.society.heartbeat.waking
    return waking._view(snapshot, waking.residents.get(snapshot, name), forum.start)


@pytest.fixture(scope="module")
def tibby(forum: Founded, snapshot: Connection) -> View:
    return view_of(forum, snapshot, "tibby")


def threads(view: View, printed: Sequence[Headline]) -> list[Decision]:
    """Return the threads that somebody is inclined to open."""
    streams = (dice(7, "heartbeat", beat) for beat in range(BEATS))
    inclined = [incline(view, stream, tuple, lambda: printed) for stream in streams]
    return [decision for decision in inclined if decision.action is Action.CREATE_THREAD]


def argued(forum: Founded, snapshot: Connection, name: str, printed: Headline, number: int = 0) -> Scene:
    """Return a scene in which somebody takes up what was printed."""
    view, stream = view_of(forum, snapshot, name), dice(7, "argument", name, number)
    subject = stream.choice([*printed.about, *view.knower.of_topics(printed.topics)])
    decision = Decision(action=Action.CREATE_THREAD, subject=subject, prompted="press", news=printed)
    facts = writing.facts_for(snapshot, view, decision, stream)
    return Scene(view=view, inclination=decision, facts=facts)


def test_a_fourth_of_the_threads_is_about_what_was_printed(tibby: View) -> None:
    opened = threads(tibby, [headline()])

    share = sum(decision.prompted == "press" for decision in opened) / len(opened)

    assert len(opened) > 200
    assert abs(share - PRESS_SHARE) < 4 * math.sqrt(PRESS_SHARE * (1 - PRESS_SHARE) / len(opened))


def test_where_nothing_is_printed_everybody_does_what_they_would_have_done(tibby: View) -> None:
    unread = [incline(tibby, dice(7, "heartbeat", beat), tuple) for beat in range(BEATS)]

    assert threads(tibby, []) == [each for each in unread if each.action is Action.CREATE_THREAD]


def test_an_argument_is_about_the_place_or_the_discipline_as_far_as_it_is_known(tibby: View) -> None:
    printed = headline()
    subjects = {each.subject for each in threads(tibby, [printed]) if each.news == printed}

    assert "needle-stair" in subjects
    assert len(subjects) > 10
    assert subjects <= {"needle-stair", *tibby.knower.of_topics(printed.topics)}


def test_what_a_resident_knows_nothing_of_is_not_argued_about(tibby: View) -> None:
    unknown = replace(headline(), about=("no-such-place",), topics=())

    assert not any(each.news for each in threads(tibby, [unknown]))


def test_of_several_things_printed_each_is_taken_up(tibby: View) -> None:
    printed = [headline(40), headline(41, Told.LANDMARK, site="reed-organ", lead="Bo Fenn")]

    assert {each.news.event for each in threads(tibby, printed) if each.news} == {40, 41}


def test_what_was_printed_in_the_last_two_days_is_read_by_who_opens_a_thread(
    forum: Founded, snapshot: Connection
) -> None:
    asked = list[dt.datetime]()

    def in_press(_connection: Connection, since: dt.datetime) -> Sequence[Headline]:
        asked.append(since)
        return [headline()]

    [order, *_] = pending(forum, "tibby")
    waking = replace(forum.society.heartbeat.waking, in_press=in_press)
    scenes = [replace(waking, seed=seed).scene(snapshot, order) for seed in range(60)]

    opened = [scene for scene in scenes if scene and scene.inclination.action is Action.CREATE_THREAD]
    assert asked == [order.scheduled_at - PRINTED] * len(opened)
    assert dt.timedelta(days=2) == PRINTED
    assert any(scene.inclination.prompted == "press" for scene in opened)


def test_a_thread_about_the_news_may_say_who_did_what_by_which_paper(forum: Founded, snapshot: Connection) -> None:
    scene = argued(forum, snapshot, "tibby", headline())

    asked = writing.assignment(saltmere(), scene, scene.inclination, scene.facts)

    said = {name: asked.sheet.slots[name] for name in ("prompted", "lead", "paper", "verdict")}
    assert said == {
        "prompted": "press",
        "lead": "Ada Quell",
        "paper": "the Gazette",
        "verdict": "has had a theory refuted",
    }
    assert asked.quotes == ("Ada Quell",)


@pytest.mark.parametrize("name", RESIDENTS)
def test_everybody_argues_in_at_least_six_ways(name: str) -> None:
    opening = saltmere().phrasebooks[name].parts["opening"]

    assert len([line for line in opening if line.when.get("prompted") == "press"]) >= 6


@pytest.mark.parametrize("name", RESIDENTS)
def test_every_argument_names_the_paper_and_the_lead_and_passes_the_gate(
    forum: Founded, snapshot: Connection, name: str
) -> None:
    station = forum.society.station
    gate, findings, openings = Gate(station.canon), list[Finding](), set[str]()

    for turn in range(TURNS):
        deed = list(Told)[turn % len(Told)]
        scene = argued(forum, snapshot, name, headline(turn, deed), turn)
        asked = writing.assignment(saltmere(), scene, scene.inclination, scene.facts)
        draft = station.narration.offline.compose(replace(asked, turn=turn, form_turn=turn))
        titled = draft.model_copy(update={"text": f"A title\n\n{draft.text}"})
        findings += gate.review(titled, asked).findings
        assert "Ada Quell" in draft.text, draft.text
        assert "Gazette" in draft.text, draft.text
        openings.add(draft.text[:30])

    assert findings == []
    assert len(openings) >= 6


def test_a_model_is_told_what_was_printed_and_may_name_whom_it_is_of(forum: Founded, snapshot: Connection) -> None:
    decider = forum.society.heartbeat.decider
    scene = argued(forum, snapshot, "tibby", headline())
    quiet = replace(scene, inclination=replace(scene.inclination, news=None, prompted="lore"))

    told, untold = (
        json.loads(decider.prompt(each, each.facts, is_last=False).user.split(FENCE[0])[1].split(FENCE[1])[0])
        for each in (scene, quiet)
    )
    made = decided(scene, Deed(action=Action.CREATE_THREAD, title="A title", text="A text."), is_last=False)

    assert told["in_the_paper"] == "the Gazette prints that Ada Quell has had a theory refuted"
    assert "in_the_paper" not in untold
    assert made is not None
    assert (made.prompted, made.news) == ("press", scene.inclination.news)
