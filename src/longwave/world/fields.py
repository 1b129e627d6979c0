"""The field types that every file of a pack uses."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.functional_validators import BeforeValidator


class Part(BaseModel):
    """Anything written in a pack: unknown keys are errors, values do not change after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def as_list(value: Any) -> Any:  # Any: YAML, before validation.
    return [value] if isinstance(value, str) else value


def _as_year_span(value: Any) -> Any:  # Any: YAML, before validation.
    """Read `1902` as the one year, `[1902]` as open-ended."""
    if isinstance(value, int):
        return (value, value)
    if isinstance(value, list) and len(value) == 1:
        return (value[0], None)
    return value


def _in_order(span: tuple[int, int | None]) -> tuple[int, int | None]:
    first, last = span
    if last is not None and last < first:
        raise ValueError(f"the last year {last} lies before the first year {first}")
    return span


def _ends_as_a_sentence(text: str) -> str:
    if not text.endswith((".", "!", "?", ".”", "!”", "?”", '."', '!"', '?"')):
        raise ValueError("must be a whole sentence that ends with a full stop, ! or ?")
    return text


Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(as_list)]
Text = Annotated[str, Field(min_length=1)]
Sentence = Annotated[str, Field(min_length=1), AfterValidator(_ends_as_a_sentence)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(as_list)]
Years = Annotated[tuple[int, int | None], BeforeValidator(_as_year_span), AfterValidator(_in_order)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Hour = Annotated[int, Field(ge=0, le=24)]
