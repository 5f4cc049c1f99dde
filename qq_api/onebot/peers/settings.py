"""What a configuration says of peers, and the peers that it means."""

import socket
from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias, TypedDict
from urllib.parse import urlsplit

from pydantic import AnyHttpUrl, AnyUrl, Field, SecretStr, UrlConstraints

from qq_api.config.section import Section
from qq_api.config.sections import Listener, Token
from qq_api.onebot.peers.faults import Faults
from qq_api.onebot.peers.http_api import HttpApiPeer
from qq_api.onebot.peers.http_post import HttpPostPeer
from qq_api.onebot.peers.link import OnChange, OnTaken
from qq_api.onebot.peers.manners import PLAIN, Manners
from qq_api.onebot.peers.websocket import ForwardWebSocketPeer, ReverseWebSocketPeer
from qq_api.types import Peer

Port = Annotated[int, Field(ge=0, le=65535)]
Seconds = Annotated[float, Field(ge=0, le=86_400)]


class Door(Listener):
    """Where bots come to us; without a token only on loopback. Port 0 is any free one."""

    port: Port
    token: Token = SecretStr("")

    def key(self) -> SecretStr:
        """The access token."""
        return self.token


class HttpApi(Door):
    """Bots call actions by HTTP, and listen at `/_events`."""

    type: Literal["http"] = "http"


class ForwardWebSocket(Door):
    """Bots connect to us by WebSocket; without `heartbeat` (in seconds, 0 for none) it is as its manners have it."""

    type: Literal["websocket"] = "websocket"
    heartbeat: Seconds | None = None


class ReverseWebSocket(Section):
    """We connect to a bot by WebSocket; with `split` twice, at `url` + `/api` and `url` + `/event`.

    Attributes:
        heartbeat: seconds between two; 0 for none, None for as often as its manners have it.
    """

    type: Literal["websocket_reverse"] = "websocket_reverse"
    url: Annotated[AnyUrl, UrlConstraints(allowed_schemes=["ws", "wss"])]
    token: Token = SecretStr("")
    heartbeat: Seconds | None = None
    split: bool = False


class HttpPost(Section):
    """We post events to a bot, signed; its answers are quick operations."""

    type: Literal["http_post"] = "http_post"
    url: AnyHttpUrl
    secret: SecretStr = SecretStr("")
    heartbeat: Seconds | None = None


class _How(TypedDict):
    manners: Manners
    faults: Faults | None


Way: TypeAlias = HttpApi | ForwardWebSocket | ReverseWebSocket | HttpPost


def make_peers(
    way: Way,
    self_id: int,
    sock: socket.socket | None,
    on_change: OnChange,
    on_taken: OnTaken,
    *,
    manners: Manners = PLAIN,
    faults: Faults | None = None,
    faithful: bool = False,
) -> list[Peer]:
    """The peers that keep a way up; two for a split reverse WebSocket.

    Args:
        way: what the configuration says.
        self_id: the account.
        sock: the bound socket, where others come to us.
        on_change, on_taken, manners, faults, faithful: as for the peers.
    """
    told = (on_change, on_taken)
    how: _How = {"manners": manners, "faults": faults}
    if isinstance(way, HttpApi | ForwardWebSocket):
        if sock is None:
            raise ValueError("a socket is needed")
        token = way.token.get_secret_value()
        if isinstance(way, HttpApi):
            return [HttpApiPeer(sock, token, *told, **how)]
        heartbeat = _either(way.heartbeat, manners.heartbeat)
        return [ForwardWebSocketPeer(sock, self_id, token, heartbeat, *told, faithful=faithful, **how)]
    if isinstance(way, HttpPost):
        heartbeat, secret = _either(way.heartbeat, manners.post_heartbeat), way.secret.get_secret_value()
        return [HttpPostPeer(str(way.url), self_id, secret, heartbeat, *told, faithful=faithful, **how)]
    heartbeat, token = _either(way.heartbeat, manners.heartbeat), way.token.get_secret_value()
    return [
        ReverseWebSocketPeer(url, self_id, token, heartbeat, *told, role=role, faithful=faithful, **how)
        for role, url in _addresses(way)
    ]


def _addresses(way: ReverseWebSocket) -> Iterator[tuple[str, str]]:
    if not way.split:
        yield "universal", str(way.url)
        return
    for role in ("api", "event"):
        yield role, _below(way.url, role)


def _below(url: AnyUrl, name: str) -> str:
    """`ws://127.0.0.1:5700/ws/` -> `ws://127.0.0.1:5700/ws/api`."""
    parts = urlsplit(str(url))
    return parts._replace(path=f"{parts.path.rstrip('/')}/{name}").geturl()


def _either(given: float | None, usual: float) -> float:
    return usual if given is None else given
