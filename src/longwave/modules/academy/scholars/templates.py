"""The pack's templates with `{slots}`, written out."""

import re
from collections.abc import Mapping

_SLOT = re.compile(r"\{([a-z]+)\}")
_ENDS_BEFORE = re.compile(r"(?:^|[.!?][\"”]?\s+)[\"“]?$")


def filled(template: str, slots: Mapping[str, str]) -> str:
    """Write a template out; what stands at the head of a sentence begins with a capital letter.

    What is put in is never looked at again, so nobody's name can hold a slot.
    """

    def value(slot: re.Match[str]) -> str:
        text = slots.get(slot[1], slot[0])
        begins = _ENDS_BEFORE.search(template[: slot.start()])
        return text[:1].upper() + text[1:] if begins else text

    return _SLOT.sub(value, template)
