"""Sliders are real: each of them measurably changes what a resident does, over a thousand inclinations."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import pytest

from longwave.kernel.dice import dice
from longwave.modules.commons.events import Action, Stance
from longwave.modules.commons.residents import Resident
from longwave.modules.commons.rules import guidance
from longwave.modules.commons.scene import Decision, Heard, View, incline
from longwave.world.temper import Engagement
from unit.commons.society import Founded
from unit.commons.stage import go_on, staged

BEATS = 1000
SIGMAS = 3.0
WRITTEN = (Action.CREATE_THREAD, Action.REPLY)
Says = Callable[[Decision], bool]


@dataclass(frozen=True, kw_only=True)
class Share:
    """How many of some inclinations are of a kind."""

    of: int
    are: int

    @property
    def value(self) -> float:
        return self.are / self.of

    def sigmas_below(self, other: "Share") -> float:
        """Return by how many standard errors of their difference this share lies below another."""
        both = (self.are + other.are) / (self.of + other.of)
        error = math.sqrt(both * (1 - both) * (1 / self.of + 1 / other.of))
        return (other.value - self.value) / error if error else 0.0


@pytest.fixture(scope="module")
def forum(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Founded]:
    """Saltmere's forum after half a day of its own life."""
    with staged(str(tmp_path_factory.mktemp("forum") / "world.db")) as saltmere:
        go_on(saltmere, hours=12)
        yield saltmere


@pytest.fixture(scope="module")
def view(forum: Founded) -> View:
    """What Jethro has before him after that, with nobody to follow or to leave."""
    waking, now = forum.society.heartbeat.waking, forum.ledger.last_at()
    assert now is not None
    with forum.ledger.store.read() as snapshot:
        seen = waking._view(snapshot, waking.residents.get(snapshot, "jethro"), now)
    felt = {name: max(-0.1, min(0.25, sentiment)) for name, sentiment in seen.feed.sentiments.items()}
    return replace(seen, feed=replace(seen.feed, sentiments=felt))


def having(view: View, **temper: int | Engagement) -> View:
    """Return the same view of somebody of another temper; what is not said lies in the middle."""
    middle = dict.fromkeys(("creativity_level", "leadership_tendency", "skepticism", "aggression", "shyness"), 50)
    changed = view.resident.temper.model_copy(update={**middle, "engagement_style": Engagement.ACTIVE, **temper})
    persona = view.resident.persona.model_copy(update={"temper": changed})
    resident: Resident = replace(view.resident, persona=persona)
    return replace(view, resident=resident)


def inclined(view: View, *, beats: int = BEATS, **temper: int | Engagement) -> list[Decision]:
    """Return what somebody of a temper is inclined to in a thousand heartbeats."""
    theirs = having(view, **temper)
    heard = [Heard(presenter="wren", about=(entry,)) for entry in list(view.knower.entries)[:4]]
    streams = (dice(7, "heartbeat", str(sorted(temper.items())), beat) for beat in range(beats))
    return [incline(theirs, stream, lambda: heard) for stream in streams]


def share(decisions: Sequence[Decision], kind: Says, *, among: Says = lambda _: True) -> Share:
    counted = [decision for decision in decisions if among(decision)]
    return Share(of=len(counted), are=sum(map(kind, counted)))


def does(*actions: Action) -> Says:
    return lambda decision: decision.action in actions


def takes(*stances: Stance) -> Says:
    return lambda decision: decision.stance in stances


def is_down(decision: Decision) -> bool:
    return decision.value < 0


def is_own(decision: Decision) -> bool:
    return decision.prompted == "lore"


def is_reply(decision: Decision) -> bool:
    return decision.action is Action.REPLY


@pytest.mark.parametrize("style", list(Engagement))
@pytest.mark.parametrize(
    ("slider", "kind", "among", "grows"),
    [
        ("shyness", does(*WRITTEN), lambda _: True, False),
        ("shyness", does(Action.DO_NOTHING), lambda _: True, True),
        ("skepticism", takes(Stance.DOUBT), is_reply, True),
        ("skepticism", is_down, does(Action.VOTE), True),
        ("aggression", takes(Stance.OPPOSE), is_reply, True),
        ("creativity_level", takes(Stance.JOKE, Stance.ADD), is_reply, True),
    ],
    ids=["posting", "silence", "doubt", "down-votes", "opposition", "jokes and additions"],
)
def test_a_slider_changes_what_residents_of_every_style_do(
    view: View, style: Engagement, slider: str, kind: Says, among: Says, *, grows: bool
) -> None:
    # Who says nothing half of the time takes few stances.
    low, high = (
        share(inclined(view, engagement_style=style, **{"shyness": 10, slider: value}), kind, among=among)
        for value in (5, 95)
    )

    assert (low.sigmas_below(high) if grows else high.sigmas_below(low)) > SIGMAS


