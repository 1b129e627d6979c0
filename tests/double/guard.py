"""Keeps the tests away from paid models and from the network."""

import ipaddress
import os
import socket
from collections.abc import Callable, Mapping
from typing import Final

import pytest

KEY_ENDINGS: Final = ("_API_KEY", "_AUTH_TOKEN", "_ACCESS_KEY", "_ACCESS_TOKEN", "_PROXY")
NOWHERE: Final = "http://127.0.0.1:9"
"""Nothing listens on the discard port; what a test starts as a process of its own is kept in by this alone."""
ADDRESSES: Final = {
    "OPENAI_BASE_URL": f"{NOWHERE}/v1",
    "OLLAMA_BASE_URL": f"{NOWHERE}/v1",
    "ANTHROPIC_BASE_URL": NOWHERE,
}


def without_keys(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment without keys and proxies, in which providers are nowhere."""
    kept = {name: value for name, value in environment.items() if not name.upper().endswith(KEY_ENDINGS)}
    return kept | ADDRESSES


def is_near(address: object) -> bool:
    """Whether an address is on this machine: a path, or a loopback host and its port."""
    if not isinstance(address, tuple):
        return True  # A Unix socket's path.
    host = address[0].decode() if isinstance(address[0], bytes) else str(address[0] or "")
    host = host.partition("%")[0]
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def refuse(address: object) -> None:
    """Fail the test if an address is elsewhere.

    The failure is no `Exception`: client libraries turn those into connection errors, and the code under test would
    recover.
    """
    if not is_near(address):
        pytest.fail(f"a test reached for the network: {address}")


def install(patch: pytest.MonkeyPatch) -> None:
    """Guard this process until the patch is undone."""
    for name in os.environ.keys() - without_keys(os.environ).keys():
        patch.delenv(name)
    for name, value in ADDRESSES.items():
        patch.setenv(name, value)
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name), lambda _socket, address: address))
    patch.setattr(socket, "getaddrinfo", _guarded(socket.getaddrinfo, lambda host, *_rest, **_more: (host,)))


def _guarded(call: Callable[..., object], address_in: Callable[..., object]) -> Callable[..., object]:
    """Let a call through if the address in its arguments is near."""

    def guarded(*arguments: object, **options: object) -> object:
        refuse(address_in(*arguments, **options))
        return call(*arguments, **options)

    return guarded
