"""The endpoints of an account, as a configuration has them: sockets bound, peers made."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from websockets.exceptions import InvalidStatus

from qq_api.errors import TryAgain
from qq_api.onebot.peers import Faults, Manners, OnChange, make_peers
from qq_api.onebot.peers.settings import Door
from qq_api.sandbox import config
from qq_api.sandbox.flavours import FLAVOURS
from qq_api.sandbox.mirai import MiraiServer, Settings
from qq_api.sandbox.storage import FolderStore
from qq_api.sandbox.world import World
from qq_api.texts import Texts
from qq_api.types import Payload, Peer
from qq_api.web import bind, port_of


@dataclass
class Endpoint:
    """One way between an account and bots.

    Attributes:
        pause: seconds before a connection that we open is tried again; 0 for growing pauses.
        self_id: the account.
        type: as in the configuration: `http`, `websocket`, `websocket_reverse`, `http_post`, `mirai`.
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


def open_endpoints(
    settings: config.SandboxConfig, ways: Ways, held: ExitStack, world: World, store: FolderStore
) -> Iterator[Endpoint]:
    """Bind what listens, and make the peers of every account.

    Args:
        settings: the configuration.
        ways: told of bots that come and go.
        held: closes the sockets.
        world: what mirai-api-http reads itself.
        store: keeps what is uploaded there.

    Raises:
        PortBusy: one of the ports cannot be had.
    """
    opener = _Opener(ways, held, FLAVOURS[settings.flavour].manners, world, store)
    for account in settings.accounts:
        for index, one in enumerate(account.endpoints):
            yield opener.open(account.user_id, index, one)


class _Opener:
    def __init__(self, ways: Ways, held: ExitStack, manners: Manners, world: World, store: FolderStore) -> None:
        self._ways, self._held, self._manners = ways, held, manners
        self._world, self._store = world, store

    def open(self, self_id: int, index: int, one: config.Endpoint) -> Endpoint:
        faults = Faults(**one.faults)
        address, peers = self._peers(self_id, one, faults)
        for peer in peers:
            faults.heard_by(self_id, peer.emit)
        pause = _either(one.reconnect, self._manners.reconnect) if isinstance(one, config.ReverseWebSocket) else 0
        return Endpoint(self_id, one.type, address, peers, faults, index, pause)

    def _peers(self, self_id: int, one: config.Endpoint, faults: Faults) -> tuple[str, list[Peer]]:
        if isinstance(one, config.Mirai):
            return self._mirai(self_id, one)
        sock = self._held.enter_context(bind(one.host, one.port)) if isinstance(one, Door) else None
        ways = (self._ways.on_change(self_id), self._ways.on_taken)
        peers = make_peers(one, self_id, sock, *ways, manners=self._manners, faults=faults)
        if sock is None or not isinstance(one, Door):
            return str(getattr(one, "url", "")), peers
        scheme = "ws" if isinstance(one, config.ForwardWebSocket) else "http"
        return address_of(scheme, one.host, sock), peers

    def _mirai(self, self_id: int, one: config.Mirai) -> tuple[str, list[Peer]]:
        sock, settings = self._held.enter_context(bind(one.host, one.port)), _settings(one)
        on_change, on_taken = self._ways.on_change(self_id), self._ways.on_taken
        server = MiraiServer(sock, self._world, self_id, self._store, settings, on_change, on_taken)
        return address_of("http", one.host, sock), [server]


def _settings(one: config.Mirai) -> Settings:
    return Settings(one.token.get_secret_value(), one.single, one.sync_id, one.napcat)


def _either(given: float | None, usual: float) -> float:
    return usual if given is None else given


def address_of(scheme: str, host: str, sock: socket.socket) -> str:
    """`http://127.0.0.1:8700`."""
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port_of(sock)}"


@contextmanager
def knocking(endpoint: Endpoint, texts: Texts | None) -> Iterator[None]:
    """While the block holds a connection that we open: why it cannot be had is told in words, in English if there are
    no texts."""
    try:
        yield
    except (InvalidStatus, OSError) as error:
        if endpoint.type != "websocket_reverse":
            raise
        words = texts or Texts.load("qq_api", "en_us")
        if isinstance(error, InvalidStatus):
            said = words("cli.refused", url=endpoint.address, status=error.response.status_code)
        else:
            said = words("cli.unreached", url=endpoint.address, reason=_reason(error))
        raise TryAgain(said) from None


def _reason(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else type(error).__name__
