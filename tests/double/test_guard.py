"""No test reaches a paid model or the network."""

import asyncio
import os
import socket

import pytest
from pydantic_ai import Agent
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider

from double import guard
from double.server import Double

ELSEWHERE = "192.0.2.1"  # RFC 5737: for documentation, routed nowhere.


@pytest.mark.parametrize("connect", ["connect", "connect_ex"])
def test_a_connection_elsewhere_fails_the_test(connect: str) -> None:
    with socket.socket() as taken, pytest.raises(pytest.fail.Exception, match="reached for the network"):
        getattr(taken, connect)((ELSEWHERE, 443))


def test_a_look_up_elsewhere_fails_the_test() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"api\.openai\.com"):
        socket.getaddrinfo("api.openai.com", 443)


@pytest.mark.parametrize("host", [ELSEWHERE, "api.openai.com"])
def test_a_real_client_fails_the_test_instead_of_recovering(host: str) -> None:
    agent = Agent(OpenAIChatModel("gpt", provider=OpenAIProvider(base_url=f"http://{host}/v1", api_key="k")))

    with pytest.raises(BaseException) as failure:  # noqa: PT011 - a failure, or a group of them
        asyncio.run(agent.run("Hello"))

    assert not isinstance(failure.value, Exception)


@pytest.mark.parametrize(
    "address",
    [
        ("127.0.0.1", 1),
        ("127.8.8.8", 1),
        ("localhost", 1),
        (b"localhost", 1),
        (None, 1),
        ("::1", 1, 0, 0),
        ("", 1),
        "/run/postgresql/.s.PGSQL.5432",
    ],
)
def test_this_machine_is_near(address: object) -> None:
    assert guard.is_near(address)


@pytest.mark.parametrize("address", [(ELSEWHERE, 1), ("10.0.0.1", 1), ("2001:db8::1", 1, 0, 0), ("example.org", 1)])
def test_all_else_is_far(address: object) -> None:
    assert not guard.is_near(address)


def test_the_double_can_be_reached(double: Double) -> None:
    with socket.create_connection(("localhost", double.port)):
        pass


def test_keys_are_gone_and_providers_are_nowhere() -> None:
    kept = guard.without_keys({"OPENAI_API_KEY": "k", "ANTHROPIC_AUTH_TOKEN": "k", "https_proxy": "p", "HOME": "/"})

    assert kept == {"HOME": "/"} | guard.ADDRESSES
    assert dict(os.environ) == guard.without_keys(os.environ)
