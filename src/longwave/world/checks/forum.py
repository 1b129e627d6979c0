"""A forum needs a board, residents who can write on it, and threads that could have come about."""

from collections.abc import Iterator

from longwave.world.document import Step
from longwave.world.draft import Draft, Placed
from longwave.world.errors import Fault
from longwave.world.forum import Board, SeedReply, SeedThread
from longwave.world.persona import Persona, Role

Path = tuple[Step, ...]


def check(draft: Draft) -> Iterator[Fault]:
    """Yield residents without a board, and threads that no resident could have written or voted on."""
    residents = {persona.key: persona for persona in draft.all(Persona) if persona.value.role is Role.RESIDENT}
    if residents and draft.one(Board) is None and Board not in draft.unreadable:
        first = next(iter(residents.values()))
        yield first.fault("the world has residents and no forum", "add forum/board.yaml", "role")
    if Persona in draft.unreadable:
        return
    broken = {key for key, _ in draft.broken.get(Persona, ())}
    for thread in draft.all(SeedThread):
        yield from _strangers(thread, frozenset(residents) | broken)
        yield from _replies(thread)


def _said(thread: SeedThread) -> Iterator[tuple[Path, SeedThread | SeedReply]]:
    """Yield what stands in a thread, each with its path: the thread's own text first."""
    yield (), thread
    yield from ((("replies", index), reply) for index, reply in enumerate(thread.replies))


def _strangers(thread: Placed[SeedThread], residents: frozenset[str]) -> Iterator[Fault]:
    for path, said in _said(thread.value):
        named = [("author", said.author), *(("up", name) for name in said.up), *(("down", name) for name in said.down)]
        for field, name in named:
            if name not in residents:
                yield thread.fault(f"no resident is called `{name}`", "name a resident's id", *path, field)


def _replies(thread: Placed[SeedThread]) -> Iterator[Fault]:
    for index, reply in enumerate(thread.value.replies):
        if reply.to is not None and reply.to >= index:
            what = f"reply {index} answers reply {reply.to}, which comes later"
            yield thread.fault(what, "`to` counts from 0, and names an earlier one", "replies", index, "to")
    for path, said in _said(thread.value):
        votes = [*said.up, *said.down]
        if said.author in votes:
            yield thread.fault(f"`{said.author}` votes on what they wrote", "take that vote out", *path)
        if len(set(votes)) < len(votes):
            yield thread.fault("somebody votes twice", "leave one vote of each", *path)
