"""A seat at a world's table, in a terminal of its host's machine."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from longwave.cli.options import opened, settings, stamp_at_present
from longwave.commands.command import MOST_CHOICES, Audience, Carried, Choice, Command, Commands, Query
from longwave.commands.fields import Field, fields_of, spelled
from longwave.commands.typed import MAX_QUOTED_CHARS, NO, YES, Given, nearest, quoted
from longwave.kernel.errors import LongwaveError
from longwave.ledger.ledger import Ledger, Stamp

HOST = "host"
_NAME = re.compile(r"\w[\w.-]{0,39}")
Asked = type[Command] | type[Query]


class NoSuchRequest(LongwaveError):
    """Nothing that may be asked has that name."""

    request = ""

    def __init__(self, name: str, names: Iterable[str]) -> None:
        super().__init__(f"nothing is called {quoted(name)}")
        self.hint = nearest(name, names)


class HostOnly(LongwaveError):
    """A player asks what is the host's."""

    hint = "who is the host says so with --host"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is for the host of the game")


class NoName(LongwaveError):
    """Nobody plays under such a name."""

    hint = "take letters and digits, up to 40, as in `--as ada`"

    def __init__(self, name: str) -> None:
        super().__init__(f"{quoted(name)} is no name to play under")


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Somebody at a table.

    Attributes:
        name: under which they play on this machine; their name at the table is another thing.
        is_host: whether what is the host's may be asked too.
        tz: where the world's clocks show the time.
    """

    ledger: Ledger
    commands: Commands
    name: str
    is_host: bool = False
    tz: dt.tzinfo = dt.UTC

    @property
    def player(self) -> str:
        """The id of their account."""
        return f"local:{self.name}"

    @property
    def requests(self) -> list[Asked]:
        """All that may be asked from here."""
        return [each for each in self._every if self.is_host or each.audience is Audience.PLAYER]

    def find(self, name: str) -> Asked | None:
        """Return what goes by a name; None where nothing does."""
        with suppress(NoSuchRequest):
            return named(name, self._every)
        return None

    def named(self, name: str) -> Asked:
        """Return what goes by a name.

        Raises:
            NoSuchRequest: nothing does.
            HostOnly: it is not for who sits here.
        """
        request = named(name, self._every)
        if request.audience is Audience.ADMIN and not self.is_host:
            raise HostOnly(spelled(request.name))
        return request

    def ask(self, request: Command | Query) -> Carried:
        """Ask something; a question leaves nothing in the log.

        Raises:
            LongwaveError: it is refused.
        """
        if isinstance(request, Command):
            return self.commands.carry_out(self.ledger, Stamp(at=self.now(), actor=self._actor(request)), request)
        with self.ledger.store.read() as connection:
            return Carried([], self.commands.answer(connection, self._actor(request), request))

    def now(self) -> dt.datetime:
        """Return the world's present."""
        return _present(self.ledger)

    def choices(self, request: Asked, of: Field, typed: str) -> list[Choice]:
        """Return what a field may be, where typed text stands in its value or its label; at most 25."""
        if not typed.isprintable() or len(typed) > MAX_QUOTED_CHARS:
            return []
        if of.values:
            every = [Choice(spelled(each), "") for each in of.values]
        elif of.is_yes_or_no:
            every = [Choice(YES, ""), Choice(NO, "")]
        elif of.chosen is not None and of.chosen in self.commands.choices:
            with self.ledger.store.read() as connection:
                every = self.commands.choices[of.chosen](connection, self._actor(request), typed)
        else:
            return []
        found = [each for each in every if typed.casefold() in f"{each.value}\n{each.label}".casefold()]
        return found[:MOST_CHOICES]

    def meant(self, request: Asked, given: Given) -> dict[str, str | list[str]]:
        """Return what was given with ids in the place of names by which things are called."""
        found = dict(given)
        for of in fields_of(request):
            if of.chosen in self.commands.choices and of.name in given:
                texts = given[of.name]
                ids = [self._id(request, of, text) for text in ([texts] if isinstance(texts, str) else texts)]
                found[of.name] = ids if of.is_many else ids[0]
        return found

    def _id(self, request: Asked, of: Field, text: str) -> str:
        offered = self.choices(request, of, text)
        if any(each.value == text for each in offered):
            return text
        called = {each.value for each in offered if is_called(each, text)}
        return called.pop() if len(called) == 1 else text

    @property
    def _every(self) -> list[Asked]:
        return [*self.commands.carried_by, *self.commands.answered_by]

    def _actor(self, request: Command | Query | Asked) -> str:
        return HOST if request.audience is Audience.ADMIN else self.player


def named(name: str, requests: Iterable[Asked]) -> Asked:
    """Return the one of some requests that goes by a name, as people write it or as the model does.

    Raises:
        NoSuchRequest: none does.
    """
    by_name = {spelled(each.name): each for each in requests}
    request = by_name.get(spelled(name.lower()))
    if request is None:
        raise NoSuchRequest(name, by_name)
    return request


def is_called(choice: Choice, text: str) -> bool:
    """Tell whether a text is a choice's value, its label, or the name that its label begins with."""
    names = (choice.value, choice.label, choice.label.partition(",")[0], choice.label.partition(" (")[0])
    return text.casefold() in {name.casefold() for name in names}


def account(name: str) -> str:
    """Return a name as accounts are kept under: the same however it was typed.

    Raises:
        NoName: it is none.
    """
    folded = unicodedata.normalize("NFC", name.strip()).casefold()
    if not _NAME.fullmatch(folded):
        raise NoName(name)
    return folded


@contextmanager
def taken(database: str, world: str, name: str, *, is_host: bool) -> Iterator[Seat]:
    """Sit down at the table of the world in a database.

    Args:
        world: its pack; empty for the one that goes by the world's name.

    Raises:
        LongwaveError: there is no world, or another one.
    """
    from longwave import bootstrap
    from longwave.ledger.errors import StoreMissing
    from longwave.live import WorldDiffers
    from longwave.modules.station.production import opened_world
    from longwave.playing import Playing
    from longwave.world.errors import UnknownWorld

    read, player = settings(), account(name)
    with opened(database) as ledger:
        found = opened_world(ledger)
        if found is None:
            raise StoreMissing(f"{ledger.store.name} holds no world")
        try:
            pack = bootstrap.load_pack(world or found.world, read)
        except UnknownWorld as error:
            error.hint = "name the folder of its pack with --world"
            raise
        if pack.card.id != found.world:
            raise WorldDiffers("the name", found.world, pack.card.id)
        station = bootstrap.Station(ledger=ledger, pack=pack, seed=found.seed, settings=read)
        now = partial(_present, ledger)
        playing = Playing(ledger=ledger, pack=pack, seed=found.seed, now=now, editor=station.editor)
        tz = ZoneInfo(pack.card.tz)
        yield Seat(ledger=ledger, commands=playing.commands, name=player, is_host=is_host, tz=tz)


def _present(ledger: Ledger) -> dt.datetime:
    return stamp_at_present(ledger).at
