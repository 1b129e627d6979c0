"""What the symposium refuses.

AcademyError
└── SymposiumError
    ├── NoSymposium      no question is being voted on
    ├── ListFull         the list of topics is full
    ├── OwnTopicsFull    a player has enough topics on it
    ├── TopicKnown       a topic of that title is on it
    └── OutOfFavour      who was reprimanded lately proposes nothing
"""

from longwave.modules.academy.errors import AcademyError


class SymposiumError(AcademyError):
    """The symposium refuses this."""


class NoSymposium(SymposiumError):
    """No question is being voted on."""

    hint = "`symposium` shows when the next one is called"


class ListFull(SymposiumError):
    """The list of topics is full."""

    hint = "a topic leaves it every week: `symposium_topics` shows how they stand"

    def __init__(self, most: int) -> None:
        super().__init__(f"the list of topics is full: {most} stand on it")


class OwnTopicsFull(SymposiumError):
    """A player has enough topics on the list."""

    hint = "wait until one is picked, or expires"

    def __init__(self, most: int) -> None:
        super().__init__(f"{most} topics of yours stand on the list already, and nobody may have more")


class TopicKnown(SymposiumError):
    """A topic of that title is on the list."""

    hint = "`symposium_topics` shows them all"

    def __init__(self, title: str, topic: int) -> None:
        super().__init__(f"{title!r} is on the list already, as topic {topic}")


class OutOfFavour(SymposiumError):
    """Who was reprimanded lately proposes nothing."""

    hint = "`pay_debt` and `endow_archive` pay what you owe"

    def __init__(self, until: str) -> None:
        super().__init__(f"you were reprimanded for your debt and can propose nothing before {until}")
