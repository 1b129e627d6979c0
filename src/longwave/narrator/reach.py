"""Whether a provider can be reached: asked once before a run begins, and now and then while it is down."""

import difflib
from typing import Any

from longwave.narrator.errors import ProviderUnreachable
from longwave.narrator.models import KEYS, ModelRef

TIMEOUT_S = 10.0
UNAUTHORISED, NOT_FOUND, THROTTLED, SERVER_ERROR = (401, 403), 404, 429, 500


async def answers(ref: ModelRef) -> bool:
    """Tell whether a provider answers at all. This costs nothing."""
    try:
        async with _client(ref) as client:
            await client.models.list()
    except Exception as error:  # noqa: BLE001 - each client library has its own
        status = getattr(error, "status_code", None)
        return isinstance(status, int) and status < SERVER_ERROR and status != THROTTLED
    return True


async def check(ref: ModelRef) -> None:
    """Ask a provider whether it has a model and takes our key. This costs nothing.

    Raises:
        ProviderUnreachable: it does not, or does not answer.
    """
    names: list[str] = []
    try:
        async with _client(ref) as client:
            names = [str(model.id) for model in (await client.models.list()).data]
            if ref.model not in names:
                await client.models.retrieve(ref.model)  # Aliases are not listed.
    except Exception as error:
        raise _unreachable(ref, getattr(error, "status_code", None), names) from error


def _unreachable(ref: ModelRef, status: int | None, names: list[str]) -> ProviderUnreachable:
    address = (
        f"{ref.provider.upper()}_BASE_URL is its address, {'without' if ref.provider == 'anthropic' else 'with'} /v1"
    )
    if status in UNAUTHORISED:
        hint = f"see that {KEYS.get(ref.provider, 'the key')} is right and may use this model"
        return ProviderUnreachable(ref.name, f"{ref.url} refuses the key ({status})", hint)
    if status == NOT_FOUND and names:
        near = difflib.get_close_matches(ref.model, names, n=3, cutoff=0.3) or sorted(names)[:3]
        return ProviderUnreachable(ref.name, "there is no such model", f"it has {', '.join(near)}")
    if status == NOT_FOUND:
        return ProviderUnreachable(ref.name, f"{ref.url} is no provider's address", f"see that {address}")
    if status is not None and (status == THROTTLED or status >= SERVER_ERROR):
        hint = "try again later, or write with --narrator offline"
        return ProviderUnreachable(ref.name, f"{ref.url} answers {status}", hint)
    hint = f"see that the server runs and that {address}"
    return ProviderUnreachable(ref.name, f"{ref.url} does not answer as a provider", hint)


def _client(ref: ModelRef) -> Any:  # Any: of either client library, whose `models` are alike.
    return ref.build().client.with_options(max_retries=0, timeout=TIMEOUT_S)  # type: ignore[attr-defined]
