"""A newspaper with a few layers, each of which a test can name."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from longwave.ledger.events import Recorded
from longwave.ledger.ledger import Stamp
from longwave.modules.academy.events import GameEvent
from longwave.modules.academy.talk.events import NicknameGiven, TableTalked
from longwave.world.pack import Pack
from longwave.world.persona import Line
from longwave.world.press import PRESS_BOOK, Cadence, Channel, Layer, PressForm, book_of
from unit.academy.club import Club, opened, saltmere

ADA, BO = "discord:ada", "discord:bo"
HOUSES = ("the Athenaeum", "the Tide Council", "the Lantern Combine", "the Bell Chapter", "the Meridian Legation")
TALK, NICKNAME, SHARED = "academy.table_talked", "academy.nickname_given", "academy.thing_shared"
LAYERS = (
    Layer(
        id="said",
        event=TALK,
        form=PressForm.BULLETIN,
        voice="gazette",
        says=(
            Line(say="{player} said this at the table, where it was heard by those who were there: “{says}”."),
            Line(say="“{says}”. So spoke {player}, and the bread went round as it does when somebody has spoken."),
            Line(say="On another evening {player} gave it as an opinion that “{says}”, and the cat left the room."),
        ),
    ),
    Layer(
        id="noted",
        event=TALK,
        form=PressForm.BULLETIN,
        voice="gazette",
        channel=Channel.TABLE_TALK,
        says=(Line(say="For the table alone, and not for the front of the paper: {player} has spoken and sat down."),),
    ),
    Layer(
        id="heard",
        event=TALK,
        form=PressForm.GOSSIP,
        voice="postscript",
        after=Cadence.STAGGERED,
        step=2,
        teaser="{player} was overheard.",
        says=(
            Line(say="Postscript was on the landing while {player} was talking, and has told nobody but you of it."),
            Line(say="There is a chair by the door from which one hears {player} well. It was warm when one left it."),
            Line(say="What {player} says at table is carried down with the plates, and Postscript washes up."),
        ),
    ),
    Layer(
        id="guessed",
        event=TALK,
        form=PressForm.SPOTLIGHT,
        voice="gazette",
        after=Cadence.LONG,
        step=1,
        says=(Line(say="A whole day after {player} spoke, the Gazette is still turning it over like a smooth stone."),),
    ),
    Layer(
        id="named",
        event=NICKNAME,
        form=PressForm.REACTION,
        voice="scholar",
        says=(Line(say="I am called “{nickname}” now. {player} began it, and I have stopped looking round."),),
    ),
    Layer(
        id="named-house",
        event=NICKNAME,
        form=PressForm.STATEMENT,
        voice="faction",
        says=(Line(say="{faction|cap} knows {scholar} by the name on the contract, and by no other."),),
    ),
    Layer(
        id="named-rivals",
        event=NICKNAME,
        form=PressForm.REACTION,
        voice="rivals",
        says=tuple(
            Line(
                say=f"We of {house} have no nicknames for {{scholar}} to print.",
                when={"rival_faction": house},
            )
            for house in HOUSES
        ),
    ),
    Layer(
        id="renamed",
        event="academy.player_renamed",
        form=PressForm.STATEMENT,
        voice="faction",
        says=(Line(say="{was} is called {player} from now on. Nobody's house has anything to do with that decision."),),
    ),
    Layer(
        id="level",
        event="academy.symposium_resolved",
        form=PressForm.REPORT,
        voice="gazette",
        when={"outcome": "none"},
        says=(Line(say="Upon “{title}” the symposium came to nothing, in good order, and went home."),),
    ),
    Layer(
        id="barred",
        event="academy.topic_expired",
        form=PressForm.BULLETIN,
        voice="gazette",
        says=(Line(say="As an AI language model I am unable to say what became of question number {topic}."),),
    ),
    Layer(
        id="perhaps",
        event=SHARED,
        form=PressForm.GOSSIP,
        voice="postscript",
        chance=0.3,
        says=(Line(say="Something was handed round by {player}, and it came back with a thumbprint on it."),),
    ),
    Layer(
        id="rests",
        event="academy.game_paused",
        form=PressForm.ADMIN_BULLETIN,
        voice="gazette",
        says=(Line(say="The game is held where it is, and the reason upon the slip is given as “{reason}”, in ink."),),
    ),
)


@cache
def paper() -> Pack:
    """The bundled world with these layers for its press."""
    layers = {layer.id: layer for layer in LAYERS}
    books = {**saltmere().phrasebooks, PRESS_BOOK: book_of(LAYERS)}
    return saltmere().model_copy(update={"layers": layers, "phrasebooks": books})


@contextmanager
def printing(place: str) -> Iterator[Club]:
    """Open a game that this newspaper prints, with two people at it."""
    with opened(place, paper(), is_printed=True) as club:
        club.join(ADA, BO)
        yield club


def tell(club: Club, *events: GameEvent) -> list[Recorded]:
    """Let things happen."""
    with club.ledger.write(Stamp(at=club.now, actor="test")) as tx:
        return club.playing.academy.append(tx, *events)


def talk(says: str = "The tide is late.", player: str = ADA) -> TableTalked:
    return TableTalked(player=player, says=says)


def nickname(faction: str) -> NicknameGiven:
    """Return that a scholar of a faction was given a nickname."""
    game = saltmere().game
    assert game is not None
    scholar = next(each for each in game.scholars.values() if each.faction == faction)
    return NicknameGiven(player=ADA, scholar=scholar.id, nickname="the lamp")
