"""The sandbox from Python: a whole life of it, and what tests do with it."""

import asyncio
import socket
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, AsyncExitStack, ExitStack
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any

from qq_api.calls import answer_of, result
from qq_api.keep import keep, pauses
from qq_api.loop import beside
from qq_api.sandbox.config import Account, PageOf, SandboxConfig
from qq_api.sandbox.endpoints import Endpoint, Ways, address_of, knocking, open_endpoints
from qq_api.sandbox.fault_desk import FaultDesk
from qq_api.sandbox.flavours import FLAVOURS, PLAIN
from qq_api.sandbox.furnish import furnish, world_of
from qq_api.sandbox.keeping import kept, load_world
from qq_api.sandbox.load import Load
from qq_api.sandbox.official import OfficialPlatform
from qq_api.sandbox.official.api import TOKEN_PATH, Called
from qq_api.sandbox.page_server import Lines, Page
from qq_api.sandbox.storage import Desk, Downloads, FolderStore
from qq_api.sandbox.transport import WorldTransport
from qq_api.sandbox.world import Refused, World
from qq_api.texts import Texts
from qq_api.types import CallAction, Emit, Payload, Peer
from qq_api.web import bind, port_of, serving

KEPT = 1000
"""Actions remembered for `next_action`."""

ANSWER_SECONDS = 0.1
"""How long the answer to `set_restart` has before the connections end."""


@dataclass(frozen=True)
class Done:
    """An action that a bot called.

    Attributes:
        self_id: the account.
        action: as it was called: `send_group_msg`.
        params: as they were sent.
        answer: `{"status", "retcode", "data", …}`.
    """

    self_id: int
    action: str
    params: Payload
    answer: Payload


@dataclass(frozen=True)
class Conversation:
    """A group, or what is said to one account."""

    world: World
    place: Mapping[str, int]
    desk: Desk

    async def say(self, user_id: int, said: Any) -> int:
        """Somebody says something here; returns the message's number.

        Args:
            user_id: who.
            said: plain text, or segments; their files may be given in every way in which a bot may give them.

        Raises:
            Refused: they cannot, or a file cannot be had.
        """
        ready = said if isinstance(said, str) else await self.desk.message(said)
        return self.world.say(user_id, ready, **self.place)


class _Lines(Lines):
    """The page's way to a sandbox's bots, and to its files."""

    def __init__(self, sandbox: "Sandbox") -> None:
        super().__init__(sandbox.world)
        self._sandbox = sandbox

    def listening(self, self_id: int, emit: Emit) -> AbstractContextManager[None]:
        return self._sandbox.account(self_id).listening(emit)

    def tell(self, self_id: int, event: Payload) -> None:
        for peer in [peer for one in self._sandbox.endpoints if one.self_id == self_id for peer in one.peers]:
            peer.emit(event)

    async def call(self, self_id: int, action: str, params: Payload) -> Payload:
        return await self._sandbox.call(self_id, action, params)

    async def kept(self, said: Any) -> Any:
        return await self._sandbox.desk.message(said)

    def source(self, name: str) -> str | None:
        return self._sandbox.store.known(name)

    async def read(self, source: str) -> bytes:
        return await self._sandbox.store.read(source)


