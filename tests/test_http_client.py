"""An HTTP client that is closed: whoever asks is told, and no socket is left."""

import asyncio
import gc
from collections import Counter
from collections.abc import AsyncIterator

import httpx
import pytest

from qq_api.http_client import HttpClient
from qq_api.web import bind, port_of, respond, serving


@pytest.fixture
async def url() -> AsyncIterator[str]:
    async def app(scope: object, receive: object, send: object) -> None:
        await respond(send, 200, b"{}")

    sock = bind("127.0.0.1", 0)
    async with serving(app, sock):
        yield f"http://127.0.0.1:{port_of(sock)}"


def outcome(asking: asyncio.Task[httpx.Response]) -> str:
    """`cancelled`, `200`, or the name of its error."""
    if asking.cancelled():
        return "cancelled"
    error = asking.exception()
    return type(error).__name__ if error else str(asking.result().status_code)


async def closed_after(steps: int, url: str) -> str:
    client = HttpClient()
    asking = asyncio.create_task(client.get(url))
    for _ in range(steps):
        await asyncio.sleep(0)
    await client.aclose()
    await asyncio.wait({asking})
    return outcome(asking)


async def test_whoever_asks_is_told_whenever_it_is_closed_and_no_connection_is_left(url: str) -> None:
    ends = Counter([await closed_after(steps, url) for steps in range(1, 60)])
    assert ends.keys() == {"ReadError", "200"}, ends
    gc.collect()  # a socket that was left makes a warning, and the test fails


@pytest.mark.parametrize("late", [0, 1, 2, 3, 5, 8])
async def test_a_request_that_is_cancelled_at_any_moment_around_the_end_is_cancelled(url: str, late: int) -> None:
    for steps in range(2, 30):
        client = HttpClient()
        asking, other = (asyncio.create_task(client.get(url)) for _ in range(2))
        for _ in range(steps):
            await asyncio.sleep(0)
        closing = asyncio.create_task(client.aclose())
        for _ in range(late):
            await asyncio.sleep(0)
        accepted = asking.cancel()
        await asyncio.wait({asking, other, closing})
        assert asking.cancelled() == accepted, f"{steps} steps: the cancellation was lost"
        assert outcome(other) in {"ReadError", "200"}
    gc.collect()


async def test_who_asks_a_closed_client_is_told_that_nothing_was_sent(url: str) -> None:
    client = HttpClient()
    await client.aclose()
    await client.aclose()
    with pytest.raises(httpx.ConnectError, match="closed"):
        await client.get(url)
