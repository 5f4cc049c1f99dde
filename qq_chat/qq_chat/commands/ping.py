"""Asks any Minecraft server how it does, by mcstatus where it is installed."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from qq_chat.relay.rendering.download import is_public

SECONDS = 5.0


class NotInstalled(Exception):
    """mcstatus is missing."""


class NoAnswer(Exception):
    """The server did not answer, or may not be asked; says why."""


@dataclass(frozen=True)
class Pong:
    """What a server says.

    Attributes:
        online, most: players.
        names: of some of them.
        version: its.
        motd: its title.
        milliseconds: until it answered.
    """

    online: int
    most: int
    names: tuple[str, ...]
    version: str
    motd: str
    milliseconds: float


async def ping(address: str, *, only_public: bool) -> Pong:
    """Ask a server; Java's first, then Bedrock's.

    Args:
        address: `play.example.com` or `127.0.0.1:25565`; SRV records count.
        only_public: servers of this machine and its networks are not asked.

    Raises:
        NotInstalled: mcstatus is missing.
        NoAnswer: nobody answered in time.
    """
    try:
        from mcstatus import BedrockServer, JavaServer  # noqa: PLC0415  (optional)
    except ImportError:
        raise NotInstalled from None
    asking = (
        _in_time(_java, JavaServer, address, only_public),
        _in_time(_bedrock, BedrockServer, address, only_public),
    )
    answers = await asyncio.gather(*asking, return_exceptions=True)
    pong = next((answer for answer in answers if isinstance(answer, Pong)), None)
    if pong is None:
        raise NoAnswer(str(answers[0]) or type(answers[0]).__name__)
    return pong


async def _in_time(
    ask: Callable[[Any, str, bool], Awaitable[Pong]], kind: Any, address: str, only_public: bool
) -> Pong:
    return await asyncio.wait_for(ask(kind, address, only_public), SECONDS)


async def _java(kind: Any, address: str, only_public: bool) -> Pong:
    server = await _checked(kind, await kind.async_lookup(address, timeout=SECONDS), only_public)
    status = await server.async_status(tries=1)
    names = tuple(player.name for player in status.players.sample or ())
    players, motd = status.players, status.motd.to_plain()
    return Pong(players.online, players.max, names, status.version.name, motd, status.latency)


async def _bedrock(kind: Any, address: str, only_public: bool) -> Pong:
    server = await _checked(kind, kind.lookup(address, timeout=SECONDS), only_public)
    status = await server.async_status(tries=1)
    players, motd = status.players, status.motd.to_plain()
    return Pong(players.online, players.max, (), status.version.name, motd, status.latency)


async def _checked(kind: Callable[..., Any], server: Any, only_public: bool) -> Any:
    """The same server, by the very address that was checked."""
    if not only_public:
        return server
    ip = str(await server.address.async_resolve_ip())
    if not is_public(ip):
        raise NoAnswer("not on the internet")
    return kind(ip, server.address.port, timeout=SECONDS)
