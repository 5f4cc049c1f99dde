"""The endpoints of an account, as a configuration has them: sockets bound, peers made."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import AnyUrl

from qq_api.onebot.peers import (
    Faults,
    ForwardWebSocketPeer,
    HttpApiPeer,
    HttpPostPeer,
    Manners,
    OnChange,
    ReverseWebSocketPeer,
)
from qq_api.sandbox import config
from qq_api.sandbox.flavours import FLAVOURS
from qq_api.types import Peer
from qq_api.web import bind, port_of


@dataclass
class Endpoint:
    """One way between an account and bots.

    Attributes:
        pause: seconds before a connection that we open is tried again; 0 for growing pauses.
        self_id: the account.
        type: as in the configuration: `http`, `websocket`, `websocket_reverse`, `http_post`.
        address: where we listen, or where the bot does.
        peers: that keep it up; two for a split reverse WebSocket.
        faults: what goes wrong here on purpose.
    """

    self_id: int
    type: str
    address: str
    peers: list[Peer]
    faults: Faults
    pause: float = 0


class Ways:
    """The ways by which bots are connected, and to which account.

    Args:
        tell: told when an account's first way is there, and when its last is gone.
    """

    def __init__(self, tell: Callable[[int, bool], None]) -> None:
        self._tell = tell
        self._there: set[tuple[int, object]] = set()

    def are_there(self, self_id: int) -> bool:
        """Whether any bot is connected to an account."""
        return any(account == self_id for account, _ in self._there)

    def on_change(self, self_id: int) -> OnChange:
        """For one more way to an account."""
        way = (self_id, object())

        def change(connected: bool) -> None:
            self._there = self._there | {way} if connected else self._there - {way}
            self._tell(self_id, self.are_there(self_id))

        return change


def open_endpoints(settings: config.SandboxConfig, ways: Ways, held: ExitStack) -> Iterator[Endpoint]:
    """Bind what listens, and make the peers of every account.

    Args:
        settings: the configuration.
        ways: told of bots that come and go.
        held: closes the sockets.

    Raises:
        PortBusy: one of the ports cannot be had.
    """
    opener = _Opener(ways, held, FLAVOURS[settings.flavour].manners)
    for account in settings.accounts:
        for one in account.endpoints:
            yield opener.open(account.user_id, one)


class _Opener:
    def __init__(self, ways: Ways, held: ExitStack, manners: Manners) -> None:
        self._ways, self._held, self._manners = ways, held, manners

    def open(self, self_id: int, one: config.Endpoint) -> Endpoint:
        faults, pause = Faults(), 0.0
        if isinstance(one, config.HttpApi):
            address, peers = self._http(one, faults)
        elif isinstance(one, config.ForwardWebSocket):
            address, peers = self._forward(self_id, one, faults)
        elif isinstance(one, config.ReverseWebSocket):
            address, peers = str(one.url), self._reverse(self_id, one, faults)
            pause = _either(one.reconnect, self._manners.reconnect)
        else:
            secret, address = one.secret.get_secret_value(), str(one.url)
            heartbeat = _either(one.heartbeat, self._manners.post_heartbeat)
            peers = [HttpPostPeer(address, self_id, secret, heartbeat, manners=self._manners, faults=faults)]
        return Endpoint(self_id, one.type, address, peers, faults, pause)

    def _http(self, one: config.HttpApi, faults: Faults) -> tuple[str, list[Peer]]:
        sock = self._held.enter_context(bind(one.host, one.port))
        peer = HttpApiPeer(sock, one.token.get_secret_value(), manners=self._manners, faults=faults)
        return address_of("http", one.host, sock), [peer]

    def _forward(self, self_id: int, one: config.ForwardWebSocket, faults: Faults) -> tuple[str, list[Peer]]:
        sock, token = self._held.enter_context(bind(one.host, one.port)), one.token.get_secret_value()
        on_change, heartbeat = self._ways.on_change(self_id), _either(one.heartbeat, self._manners.heartbeat)
        peer = ForwardWebSocketPeer(sock, self_id, token, heartbeat, on_change, manners=self._manners, faults=faults)
        return address_of("ws", one.host, sock), [peer]

    def _reverse(self, self_id: int, one: config.ReverseWebSocket, faults: Faults) -> list[Peer]:
        token = one.token.get_secret_value()
        roles = {"api": _below(one.url, "api"), "event": _below(one.url, "event")}
        return [
            ReverseWebSocketPeer(
                url,
                self_id,
                token,
                _either(one.heartbeat, self._manners.heartbeat),
                self._ways.on_change(self_id),
                role=role,
                manners=self._manners,
                faults=faults,
            )
            for role, url in (roles if one.split else {"universal": str(one.url)}).items()
        ]


def _either(given: float | None, usual: float) -> float:
    return usual if given is None else given


def address_of(scheme: str, host: str, sock: socket.socket) -> str:
    """`http://127.0.0.1:8700`."""
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port_of(sock)}"


def _below(url: AnyUrl, name: str) -> str:
    """`ws://127.0.0.1:5700/ws/` -> `ws://127.0.0.1:5700/ws/api`."""
    parts = urlsplit(str(url))
    return parts._replace(path=f"{parts.path.rstrip('/')}/{name}").geturl()
