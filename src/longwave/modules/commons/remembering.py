"""What a heartbeat leaves in a resident's memory."""

from collections.abc import Iterator

from longwave.ledger.events import Event
from longwave.modules.commons import rules
from longwave.modules.commons.events import Action, Stance
from longwave.modules.commons.rules import Seen
from longwave.modules.commons.scene import Decision, Scene
from longwave.narrator.assignment import Telling
from longwave.world.memory.events import MemoryKept, MemoryKind, RelationshipChanged
from longwave.world.pack import Pack

# How many answers to them a resident takes to heart in one heartbeat.
MOST_TAKEN = 3
_DEEDS = {
    Stance.AGREE: "agreed with me about",
    Stance.DOUBT: "doubted me about",
    Stance.OPPOSE: "went against me about",
    Stance.ADD: "took me further about",
    Stance.ASK: "asked me about",
    Stance.JOKE: "laughed with me about",
}
_OWN = {
    Stance.AGREE: 0.03,
    Stance.ADD: 0.02,
    Stance.ASK: 0.02,
    Stance.JOKE: 0.01,
    Stance.DOUBT: -0.02,
    Stance.OPPOSE: -0.05,
}


def taken(pack: Pack, scene: Scene) -> Iterator[Event]:
    """Yield how what was said to a resident changes what they think of whoever said it."""
    view = scene.view
    felt = dict(view.feed.sentiments)
    for seen in view.feed.directed[:MOST_TAKEN]:
        if seen.stance is None:
            continue
        change = rules.effect_of(seen.stance, view.resident.temper, felt.get(seen.author, 0.0))
        felt[seen.author] = felt.get(seen.author, 0.0) + change
        because = f"{scene.names[seen.author]} {_DEEDS[seen.stance]} {_of(pack, seen)}"
        yield RelationshipChanged(
            persona=view.resident.id, other=seen.author, change=change, because=because, source=seen.id
        )
        if seen.stance in (Stance.OPPOSE, Stance.AGREE):
            yield MemoryKept(
                persona=view.resident.id,
                memory=MemoryKind.MOMENT,
                about=(seen.author, *seen.about[:1]),
                says=f"{because}.",
                strength=0.6 if seen.stance is Stance.OPPOSE else 0.4,
                half_life_days=5.0,
                confidence=1.0,
                source=seen.id,
            )


def written(pack: Pack, scene: Scene, decision: Decision, piece: int, learned: Telling | None) -> Iterator[Event]:
    """Yield what a resident keeps of what they wrote, and of what they learned doing it."""
    me = scene.view.resident.id
    title = pack.lore[decision.subject].title if decision.subject else "it"
    if decision.piece is not None and decision.stance is not None:
        name = scene.names[decision.piece.author]
        yield RelationshipChanged(
            persona=me,
            other=decision.piece.author,
            change=_OWN[decision.stance],
            because=f"I spoke with {name} of {title}, to {decision.stance.value}",
            source=piece,
        )
    else:
        yield MemoryKept(
            persona=me,
            memory=MemoryKind.MOMENT,
            about=tuple(filter(None, [decision.subject])),
            says=f"I put {title} before the board.",
            strength=0.5,
            half_life_days=7.0,
            confidence=1.0,
            source=piece,
        )
    if learned is not None:
        yield MemoryKept(
            persona=me,
            memory=MemoryKind.FACT,
            about=learned.ids,
            says=str(learned.slots["fact"]),
            strength=0.65,
            half_life_days=20.0,
            confidence=0.4 if learned.slots.get("hearsay") else 0.95,
            source=piece,
        )
    if decision.stance in (Stance.DOUBT, Stance.OPPOSE, Stance.AGREE) and decision.piece is not None:
        yield _opinion(pack, scene, decision, piece)
    topics = pack.lore[decision.subject].topics if decision.subject else ()
    if decision.action is Action.CREATE_THREAD and topics:
        yield MemoryKept(
            persona=me,
            memory=MemoryKind.INTEREST,
            about=topics[:1],
            says=f"I keep coming back to {topics[0].replace('-', ' ')}.",
            strength=0.3,
            half_life_days=30.0,
            confidence=1.0,
            source=piece,
        )


def _opinion(pack: Pack, scene: Scene, decision: Decision, piece: int) -> MemoryKept:
    assert decision.piece is not None  # noqa: S101 - an opinion is of what somebody said
    name = scene.names[decision.piece.author]
    title = pack.lore[decision.subject].title if decision.subject else "it"
    agrees = decision.stance is Stance.AGREE
    return MemoryKept(
        persona=scene.view.resident.id,
        memory=MemoryKind.OPINION,
        about=(*filter(None, [decision.subject]), decision.piece.author),
        says=f"{name} is {'right' if agrees else 'wrong'} about {title}.",
        strength=0.5,
        half_life_days=14.0,
        confidence=0.7,
        source=piece,
    )


def _of(pack: Pack, seen: Seen) -> str:
    return pack.lore[seen.about[0]].title if seen.about else "what I wrote"
