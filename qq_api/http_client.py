"""An HTTP client that may be closed while somebody asks."""

import asyncio
from typing import Any

import httpx

from qq_api.loop import ended


class HttpClient(httpx.AsyncClient):
    """An `httpx.AsyncClient` whose `aclose` ends the requests that are under way, with `httpx.ReadError`.

    httpx itself closes only the connections that are open: one that is just being made stays for ever (0.28).

    Args:
        options: as `httpx.AsyncClient` has them.
    """

    def __init__(self, **options: Any) -> None:
        # trust_env: a system-wide proxy must not get to see calls to this machine, and who lets in our address only
        # would not let in a proxy's
        super().__init__(trust_env=False, **options)
        self._under_way: set[asyncio.Task[httpx.Response]] = set()

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a request, as all of httpx's ways to ask do in the end.

        Raises:
            httpx.ConnectError: nobody is there, or the client is closed.
            httpx.HTTPError: there was no answer, or the client was closed meanwhile.
        """
        if self.is_closed:
            raise httpx.ConnectError("the client is closed", request=request)
        sending = asyncio.create_task(super().send(request, **options))
        self._under_way.add(sending)
        sending.add_done_callback(self._under_way.discard)
        try:
            await asyncio.wait({sending})
        finally:
            sending.cancel()
        if sending.cancelled():
            raise httpx.ReadError("the client was closed", request=request)
        return sending.result()

    async def aclose(self) -> None:
        """End requests that are under way, then close every connection."""
        while self._under_way:
            await ended(self._under_way)
        await super().aclose()