class Sandbox:
    """A make-believe QQ: its World, the endpoints of its accounts, and its page while the block runs.

        config = {
            "page": None,
            "accounts": [{"user_id": 10001, "endpoints": [{"type": "websocket", "port": 3001}]}],
            "groups": [{"group_id": 20001, "name": "Survival", "owner": 10001, "members": [10003]}],
        }
        async with Sandbox(config) as qq:
            await qq.connected(10001)  # your bot, at ws://127.0.0.1:3001
            await qq.group(20001).say(10003, "hi")
            done = await qq.next_action("send_group_msg")
            assert done.params["message"] == "hello"

    Port 0 is any free one; `qq.endpoints[0].address` says which. What goes wrong on purpose is set there, too:
    `qq.endpoints[0].faults.silent = True`. Needs no more than an event loop; nothing of it runs outside the block.

    Attributes:
        world: who and what there is; a test may change it.
        page: None without a page.
        url: the page's address with its token, or "".
        endpoints: in the order of the configuration.
        official: the official platform of each account that is a bot of it.
        desk: has the files of what is said kept.
        store: the files that came in; `store.expire()` lets all addresses told so far end.
        load: who talks by themselves; None where nobody does.

    Args:
        config: as the file `sandbox.yml` holds it, or as its model.
        world: another one than the configuration's, where none was kept.
        texts: for what is wrong with a kept World; in English, if there are none.

    Raises:
        pydantic.ValidationError: the configuration is wrong.
        ConfigError: the file of the World is broken; it is left as it is.
        PortBusy: on entering; one of the ports cannot be had.
    """

    def __init__(
        self, config: SandboxConfig | Mapping[str, Any], world: World | None = None, *, texts: Texts | None = None
    ) -> None:
        self.config = config if isinstance(config, SandboxConfig) else SandboxConfig.model_validate(config)
        self.world = _goes_on(self.config, texts) or world or world_of(self.config)
        self.world.signed = FLAVOURS[self.config.flavour].signed
        self.page: Page | None = None
        self.url = ""
        self.endpoints: list[Endpoint] = []
        self.official: dict[int, OfficialPlatform] = {}
        self._accounts: dict[int, WorldTransport] = {}
        self.store = FolderStore(Path(self.config.files) if self.config.files else None)
        self.desk = Desk(self.store)
        bots = [account.user_id for account in self.config.accounts if account.endpoints]
        self.load = Load(self.world, self.config.load, bots) if self.config.load else None
        self._ways, self._texts = Ways(self._tell), texts
        self._done: deque[Done] = deque(maxlen=KEPT)
        self._news = asyncio.Event()
        self._life = AsyncExitStack()

    async def __aenter__(self) -> "Sandbox":
        async with AsyncExitStack() as life:
            if self.config.world is not None:
                await life.enter_async_context(kept(self.world, self.config.world))
            held = life.enter_context(ExitStack())
            await self._open_store(life, held)
            if self.config.page is not None:
                await self._open_page(self.config.page, life, held)
            self.endpoints += open_endpoints(self.config, self._ways, held, self.world, self.store)
            for self_id in dict.fromkeys(one.self_id for one in self.endpoints):
                told = self._accounts[self_id] = self.account(self_id)
                life.enter_context(told.listening(self._to_peers(self_id)))
            for account in self.config.accounts:
                await self._open_official(account, life)
            self.world.restarting.append(self._restart)
            life.callback(self.world.restarting.remove, self._restart)
            kept_up = (self._keep(one, peer) for one in self.endpoints for peer in one.peers)
            await life.enter_async_context(beside(*kept_up))
            if self.load is not None:
                await life.enter_async_context(beside(self.load.run()))
            self._life = life.pop_all()
        return self

    def _to_peers(self, self_id: int) -> Emit:
        peers = [peer for one in self.endpoints if one.self_id == self_id for peer in one.peers]

        def emit(event: Payload) -> None:
            for peer in peers:
                peer.emit(event)

        return emit

    def _restart(self, self_id: int, delay: int) -> None:
        """The connections of an account end, after the answer; those that we open come back as after any end."""
        for one in self.endpoints:
            if one.self_id == self_id:
                wait = max(delay / 1000, ANSWER_SECONDS)
                self._life.callback(asyncio.get_running_loop().call_later(wait, one.faults.drop).cancel)

    async def __aexit__(self, *_: object) -> None:
        await self._life.aclose()

    async def _open_store(self, life: AsyncExitStack, held: ExitStack) -> None:
        """On a port of its own, whether or not there is a page; it is served as soon as there is a file."""
        sock = held.enter_context(bind("127.0.0.1", 0))
        self.store.address, self.world.store = address_of("http", "127.0.0.1", sock), self.store
        await life.enter_async_context(self.store)
        await life.enter_async_context(beside(self._serve_files(sock)))

    async def _serve_files(self, sock: socket.socket) -> None:
        await self.store.filled()
        async with serving(Downloads(self.store).asgi, sock):
            await asyncio.Event().wait()

    async def _open_page(self, settings: PageOf, life: AsyncExitStack, held: ExitStack) -> None:
        sock = held.enter_context(bind(settings.host, settings.port))
        token, faults = settings.token.get_secret_value(), FaultDesk(self.endpoints)
        self.page = Page(self.world, port_of(sock), token, lines=_Lines(self), faults=faults)
        self.page.qq.official |= {one.user_id for one in self.config.accounts if one.official}
        held.enter_context(self.page.watching())
        self.url = f"{address_of('http', settings.host, sock)}/?token={self.page.token}"
        await life.enter_async_context(serving(self.page.asgi, sock))

    async def _open_official(self, account: Account, life: AsyncExitStack) -> None:
        if account.official is None:
            return
        on_change, self_id = self._ways.on_change(account.user_id), account.user_id
        platform = OfficialPlatform(self.world, account.official, self_id, store=self.store, on_change=on_change)

        def called(call: Called) -> None:
            if self.page is not None and not call.path.endswith(TOKEN_PATH):
                params = call.body if isinstance(call.body, dict) else {}
                status = "ok" if call.status < 300 else "failed"
                answer = {"status": status, "retcode": call.status, "data": call.answer}
                self.page.qq.acted(self_id, f"{call.name.split()[0]} {call.path}", params, answer)

        platform.api.on_call.append(called)
        self.official[self_id] = await life.enter_async_context(platform)

    def _tell(self, self_id: int, connected: bool) -> None:
        if self.page is not None:
            self.page.qq.connection(self_id, connected)
        self._wake()

    async def _keep(self, endpoint: Endpoint, peer: Peer) -> None:
        call_action, pause = self._call_action_of(endpoint.self_id, plainly=endpoint.type == "mirai"), endpoint.pause
        new_pauses: Callable[[], Iterator[float]] = (lambda: repeat(pause)) if pause else lambda: pauses(0.3, 3)

        async def hold() -> None:
            with knocking(endpoint, self._texts):
                await peer.run(call_action)

        await keep(f"QQ {endpoint.self_id}", hold, new_pauses)

    def _call_action_of(self, self_id: int, *, plainly: bool = False) -> CallAction:
        """What the bots of an account call; what they did is remembered.

        Args:
            self_id: the account.
            plainly: as the World does it, in no flavour.
        """
        plain = WorldTransport(self.world, self_id, self.desk, flavour=PLAIN)
        account = plain if plainly else self._accounts[self_id]

        async def call_action(action: str, /, **params: Any) -> Any:
            answer = await answer_of(account.call_action, action, params)
            if self.page is not None:
                self.page.qq.acted(self_id, action, params, answer)
            self._done.append(Done(self_id, action, params, answer))
            self._wake()
            return result(answer)

        return call_action

    def account(self, self_id: int) -> WorldTransport:
        """An account, in the form of the flavour."""
        config = self.config
        how: Any = {"message_format": config.message_format, "report_self": config.report_self}
        return WorldTransport(self.world, self_id, self.desk, flavour=FLAVOURS[config.flavour], **how)

    async def call(self, self_id: int, action: str, params: Payload) -> Payload:
        """Call an action as somebody, past all bots; returns the whole answer, also of one that failed."""
        account = WorldTransport(self.world, self_id, self.desk, flavour=PLAIN)
        return await answer_of(account.call_action, action, dict(params))

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    # -- what a test does with it

    def group(self, group_id: int) -> Conversation:
        """A group, to say something there.

        Raises:
            Refused: there is none.
        """
        return Conversation(self.world, {"group_id": self.world.group(group_id).group_id}, self.desk)

    def private(self, self_id: int) -> Conversation:
        """What is said to an account in private.

        Raises:
            Refused: there is nobody of this number.
        """
        if self_id not in self.world.people:
            raise Refused(f"no user {self_id}")
        return Conversation(self.world, {"to": self_id}, self.desk)

    @property
    def taken(self) -> int:
        """Messages that bots have taken so far; one that two bots heard counts twice."""
        return self._ways.taken

    def is_connected(self, self_id: int) -> bool:
        """Whether a bot is there for an account: by WebSocket, by HTTP lately (a minute), or taking what is posted."""
        return self._ways.are_there(self_id)

    async def connected(self, self_id: int, timeout: float = 30) -> None:
        """Wait until a bot is there for an account, as `is_connected` has it.

        Args:
            self_id: the account.
            timeout: seconds.

        Raises:
            TimeoutError: none came.
        """
        deadline = asyncio.get_running_loop().time() + timeout
        while not self.is_connected(self_id):
            await self._wait(deadline, f"no bot connected to {self_id}")

    async def next_action(self, action: str = "", timeout: float = 30) -> Done:
        """The next action that a bot called and that was not given yet, with its parameters and its answer.

        Those called before are given first, in the order in which they were called; the newest 1000 are remembered.

        Args:
            action: of this name only; others stay for later.
            timeout: seconds to wait.

        Raises:
            TimeoutError: none came; says which did.
        """
        deadline = asyncio.get_running_loop().time() + timeout
        while (done := self._first(action)) is None:
            came = ", ".join(one.action for one in self._done)
            await self._wait(deadline, f"nobody called {action or 'anything'}; what came: {came or 'nothing'}")
        self._done.remove(done)
        return done

    def _first(self, action: str) -> Done | None:
        return next((done for done in self._done if action in ("", done.action)), None)

    async def _wait(self, deadline: float, otherwise: str) -> None:
        left = deadline - asyncio.get_running_loop().time()
        try:
            await asyncio.wait_for(self._news.wait(), max(left, 0))
        except asyncio.TimeoutError:
            raise TimeoutError(otherwise) from None


def _goes_on(config: SandboxConfig, texts: Texts | None) -> World | None:
    """The World that was kept, with what the configuration has new."""
    if config.world is None or not config.world.exists():
        return None
    world = load_world(config.world, texts or Texts.load("qq_api", "en_us"))
    furnish(world, config)
    return world
