"""What the narrator refuses.

LongwaveError
└── NarratorError
    ├── TemplateInvalid   a line of a phrasebook cannot be read
    └── CannotCompose     no plan of the phrasebook gives a text within the limits
"""

from longwave.kernel.errors import LongwaveError


class NarratorError(LongwaveError):
    """The narrator cannot write this."""


class TemplateInvalid(NarratorError):
    """A line of a phrasebook cannot be read."""


class CannotCompose(NarratorError):
    """No plan of the phrasebook gives a text within the limits."""

    hint = "give the phrasebook shorter lines or a plan with fewer parts for this form"

    def __init__(self, persona: str, form: str, max_chars: int) -> None:
        super().__init__(f"the phrasebook of {persona!r} has no plan for {str(form)!r} within {max_chars} characters")
