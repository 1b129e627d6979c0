"""What there is to talk about on air: news, gossip, letters, records."""

from typing import Annotated, Literal

from pydantic import Field

from longwave.world.fields import Id, Ids, Part, Sentence, Share, Text

MAX_ITEM_CHARS = 190


class Item(Part):
    """Something small that happened or is said: an item of news, a piece of gossip.

    Attributes:
        year: when; None means the world's present, whenever that is.
        confidence: how sure one is of it, from 0 (a rumour) to 1 (confirmed).
        about: lore entries that the sentence names.
    """

    id: Id
    form: Literal["news", "gossip"]
    says: Annotated[Sentence, Field(max_length=MAX_ITEM_CHARS)]
    year: int | None = None
    confidence: Share = 1.0
    regions: Ids
    factions: Ids = ()
    topics: Ids = ()
    about: Annotated[Ids, Field(min_length=1)]


class Letter(Part):
    """A listener's letter.

    Attributes:
        sender: who wrote, as spoken ("a chandler in Pump Row").
        asks: what the letter says, in the listener's own words.
        about: lore entries that answer it; their facts are the reply.
    """

    id: Id
    sender: Text
    asks: Annotated[Sentence, Field(max_length=MAX_ITEM_CHARS)]
    regions: Ids
    topics: Ids = ()
    about: Annotated[Ids, Field(min_length=1)]


class Record(Part):
    """A recording to introduce: an invented piece of music.

    Attributes:
        note: one sentence about the recording.
        about: lore entries that the note names.
    """

    id: Id
    title: Text
    artist: Text
    year: int
    note: Annotated[Sentence, Field(max_length=MAX_ITEM_CHARS)]
    topics: Ids = ()
    about: Annotated[Ids, Field(min_length=1)]
