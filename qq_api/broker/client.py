"""A connection to the broker that comes back by itself."""

import asyncio
import logging
import random
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import nats.errors
from nats.aio.client import Client

from qq_api.broker.layout import VERSION_FLOOR, token
from qq_api.config import BrokerAddress
from qq_api.errors import FatalError
from qq_api.texts import Texts

PING_SECONDS = 2
"""Two that are not answered end the connection: a frozen broker is noticed after six seconds."""

_log = logging.getLogger(__name__)


@asynccontextmanager
async def connected(
    address: BrokerAddress, name: str, texts: Texts, *, on_return: Callable[[], None] = lambda: None
) -> AsyncIterator[Client]:
    """A connection while the block runs; it waits for a broker that is not there yet, and comes back for ever.

    Args:
        address: where, and what to show there.
        name: of the server or bridge; its answers come to an inbox of its own (`_INBOX_<name>`).
        texts: the words for the log.
        on_return: called after each time that the connection came back.

    Raises:
        FatalError: a file is missing; it would not get better by waiting.
    """
    told = _Told(address, texts, on_return)
    client = Client()
    opening = asyncio.create_task(_open(client, address, name, texts, told))
    was_there = False
    try:
        await opening
        was_there = True
        told.there(client)
        yield client
    finally:
        opening.cancel()
        await asyncio.gather(opening, return_exceptions=True)
        told.is_over = True
        if client.is_connecting or (was_there and not client.is_closed):  # half-way there, or half-way back
            await client.close()


async def _open(client: Client, address: BrokerAddress, name: str, texts: Texts, told: "_Told") -> None:
    while True:
        try:
            await client.connect(
                servers=address.servers(),
                name=name,
                inbox_prefix=f"_INBOX_{token(name)}",
                error_cb=told.error,
                disconnected_cb=told.gone,
                reconnected_cb=told.back,
                allow_reconnect=True,
                max_reconnect_attempts=-1,
                reconnect_to_server_handler=_next,
                connect_timeout=5,
                ping_interval=PING_SECONDS,
                max_outstanding_pings=2,
                **_keys(address, texts),
            )
        except (OSError, asyncio.TimeoutError, nats.errors.Error) as error:
            await told.error(error)
            await asyncio.sleep(random.uniform(0.25, 5))  # noqa: S311  (so that a fleet does not come back at once)
        else:
            return


def _next(servers: list[Any], _info: dict[str, Any]) -> tuple[Any, float]:
    """Any server of the cluster, after a time that differs from one client to the next."""
    return random.choice(servers), random.uniform(0.05, 2)  # noqa: S311  (no secret)


def _keys(address: BrokerAddress, texts: Texts) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if address.nkey_file is not None:
        given["nkeys_seed_str"] = _read(address.nkey_file, texts).strip()
    if address.token.get_secret_value():
        given["token"] = address.token.get_secret_value()
    if address.ca_file is not None:
        _read(address.ca_file, texts)
        given["tls"] = ssl.create_default_context(cafile=address.ca_file)
    return given


def _read(path: str, texts: Texts) -> str:
    try:
        return Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FatalError(texts("broker.no_file", path=path, reason=error)) from error


class _Told:
    """Says once what is wrong, and when it is over."""

    def __init__(self, address: BrokerAddress, texts: Texts, on_return: Callable[[], None]) -> None:
        self._where, self._texts, self._on_return = address.shown(), texts, on_return
        self._last, self.is_over = "", False

    async def error(self, error: Exception) -> None:
        words = f"{type(error).__name__}: {error}"
        if words != self._last:
            self._last = words
            _log.warning(self._texts("broker.trouble", where=self._where, reason=words))

    async def gone(self) -> None:
        if not self.is_over:  # it is told of our own going, too
            _log.warning(self._texts("broker.gone", where=self._where))

    async def back(self) -> None:
        self._last = ""
        _log.info(self._texts("broker.back", where=self._where))
        self._on_return()

    def there(self, client: Client) -> None:
        self._last = ""
        _log.info(self._texts("broker.connected", where=self._where))
        version = client.connected_server_version
        if (version.major, version.minor, version.patch) < VERSION_FLOOR:
            floor = ".".join(map(str, VERSION_FLOOR))
            _log.warning(self._texts("broker.old", version=str(version), floor=floor))