@pytest.mark.parametrize(
    ("slider", "kind", "among"),
    [
        ("leadership_tendency", does(Action.CREATE_THREAD), lambda _: True),
        ("skepticism", does(Action.WEB_SEARCH), lambda _: True),
        ("aggression", is_down, does(Action.VOTE)),
    ],
    ids=["threads", "searches", "down-votes"],
)
def test_a_slider_changes_what_active_residents_do(view: View, slider: str, kind: Says, among: Says) -> None:
    # Whoever is not sceptical votes down what they dislike, not what they are angry at.
    low, high = (share(inclined(view, **{"skepticism": 80, slider: value}), kind, among=among) for value in (5, 95))

    assert low.sigmas_below(high) > SIGMAS


def test_the_creative_begin_threads_of_their_own_and_others_take_up_what_they_heard(view: View) -> None:
    plain, creative = (
        share(
            inclined(view, creativity_level=value, leadership_tendency=95, shyness=5),
            is_own,
            among=does(Action.CREATE_THREAD),
        )
        for value in (5, 95)
    )

    assert min(plain.of, creative.of) > 100
    assert plain.sigmas_below(creative) > SIGMAS
    assert plain.value > 0


def test_leaders_open_more_threads_the_more_they_lead(view: View) -> None:
    threads = [
        share(inclined(view, leadership_tendency=value, shyness=10), does(Action.CREATE_THREAD)).value
        for value in (0, 35, 70, 100)
    ]

    assert threads == sorted(threads)
    assert threads[-1] > 3 * threads[0]


def test_observers_vote_more_than_they_write_and_nobody_else_does(view: View) -> None:
    for style in Engagement:
        decisions = inclined(view, engagement_style=style, shyness=20)
        votes, texts = share(decisions, does(Action.VOTE)), share(decisions, does(*WRITTEN))

        less, more = (texts, votes) if style is Engagement.OBSERVER else (votes, texts)
        assert less.sigmas_below(more) > SIGMAS, style


def test_the_active_open_more_threads_than_the_reactive(view: View) -> None:
    active, reactive = (
        share(inclined(view, engagement_style=style, leadership_tendency=80), does(Action.CREATE_THREAD))
        for style in (Engagement.ACTIVE, Engagement.REACTIVE)
    )

    assert reactive.sigmas_below(active) > SIGMAS


@pytest.mark.parametrize("style", list(Engagement))
@pytest.mark.parametrize("shyness", [0, 50, 100])
def test_deeds_have_the_shares_that_guidance_says(view: View, style: Engagement, shyness: int) -> None:
    expected = guidance(having(view, engagement_style=style, shyness=shyness).resident.temper).deeds

    decisions = inclined(view, engagement_style=style, shyness=shyness)

    for action, wanted in expected.items():
        error = math.sqrt(wanted * (1 - wanted) / BEATS)
        assert abs(share(decisions, does(action)).value - wanted) <= 4 * error, action


def test_nobody_is_inclined_to_what_cannot_be_done(view: View) -> None:
    me = view.resident.id
    for decision in inclined(view, aggression=90, skepticism=90, leadership_tendency=90):
        if decision.piece is not None:
            assert decision.piece.author != me
        if decision.action in (Action.REPLY, Action.WEB_SEARCH):
            assert decision.piece is not None
            assert not decision.piece.is_answered
            assert not decision.piece.is_closed
            assert decision.subject in decision.piece.about
        if decision.action is Action.VOTE:
            assert decision.piece is not None
            assert not decision.piece.voted
            assert decision.value in (-1, 1)
        if decision.subject:
            assert decision.subject in view.knower.entries


def test_feelings_decide_whom_one_follows_and_leaves(view: View) -> None:
    dear, foe = "cosmo", "thirza"
    fond = replace(view, feed=replace(view.feed, sentiments={dear: 0.6, foe: -0.4}, following=(foe,)))

    decisions = inclined(fond, beats=200)

    assert {decision.other for decision in decisions if decision.action is Action.FOLLOW} == {dear}
    assert {decision.other for decision in decisions if decision.action is Action.UNFOLLOW} == {foe}


def test_the_same_dice_give_the_same_inclination(view: View) -> None:
    assert inclined(view, beats=50) == inclined(view, beats=50)
