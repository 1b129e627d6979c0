"""The bodies that each API sends."""

import json
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Final

from double.asked import Api, Asked, Shape
from double.replies import Reply, Usage
from double.shapes import Json, good

CHARS_A_TOKEN: Final = 4
MADE: Final = 1_700_000_000
ERROR_TYPES: Final[Mapping[int, tuple[str, str, str]]] = {
    400: ("invalid_request_error", "invalid_request_error", "invalid_value"),
    401: ("authentication_error", "invalid_request_error", "invalid_api_key"),
    402: ("billing_error", "insufficient_quota", "insufficient_quota"),
    403: ("permission_error", "invalid_request_error", "forbidden"),
    404: ("not_found_error", "invalid_request_error", "model_not_found"),
    429: ("rate_limit_error", "requests", "rate_limit_exceeded"),
    529: ("overloaded_error", "server_error", "overloaded"),
}
"""Anthropic's type, OpenAI's type and OpenAI's code of a status."""
STOPS: Final[Mapping[str, str]] = {"stop": "end_turn", "length": "max_tokens", "content_filter": "refusal"}


def body(asked: Asked, reply: Reply) -> bytes:
    """Return the body of a reply, in the words of the API that was asked."""
    if reply.raw is not None:
        return reply.raw
    if reply.status >= HTTPStatus.BAD_REQUEST:
        return _dump(_error(asked, reply.status))
    speak = {Api.CHAT: _chat, Api.RESPONSES: _responses, Api.MESSAGES: _messages}[asked.api]
    return _dump(speak(asked, _fitted(asked, reply)))


def _dump(value: Json) -> bytes:
    # JSON's own escapes let a lone surrogate pass where UTF-8 would not.
    return json.dumps(value).encode()


def _fitted(asked: Asked, reply: Reply) -> Reply:
    """Put a reply into the shape that was asked for: afterwards `values` is a tool's arguments, else `text` counts."""
    values = reply.values
    if values is None and not reply.plain and asked.wanted.shape is not Shape.TEXT:
        values = good(asked.wanted.schema, reply.text, list(reply.facts))
    if values is not None and asked.wanted.shape is not Shape.TOOL:
        return replace(reply, text=json.dumps(values), values=None)
    return replace(reply, values=values)


def _usage(asked: Asked, reply: Reply) -> Usage | None:
    if reply.usage != "counted":
        return reply.usage
    said = reply.text if reply.values is None else json.dumps(reply.values)
    return Usage(input_tokens=len(asked.prompt) // CHARS_A_TOKEN, output_tokens=len(said) // CHARS_A_TOKEN)


def _chat(asked: Asked, reply: Reply) -> Json:
    message: Json = {"role": "assistant", "content": reply.text, "refusal": None}
    if reply.values is not None:
        arguments = json.dumps(reply.values)
        call = {"name": asked.wanted.tool, "arguments": arguments}
        message |= {
            "content": None,
            "tool_calls": [{"id": f"call_{asked.number}", "type": "function", "function": call}],
        }
    elif reply.stop == "content_filter":
        message |= {"content": None, "refusal": reply.text}
    stop = "tool_calls" if reply.values is not None and reply.stop == "stop" else reply.stop
    said: Json = {
        "id": f"chatcmpl-{asked.number}",
        "object": "chat.completion",
        "created": MADE,
        "model": asked.model,
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": stop}],
    }
    if usage := _usage(asked, reply):
        said["usage"] = {
            "prompt_tokens": usage.input_tokens,
            "completion_tokens": usage.output_tokens,
            "total_tokens": usage.input_tokens + usage.output_tokens,
        }
    return said


def _responses(asked: Asked, reply: Reply) -> Json:
    content: Json = {"type": "output_text", "text": reply.text, "annotations": [], "logprobs": []}
    if reply.stop == "content_filter":
        content = {"type": "refusal", "refusal": reply.text}
    item: Json = {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [content]}
    if reply.values is not None:
        call = {"call_id": f"call_{asked.number}", "name": asked.wanted.tool, "arguments": json.dumps(reply.values)}
        item = {"type": "function_call", "id": "fc_1", "status": "completed", **call}
    is_whole = reply.stop != "length"
    said: Json = {
        "id": f"resp_{asked.number}",
        "object": "response",
        "created_at": MADE,
        "status": "completed" if is_whole else "incomplete",
        "incomplete_details": None if is_whole else {"reason": "max_output_tokens"},
        "error": None,
        "model": asked.model,
        "output": [item],
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
    }
    if usage := _usage(asked, reply):
        said["usage"] = {
            "input_tokens": usage.input_tokens,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": usage.output_tokens,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": usage.input_tokens + usage.output_tokens,
        }
    return said


def _messages(asked: Asked, reply: Reply) -> Json:
    block: Json = {"type": "text", "text": reply.text}
    if reply.values is not None:
        name = {"id": f"toolu_{asked.number}", "name": asked.wanted.tool}
        block = {"type": "tool_use", **name, "input": reply.values}
    stop = "tool_use" if reply.values is not None and reply.stop == "stop" else STOPS.get(reply.stop, reply.stop)
    said: Json = {
        "id": f"msg_{asked.number}",
        "type": "message",
        "role": "assistant",
        "model": asked.model,
        # Anthropic sends no empty block: a model that says nothing has no content.
        "content": [block] if reply.text or reply.values is not None else [],
        "stop_reason": stop,
        "stop_sequence": None,
    }
    if usage := _usage(asked, reply):
        said["usage"] = {"input_tokens": usage.input_tokens, "output_tokens": usage.output_tokens}
    return said


def _error(asked: Asked, status: int) -> Json:
    anthropic, openai, code = ERROR_TYPES.get(status, ("api_error", "server_error", "server_error"))
    message = f"The model `{asked.model}` does not exist." if status == HTTPStatus.NOT_FOUND else code
    if asked.api is Api.MESSAGES:
        return {"type": "error", "error": {"type": anthropic, "message": message}, "request_id": f"req_{asked.number}"}
    return {"error": {"message": message, "type": openai, "param": None, "code": code}}


def models(headers: Mapping[str, str], names: tuple[str, ...]) -> bytes:
    """Return the list of models that `/v1/models` has: Anthropic's for its clients, OpenAI's for all others."""
    if "anthropic-version" in headers:
        return _dump({"data": [{"type": "model", "id": name, "display_name": name} for name in names]})
    listed = [{"id": name, "object": "model", "created": MADE, "owned_by": "double"} for name in names]
    return _dump({"object": "list", "data": listed})


def tags(names: tuple[str, ...]) -> bytes:
    """Return what Ollama's `/api/tags` has."""
    return _dump({"models": [{"name": name, "model": name, "size": 1} for name in names]})
