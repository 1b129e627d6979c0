"""What a client asked a provider for, read from any of the three APIs."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from double.shapes import Json

FENCED: Final = re.compile(r"^<<<FACTS\n(.*?)\nFACTS>>>$", re.MULTILINE | re.DOTALL)
"""The fences stand on lines of their own; a rule that speaks of them is no sheet."""


class Api(StrEnum):
    """A dialect, by the path that speaks it."""

    CHAT = "/v1/chat/completions"
    RESPONSES = "/v1/responses"
    MESSAGES = "/v1/messages"


class Shape(StrEnum):
    """How the answer is wanted: as words, as the arguments of a tool, or as a JSON object in the text."""

    TEXT = "text"
    TOOL = "tool"
    JSON = "json"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The form of the answer.

    Attributes:
        schema: the JSON schema of a structured answer; empty for words.
        tool: the tool to call with it.
    """

    shape: Shape = Shape.TEXT
    schema: Mapping[str, Any]  # Any: JSON.
    tool: str = ""


@dataclass(frozen=True, kw_only=True)
class Message:
    """One turn of the conversation."""

    role: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request, parsed.

    Attributes:
        number: how many requests came before it.
        system: everything the client said as the system, joined.
        messages: the other turns; a tool's call or its result is a turn too.
        headers: by their names in lower case.
        key: the header `Idempotency-Key`, else the metadata's `idempotency_key` or `user_id`, else empty.
        body: what was sent.
    """

    number: int
    api: Api
    model: str
    system: str
    messages: tuple[Message, ...]
    wanted: Wanted
    temperature: float | None
    max_tokens: int | None
    headers: Mapping[str, str]
    key: str
    body: Mapping[str, Any]  # Any: JSON.

    @property
    def prompt(self) -> str:
        """Everything the client said."""
        return "\n\n".join([self.system, *(message.text for message in self.messages)])

    def sheet(self) -> Json:
        """Return the fact sheet that was fenced last; empty if none was."""
        found = FENCED.findall(self.prompt)
        sheet: object = json.loads(found[-1]) if found else {}
        return sheet if isinstance(sheet, dict) else {}


SYSTEM_ROLES: Final = ("system", "developer")


def read(number: int, api: Api, headers: Mapping[str, str], body: Json) -> Asked:
    """Parse a request."""
    turns = list(_turns(body))
    system = "\n\n".join(turn.text for turn in turns if turn.role in SYSTEM_ROLES)
    metadata = body.get("metadata") or {}
    return Asked(
        number=number,
        api=api,
        model=str(body.get("model", "")),
        system=system,
        messages=tuple(turn for turn in turns if turn.role not in SYSTEM_ROLES),
        wanted=_wanted(body, system),
        temperature=body.get("temperature"),
        max_tokens=body.get("max_completion_tokens") or body.get("max_output_tokens") or body.get("max_tokens"),
        headers=headers,
        key=headers.get("idempotency-key") or metadata.get("idempotency_key") or metadata.get("user_id") or "",
        body=body,
    )


def _turns(body: Json) -> Iterator[Message]:
    for field in ("system", "instructions"):
        if field in body:
            yield Message(role="system", text=_text(body[field]))
    turns: str | list[Json] = body.get("messages") or body.get("input") or []
    if isinstance(turns, str):
        yield Message(role="user", text=turns)
        return
    for turn in turns:
        content = {key: turn[key] for key in ("content", "tool_calls", "arguments", "output") if turn.get(key)}
        yield Message(role=turn.get("role", "tool"), text="\n".join(_text(value) for value in content.values()))


def _text(content: object) -> str:
    """Return the words of a content, which is a text, a list of blocks or something else."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "\n\n".join(_text(block) for block in content)
    if isinstance(content, dict) and isinstance(content.get("text"), str):
        return str(content["text"])
    return json.dumps(content, ensure_ascii=False)


def _wanted(body: Json, system: str) -> Wanted:
    tools: list[Json] = [tool.get("function", tool) for tool in body.get("tools") or ()]
    if tools:
        tool = next((tool for tool in tools if tool["name"].startswith("final_result")), tools[0])
        schema = tool.get("parameters") or tool.get("input_schema") or {}
        return Wanted(shape=Shape.TOOL, schema=schema, tool=tool["name"])
    schema = _format_schema(body) or _prompted_schema(system)
    return Wanted(shape=Shape.JSON if schema else Shape.TEXT, schema=schema)


def _format_schema(body: Json) -> Json:
    """Return the schema of a native structured output; each API keeps it elsewhere."""
    places = (
        (body.get("response_format") or {}).get("json_schema"),
        (body.get("text") or {}).get("format"),
        (body.get("output_config") or {}).get("format"),
    )
    return next((place["schema"] for place in places if place and "schema" in place), {})


def _prompted_schema(system: str) -> Json:
    """Return the schema that pydantic-ai's PromptedOutput writes on a line of the system prompt."""
    for line in system.splitlines():
        if line.startswith("{") and '"properties"' in line:
            schema: Json = json.loads(line)
            return schema
    return {}
