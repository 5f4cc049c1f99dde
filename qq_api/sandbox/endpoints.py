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
from qq_api.types import Payload, Peer
from qq_api.web import bind, port_of


@dataclass
class Endpoint:
    """One way between an account and bots.

    Attributes:
        pause: seconds before a connection that we open is tried again; 0 for growing pauses.
        self_id: the account.
        type: as in the configuration: `http`, `websocket`, `websocket_reverse`, `http_post`.
        address: where we listen, or where the bot does.
        index: which of the account's endpoints it is, from 0.
        peers: that keep it up; two for a split reverse WebSocket.
        faults: what goes wrong here on purpose.
    """

    self_id: int
    type: str
    address: str
    peers: list[Peer]
    faults: Faults
    index: int = 0
    pause: float = 0


class Ways:
    """The ways by which bots are connected, and to which account.

    Attributes:
        taken: messages that bots have taken so far.

    Args:
        tell: told when an account's first way is there, and when its last is gone.
    """

    def __init__(self, tell: Callable[[int, bool], None]) -> None:
        self._tell = tell
        self._there: set[tuple[int, object]] = set()
        self.taken = 0

    def are_there(self, self_id: int) -> bool:
        """Whether any bot is connected to an account."""
        return any(account == self_id for account, _ in self._there)

    def on_change(self, self_id: int) -> OnChange:
        """For one more way to an account."""
        way = (self_id, object())

        def change(connected: bool) -> None:
            if connected is not (way in self._there):
                self._there ^= {way}
                self._tell(self_id, self.are_there(self_id))

        return change

    def on_taken(self, event: Payload) -> None:
        """A bot has taken an event."""
        self.taken += event.get("post_type") == "message"


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
        for index, one in enumerate(account.endpoints):
            yield opener.open(account.user_id, index, one)


class _Opener:
    def __init__(self, ways: Ways, held: ExitStack, manners: Manners) -> None:
        self._ways, self._held, self._manners = ways, held, manners

    def open(self, self_id: int, index: int, one: config.Endpoint) -> Endpoint:
        faults = Faults(**one.faults)
        address, peers = self._peers(self_id, one, faults)
        for peer in peers:
            faults.heard_by(self_id, peer.emit)
        pause = _either(one.reconnect, self._manners.reconnect) if isinstance(one, config.ReverseWebSocket) else 0
        return Endpoint(self_id, one.type, address, peers, faults, index, pause)

    def _peers(self, self_id: int, one: config.Endpoint, faults: Faults) -> tuple[str, list[Peer]]:
        if isinstance(one, config.HttpApi):
            return self._http(self_id, one, faults)
        if isinstance(one, config.ForwardWebSocket):
            return self._forward(self_id, one, faults)
        if isinstance(one, config.ReverseWebSocket):
            return str(one.url), self._reverse(self_id, one, faults)
        return str(one.url), [self._post(self_id, one, faults)]

    def _http(self, self_id: int, one: config.HttpApi, faults: Faults) -> tuple[str, list[Peer]]:
        sock, token = self._held.enter_context(bind(one.host, one.port)), one.token.get_secret_value()
        on_change, on_taken = self._ways.on_change(self_id), self._ways.on_taken
        peer = HttpApiPeer(sock, token, on_change, on_taken, manners=self._manners, faults=faults)
        return address_of("http", one.host, sock), [peer]

    def _post(self, self_id: int, one: config.HttpPost, faults: Faults) -> Peer:
        on_change, on_taken, secret = self._ways.on_change(self_id), self._ways.on_taken, one.secret.get_secret_value()
        heartbeat, how = _either(one.heartbeat, self._manners.post_heartbeat), self._manners
        return HttpPostPeer(str(one.url), self_id, secret, heartbeat, on_change, on_taken, manners=how, faults=faults)

    def _forward(self, self_id: int, one: config.ForwardWebSocket, faults: Faults) -> tuple[str, list[Peer]]:
        sock, token = self._held.enter_context(bind(one.host, one.port)), one.token.get_secret_value()
        on_change, on_taken = self._ways.on_change(self_id), self._ways.on_taken
        heartbeat = _either(one.heartbeat, self._manners.heartbeat)
        peer = ForwardWebSocketPeer(
            sock, self_id, token, heartbeat, on_change, on_taken, manners=self._manners, faults=faults
        )
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
                self._ways.on_taken,
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
